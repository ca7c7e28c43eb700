import DemoFixtures
import Foundation
import ModerationModel
import Testing

/// What the demo's files promise to those who show them and to those who judge by them.
struct DemoFixtureTests {
  // MARK: Articles

  @Test func articlesAreWhole() throws {
    let articles = try DemoFixtures.articles()
    #expect(articles.count == 6)
    #expect(Set(articles.map(\.id)).count == articles.count)
    #expect(Set(articles.map(\.language)) == ["ru", "uk", "en"])
    for article in articles {
      #expect(ArticleID(article.id) != nil)
      #expect(URL(string: article.url)?.host()?.hasSuffix(".example") == true, "\(article.url)")
      #expect(article.title.utf8.count <= Article.titleBytesMax)
      #expect(!article.lead.isEmpty && !article.source.isEmpty && !article.photo.credit.isEmpty)
      #expect(article.sections.contains { $0.heading != nil } && article.sections.contains { $0.quote != nil })
      #expect(article.sections.allSatisfy { !$0.paragraphs.isEmpty })
      #expect(
        article.related.count >= 3 && article.related.map(\.minutesAgo) == article.related.map(\.minutesAgo).sorted())
      #expect(article.shares.allSatisfy { ShareNetwork($0.network) != nil })
      #expect(Set(article.shares.map(\.network)).count == article.shares.count)
    }
    #expect(articles.contains { $0.shares.contains { $0.count == nil } }, "some network never answered")
  }

  // MARK: Threads

  @Test func threadsGrowDownwardsInTime() throws {
    let articles = try Dictionary(uniqueKeysWithValues: DemoFixtures.articles().map { ($0.id, $0) })
    var seen: [String: DemoComment] = [:]
    var depths: [String: Int] = [:]
    var deepest: [String: Int] = [:]
    for comment in try DemoFixtures.comments() {
      let article = try #require(articles[comment.article], "\(comment.key) has no article")
      #expect(seen[comment.key] == nil, "\(comment.key) twice")
      #expect(
        (0..<article.publishedMinutesAgo).contains(comment.minutesAfterPublication), "\(comment.key) is in the future")
      var depth = 1
      if let key = comment.parent {
        let parent = try #require(seen[key], "\(comment.key) comes before its parent")
        #expect(parent.article == comment.article)
        #expect(parent.expect.actions.first == "publish", "\(comment.key) answers what nobody could see")
        #expect(parent.minutesAfterPublication <= comment.minutesAfterPublication)
        depth = (depths[key] ?? 0) + 1
      }
      seen[comment.key] = comment
      depths[comment.key] = depth
      deepest[comment.article] = max(deepest[comment.article] ?? 0, depth)
      #expect(!comment.author.name.isEmpty && !comment.text.isEmpty)
    }
    #expect(seen.count >= 120)
    #expect(articles.keys.allSatisfy { (deepest[$0] ?? 0) >= 3 }, "every thread has replies to replies")
  }

  @Test func readersComeBackUnderOtherArticles() throws {
    let articlesByName = Dictionary(grouping: try DemoFixtures.comments(), by: \.author.name)
      .mapValues { Set($0.map(\.article)) }
    #expect(articlesByName.values.count { $0.count > 1 } >= 5)
  }

  // MARK: Labels

  @Test func everyLabelHasReason() throws {
    for label in try labels() {
      let expect = label.expect
      let actions = expect.actions.compactMap { Action(rawValue: $0) }
      #expect(!actions.isEmpty && actions.count == expect.actions.count, "\(label.key): unknown action")
      #expect(Set(actions).count == actions.count, "\(label.key): an action twice")
      #expect(expect.why.hasSuffix(".") && expect.why.count > 5, "\(label.key): no reason")
      #expect(Language(label.lang) != nil)
      if let category = expect.category {
        #expect(Category(rawValue: category) != nil, "\(label.key): unknown category")
        #expect(actions != [.publish], "\(label.key): published, though something is wrong with it")
      } else {
        #expect(actions.contains(.publish), "\(label.key): stopped for nothing")
      }
      if actions.contains(.spam) {
        #expect(["spam", "advert", "personal_data"].contains(expect.category), "\(label.key): spam of another kind")
      }
    }
  }

  @Test func standAloneLabelsAreBalanced() throws {
    let labelled = try DemoFixtures.labelled()
    #expect(Set(labelled.map(\.id)).count == labelled.count)
    #expect(Set(labelled.map(\.text)).count == labelled.count)
    #expect(labelled.count >= 240)
    for language in ["ru", "uk", "en"] {
      #expect((70...95).contains(labelled.count { $0.lang == language }), "\(language)")
    }
    for action in ["publish", "hold", "reject", "spam"] {
      #expect(labelled.count { $0.expect.actions.first == action } >= 35, "\(action)")
    }
    #expect(labelled.count { $0.id.hasPrefix("evasive-") && $0.obfuscation != nil } >= 60)
    #expect(labelled.count { $0.id.hasPrefix("ok-") && $0.expect.actions.first == "publish" } >= 90)
    #expect(Set(labelled.compactMap(\.obfuscation)) == Set(Obfuscation.allCases), "every way of hiding is shown")
    #expect(labelled.allSatisfy { !$0.expect.needsHistory }, "these stand alone")
  }

  @Test func marksAreInTheirTexts() throws {
    for comment in try DemoFixtures.labelled() {
      for mark in comment.marks {
        #expect(Data(comment.text.utf8).range(of: Data(mark.utf8)) != nil, "\(comment.id)")
      }
    }
  }

  // MARK: Words around

  @Test(arguments: [
    ("ru", 0, "0 комментариев"), ("ru", 1, "1 комментарий"), ("ru", 2, "2 комментария"), ("ru", 5, "5 комментариев"),
    ("ru", 11, "11 комментариев"), ("ru", 14, "14 комментариев"), ("ru", 21, "21 комментарий"),
    ("ru", 104, "104 комментария"), ("ru", 112, "112 комментариев"),
    ("uk", 1, "1 коментар"), ("uk", 3, "3 коментарі"), ("uk", 12, "12 коментарів"), ("uk", 131, "131 коментар"),
    ("en", 0, "0 comments"), ("en", 1, "1 comment"), ("en", 21, "21 comments"),
  ])
  func countsAgree(language: String, count: Int, expected: String) throws {
    let texts = try #require(try DemoFixtures.interfaceTexts()[language])
    #expect(texts.commentCount.text(count) == expected)
  }

  @Test func formSpeaksEveryLanguage() throws {
    let texts = try DemoFixtures.interfaceTexts()
    #expect(Set(texts.keys) == ["ru", "uk", "en"])
    #expect(texts["ru"]?.addComment == "Добавить комментарий")
    #expect(texts["ru"]?.cancelReply == "Отменить ответ")
    for (language, text) in texts {
      #expect(text.replyTo.contains("{name}") && text.inReplyTo.contains("{name}"), "\(language)")
      for forms in [
        text.commentCount, text.replyCount, text.shareCount, text.minutesAgo, text.hoursAgo, text.daysAgo,
      ] {
        #expect(forms.text(1_000_007).contains("1000007"), "\(language)")
        #expect((forms.few == nil) == (language == "en") && (forms.many == nil) == (language == "en"), "\(language)")
      }
    }
  }

  // MARK: Manners

  /// Characters that nobody sees are escapes in the files, so that whoever edits them knows that they are there.
  @Test(arguments: ["articles.json", "threads.jsonl", "labelled.jsonl", "interface.json"])
  func hidesNothingFromTheEditor(file: String) throws {
    let text = try String(contentsOf: DemoFixtures.folder().appending(path: file), encoding: .utf8)
    let unseen = text.unicodeScalars.filter { scalar in
      scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
        || (scalar.properties.isWhitespace && scalar != " " && scalar != "\n")
    }
    #expect(unseen.isEmpty, "\(unseen.map { String($0.value, radix: 16) })")
    #expect(text.hasSuffix("\n"))
  }

  /// Addresses are reserved (RFC 2606) or invented, numbers are those that no telephone can have, cards are test cards.
  @Test func namesNobodyReal() throws {
    for (key, text) in try written() {
      for match in text.matches(of: /[\p{L}\p{N}._-]+@([\p{L}\p{N}.-]+\.\p{L}+)/) {
        #expect(match.1.hasSuffix(".example"), "\(key): e-mail at \(match.1)")
      }
      for match in text.matches(of: /(?:https?:\/\/|\b)((?:[A-Za-z0-9-]+\.)+(?:com|net|org|top|ru|ua|me|example))\b/) {
        let host = String(match.1)
        let isInvented = host.hasSuffix(".example") || host.hasSuffix(".top")
        #expect(isInvented || host == "t.me" || host == "ru.wikipedia.org", "\(key): \(host)")
      }
      for match in text.matches(of: /(?:t\.me\/|(?:^|\s)@)([A-Za-z0-9_]+)/) {
        #expect(match.1.hasSuffix("_example"), "\(key): handle \(match.1)")
      }
      for match in text.matches(of: /\+?\d(?:[\s().-]{0,2}\d){8,}/) {
        let digits = match.0.filter(\.isNumber)
        // ISBN; test cards; Ofcom's and the North American numbers for drama; local numbers that begin with zeros.
        let isInvented =
          digits.hasPrefix("978") || ["4111111111111111", "5555555555554444"].contains(digits)
          || digits.contains("07700900") || digits.contains("55501") || digits.contains("00000")
        #expect(isInvented, "\(key): number \(match.0)")
      }
    }
  }

  // MARK: Finding the folders

  /// Two targets that import nothing of ours hold one file.
  @Test func shippedFoldersAreFoundAlike() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let rules = try Data(contentsOf: root.appending(path: "Rules/ShippedFolder.swift"))
    let fixtures = try Data(contentsOf: root.appending(path: "Fixtures/ShippedFolder.swift"))
    #expect(rules == fixtures)
  }

  // MARK: Detail

  private struct Label {
    var key: String
    var lang: String
    var expect: DemoExpectation
  }

  private func labels() throws -> [Label] {
    try DemoFixtures.comments().map { Label(key: $0.key, lang: $0.lang, expect: $0.expect) }
      + DemoFixtures.labelled().map { Label(key: $0.id, lang: $0.lang, expect: $0.expect) }
  }

  /// Everything that somebody is said to have written, by its key.
  private func written() throws -> [(key: String, text: String)] {
    try DemoFixtures.comments().map {
      ($0.key, [$0.text, $0.author.name, $0.author.email, $0.author.url].compactMap { $0 }.joined(separator: "\n"))
    } + DemoFixtures.labelled().map { ($0.id, $0.text) }
  }
}
