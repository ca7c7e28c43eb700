package import ModerationModel

/// A store made of transactions over rows; everything that `CommentStore` asks for follows from them.
///
/// An implementation brings `write` and `read`, `backup`, `close` and its location, and a `StoreTransaction` of its own.
package protocol TransactionalStore: CommentStore {
  associatedtype Transaction: StoreTransaction

  /// Runs one transaction that may change things; what it did is durable when this returns and undone when it throws.
  func write<Answer: Sendable>(
    _ body: @escaping @Sendable (inout Transaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer

  /// Runs one transaction that sees a single state of the store.
  func read<Answer: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer

  /// The same for a handful of rows, which may be read in one go with what others ask for at the same time.
  func readBriefly<Answer: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer
}

extension TransactionalStore {
  package func readBriefly<Answer: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    try await read(body)
  }

  /// Runs a transaction that is made once, where the stamp claims so.
  func write<Answer: Sendable>(
    once stamp: WriteStamp, site: SiteID,
    _ body: @escaping @Sendable (inout Transaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    try await write { (store) throws(StoreError) in
      try store.honour(stamp.claim, site: site, stamp: stamp)
      return try body(&store)
    }
  }

  public func verify() async throws(StoreError) -> [StoreFinding] {
    try await read { (store) throws(StoreError) in try store.verify() }
  }

  public func repair(stamp: WriteStamp) async throws(StoreError) -> [StoreFinding] {
    try await write { (store) throws(StoreError) in try store.repair(stamp: stamp) }
  }

  public func statistics() async throws(StoreError) -> StoreStatistics {
    try await read { (store) throws(StoreError) in try store.storedStatistics() }
  }
}

// MARK: - ArticleShelf

extension TransactionalStore {
  public func add(_ article: Article, stamp: WriteStamp) async throws(StoreError) {
    try await write(once: stamp, site: article.site) { (store) throws(StoreError) in
      try store.add(article, stamp: stamp)
    }
  }

  public func update(_ article: Article, stamp: WriteStamp) async throws(StoreError) -> Article {
    try await write(once: stamp, site: article.site) { (store) throws(StoreError) in
      try store.update(article, stamp: stamp)
    }
  }

  public func article(_ id: ArticleID, site: SiteID) async throws(StoreError) -> Article? {
    try await read { (store) throws(StoreError) in try store.storedArticle(id, site: site) }
  }

  public func article(url: String, site: SiteID) async throws(StoreError) -> Article? {
    try await read { (store) throws(StoreError) in try store.storedArticle(url: url, site: site) }
  }

  public func articles(site: SiteID, limit: Int, after: ArticleID?) async throws(StoreError) -> [Article] {
    try await read { (store) throws(StoreError) in
      var last: Article?
      if let after { last = try store.known(after, site: site) }
      return try store.storedArticles(site: site, limit: max(limit, 0), after: last)
    }
  }

  public func counts(of article: ArticleID, site: SiteID) async throws(StoreError) -> ArticleCounts {
    try await read { (store) throws(StoreError) in try store.storedCounts(of: article, site: site) }
  }
}

// MARK: - ThreadShelf

extension TransactionalStore {
  public func background(for query: BackgroundQuery) async throws(StoreError) -> SubmissionBackground {
    try await readBriefly { (store) throws(StoreError) in try store.background(for: query) }
  }

  public func submit(
    _ submission: JudgedSubmission, stamp: WriteStamp
  ) async throws(StoreError) -> StoredSubmission {
    try await write { (store) throws(StoreError) in try store.submit(submission, stamp: stamp) }
  }

  public func edit(_ edit: JudgedEdit, stamp: WriteStamp) async throws(StoreError) -> Comment {
    try await write(once: stamp, site: edit.site) { (store) throws(StoreError) in try store.edit(edit, stamp: stamp) }
  }

  public func withdraw(
    _ id: CommentID, site: SiteID, version: Int?, stamp: WriteStamp
  ) async throws(StoreError) -> Comment {
    try await write(once: stamp, site: site) { (store) throws(StoreError) in
      try store.withdraw(id, site: site, version: version, stamp: stamp)
    }
  }

  public func report(
    _ report: Report, holdFrom: Double, stamp: WriteStamp
  ) async throws(StoreError) -> ReportOutcome {
    try await write(once: stamp, site: report.site) { (store) throws(StoreError) in
      try store.report(report, holdFrom: holdFrom, stamp: stamp)
    }
  }

  public func rescan(
    _ id: CommentID, site: SiteID, version: Int, verdict: Verdict, stamp: WriteStamp
  ) async throws(StoreError) -> Comment {
    try await write { (store) throws(StoreError) in
      try store.rescan(id, site: site, version: version, verdict: verdict, stamp: stamp)
    }
  }

  public func comment(
    submittedWith key: String, fingerprint: [UInt8], site: SiteID, now: Timestamp
  ) async throws(StoreError) -> Comment? {
    try await read { (store) throws(StoreError) in
      try store.comment(submittedWith: key, fingerprint: fingerprint, site: site, now: now)
    }
  }

  public func comment(_ id: CommentID, site: SiteID) async throws(StoreError) -> Comment? {
    try await read { (store) throws(StoreError) in try store.row(id, site: site)?.comment }
  }

  public func revisions(of id: CommentID, site: SiteID) async throws(StoreError) -> [Revision] {
    try await read { (store) throws(StoreError) in
      guard let row = try store.row(id, site: site) else { return [] }
      return try store.earlierRevisions(of: id, site: site) + [row.comment.revision]
    }
  }

  public func editTokenHash(of id: CommentID, site: SiteID) async throws(StoreError) -> [UInt8]? {
    try await read { (store) throws(StoreError) in try store.row(id, site: site)?.editTokenHash }
  }

  public func thread(_ query: ThreadQuery) async throws(StoreError) -> ThreadPage {
    try await read { (store) throws(StoreError) in try store.thread(query) }
  }

  public func search(_ query: CommentQuery) async throws(StoreError) -> [Comment] {
    try await read { (store) throws(StoreError) in try store.search(query) }
  }

  public func reports(on id: CommentID, site: SiteID) async throws(StoreError) -> [Report] {
    try await read { (store) throws(StoreError) in try store.storedReports(on: id, site: site) }
  }
}

// MARK: - QueueShelf

extension TransactionalStore {
  public func cases(_ query: CaseQuery) async throws(StoreError) -> [CaseListing] {
    try await read { (store) throws(StoreError) in try store.listings(query) }
  }

  public func moderationCase(_ id: CaseID, site: SiteID) async throws(StoreError) -> ModerationCase? {
    try await read { (store) throws(StoreError) in try store.storedCase(id, site: site) }
  }

  public func moderationCase(of comment: CommentID, site: SiteID) async throws(StoreError) -> ModerationCase? {
    try await read { (store) throws(StoreError) in
      if let open = try store.openCase(of: comment, site: site) { return open }
      return try store.lastClosedCase(of: comment, site: site)
    }
  }

  public func claim(_ claim: ClaimRequest, stamp: WriteStamp) async throws(StoreError) -> [CaseListing] {
    try await write(once: stamp, site: claim.site) { (store) throws(StoreError) in try store.claim(claim, stamp: stamp)
    }
  }

  public func release(
    _ cases: [CaseID], site: SiteID, holder: String, stamp: WriteStamp
  ) async throws(StoreError) -> Int {
    try await write(once: stamp, site: site) { (store) throws(StoreError) in
      try store.release(cases, site: site, holder: holder, stamp: stamp)
    }
  }

  public func escalate(
    _ id: CaseID, site: SiteID, question: String?, stamp: WriteStamp
  ) async throws(StoreError) -> ModerationCase {
    try await write(once: stamp, site: site) { (store) throws(StoreError) in
      try store.escalate(id, site: site, question: question, stamp: stamp)
    }
  }

  public func tag(
    _ id: CaseID, site: SiteID, tags: [String], stamp: WriteStamp
  ) async throws(StoreError) -> ModerationCase {
    try await write(once: stamp, site: site) { (store) throws(StoreError) in
      try store.tag(id, site: site, tags: tags, stamp: stamp)
    }
  }

  public func review(_ request: ReviewRequest, stamp: WriteStamp) async throws(StoreError) -> Review {
    try await write(once: stamp, site: request.site) { (store) throws(StoreError) in
      try store.review(request, stamp: stamp)
    }
  }

  public func undo(_ id: ReviewID, site: SiteID, stamp: WriteStamp) async throws(StoreError) -> Review {
    try await write(once: stamp, site: site) { (store) throws(StoreError) in
      try store.undo(id, site: site, stamp: stamp)
    }
  }

  public func review(_ id: ReviewID, site: SiteID) async throws(StoreError) -> Review? {
    try await read { (store) throws(StoreError) in try store.storedReview(id, site: site) }
  }

  public func reviews(of comment: CommentID, site: SiteID) async throws(StoreError) -> [Review] {
    try await read { (store) throws(StoreError) in
      var reviews: [Review] = []
      for item in try store.reviewItems(of: comment, site: site) {
        if let review = try store.storedReview(item.review, site: site) { reviews.append(review) }
      }
      return reviews
    }
  }

  public func reviews(by moderator: String?, site: SiteID, limit: Int) async throws(StoreError) -> [Review] {
    try await read { (store) throws(StoreError) in
      try store.storedReviews(by: moderator, site: site, limit: max(limit, 0))
    }
  }

  public func confirmedSpam(site: SiteID, since: Timestamp, limit: Int) async throws(StoreError) -> [String] {
    try await read { (store) throws(StoreError) in
      try store.spamTexts(site: site, since: since, limit: max(limit, 0))
    }
  }

  public func queueStatistics(site: SiteID, now: Timestamp) async throws(StoreError) -> QueueStatistics {
    try await read { (store) throws(StoreError) in
      var statistics = try store.storedQueueStatistics(site: site, now: now)
      statistics.alarm = try store.storedWaveAlarm(site: site).flatMap { $0.isInForce(at: now) ? $0 : nil }
      return statistics
    }
  }
}

// MARK: - AuthorShelf

extension TransactionalStore {
  public func author(_ id: AuthorID, site: SiteID) async throws(StoreError) -> Author? {
    try await read { (store) throws(StoreError) in try store.storedAuthor(id, site: site) }
  }

  public func author(_ identity: AuthorIdentity, site: SiteID) async throws(StoreError) -> Author? {
    try await read { (store) throws(StoreError) in try store.storedAuthor(identity, site: site) }
  }

  public func authors(named part: String, site: SiteID, limit: Int) async throws(StoreError) -> [Author] {
    try await read { (store) throws(StoreError) in
      try store.storedAuthors(named: part.lowercased(), site: site, limit: max(limit, 0))
    }
  }

  public func sanction(
    _ id: AuthorID, site: SiteID, with sanction: Sanction?, stamp: WriteStamp
  ) async throws(StoreError) -> Author {
    try await write(once: stamp, site: site) { (store) throws(StoreError) in
      try store.sanction(id, site: site, with: sanction, stamp: stamp)
    }
  }

  public func erase(_ id: AuthorID, site: SiteID, stamp: WriteStamp) async throws(StoreError) -> Int {
    try await write { (store) throws(StoreError) in try store.erase(id, site: site, stamp: stamp) }
  }

  public func add(_ moderator: Moderator, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.add(moderator, stamp: stamp) }
  }

  public func update(_ moderator: Moderator, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.update(moderator, stamp: stamp) }
  }

  public func moderators(site: SiteID) async throws(StoreError) -> [Moderator] {
    try await read { (store) throws(StoreError) in try store.storedModerators(site: site) }
  }
}

