import CommentFlow
import CommentStore
import ModerationModel
import ModerationPipeline
import RuleEngine
import Synchronization
import Testing

/// A clock that stands still until it is turned by hand.
final class ManualClock: Sendable {
  private let time = Mutex(Timestamp(milliseconds: 1_795_000_000_000))
  var now: Timestamp { time.withLock { $0 } }

  func advance(seconds: Double) {
    time.withLock { $0 = $0.adding(seconds: seconds) }
  }
}

/// A flow on a store in memory, with a clock and randomness of its own.
struct Newsroom {
  let clock = ManualClock()
  let flow: CommentFlow
  let article: ArticleID

  init(
    rules: String = "", settings: String = "", policy: CommentPolicy = CommentPolicy(),
    store: any CommentStore = MemoryStore(), secret: FlowSecret = .ephemeral()
  ) async throws {
    let clock = clock
    let counter = Mutex(UInt128(1))
    let set = try RuleSet(
      files: RuleFiles([
        "ruleset.yaml": "schema: 1\nname: test\n" + settings,
        "rules.yaml": rules.isEmpty ? "rules: []\n" : rules,
      ])
    )
    flow = CommentFlow(
      store: store, pipeline: ModerationPipeline(ruleSet: set), policy: policy, secret: secret,
      surroundings: Surroundings(
        now: { clock.now },
        random: {
          counter.withLock {
            $0 += 1
            // Mixed, because secrets are made of single bytes of it.
            return ($0 &* 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) ^ ($0 << 64)
          }
        }), passwords: .forTests())
    article = try ArticleID(validating: "bridge")
    try await addArticle("bridge")
  }

  @discardableResult
  func addArticle(_ key: String, change: (inout Article) -> Void = { _ in }) async throws -> ArticleID {
    var article = Article(
      id: try ArticleID(validating: key), url: "https://gazeta.example/\(key)", title: "Мост откроют в мае",
      publishedAt: clock.now)
    change(&article)
    try await flow.add(article)
    return article.id
  }

  func submission(
    _ text: String = "Спасибо, полезная статья.", by name: String = "Оля", parent: CommentID? = nil,
    on other: ArticleID? = nil, form: FormFacts = .trusted, key: String? = nil, address: String? = nil
  ) -> Submission {
    Submission(
      article: other ?? article, parent: parent, text: text,
      author: AuthorClaim(name: name, email: "\(name.unicodeScalars.map { String($0.value) }.joined())@post.example"),
      client: ClientFacts(address: address), form: form, idempotencyKey: key)
  }

  @discardableResult
  func submit(
    _ text: String = "Спасибо, полезная статья.", by name: String = "Оля", parent: CommentID? = nil
  ) async throws -> SubmissionReceipt {
    clock.advance(seconds: 61)
    return try await flow.submit(submission(text, by: name, parent: parent))
  }

  /// The rule that every comment with «казино» is held.
  static let casino = """
    rules:
      - id: casino
        title: Casino
        owner: desk
        category: spam
        match: { words: [казино] }
        score: 6
        tests: { hit: [казино], miss: [магазин] }
    """
}

/// The error that a call throws, or `nil`.
func flowError(_ call: () async throws -> Void) async -> FlowError? {
  do {
    try await call()
    return nil
  } catch {
    return error as? FlowError
  }
}
