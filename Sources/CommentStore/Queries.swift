public import ModerationModel

/// How the comments on an article are ordered; replies always stand oldest first under their comment.
public enum ThreadSort: String, Hashable, Sendable, CaseIterable {
  case newest, oldest
  /// Most votes first, newer first among equals. A comment whose votes change while somebody turns pages may come twice
  /// or not at all; every other comes once.
  case top
}

/// One page of a thread.
public struct ThreadQuery: Hashable, Sendable {
  public static let limitMax = 500

  public var site: SiteID
  public var article: ArticleID
  public var sort: ThreadSort
  /// Comments, replies counted, in the order in which they are shown.
  public var limit: Int
  /// Where the page before ended; opaque.
  public var cursor: String?
  /// Whose pending comments are shown, to nobody else.
  public var viewer: AuthorID?

  public init(
    site: SiteID = .default, article: ArticleID, sort: ThreadSort = .newest, limit: Int = 50, cursor: String? = nil,
    viewer: AuthorID? = nil
  ) {
    self.site = site
    self.article = article
    self.sort = sort
    self.limit = limit
    self.cursor = cursor
    self.viewer = viewer
  }
}

/// Comments in the order in which a reader meets them: each followed by its replies.
public struct ThreadPage: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    public var comment: Comment
    /// The comment itself is not shown (withdrawn, or hidden since), only its place above visible replies. Its text and
    /// names are empty.
    public var isShell: Bool

    public init(comment: Comment, isShell: Bool) {
      self.comment = comment
      self.isShell = isShell
    }
  }

  public var items: [Item]
  /// Hand this back for the next page; `nil` at the end.
  public var next: String?
  /// Visible comments of the whole article.
  public var total: Int

  public init(items: [Item], next: String?, total: Int) {
    self.items = items
    self.next = next
    self.total = total
  }
}

/// Which comments an operator looks for. All given conditions must hold.
public struct CommentQuery: Hashable, Sendable {
  public static let limitMax = 1000

  public var site: SiteID
  public var article: ArticleID?
  public var author: AuthorID?
  public var state: CommentState?
  /// A part of the text, compared without case.
  public var text: String?
  /// What else must hold.
  public var filter: ModerationQuery?
  /// When ages are counted to.
  public var now: Timestamp
  /// Only comments older than this one; for paging.
  public var before: CommentID?
  public var limit: Int

  public init(
    site: SiteID = .default, article: ArticleID? = nil, author: AuthorID? = nil, state: CommentState? = nil,
    text: String? = nil, filter: ModerationQuery? = nil, now: Timestamp = Timestamp(milliseconds: 0),
    before: CommentID? = nil, limit: Int = 50
  ) {
    self.site = site
    self.article = article
    self.author = author
    self.state = state
    self.text = text
    self.filter = filter
    self.now = now
    self.before = before
    self.limit = limit
  }
}

/// Which open cases a moderator looks at.
public struct CaseQuery: Hashable, Sendable {
  public static let limitMax = 1000

  public var site: SiteID
  public var article: ArticleID?
  public var cause: ModerationCase.Cause?
  public var isEscalated: Bool?
  /// Leaves out what others hold at this time.
  public var claimableBy: String?
  /// What else must hold of the comment. Then at most `scanMax` cases are looked at.
  public var filter: ModerationQuery?
  public var now: Timestamp
  /// Only cases behind this place; for paging.
  public var after: CasePlace?
  public var limit: Int
  /// Of the cases of one wave only the oldest comment's; narrower lists show all that they find.
  public var wavesAsOne: Bool

  public static let scanMax = 20_000

  public init(
    site: SiteID = .default, article: ArticleID? = nil, cause: ModerationCase.Cause? = nil, isEscalated: Bool? = nil,
    claimableBy: String? = nil, filter: ModerationQuery? = nil, now: Timestamp, after: CasePlace? = nil,
    limit: Int = 50, wavesAsOne: Bool = false
  ) {
    self.site = site
    self.article = article
    self.cause = cause
    self.isEscalated = isEscalated
    self.claimableBy = claimableBy
    self.filter = filter
    self.now = now
    self.after = after
    self.limit = limit
    self.wavesAsOne = wavesAsOne
  }
}

/// Where a case stands in the queue.
public struct CasePlace: Hashable, Sendable {
  public var priority: Double
  public var openedAt: Timestamp
  public var id: CaseID

  public init(priority: Double, openedAt: Timestamp, id: CaseID) {
    self.priority = priority
    self.openedAt = openedAt
    self.id = id
  }