// MARK: - ShareShelf, RecordShelf

extension TransactionalStore {
  public func record(_ share: ShareAction, stamp: WriteStamp) async throws(StoreError) -> Bool {
    try await write { (store) throws(StoreError) in try store.record(share, stamp: stamp) }
  }

  public func set(_ counts: [ReportedShareCount], stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.set(counts, stamp: stamp) }
  }

  public func shares(of article: ArticleID, site: SiteID) async throws(StoreError) -> ShareCounts {
    try await read { (store) throws(StoreError) in try store.shares(of: article, site: site) }
  }

  public func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ModerationEvent] {
    try await read { (store) throws(StoreError) in
      try store.storedEvents(after: sequence, limit: max(limit, 0))
    }
  }

  public func log(site: SiteID, after index: Int64, limit: Int) async throws(StoreError) -> [LogEntry] {
    try await read { (store) throws(StoreError) in
      try store.storedLog(site: site, after: index, limit: max(limit, 0))
    }
  }

  public func append(
    act: LogEntry.Act, subject: String, details: [String: String], site: SiteID, stamp: WriteStamp
  ) async throws(StoreError) -> LogEntry {
    try StoreLimits.check(subject, bytesMax: StoreLimits.subjectBytesMax, "subject")
    return try await write { (store) throws(StoreError) in
      try store.note(act, subject: subject, details: details, site: site, stamp: stamp)
    }
  }
}

