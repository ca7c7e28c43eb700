public import CommentStore
internal import ModerationModel

/// What every store must do, as checks that run against any of them.
///
/// Each check wants a fresh, empty store. With Swift Testing:
/// ```swift
/// @Test(arguments: StoreContract.checks)
/// func keepsTheContract(_ check: StoreContract.Check) async throws {
///   try await check.run(on: MemoryStore())
/// }
/// ```
public enum StoreContract {
  public struct Check: Sendable, CustomStringConvertible {
    /// What is promised, such as `submits a comment with its counts`.
    public let name: String
    private let body: @Sendable (inout ContractBench) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (inout ContractBench) async throws -> Void) {
      self.name = name
      self.body = body
    }

    public var description: String { name }

    /// - Throws: `ContractViolation` when the store does otherwise; whatever the store throws unasked.
    public func run(on store: some CommentStore) async throws {
      var bench = ContractBench(store: store)
      try await body(&bench)
      let findings = try await store.verify()
      try bench.expect(findings.isEmpty, "the store agrees with itself afterwards: \(findings)")
    }
  }

  public static let checks: [Check] =
    articleChecks + submissionChecks + changeChecks + threadChecks + queueChecks + reviewChecks + authorChecks
    + shareChecks + recordChecks + ruleChecks + waveChecks
    + voiceChecks + appealChecks + accessChecks + onceChecks + webhookChecks + readingChecks + historyChecks
}

/// A promise that a store broke.
public struct ContractViolation: Error, CustomStringConvertible {
  public var expectation: String
  public var place: String

  public var description: String { "expected that \(expectation) (\(place))" }
}

/// A store, a clock and short ways to arrange things, for one check.
struct ContractBench: Sendable {
  let store: any CommentStore
  var time = ManualTime()

  init(store: any CommentStore) {
    self.store = store
  }

  func expect(
    _ condition: Bool, _ expectation: @autoclosure () -> String, file: String = #fileID, line: Int = #line
  ) throws {
    guard condition else { throw ContractViolation(expectation: expectation(), place: "\(file):\(line)") }
  }

  func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: String, file: String = #fileID, line: Int = #line
  ) throws {
    try expect(found == expected, "\(what) is \(expected), not \(found)", file: file, line: line)
  }

  /// - Returns: The error that was thrown.
  @discardableResult
  func expectError<Answer>(
    _ matches: (StoreError.Code) -> Bool, _ name: String, file: String = #fileID, line: Int = #line,
    _ act: () async throws(StoreError) -> Answer
  ) async throws -> StoreError {
    do throws(StoreError) {
      _ = try await act()
    } catch {
      try expect(matches(error.code), "the error is \(name), not \(error)", file: file, line: line)
      return error
    }
    throw ContractViolation(expectation: "\(name) is thrown", place: "\(file):\(line)")
  }

  @discardableResult
  func expectError<Answer>(
    _ code: StoreError.Code, file: String = #fileID, line: Int = #line,
    _ act: () async throws(StoreError) -> Answer
  ) async throws -> StoreError {
    try await expectError({ $0 == code }, "\(code)", file: file, line: line, act)
  }

  mutating func addArticle(_ article: Article = Examples.article()) async throws {
    let stamp = time.stamp()
    try await store.add(article, stamp: stamp)
  }

  /// Submits and lets a second pass.
  @discardableResult
  mutating func submit(
    _ text: String = "Спасибо редакции, ждём открытия.", on article: String = "bridge",
    under parent: Comment? = nil, by author: String = "olena", _ action: Action = .publish,
    keeping circumstances: Circumstances? = nil
  ) async throws -> Comment {
    var submission = Examples.submission(
      text, on: article, under: parent?.id, by: author, verdict: Examples.verdict(action), time: &time)
    submission.circumstances = circumstances
    let stamp = time.stamp(by: "author")
    let stored = try await store.submit(submission, stamp: stamp)
    time.advance(seconds: 1)
    return stored.comment
  }

  @discardableResult
  mutating func review(
    _ comments: [Comment], _ decision: Decision, by moderator: String = "vera", isAnyVersion: Bool = false
  ) async throws -> Review {
    let request = ReviewRequest(
      targets: comments.map { .init(comment: $0.id, version: isAnyVersion ? nil : $0.version) },
      decision: decision, moderator: moderator)
    let stamp = time.stamp(by: moderator)
    let review = try await store.review(request, stamp: stamp)
    time.advance(seconds: 1)
    return review
  }

  func current(_ comment: Comment) async throws -> Comment {
    guard let found = try await store.comment(comment.id, site: comment.site) else {
      throw ContractViolation(expectation: "comment \(comment.id) is stored", place: "ContractBench")
    }
    return found
  }

  func counts(_ article: String = "bridge") async throws -> ArticleCounts {
    try await store.counts(of: Examples.articleID(article), site: .default)
  }

  func author(_ name: String = "olena") async throws -> Author {
    guard let author = try await store.author(Examples.identity(name), site: .default) else {
      throw ContractViolation(expectation: "author \(name) is stored", place: "ContractBench")
    }
    return author
  }

  func events() async throws -> [ModerationEvent] {
    try await store.events(after: 0, limit: 100_000)
  }
}
