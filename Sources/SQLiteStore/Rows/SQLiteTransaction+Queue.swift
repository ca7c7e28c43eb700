package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

extension RowReader {
  mutating func storedCase() throws(StoreError) -> ModerationCase {
    var found = ModerationCase(
      site: try site(), id: try identifier(), article: try article(), comment: try identifier(), cause: try name(),
      state: try name(), priority: try real(), openedAt: try time(), closedAt: try optionalTime())
    let holder = try optionalText()
    let until = try optionalTime()
    if let holder, let until { found.lease = ModerationCase.Lease(holder: holder, until: until) }
    found.tags = try text().split(separator: "\n").map(String.init)
    found.escalation = try optionalText()
    found.version = try count()
    return found
  }

  mutating func storedReview() throws(StoreError) -> Review {
    Review(
      site: try site(), id: try identifier(), decision: try name(), reason: try optionalName(), note: try text(),
      moderator: try text(), at: try time(), undoneAt: try optionalTime())
  }

  mutating func storedItem() throws(StoreError) -> ReviewItemRow {
    skip()
    let review: ReviewID = try identifier()
    let position = try count()
    let author: AuthorID = try identifier()
    let article = try article()
    let comment: CommentID = try identifier()
    let revision: RevisionID = try identifier()
    let before: CommentState = try name()
    let causeBefore: StateCause = try name()
    let after: CommentState = try name()
    let version = try count()
    let closed: CaseID? = try optionalIdentifier()
    let opened: CaseID? = try optionalIdentifier()
    return ReviewItemRow(
      review: review, position: position, author: author,
      item: Review.Item(
        article: article, comment: comment, revision: revision, before: before, causeBefore: causeBefore,
        after: after, version: version, closedCase: closed, openedCase: opened))
  }

  mutating func storedReport() throws(StoreError) -> Report {
    let site = try site()
    let comment: CommentID = try identifier()
    let id: ReportID = try identifier()
    return Report(
      site: site, id: id, article: try article(), comment: comment, reporter: try text(), reason: try name(),
      note: try text(), weight: try real(), at: try time())
  }
}