// MARK: - VoiceShelf

extension TransactionalStore {
  public func vote(_ vote: Vote, isWithdrawn: Bool, stamp: WriteStamp) async throws(StoreError) -> VoteOutcome {
    try await write(once: stamp, site: vote.site) { (store) throws(StoreError) in
      try store.vote(vote, isWithdrawn: isWithdrawn, stamp: stamp)
    }
  }

  public func votes(by visitors: [CommentID: String], site: SiteID) async throws(StoreError) -> Set<CommentID> {
    try await read { (store) throws(StoreError) in try store.votes(by: visitors, site: site) }
  }

  public func file(_ filing: AppealFiling, stamp: WriteStamp) async throws(StoreError) -> Appeal {
    try await write(once: stamp, site: filing.site) { (store) throws(StoreError) in
      try store.file(filing, stamp: stamp)
    }
  }

  public func appeal(_ id: AppealID, site: SiteID) async throws(StoreError) -> Appeal? {
    try await read { (store) throws(StoreError) in try store.storedAppeal(id, site: site) }
  }

  public func appeals(on comment: CommentID, site: SiteID) async throws(StoreError) -> [Appeal] {
    try await read { (store) throws(StoreError) in try store.storedAppeals(on: comment, site: site) }
  }
}

// MARK: - ReadingShelf

