package import ModerationModel

/// One transaction's view of a store: plain reads and writes of rows, without any rule of moderation in them.
///
/// What the rows mean is written once, in the extensions of this protocol (`StoreTransaction+Submit.swift` and its
/// neighbours), and is the same in memory, in SQLite and in any store that comes later. An implementation makes sure
/// that what one transaction wrote is there as a whole or not at all.
package protocol StoreTransaction {
  // MARK: Articles

  func storedArticle(_ id: ArticleID, site: SiteID) throws(StoreError) -> Article?
  func storedArticle(url: String, site: SiteID) throws(StoreError) -> Article?
  /// Newest first by publication, then by key, from behind the given one.
  func storedArticles(site: SiteID, limit: Int, after: Article?) throws(StoreError) -> [Article]
  mutating func put(_ article: Article) throws(StoreError)
  func storedCounts(of article: ArticleID, site: SiteID) throws(StoreError) -> ArticleCounts
  mutating func put(_ counts: ArticleCounts, of article: ArticleID, site: SiteID) throws(StoreError)

  // MARK: Comments

  func row(_ id: CommentID, site: SiteID) throws(StoreError) -> CommentRow?
  mutating func insert(_ row: CommentRow, circumstances: Circumstances?) throws(StoreError)
  /// Place and identity of a stored comment never change.
  mutating func replace(_ row: CommentRow) throws(StoreError)
  mutating func addReplies(_ delta: Int, to comments: [CommentID], site: SiteID) throws(StoreError)
  mutating func addVotes(_ delta: Int, to comment: CommentID, site: SiteID) throws(StoreError)
  /// The wordings before the newest, oldest first.
  func earlierRevisions(of comment: CommentID, site: SiteID) throws(StoreError) -> [Revision]
  mutating func put(
    _ revision: Revision, circumstances: Circumstances?, earlierOf comment: CommentID, site: SiteID) throws(StoreError)
  /// What the verdict on the newest wording rested on; `nil` where it was not kept.
  func circumstances(of comment: CommentID, site: SiteID) throws(StoreError) -> Circumstances?
  mutating func setCircumstances(
    _ circumstances: Circumstances?, of comment: CommentID, site: SiteID) throws(StoreError)
  /// Judged comments that are not deleted, by identity, from behind `after`.
  func judgements(_ query: HistoryQuery) throws(StoreError) -> [StoredJudgement]
  func judgementPlace(_ query: HistoryQuery) throws(StoreError) -> CommentID?
  func judgementCount(_ query: HistoryQuery) throws(StoreError) -> Int
  /// What a reader sees, in the slice's order: visible comments, shells, and the viewer's own pending comments where
  /// the comment above them is seen too.
  func threadRows(_ slice: ThreadSlice) throws(StoreError) -> [CommentRow]
  /// Newest first.
  func comments(_ filter: CommentFilter) throws(StoreError) -> [Comment]
  /// Oldest first.
  func rows(of author: AuthorID, site: SiteID, after: CommentID?, limit: Int) throws(StoreError) -> [CommentRow]
  /// Newest first.
  func postingTimes(of author: AuthorID, site: SiteID, limit: Int) throws(StoreError) -> [Timestamp]
  /// Newest first.
  func copies(of digest: TextDigest, site: SiteID, since: Timestamp, limit: Int) throws(StoreError) -> [TextCopy]

  // MARK: Authors and moderators

  func storedAuthor(_ id: AuthorID, site: SiteID) throws(StoreError) -> Author?
  func storedAuthor(_ identity: AuthorIdentity, site: SiteID) throws(StoreError) -> Author?
  /// By a part of the lower-case name, newest first.
  func storedAuthors(named part: String, site: SiteID, limit: Int) throws(StoreError) -> [Author]
  mutating func put(_ author: Author) throws(StoreError)
  func storedModerator(_ id: ModeratorID, site: SiteID) throws(StoreError) -> Moderator?
  func storedModerators(site: SiteID) throws(StoreError) -> [Moderator]
  mutating func put(_ moderator: Moderator) throws(StoreError)

  // MARK: The queue

  func storedCase(_ id: CaseID, site: SiteID) throws(StoreError) -> ModerationCase?
  func openCase(of comment: CommentID, site: SiteID) throws(StoreError) -> ModerationCase?
  func lastClosedCase(of comment: CommentID, site: SiteID) throws(StoreError) -> ModerationCase?
  func cases(of comment: CommentID, site: SiteID) throws(StoreError) -> [ModerationCase]
  mutating func put(_ moderationCase: ModerationCase) throws(StoreError)
  mutating func remove(_ moderationCase: ModerationCase) throws(StoreError)
  /// Open ones: highest priority first, then oldest, then by identity.
  func openCases(_ query: CaseQuery) throws(StoreError) -> [ModerationCase]
  func storedQueueStatistics(site: SiteID, now: Timestamp) throws(StoreError) -> QueueStatistics

  // MARK: Reviews and reports

  func storedReview(_ id: ReviewID, site: SiteID) throws(StoreError) -> Review?
  /// Stores a review; its items come in the order of their positions.
  mutating func insert(_ review: Review, items: [ReviewItemRow]) throws(StoreError)
  mutating func markUndone(_ review: ReviewID, site: SiteID, at: Timestamp) throws(StoreError)
  /// All decisions on a comment, those that were undone included, oldest first.
  func reviewItems(of comment: CommentID, site: SiteID) throws(StoreError) -> [ReviewItemRow]
  mutating func replace(_ item: ReviewItemRow, site: SiteID) throws(StoreError)
  /// Newest first.
  func storedReviews(by moderator: String?, site: SiteID, limit: Int) throws(StoreError) -> [Review]
  /// Reviews from a time on that were not undone, without their items, and how many comments each decided.
  func reviewTallies(site: SiteID, since: Timestamp) throws(StoreError) -> [ReviewTally]
  /// Those that were not undone, newest first.
  func decisions(on author: AuthorID, site: SiteID, since: Timestamp, limit: Int)
    throws(StoreError) -> [DecisionOnAuthor]
  /// The words of comments in the state spam whose newest wording a decision since then has named spam, newest decision
  /// first. Decisions that were undone do not count.
  func spamTexts(site: SiteID, since: Timestamp, limit: Int) throws(StoreError) -> [String]
  /// Oldest first.
  func storedReports(on comment: CommentID, site: SiteID) throws(StoreError) -> [Report]
  func hasReport(on comment: CommentID, by reporter: String, site: SiteID) throws(StoreError) -> Bool
  func reportWeight(on comment: CommentID, site: SiteID) throws(StoreError) -> Double
  mutating func put(_ report: Report) throws(StoreError)

  // MARK: Votes and appeals

  func hasVote(on comment: CommentID, by visitor: String, site: SiteID) throws(StoreError) -> Bool
  func voteCount(on comment: CommentID, site: SiteID) throws(StoreError) -> Int
  mutating func put(_ vote: Vote) throws(StoreError)
  mutating func removeVote(on comment: CommentID, by visitor: String, site: SiteID) throws(StoreError)
  mutating func removeVotes(on comment: CommentID, site: SiteID) throws(StoreError)
  func storedAppeal(_ id: AppealID, site: SiteID) throws(StoreError) -> Appeal?
  /// Oldest first.
  func storedAppeals(on comment: CommentID, site: SiteID) throws(StoreError) -> [Appeal]
  mutating func put(_ appeal: Appeal) throws(StoreError)
  /// By site and identity.
  func forEachAppeal(_ body: (Appeal) throws(StoreError) -> Void) throws(StoreError)

  // MARK: Who is who

  func storedCredential(of moderator: ModeratorID, site: SiteID) throws(StoreError) -> ModeratorCredential?
  mutating func put(_ credential: ModeratorCredential) throws(StoreError)
  func storedSession(_ tokenHash: [UInt8], site: SiteID) throws(StoreError) -> ModeratorSession?
  /// Newest first, those that are over included.
  func storedSessions(of moderator: ModeratorID, site: SiteID) throws(StoreError) -> [ModeratorSession]
  mutating func insert(_ session: ModeratorSession, tokenHash: [UInt8]) throws(StoreError)
  mutating func touchStoredSession(_ id: SessionID, site: SiteID, at: Timestamp) throws(StoreError)
  mutating func removeSession(_ id: SessionID, site: SiteID) throws(StoreError)
  func storedToken(_ hash: [UInt8], site: SiteID) throws(StoreError) -> AccessToken?
  /// Newest first.
  func storedTokens(site: SiteID) throws(StoreError) -> [AccessToken]
  mutating func insert(_ token: AccessToken, hash: [UInt8]) throws(StoreError)
  /// Only its use and its end change.
  mutating func replace(_ token: AccessToken) throws(StoreError)
  func attemptRecord(_ key: String, site: SiteID) throws(StoreError) -> AttemptRecord?
  mutating func put(_ record: AttemptRecord, attemptsOf key: String, site: SiteID) throws(StoreError)
  mutating func removeAttempts(_ key: String, site: SiteID) throws(StoreError)

  // MARK: Waves

  func arrival(of comment: CommentID, site: SiteID) throws(StoreError) -> Arrival?
  /// Gives the arrival the next place in the order of writing.
  mutating func insert(_ arrival: Arrival) throws(StoreError)
  /// Only its wave and what it inherits change; its place stays.
  mutating func update(_ arrival: Arrival) throws(StoreError)
  mutating func removeArrival(of comment: CommentID, site: SiteID) throws(StoreError)
  mutating func merge(_ wave: WaveID, into other: WaveID, site: SiteID) throws(StoreError)
  /// The last place that was given, on any site; 0 before the first.
  func lastArrivalSequence() throws(StoreError) -> Int64
  /// Those with fingerprints, in the order of writing.
  func arrivalMarks(site: SiteID, after sequence: Int64, since: Timestamp, limit: Int)
    throws(StoreError) -> [ArrivalMark]
  func arrivals(inheriting review: ReviewID, site: SiteID) throws(StoreError) -> [Arrival]
  /// Newest first.
  func waveComments(_ wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [CommentID]
  func waveMembers(_ wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [WaveMember]
  func waveMember(_ comment: CommentID, site: SiteID) throws(StoreError) -> WaveMember?
  func waveSize(_ wave: WaveID, site: SiteID) throws(StoreError) -> Int
  /// The newest decision on each comment that was not undone, and those reviews among the given ones that were not.
  func rulings(on comments: [CommentID], inherited reviews: Set<ReviewID>, site: SiteID)
    throws(StoreError) -> [Wave.Ruling]
  /// When comments came from an address, newest first.
  func addressTimes(_ address: UInt64, site: SiteID, since: Timestamp, limit: Int) throws(StoreError) -> [Timestamp]
  /// Where people have put comments among the newest `limit` from an address.
  func addressDecisions(_ address: UInt64, site: SiteID, since: Timestamp, limit: Int)
    throws(StoreError) -> [AddressDecision]
  func storedWaveAlarm(site: SiteID) throws(StoreError) -> WaveAlarm?
  /// Takes the place of the site's last one.
  mutating func put(_ alarm: WaveAlarm) throws(StoreError)

  // MARK: Webhooks

  func storedWebhook(_ id: WebhookID, site: SiteID) throws(StoreError) -> WebhookRow?
  /// Oldest first; `nil` for all sites.
  func storedWebhooks(site: SiteID?) throws(StoreError) -> [WebhookRow]
  mutating func put(_ row: WebhookRow) throws(StoreError)
  mutating func removeStoredWebhook(_ id: WebhookID, site: SiteID) throws(StoreError)

  // MARK: Shares

  func lastShare(of article: ArticleID, site: SiteID, network: ShareNetwork, visitor: String)
    throws(StoreError) -> Timestamp?
  mutating func putVisit(_ share: ShareAction) throws(StoreError)
  func recordedShares(of article: ArticleID, site: SiteID) throws(StoreError) -> [RecordedShares]
  mutating func putRecordedShares(_ shares: RecordedShares) throws(StoreError)
  /// By network, then by source.
  func reportedShares(of article: ArticleID, site: SiteID) throws(StoreError) -> [ReportedShareCount]
  mutating func put(_ count: ReportedShareCount) throws(StoreError)

  // MARK: What works once

  func isUsed(nonce: String, site: SiteID) throws(StoreError) -> Bool
  mutating func use(nonce: String, site: SiteID, expiresAt: Timestamp) throws(StoreError)
  func idempotencyRecord(_ key: String, site: SiteID) throws(StoreError) -> IdempotencyRecord?
  mutating func put(_ record: IdempotencyRecord, key: String, site: SiteID) throws(StoreError)
  func storedAnswer(_ key: String, site: SiteID) throws(StoreError) -> AnswerRecord?
  mutating func put(_ record: AnswerRecord, answerOf key: String, site: SiteID) throws(StoreError)
  /// Takes the words out of all answers of a site; that the writes were made stays known.
  mutating func emptyAnswers(site: SiteID) throws(StoreError)
  /// Forgets expired nonces, keys, answers, sessions, attempts, arrivals and share windows, at most `limit` of each.
  mutating func prune(now: Timestamp, limit: Int) throws(StoreError)

  // MARK: Records

  /// Gives the event the next place in the outbox.
  mutating func append(_ event: ModerationEvent) throws(StoreError)
  func storedEvents(after sequence: Int64, limit: Int) throws(StoreError) -> [ModerationEvent]
  func eventSpan() throws(StoreError) -> EventSpan
  func logHead(site: SiteID) throws(StoreError) -> LogHead?
  /// Stores the entry and makes it the site's head.
  mutating func append(_ entry: LogEntry) throws(StoreError)
  func storedLog(site: SiteID, after index: Int64, limit: Int) throws(StoreError) -> [LogEntry]

  // MARK: Rules

  /// Newest first.
  func ruleRecords(site: SiteID, limit: Int) throws(StoreError) -> [RuleSetRecord]
  mutating func insert(_ record: RuleSetRecord) throws(StoreError)
  mutating func removeRuleRecords(upTo number: Int64, site: SiteID) throws(StoreError)
  func ruleText(_ digest: [UInt8], site: SiteID) throws(StoreError) -> String?
  mutating func putRuleText(_ text: String, digest: [UInt8], site: SiteID) throws(StoreError)
  mutating func removeRuleTexts(except digests: Set<[UInt8]>, site: SiteID) throws(StoreError)
  /// By rule, then by place.
  func storedRuleMarks(revision: String, site: SiteID) throws(StoreError) -> [RuleMark]
  /// Takes the place of the mark of the same kind, rule, place and pattern.
  mutating func put(_ mark: RuleMark, revision: String, site: SiteID) throws(StoreError)
  mutating func removeRuleMarks(site: SiteID) throws(StoreError)

  // MARK: All of it

  /// Every site that has articles, authors, moderators, rule sets or a log, by key.
  func sites() throws(StoreError) -> [SiteID]
  /// By site and key.
  func forEachArticle(_ body: (Article) throws(StoreError) -> Void) throws(StoreError)
  /// By site, article and path, so that each comment follows those above it.
  func forEachRow(_ body: (CommentRow) throws(StoreError) -> Void) throws(StoreError)
  func forEachAuthor(_ body: (Author) throws(StoreError) -> Void) throws(StoreError)
  func forEachCase(_ body: (ModerationCase) throws(StoreError) -> Void) throws(StoreError)
  func forEachRecordedShares(_ body: (RecordedShares) throws(StoreError) -> Void) throws(StoreError)
  func storedStatistics() throws(StoreError) -> StoreStatistics
  /// What is wrong below the meaning of rows: damaged pages, rows that do not match their digest.
  func physicalFindings() throws(StoreError) -> [StoreFinding]
}

/// The identities of one write, in the order in which they are needed.
struct IdentitySequence {
  let stamp: WriteStamp
  private var ordinal = 0

  init(_ stamp: WriteStamp) {
    self.stamp = stamp
  }

  mutating func next<Subject>() -> Identifier<Subject> {
    defer { ordinal += 1 }
    return stamp.identifier(ordinal)
  }
}
