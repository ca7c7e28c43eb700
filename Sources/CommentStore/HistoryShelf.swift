public import ModerationModel

/// Everything that was judged, to be judged again: a page at a time, so that a million comments fit.
public protocol HistoryShelf: Sendable {
  /// Comments that are not deleted, in their newest wording, by identity and so by time; fewer than the query's limit
  /// only at the end. Each page sees one state of the store; between two pages others may write.
  func judgements(_ query: HistoryQuery) async throws(StoreError) -> [StoredJudgement]

  /// The comment that stands at the query's limit, counted from its beginning, deleted ones perhaps included; `nil` where
  /// there are fewer. So a history can be divided, and its parts read beside each other. Walks an index.
  func judgementPlace(_ query: HistoryQuery) async throws(StoreError) -> CommentID?

  /// How many there are in all, whatever the query's limit. Counts an index.
  func judgementCount(_ query: HistoryQuery) async throws(StoreError) -> Int
}

/// Which stretch of the history is read.
public struct HistoryQuery: Hashable, Sendable {
  public static let limitMax = 10_000

  public var site: SiteID
  /// The last comment that was seen; `nil` begins.
  public var after: CommentID?
  /// The last comment that belongs to it; `nil` has no end.
  public var through: CommentID?
  /// By when comments came, which their identities tell: `since` included, `until` not.
  public var since: Timestamp?
  public var until: Timestamp?
  public var limit: Int

  public init(
    site: SiteID = .default, after: CommentID? = nil, through: CommentID? = nil, since: Timestamp? = nil,
    until: Timestamp? = nil, limit: Int = 1_000
  ) {
    self.site = site
    self.after = after
    self.through = through
    self.since = since
    self.until = until
    self.limit = limit
  }

  /// The least identity that belongs to it, and the least behind it.
  package var first: CommentID {
    let begin = since.map(Self.least) ?? 0
    return CommentID(bits: max(begin, after.map { $0.bits == .max ? .max : $0.bits + 1 } ?? 0))
  }

  package var end: CommentID {
    let last = through.map { $0.bits == .max ? .max : $0.bits + 1 } ?? .max
    return max(first, CommentID(bits: min(last, until.map(Self.least) ?? .max)))
  }

  private static func least(at time: Timestamp) -> UInt128 {
    UInt128(UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF) << 80
  }
}

/// A stored comment with what its verdict rested on, and what people said of it.
public struct StoredJudgement: Hashable, Sendable {
  /// A person's decision on these very words.
  public struct Decided: Hashable, Sendable {
    public var decision: Decision
    public var reason: DecisionReason?
    public var moderator: String
    public var at: Timestamp
    /// Where the comment stood before.
    public var before: CommentState
    /// Whoever decided had not been shown what the machine found.
    public var isBlind: Bool

    public init(
      decision: Decision, reason: DecisionReason?, moderator: String, at: Timestamp, before: CommentState,
      isBlind: Bool
    ) {
      self.decision = decision
      self.reason = reason
      self.moderator = moderator
      self.at = at
      self.before = before
      self.isBlind = isBlind
    }

    init(_ review: Review, before: CommentState, isBlind: Bool) {
      self.init(
        decision: review.decision, reason: review.reason, moderator: review.moderator, at: review.at, before: before,
        isBlind: isBlind)
    }
  }

  public var comment: Comment
  /// As it is today.
  public var articleTitle: String
  /// `nil` for an author who is not stored any more.
  public var author: AuthorIdentity?
  public var authorFirstSeenAt: Timestamp?
  /// `nil` for words that were judged before this was kept.
  public var circumstances: Circumstances?
  /// The last one that was not undone.
  public var decision: Decided?

  public init(
    comment: Comment, articleTitle: String = "", author: AuthorIdentity? = nil, authorFirstSeenAt: Timestamp? = nil,
    circumstances: Circumstances? = nil, decision: Decided? = nil
  ) {
    self.comment = comment
    self.articleTitle = articleTitle
    self.author = author
    self.authorFirstSeenAt = authorFirstSeenAt
    self.circumstances = circumstances
    self.decision = decision
  }
}

extension TransactionalStore {
  public func judgements(_ query: HistoryQuery) async throws(StoreError) -> [StoredJudgement] {
    var query = query
    query.limit = min(max(query.limit, 0), HistoryQuery.limitMax)
    return try await read { [query] (store) throws(StoreError) in try store.judgements(query) }
  }

  public func judgementPlace(_ query: HistoryQuery) async throws(StoreError) -> CommentID? {
    guard query.limit > 0 else { return nil }
    return try await read { (store) throws(StoreError) in try store.judgementPlace(query) }
  }

  public func judgementCount(_ query: HistoryQuery) async throws(StoreError) -> Int {
    try await read { (store) throws(StoreError) in try store.judgementCount(query) }
  }
}