extension SQLiteTransaction {
  package func storedCase(_ id: CaseID, site: SiteID) throws(StoreError) -> ModerationCase? {
    try first(
      """
      \(RowTable.cases.select)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column], subject: "case \(id)"
    ) { (row) throws(StoreError) in try row.storedCase() }
  }

  /// The plus keeps SQLite from walking all cases in the order of their identities, to spare itself sorting one or two.
  package static let openCaseStatement = """
    \(RowTable.cases.select)
    WHERE site = ? AND comment = ? AND state = 'open'
    ORDER BY +id
    LIMIT 1
    """

  package func cases(of comment: CommentID, site: SiteID) throws(StoreError) -> [ModerationCase] {
    try all(
      """
      \(RowTable.cases.select)
      WHERE site = ? AND comment = ?
      ORDER BY +id
      """, [site.key.column, comment.column], subject: "cases of comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedCase() }
  }

  package func openCase(of comment: CommentID, site: SiteID) throws(StoreError) -> ModerationCase? {
    try first(
      Self.openCaseStatement, [site.key.column, comment.column], subject: "cases of comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedCase() }
  }

  package func lastClosedCase(of comment: CommentID, site: SiteID) throws(StoreError) -> ModerationCase? {
    try first(
      """
      \(RowTable.cases.select)
      WHERE site = ? AND comment = ? AND state = 'closed'
      ORDER BY coalesce(closed_at, opened_at) DESC, id DESC
      LIMIT 1
      """, [site.key.column, comment.column], subject: "cases of comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedCase() }
  }

  package mutating func put(_ moderationCase: ModerationCase) throws(StoreError) {
    try put(
      [
        moderationCase.site.key.column, moderationCase.id.column, moderationCase.article.key.column,
        moderationCase.comment.column, moderationCase.cause.column, moderationCase.state.column,
        moderationCase.priority.column, moderationCase.openedAt.column, (moderationCase.closedAt?.column).orNull,
        (moderationCase.lease?.holder.column).orNull, (moderationCase.lease?.until.column).orNull,
        moderationCase.tags.joined(separator: "\n").column, (moderationCase.escalation?.column).orNull,
        moderationCase.version.column,
      ], into: .cases)
  }

  package mutating func remove(_ moderationCase: ModerationCase) throws(StoreError) {
    try execute(
      """
      DELETE FROM cases
      WHERE site = ? AND id = ?
      """, [moderationCase.site.key.column, moderationCase.id.column])
  }

  package func openCases(_ query: CaseQuery) throws(StoreError) -> [ModerationCase] {
    var conditions = ["site = ?", "state = 'open'"]
    var values = [query.site.key.column]
    if let article = query.article {
      conditions.append("article = ?")
      values.append(article.key.column)
    }
    if let cause = query.cause {
      conditions.append("cause = ?")
      values.append(cause.column)
    }
    if let isEscalated = query.isEscalated {
      conditions.append(isEscalated ? "escalation IS NOT NULL" : "escalation IS NULL")
    }
    if let holder = query.claimableBy {
      conditions.append("(lease_holder IS NULL OR lease_holder = ? OR lease_until <= ?)")
      values += [holder.column, query.now.column]
    }
    if query.wavesAsOne { conditions.append(Self.standsForItsWave) }
    if let place = query.after {
      conditions.append("(-priority, opened_at, id) > (?, ?, ?)")
      values += [(-place.priority).column, place.openedAt.column, place.id.column]
    }
    return try all(
      """
      \(RowTable.cases.select)
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY priority DESC, opened_at, id
      LIMIT ?
      """, values + [query.limit.column], subject: "cases"
    ) { (row) throws(StoreError) in try row.storedCase() }
  }

  package func storedQueueStatistics(site: SiteID, now: Timestamp) throws(StoreError) -> QueueStatistics {
    var statistics =
      try first(
        """
        SELECT count(*), count(*) FILTER (WHERE lease_until > ?), count(escalation), min(opened_at)
        FROM cases
        WHERE site = ? AND state = 'open'
        """, [now.column, site.key.column], subject: "cases"
      ) { (row) throws(StoreError) in
        QueueStatistics(
          open: try row.count(), leased: try row.count(), escalated: try row.count(),
          oldestOpenedAt: try row.optionalTime())
      } ?? QueueStatistics()
    try forEach(
      """
      SELECT cause, count(*)
      FROM cases
      WHERE site = ? AND state = 'open'
      GROUP BY cause
      """, [site.key.column], subject: "cases"
    ) { (row) throws(StoreError) in
      let cause: ModerationCase.Cause = try row.name()
      statistics.byCause[cause] = try row.count()
    }
    // Identities of reviews begin with their time, so that the last day is one range of the key.
    let dayAgo = now.adding(seconds: -86_400)
    try forEach(
      """
      SELECT decision, count(*)
      FROM reviews
      WHERE site = ? AND id >= ? AND at >= ? AND undone_at IS NULL
      GROUP BY decision
      """, [site.key.column, ReviewID(earliestAt: dayAgo).column, dayAgo.column], subject: "reviews"
    ) { (row) throws(StoreError) in
      let decision: Decision = try row.name()
      statistics.decisionsLastDay[decision] = try row.count()
    }
    return statistics
  }

  package func forEachCase(_ body: (ModerationCase) throws(StoreError) -> Void) throws(StoreError) {
    try forEach(
      """
      \(RowTable.cases.select)
      ORDER BY site, id
      """, subject: "cases"
    ) { (row) throws(StoreError) in try body(row.storedCase()) }
  }
}

extension Identifier {
  /// The least identity that can have been made at `time` or later.
  init(earliestAt time: Timestamp) {
    self.init(bits: UInt128(UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF) << 80)
  }
}

// MARK: - Reviews

extension SQLiteTransaction {
  package func storedReview(_ id: ReviewID, site: SiteID) throws(StoreError) -> Review? {
    guard
      var review = try first(
        """
        \(RowTable.reviews.select)
        WHERE site = ? AND id = ?
        """, [site.key.column, id.column], subject: "review \(id)",
        { (row) throws(StoreError) in try row.storedReview() })
    else { return nil }
    review.items = try items(of: id, site: site)
    return review
  }

  private func items(of review: ReviewID, site: SiteID) throws(StoreError) -> [Review.Item] {
    try all(
      """
      \(RowTable.reviewItems.select)
      WHERE site = ? AND review = ?
      ORDER BY position
      """, [site.key.column, review.column], subject: "review \(review)"
    ) { (row) throws(StoreError) in try row.storedItem().item }
  }

  package mutating func insert(_ review: Review, items: [ReviewItemRow]) throws(StoreError) {
    try insert(
      [
        review.site.key.column, review.id.column, review.decision.column, (review.reason?.column).orNull,
        review.note.column, review.moderator.column, review.at.column, (review.undoneAt?.column).orNull,
      ], into: .reviews)
    for item in items { try replace(item, site: review.site) }
  }

  package mutating func markUndone(_ review: ReviewID, site: SiteID, at: Timestamp) throws(StoreError) {
    guard var stored = try storedReview(review, site: site) else { return }
    stored.undoneAt = at
    try put(
      [
        stored.site.key.column, stored.id.column, stored.decision.column, (stored.reason?.column).orNull,
        stored.note.column, stored.moderator.column, stored.at.column, at.column,
      ], into: .reviews)
  }

  package func reviewItems(of comment: CommentID, site: SiteID) throws(StoreError) -> [ReviewItemRow] {
    try all(
      """
      \(RowTable.reviewItems.select)
      WHERE site = ? AND comment = ?
      ORDER BY +review
      """, [site.key.column, comment.column], subject: "reviews of comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedItem() }
  }

  package mutating func replace(_ row: ReviewItemRow, site: SiteID) throws(StoreError) {
    let item = row.item
    try put(
      [
        site.key.column, row.review.column, row.position.column, row.author.column, item.article.key.column,
        item.comment.column, item.revision.column, item.before.column, item.causeBefore.column, item.after.column,
        item.version.column, (item.closedCase?.column).orNull, (item.openedCase?.column).orNull,
      ], into: .reviewItems)
  }

  package func storedReviews(by moderator: String?, site: SiteID, limit: Int) throws(StoreError) -> [Review] {
    var reviews = try all(
      """
      \(RowTable.reviews.select)
      WHERE site = ?\(moderator == nil ? "" : " AND moderator = ?")
      ORDER BY id DESC
      LIMIT ?
      """, [site.key.column] + (moderator.map { [$0.column] } ?? []) + [limit.column], subject: "reviews"
    ) { (row) throws(StoreError) in try row.storedReview() }
    for index in reviews.indices { reviews[index].items = try items(of: reviews[index].id, site: site) }
    return reviews
  }

  package func reviewTallies(site: SiteID, since: Timestamp) throws(StoreError) -> [ReviewTally] {
    var tallies: [ReviewTally] = []
    var last: ReviewID?
    try forEach(
      """
      SELECT review.id, review.decision, review.moderator, review.at, item.comment
      FROM reviews AS review
      JOIN review_items AS item ON item.site = review.site AND item.review = review.id
      WHERE review.site = ? AND review.id >= ? AND review.at >= ? AND review.undone_at IS NULL
      ORDER BY review.id, item.position
      """, [site.key.column, ReviewID(earliestAt: since).column, since.column], subject: "reviews"
    ) { (row) throws(StoreError) in
      let id: ReviewID = try row.identifier()
      let decision: Decision = try row.name()
      let moderator = try row.text()
      let at = try row.time()
      let comment: CommentID = try row.identifier()
      if id != last {
        tallies.append(ReviewTally(decision: decision, moderator: moderator, at: at, comments: 0, waitsSeconds: []))
        last = id
      }
      tallies[tallies.count - 1].comments += 1
      tallies[tallies.count - 1].waitsSeconds.append(max(0, at.seconds(since: comment.time)))
    }
    return tallies
  }

  package func decisions(
    on author: AuthorID, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [DecisionOnAuthor] {
    try all(
      """
      SELECT item.review, item.comment, item.before, item.cause_before, item.after, review.at
      FROM review_items AS item
      JOIN reviews AS review ON review.site = item.site AND review.id = item.review
      WHERE item.site = ? AND item.author = ? AND item.review >= ? AND review.at >= ? AND review.undone_at IS NULL
      ORDER BY item.review DESC, item.position DESC
      LIMIT ?
      """, [site.key.column, author.column, ReviewID(earliestAt: since).column, since.column, limit.column],
      subject: "reviews of author \(author)"
    ) { (row) throws(StoreError) in
      DecisionOnAuthor(
        review: try row.identifier(), comment: try row.identifier(), before: try row.name(),
        causeBefore: try row.name(), after: try row.name(),
        at: try row.time())
    }
  }
}

extension SQLiteTransaction {
  package func spamTexts(site: SiteID, since: Timestamp, limit: Int) throws(StoreError) -> [String] {
    // Identities of reviews begin with their time, so that the days that matter are one range of the key.
    try all(
      """
      SELECT comment.text
      FROM reviews AS review
      JOIN review_items AS item ON item.site = review.site AND item.review = review.id
      JOIN comments AS comment ON comment.site = item.site AND comment.id = item.comment
      WHERE review.site = ? AND review.id >= ? AND review.at >= ? AND review.decision = 'spam'
        AND review.undone_at IS NULL AND comment.state = 'spam' AND comment.revision = item.revision
      ORDER BY review.id DESC, item.position DESC
      LIMIT ?
      """, [site.key.column, ReviewID(earliestAt: since).column, since.column, limit.column],
      subject: "confirmed spam"
    ) { (row) throws(StoreError) in try row.text() }
  }
}

// MARK: - Reports

extension SQLiteTransaction {
  package func storedReports(on comment: CommentID, site: SiteID) throws(StoreError) -> [Report] {
    try all(
      """
      \(RowTable.reports.select)
      WHERE site = ? AND comment = ?
      ORDER BY id
      """, [site.key.column, comment.column], subject: "reports on comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedReport() }
  }

  package func hasReport(on comment: CommentID, by reporter: String, site: SiteID) throws(StoreError) -> Bool {
    try number(
      """
      SELECT count(*)
      FROM reports
      WHERE site = ? AND comment = ? AND reporter = ?
      """, [site.key.column, comment.column, reporter.column]) > 0
  }

  package func reportWeight(on comment: CommentID, site: SiteID) throws(StoreError) -> Double {
    try all(
      """
      SELECT weight
      FROM reports
      WHERE site = ? AND comment = ?
      ORDER BY id
      """, [site.key.column, comment.column], subject: "reports on comment \(comment)"
    ) { (row) throws(StoreError) in try row.real() }.reduce(0, +)
  }

  package mutating func put(_ report: Report) throws(StoreError) {
    try put(
      [
        report.site.key.column, report.comment.column, report.id.column, report.article.key.column,
        report.reporter.column, report.reason.column, report.note.column, report.weight.column, report.at.column,
      ], into: .reports)
  }
}