extension TransactionalStore {
  public func counts(ofURLs urls: [String], site: SiteID) async throws(StoreError) -> [PageCounts] {
    try await read { (store) throws(StoreError) in try store.counts(ofURLs: urls, site: site) }
  }

  public func copies(of comment: CommentID, site: SiteID, limit: Int) async throws(StoreError) -> [Comment] {
    try await read { (store) throws(StoreError) in try store.copies(of: comment, site: site, limit: limit) }
  }

  public func decisions(
    on author: AuthorID, site: SiteID, limit: Int
  ) async throws(StoreError) -> [AuthorDecision] {
    try await read { (store) throws(StoreError) in
      try store.decisionDetails(on: author, site: site, limit: limit)
    }
  }

  public func place(
    of comment: CommentID, site: SiteID, sort: ThreadSort
  ) async throws(StoreError) -> ThreadPlace {
    try await read { (store) throws(StoreError) in try store.place(of: comment, site: site, sort: sort) }
  }

  public func preview(_ query: SelectionQuery) async throws(StoreError) -> SelectionPreview {
    try await read { (store) throws(StoreError) in try store.preview(query) }
  }

  public func figures(_ window: FigureWindow) async throws(StoreError) -> ModerationFigures {
    try await read { (store) throws(StoreError) in try store.figures(window) }
  }
}
