public import ModerationModel

/// Reads for pages: many numbers at once, neighbours of a comment, figures over time.
public protocol ReadingShelf: Sendable {
  /// Comments and shares of the articles at these addresses; unknown ones are left out. At most `PageCounts.countMax`.
  func counts(ofURLs urls: [String], site: SiteID) async throws(StoreError) -> [PageCounts]

  /// Other comments of the same wave or, where there is none, that read alike once folded; newest first.
  func copies(of comment: CommentID, site: SiteID, limit: Int) async throws(StoreError) -> [Comment]

  /// What moderators decided on an author's comments, newest first, without what was undone.
  func decisions(on author: AuthorID, site: SiteID, limit: Int) async throws(StoreError) -> [AuthorDecision]

  /// The comments above one, and a cursor for the page that begins with the branch it stands in.
  ///
  /// - Throws: `unknownComment`.
  func place(of comment: CommentID, site: SiteID, sort: ThreadSort) async throws(StoreError) -> ThreadPlace

  /// All that a query finds, for a decision on all of it.
  func preview(_ query: SelectionQuery) async throws(StoreError) -> SelectionPreview

  /// Figures over a window. Reads the window's comments once.
  func figures(_ window: FigureWindow) async throws(StoreError) -> ModerationFigures
}

/// What a list of articles shows beside each.
public struct PageCounts: Hashable, Sendable {
  public static let countMax = 200

  public var url: String
  public var article: ArticleID
  /// Comments that readers see.
  public var comments: Int
  public var shares: ShareCounts

  public init(url: String, article: ArticleID, comments: Int, shares: ShareCounts) {
    self.url = url
    self.article = article
    self.comments = comments
    self.shares = shares
  }
}

/// One decision on one comment of an author.
public struct AuthorDecision: Hashable, Sendable {
  public var review: ReviewID
  public var decision: Decision
  public var reason: DecisionReason?
  public var moderator: String
  public var at: Timestamp
  public var comment: CommentID
  public var article: ArticleID
  public var before: CommentState
  public var after: CommentState

  public init(
    review: ReviewID, decision: Decision, reason: DecisionReason?, moderator: String, at: Timestamp,
    comment: CommentID, article: ArticleID, before: CommentState, after: CommentState
  ) {
    self.review = review
    self.decision = decision
    self.reason = reason
    self.moderator = moderator
    self.at = at
    self.comment = comment
    self.article = article
    self.before = before
    self.after = after
  }
}

/// Where a comment stands in its thread.
public struct ThreadPlace: Hashable, Sendable {
  /// From the top-level comment to the parent.
  public var ancestors: [Comment]
  /// Hand this to `ThreadQuery.cursor`: the page then begins with the top-level comment of the branch.
  public var cursor: String

  public init(ancestors: [Comment], cursor: String) {
    self.ancestors = ancestors
    self.cursor = cursor
  }
}

/// What a decision on many comments is made on: those that wait, or those in the states that the query names.
public struct SelectionQuery: Hashable, Sendable {
  /// Comments looked at, newest first, when states are named.
  public static let scanMax = 50_000
  /// Cases that wait and are looked at.
  public static let waitingMax = 100_000
  public static let samplesMax = 20

  public var site: SiteID
  public var filter: ModerationQuery
  /// Whose leases do not count.
  public var moderator: String
  public var now: Timestamp

  public init(site: SiteID = .default, filter: ModerationQuery, moderator: String, now: Timestamp) {
    self.site = site
    self.filter = filter
    self.moderator = moderator
    self.now = now
  }
}

/// What a query finds.
public struct SelectionPreview: Hashable, Sendable {
  /// Every comment with its version, at most `Review.itemsMax`.
  public var targets: [ReviewRequest.Target]
  /// Whether there is more than one review takes, or than is looked at: then nothing can be decided on it.
  public var isTruncated: Bool
  /// Comments by live rule or heuristic.
  public var byRule: [String: Int]
  public var byCategory: [Category: Int]
  public var byState: [CommentState: Int]
  public var authors: Int
  public var articles: Int
  /// Comments that colleagues hold just now, which a decision would stop at.
  public var leasedByOthers: Int
  public var samples: [Comment]
  /// SHA-256 over the comments and their versions: what was seen, to be shown again with the decision.
  public var fingerprint: [UInt8]

  public init(
    targets: [ReviewRequest.Target] = [], isTruncated: Bool = false, byRule: [String: Int] = [:],
    byCategory: [Category: Int] = [:], byState: [CommentState: Int] = [:], authors: Int = 0, articles: Int = 0,
    leasedByOthers: Int = 0, samples: [Comment] = [], fingerprint: [UInt8] = []
  ) {
    self.targets = targets
    self.isTruncated = isTruncated
    self.byRule = byRule
    self.byCategory = byCategory
    self.byState = byState
    self.authors = authors
    self.articles = articles
    self.leasedByOthers = leasedByOthers
    self.samples = samples
    self.fingerprint = fingerprint
  }
}
