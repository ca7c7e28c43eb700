public import CommentStore
public import ModerationModel

/// Ordinary values to arrange tests with: a test names what matters to it, the defaults carry the rest.
public enum Examples {
  /// 2026-11-20T09:30:00Z.
  public static let morning = Timestamp(milliseconds: 1_795_167_000_000)

  public static let ruleSet = String(repeating: "0123456789abcdef", count: 4)

  /// An article's key from text that is known to be one, such as `bridge`; `article` for anything else.
  public static func articleID(_ key: String = "bridge") -> ArticleID {
    ArticleID(key) ?? fallbackArticle
  }

  public static func network(_ name: String = "telegram") -> ShareNetwork {
    ShareNetwork(name) ?? fallbackNetwork
  }

  private static let fallbackArticle: ArticleID = {
    guard let id = ArticleID("article") else { preconditionFailure("article is a key") }
    return id
  }()

  private static let fallbackNetwork: ShareNetwork = {
    guard let network = ShareNetwork("telegram") else { preconditionFailure("telegram is a network's name") }
    return network
  }()

  public static func article(
    _ key: String = "bridge", site: SiteID = .default, title: String = "Мост через реку откроют к весне",
    publishedAt: Timestamp = morning.adding(seconds: -3600), isOpen: Bool = true,
    overrides: PolicyOverrides = PolicyOverrides()
  ) -> Article {
    Article(
      site: site, id: articleID(key), url: "https://news.example/\(key)", title: title, publishedAt: publishedAt,
      isOpen: isOpen, overrides: overrides)
  }

  public static func identity(_ name: String = "olena") -> AuthorIdentity {
    .guest(key: "key-of-\(name)")
  }

  public static func signal(
    _ name: String = "insult.plain", category: ModerationModel.Category = .abuse, score: Double = 6,
    ranges: [Range<Int>] = [0..<4]
  ) -> Signal {
    Signal(
      name: name, source: .rule, category: category, score: score, group: "insults", floor: .hold,
      evidence: ranges.map { Evidence(field: .body, range: $0) }, reason: "Оскорбление: «слово»")
  }

  /// A verdict with the score and signal that its action makes likely.
  public static func verdict(_ action: Action = .publish, score: Double? = nil) -> Verdict {
    guard action != .publish else {
      return Verdict(action: .publish, score: score ?? 0, ruleSet: ruleSet, language: .russian)
    }
    let category: ModerationModel.Category = action == .spam ? .spam : .abuse
    let points = score ?? (action == .hold ? 6 : 14)
    return Verdict(
      action: action, score: points, categories: [category: points],
      signals: [signal(category: category, score: points)], ruleSet: ruleSet, language: .russian)
  }

  /// A judged submission, ready for a store; identities come from `time`.
  public static func submission(
    _ text: String = "Спасибо редакции, ждём открытия.", on article: String = "bridge", site: SiteID = .default,
    under parent: CommentID? = nil, by author: String = "olena", verdict: Verdict = verdict(),
    time: inout ManualTime
  ) -> JudgedSubmission {
    JudgedSubmission(
      site: site, article: articleID(article), parent: parent, comment: time.identifier(),
      revision: time.identifier(), text: text, authorName: author, identity: identity(author), verdict: verdict,
      language: .russian, digest: digest(text))
  }

  /// FNV-1a over the text; stands in for the flow's own digest.
  public static func digest(_ text: String) -> TextDigest {
    TextDigest(bits: text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  public static func report(
    on comment: Comment, by reporter: String = "reader", reason: Report.Reason = .insult, note: String = "",
    weight: Double = 1, time: inout ManualTime
  ) -> Report {
    Report(
      site: comment.site, id: time.identifier(), article: comment.article, comment: comment.id, reporter: reporter,
      reason: reason, note: note, weight: weight, at: time.now)
  }

  public static func edit(
    _ comment: Comment, to text: String, verdict: Verdict = verdict(), time: inout ManualTime
  ) -> JudgedEdit {
    JudgedEdit(
      site: comment.site, comment: comment.id, version: comment.version, revision: time.identifier(), text: text,
      verdict: verdict, language: .russian, digest: digest(text))
  }
}
