import ModerationModel
import Testing

@Suite struct ModerationQueryTests {
  private static let now = Timestamp(milliseconds: 1_795_167_000_000)

  private static func comment() throws -> ModerationModel.Comment {
    let article = try #require(ArticleID("bridge"))
    let verdict = Verdict(
      action: .hold, score: 7.5, categories: [.abuse: 7.5, .spam: -1],
      signals: [
        Signal(name: "insult.plain", source: .rule, category: .abuse, score: 7.5),
        Signal(name: "casino", source: .rule, category: .spam, score: 3, status: .shadow),
      ], ruleSet: "r", language: .ukrainian)
    return ModerationModel.Comment(
      site: .default, article: article, id: CommentID(bits: 1), author: AuthorID(bits: 0xAB),
      authorName: "Ніна Коваль", state: .pending,
      revision: Revision(
        id: RevisionID(bits: 1), text: "Приходьте до НАС, тут «ціна»", createdAt: now, verdict: verdict),
      createdAt: now.adding(seconds: -7200), language: .ukrainian)
  }

  @Test(arguments: [
    ("", true), ("  ", true), ("rule:insult.plain", true), ("rule:insult.*", true), ("rule:insult", false),
    ("rule:casino", false), ("rule:casino,insult.plain", true), ("category:abuse", true), ("category:spam", false),
    ("author:ніна", true), ("author:КОВАЛЬ", true), ("author:\"ніна коваль\"", true), ("author:оля,ніна", true),
    ("author:00000000-0000-0000-0000-0000000000ab", true), ("author:00000000-0000-0000-0000-0000000000ac", false),
    ("article:bridge", true), ("article:tower", false), ("до", true), ("нас", true), ("\"до нас\"", true),
    ("text:\"нас, тут\"", true), ("\"до вас\"", false), ("lang:uk", true), ("lang:ru,en", false),
    ("state:pending", true), ("-state:pending", false), ("state:approved,rejected", false), ("cause:verdict", true),
    ("-cause:reports,verdict", false), ("age>1h", true), ("age>2h", false), ("age>=2h", true), ("age<3h", true),
    ("age<=90m", false), ("score>=7.5", true), ("score>7.5", false), ("score<8 score>7", true), ("-score<8", false),
    ("rule:insult.* -author:ніна", false), ("-ціну", true), ("«ціна»", true), ("нас: так", false), ("-", false),
  ])
  func meansWhatItSays(text: String, matches: Bool) throws {
    let query = try ModerationQuery(text)
    #expect(query.matches(try Self.comment(), cause: .verdict, now: Self.now) == matches, "\(text)")
    #expect(query.description == text)
  }

  @Test(arguments: [
    ("rulez:x", ModerationQueryError.Code.unknownField, 0), ("a rule:", .missingValue, 7),
    ("rule:a,", .missingValue, 7),
    ("state:gone", .badValue, 6), ("category:abuse,fun", .badValue, 15), ("age>soon", .badValue, 4),
    ("age>-1h", .badValue, 4), ("score>=much", .badValue, 7), ("score>nan", .badValue, 6),
    ("score:5", .badComparison, 0),
    ("rule>x", .badComparison, 0), ("text:\"нас", .unclosedQuote, 5), ("lang:українська", .badValue, 5),
    ("\"\"", .missingValue, 0),
  ])
  func saysWhatIsWrongAndWhere(text: String, code: ModerationQueryError.Code, offset: Int) throws {
    do throws(ModerationQueryError) {
      _ = try ModerationQuery(text)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.code == code && error.offset == offset, "\(text): \(error)")
      #expect(!error.expected.isEmpty)
    }
  }

  @Test func hasBounds() throws {
    #expect(throws: ModerationQueryError.self) { try ModerationQuery(String(repeating: "a ", count: 33)) }
    #expect(throws: ModerationQueryError.self) { try ModerationQuery(String(repeating: "a", count: 1001)) }
    #expect(try ModerationQuery(String(repeating: "a ", count: 32)).terms.count == 32)
    #expect(try ModerationQuery("state:spam").namesState)
    #expect(try !ModerationQuery("spam").namesState)
  }
}
