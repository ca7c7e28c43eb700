package import ModerationModel

/// Everything that a store holds, in an order that is the same for every store: for tests that compare two.
package struct StoreDump: Hashable, Sendable {
  package var articles: [Article] = []
  package var counts: [Scoped<ArticleID>: ArticleCounts] = [:]
  package var rows: [CommentRow] = []
  package var earlierRevisions: [Scoped<CommentID>: [Revision]] = [:]
  package var circumstances: [Scoped<CommentID>: Circumstances] = [:]
  package var reports: [Scoped<CommentID>: [Report]] = [:]
  package var authors: [Author] = []
  package var moderators: [Moderator] = []
  package var cases: [ModerationCase] = []
  package var reviews: [Review] = []
  package var appeals: [Appeal] = []
  package var recordedShares: [RecordedShares] = []
  package var reportedShares: [ReportedShareCount] = []
  package var events: [ModerationEvent] = []
  package var logs: [SiteID: [LogEntry]] = [:]

  package init(_ store: borrowing some StoreTransaction) throws(StoreError) {
    var articles: [Article] = []
    try store.forEachArticle { (article) throws(StoreError) in articles.append(article) }
    self.articles = articles
    for article in articles {
      counts[Scoped(article.site, article.id)] = try store.storedCounts(of: article.id, site: article.site)
      reportedShares += try store.reportedShares(of: article.id, site: article.site)
    }
    var rows: [CommentRow] = []
    try store.forEachRow { (row) throws(StoreError) in rows.append(row) }
    self.rows = rows
    for comment in rows.map(\.comment) {
      let key = Scoped(comment.site, comment.id)
      let revisions = try store.earlierRevisions(of: comment.id, site: comment.site)
      if !revisions.isEmpty { earlierRevisions[key] = revisions }
      circumstances[key] = try store.circumstances(of: comment.id, site: comment.site)
      let reports = try store.storedReports(on: comment.id, site: comment.site)
      if !reports.isEmpty { self.reports[key] = reports }
    }
    var authors: [Author] = []
    try store.forEachAuthor { (author) throws(StoreError) in authors.append(author) }
    self.authors = authors
    var cases: [ModerationCase] = []
    try store.forEachCase { (found) throws(StoreError) in cases.append(found) }
    self.cases = cases
    var appeals: [Appeal] = []
    try store.forEachAppeal { (appeal) throws(StoreError) in appeals.append(appeal) }
    self.appeals = appeals
    var recorded: [RecordedShares] = []
    try store.forEachRecordedShares { (shares) throws(StoreError) in recorded.append(shares) }
    recordedShares = recorded
    for site in try store.sites() {
      moderators += try store.storedModerators(site: site)
      reviews += try store.storedReviews(by: nil, site: site, limit: .max)
      logs[site] = try store.storedLog(site: site, after: 0, limit: .max)
    }
    events = try store.storedEvents(after: 0, limit: .max)
  }

  /// Without what only ever grows: versions, log, events and the reviews themselves. An undo brings the rest back.
  package var withoutHistory: StoreDump {
    var dump = self
    for index in dump.rows.indices { dump.rows[index].comment.version = 0 }
    for index in dump.cases.indices { dump.cases[index].version = 0 }
    dump.reviews = []
    dump.events = []
    dump.logs = [:]
    return dump
  }
}

extension TransactionalStore {
  package func dump() async throws(StoreError) -> StoreDump {
    try await read { (store) throws(StoreError) in try StoreDump(store) }
  }
}
