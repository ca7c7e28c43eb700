public import ModerationModel

/// What any store of comments must do, in the words of the use cases.
///
/// Every write is one transaction: the change, the counts, the case, the log entry and the event in the outbox are all
/// there or none is. A write that returns has been made durable as far as the store can. `StoreContract` in
/// `ModerationTesting` is the judge of every implementation.
///
/// All decisions that need a clock, an identity or randomness were made by the caller and come in as values.
public protocol CommentStore: ArticleShelf, ThreadShelf, QueueShelf, AuthorShelf, ShareShelf, RecordShelf, RuleShelf,
  VoiceShelf, WaveShelf, ReadingShelf, HistoryShelf, AccessShelf, AnswerShelf, WebhookShelf, Sendable
{
  /// A name for people: the path or address, without secrets.
  var location: String { get }

  /// Finds what does not agree: counts, cases without comments, broken chains, damaged rows.
  func verify() async throws(StoreError) -> [StoreFinding]

  /// Mends what can be mended from the comments themselves, in one transaction, and says what it mended.
  func repair(stamp: WriteStamp) async throws(StoreError) -> [StoreFinding]

  func statistics() async throws(StoreError) -> StoreStatistics

  /// Writes a consistent copy while work goes on.
  ///
  /// - Throws: `unsupported` where a store has no files; `fileExists` rather than overwriting.
  func backup(to path: String) async throws(StoreError)

  /// Lets go of files and threads; every later call throws `closed`.
  func close() async throws(StoreError)
}

/// Articles and their counts.
public protocol ArticleShelf: Sendable {
  /// - Throws: `articleExists`.
  func add(_ article: Article, stamp: WriteStamp) async throws(StoreError)

  /// Replaces an article whose stored version is the given one's; the stored version rises by one.
  ///
  /// - Throws: `unknownArticle`, `versionConflict`.
  func update(_ article: Article, stamp: WriteStamp) async throws(StoreError) -> Article

  func article(_ id: ArticleID, site: SiteID) async throws(StoreError) -> Article?
  func article(url: String, site: SiteID) async throws(StoreError) -> Article?

  /// Newest first.
  func articles(site: SiteID, limit: Int, after: ArticleID?) async throws(StoreError) -> [Article]

  /// Zeros for an article that has no comments.
  func counts(of article: ArticleID, site: SiteID) async throws(StoreError) -> ArticleCounts
}

/// Comments: arriving, read, changed by their authors, reported.
public protocol ThreadShelf: Sendable {
  /// Everything a verdict on a new submission may depend on, read at once.
  func background(for query: BackgroundQuery) async throws(StoreError) -> SubmissionBackground

  /// The comment that was stored under an idempotency key before `now`, while keys are remembered; `nil` for a new key.
  ///
  /// - Throws: `idempotencyMismatch` when it was another submission.
  func comment(submittedWith key: String, fingerprint: [UInt8], site: SiteID, now: Timestamp)
    async throws(StoreError) -> Comment?

  /// Stores a judged submission.
  ///
  /// The article, the parent and the form's nonce are proven inside the same transaction.
  /// - Returns: The stored comment; for a repeated `idempotencyKey` with the same fingerprint the one stored first.
  /// - Throws: `unknownArticle`, `articleClosed`, `parentGone`, `parentElsewhere`, `tooDeep`, `formReused`,
  ///   `idempotencyMismatch`, `banned`, `muted`, `authorChanged`.
  func submit(_ submission: JudgedSubmission, stamp: WriteStamp) async throws(StoreError) -> StoredSubmission

  /// Stores a new wording with its verdict.
  ///
  /// - Throws: `unknownComment`, `versionConflict`, `editWindowOver`, `stateMove`, `articleClosed`, `banned`, `muted`,
  ///   `authorChanged`.
  func edit(_ edit: JudgedEdit, stamp: WriteStamp) async throws(StoreError) -> Comment

  /// The author takes the comment back: words and name go, a shell stays while it has visible replies.
  ///
  /// - Throws: `unknownComment`, `stateMove`, `versionConflict`.
  func withdraw(_ id: CommentID, site: SiteID, version: Int?, stamp: WriteStamp) async throws(StoreError) -> Comment

  /// Notes a reader's report; the comment is held once the weights reach `holdFrom`.
  ///
  /// A second report by the same reporter changes nothing. An approved comment is never moved by reports.
  /// - Throws: `unknownComment`.
  func report(_ report: Report, holdFrom: Double, stamp: WriteStamp) async throws(StoreError) -> ReportOutcome

  /// Stores what the machine says now of words it has judged before, where the state table lets it move them.
  ///
  /// - Throws: `unknownComment`, `versionConflict`, `stateMove`.
  func rescan(_ id: CommentID, site: SiteID, version: Int, verdict: Verdict, stamp: WriteStamp)
    async throws(StoreError) -> Comment

  func comment(_ id: CommentID, site: SiteID) async throws(StoreError) -> Comment?

  /// All wordings, oldest first.
  func revisions(of id: CommentID, site: SiteID) async throws(StoreError) -> [Revision]

  /// The hash of the token that lets a guest change this comment.
  func editTokenHash(of id: CommentID, site: SiteID) async throws(StoreError) -> [UInt8]?

  /// - Throws: `badCursor`, `unknownArticle`.
  func thread(_ query: ThreadQuery) async throws(StoreError) -> ThreadPage

  /// Newest first.
  func search(_ query: CommentQuery) async throws(StoreError) -> [Comment]

  func reports(on id: CommentID, site: SiteID) async throws(StoreError) -> [Report]
}