  public init(_ moderationCase: ModerationCase) {
    self.init(priority: moderationCase.priority, openedAt: moderationCase.openedAt, id: moderationCase.id)
  }
}

/// A case with the comment that it is about.
public struct CaseListing: Hashable, Sendable {
  public var moderationCase: ModerationCase
  public var comment: Comment
  /// The wave that the comment belongs to; `nil` for one that is alone.
  public var wave: Wave?

  /// The same without what the machine found, where whoever decides must not know it.
  public var shownBlind: CaseListing {
    guard moderationCase.isBlind else { return self }
    return CaseListing(moderationCase: moderationCase, comment: comment.withoutFindings)
  }

  public init(moderationCase: ModerationCase, comment: Comment) {
    self.moderationCase = moderationCase
    self.comment = comment
  }
}

/// A moderator's wish to look at cases undisturbed.
public struct ClaimRequest: Hashable, Sendable {
  public static let countMax = 100

  public var site: SiteID
  public var holder: String
  /// These, or none.
  public var cases: [CaseID]
  /// When no cases are named: how many of the most urgent.
  public var count: Int
  public var seconds: Double

  public init(
    site: SiteID = .default, holder: String, cases: [CaseID] = [], count: Int = 1,
    seconds: Double = ModerationCase.Lease.seconds
  ) {
    self.site = site
    self.holder = holder
    self.cases = cases
    self.count = count
    self.seconds = seconds
  }
}

/// The queue in numbers.
public struct QueueStatistics: Hashable, Sendable {
  public var open: Int
  public var leased: Int
  public var escalated: Int
  public var oldestOpenedAt: Timestamp?
  public var byCause: [ModerationCase.Cause: Int]
  /// Reviews of the last 24 hours that were not undone, by decision.
  public var decisionsLastDay: [Decision: Int]
  /// In force just now.
  public var alarm: WaveAlarm?

  public init(
    open: Int = 0, leased: Int = 0, escalated: Int = 0, oldestOpenedAt: Timestamp? = nil,
    byCause: [ModerationCase.Cause: Int] = [:], decisionsLastDay: [Decision: Int] = [:]
  ) {
    self.open = open
    self.leased = leased
    self.escalated = escalated
    self.oldestOpenedAt = oldestOpenedAt
    self.byCause = byCause
    self.decisionsLastDay = decisionsLastDay
  }
}

/// Something in a store that does not agree with the rest.
public struct StoreFinding: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case articleCounts = "article_counts"
    case replyCounts = "reply_counts"
    case authorRecord = "author_record"
    case shareCounts = "share_counts"
    case voteCounts = "vote_counts"
    /// An open appeal without an open case, or the other way round.
    case appealWithoutCase = "appeal_without_case"
    case caseWithoutPendingComment = "case_without_pending_comment"
    case pendingCommentWithoutCase = "pending_comment_without_case"
    case brokenLog = "broken_log"
    /// The outbox's places do not rise one by one.
    case eventGap = "event_gap"
    case damagedRow = "damaged_row"
    case damagedFile = "damaged_file"
    case foreignKey = "foreign_key"
  }

  public var kind: Kind
  /// What it concerns, such as `article bridge`.
  public var subject: String
  public var message: String
  /// Whether `repair` can mend it from what is stored.
  public var isRepairable: Bool

  public init(kind: Kind, subject: String, message: String, isRepairable: Bool) {
    self.kind = kind
    self.subject = subject
    self.message = message
    self.isRepairable = isRepairable
  }

  public var description: String { "\(kind.rawValue): \(subject): \(message)" }
}

/// A store in numbers.
public struct StoreStatistics: Hashable, Sendable {
  public var articles: Int
  public var comments: [CommentState: Int]
  public var authors: Int
  public var openCases: Int
  public var reviews: Int
  public var events: Int64
  public var logEntries: Int64
  /// Bytes on disk; `nil` in memory.
  public var bytes: Int64?
  public var schemaVersion: String
  /// The database library and its version.
  public var engine: String

  public init(
    articles: Int, comments: [CommentState: Int], authors: Int, openCases: Int, reviews: Int, events: Int64,
    logEntries: Int64, bytes: Int64?, schemaVersion: String, engine: String
  ) {
    self.articles = articles
    self.comments = comments
    self.authors = authors
    self.openCases = openCases
    self.reviews = reviews
    self.events = events
    self.logEntries = logEntries
    self.bytes = bytes
    self.schemaVersion = schemaVersion
    self.engine = engine
  }
}