/// What waits for people, and what they decided.
public protocol QueueShelf: Sendable {
  /// Open cases, most urgent first, older first among equals.
  func cases(_ query: CaseQuery) async throws(StoreError) -> [CaseListing]

  func moderationCase(_ id: CaseID, site: SiteID) async throws(StoreError) -> ModerationCase?

  /// The open case of a comment, or else the one closed last.
  func moderationCase(of comment: CommentID, site: SiteID) async throws(StoreError) -> ModerationCase?

  /// Leases open cases to a moderator: the given ones, or else the `count` most urgent that nobody else holds.
  ///
  /// - Throws: `unknownCase`, `leased`; then nothing is leased.
  func claim(_ claim: ClaimRequest, stamp: WriteStamp) async throws(StoreError) -> [CaseListing]

  /// Gives leases back early. Cases that the moderator does not hold are left alone.
  func release(_ cases: [CaseID], site: SiteID, holder: String, stamp: WriteStamp) async throws(StoreError) -> Int

  /// Marks a case for a second opinion, or lifts the mark with `nil`.
  func escalate(_ id: CaseID, site: SiteID, question: String?, stamp: WriteStamp)
    async throws(StoreError) -> ModerationCase

  /// Gives an open case other tags.
  ///
  /// - Throws: `unknownCase`; `invalidValue` for more than `ModerationCase.tagsMax`, for one longer than `tagBytesMax`, and
  ///   for one with a control character.
  func tag(_ id: CaseID, site: SiteID, tags: [String], stamp: WriteStamp) async throws(StoreError) -> ModerationCase

  /// Applies a decision to every target, or to none.
  ///
  /// A comment whose author appeals is answered so: approved is granted, refused again is declined.
  /// - Throws: `unknownComment`, `versionConflict`, `leased`, `stateMove`, `ownDecision`.
  func review(_ request: ReviewRequest, stamp: WriteStamp) async throws(StoreError) -> Review

  /// Restores exactly what a review changed: states, causes, counts and cases.
  ///
  /// - Throws: `unknownReview`, `alreadyUndone`, `changedSince` when a comment has moved on meanwhile.
  func undo(_ id: ReviewID, site: SiteID, stamp: WriteStamp) async throws(StoreError) -> Review

  func review(_ id: ReviewID, site: SiteID) async throws(StoreError) -> Review?

  /// Oldest first.
  func reviews(of comment: CommentID, site: SiteID) async throws(StoreError) -> [Review]

  /// Newest first.
  func reviews(by moderator: String?, site: SiteID, limit: Int) async throws(StoreError) -> [Review]

  /// The texts of comments that people decided to be spam, newest decision first: those that still are, in the wording
  /// that was decided on.
  func confirmedSpam(site: SiteID, since: Timestamp, limit: Int) async throws(StoreError) -> [String]

  func queueStatistics(site: SiteID, now: Timestamp) async throws(StoreError) -> QueueStatistics
}

/// Authors and moderators.
public protocol AuthorShelf: Sendable {
  func author(_ id: AuthorID, site: SiteID) async throws(StoreError) -> Author?

  func author(_ identity: AuthorIdentity, site: SiteID) async throws(StoreError) -> Author?

  /// By a part of the newest name, case-folded; newest first.
  func authors(named part: String, site: SiteID, limit: Int) async throws(StoreError) -> [Author]

  /// Sets or, with `nil`, lifts a sanction.
  ///
  /// - Throws: `unknownAuthor`.
  func sanction(_ id: AuthorID, site: SiteID, with sanction: Sanction?, stamp: WriteStamp)
    async throws(StoreError) -> Author

  /// Forgets an author: words, names and keys of all their comments and revisions go, shells stay.
  ///
  /// - Returns: How many comments were emptied.
  /// - Throws: `unknownAuthor`.
  func erase(_ id: AuthorID, site: SiteID, stamp: WriteStamp) async throws(StoreError) -> Int

  /// - Throws: `userExists`.
  func add(_ moderator: Moderator, stamp: WriteStamp) async throws(StoreError)

  /// Replaces role and state of the moderator with this id; when one of them changes, their sessions end.
  ///
  /// - Throws: `unknownUser`.
  func update(_ moderator: Moderator, stamp: WriteStamp) async throws(StoreError)

  /// By name.
  func moderators(site: SiteID) async throws(StoreError) -> [Moderator]
}

/// Share counts.
public protocol ShareShelf: Sendable {
  /// Counts a share unless the same visitor's last one lies within the window.
  ///
  /// - Returns: Whether it counted.
  /// - Throws: `unknownArticle`.
  func record(_ share: ShareAction, stamp: WriteStamp) async throws(StoreError) -> Bool

  /// Sets what a source reports; one number per article, network and source.
  ///
  /// - Throws: `unknownArticle`; then nothing is set.
  func set(_ counts: [ReportedShareCount], stamp: WriteStamp) async throws(StoreError)

  func shares(of article: ArticleID, site: SiteID) async throws(StoreError) -> ShareCounts
}

/// The outbox and the log.
public protocol RecordShelf: Sendable {
  /// Events after a place in the outbox, in commit order.
  func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ModerationEvent]

  /// Entries after an index, oldest first.
  func log(site: SiteID, after index: Int64, limit: Int) async throws(StoreError) -> [LogEntry]

  /// Adds an entry for an act that changes nothing else in the store.
  func append(act: LogEntry.Act, subject: String, details: [String: String], site: SiteID, stamp: WriteStamp)
    async throws(StoreError) -> LogEntry
}
