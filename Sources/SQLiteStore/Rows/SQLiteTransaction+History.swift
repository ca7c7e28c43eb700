package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

extension RowReader {
  mutating func optionalCircumstances() throws(StoreError) -> Circumstances? {
    guard let data = try optionalData() else { return nil }
    guard let circumstances = CircumstancesCodec.decoded(data) else { throw damage }
    return circumstances
  }
}

extension RowTable {
  /// A comment with its circumstances, which stand outside the row's checksum.
  static let insertComment: String = {
    let columns = comments.columns + ["checksum", "circumstances"]
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO comments (\(columns.joined(separator: ", "))) VALUES (\(places))"
  }()

  /// The columns of `selectComments` with the circumstances at the end.
  static let selectJudgements = selectComments.replacingOccurrences(
    of: ", comments.votes FROM", with: ", comments.votes, comments.circumstances FROM")
}

extension SQLiteTransaction {
  package func circumstances(of comment: CommentID, site: SiteID) throws(StoreError) -> Circumstances? {
    try first(
      """
      SELECT circumstances
      FROM comments
      WHERE site = ? AND id = ?
      """, [site.key.column, comment.column], subject: "comment \(comment)"
    ) { (row) throws(StoreError) in try row.optionalCircumstances() } ?? nil
  }

  package mutating func setCircumstances(
    _ circumstances: Circumstances?, of comment: CommentID, site: SiteID
  ) throws(StoreError) {
    try execute(
      """
      UPDATE comments
      SET circumstances = ?
      WHERE site = ? AND id = ?
      """, [circumstances.column, site.key.column, comment.column])
  }

  package mutating func put(
    _ revision: Revision, circumstances: Circumstances?, earlierOf comment: CommentID, site: SiteID
  ) throws(StoreError) {
    try put(
      [
        site.key.column, comment.column, revision.number.column, revision.id.column, revision.text.column,
        revision.createdAt.column, VerdictCodec.encoded(revision.verdict).column,
      ], into: .earlierRevisions)
    try execute(
      """
      UPDATE earlier_revisions
      SET circumstances = ?
      WHERE site = ? AND comment = ? AND number = ?
      """, [circumstances.column, site.key.column, comment.column, revision.number.column])
  }

  package func judgementPlace(_ query: HistoryQuery) throws(StoreError) -> CommentID? {
    try first(
      """
      SELECT id
      FROM comments
      WHERE site = ? AND id >= ? AND id < ?
      ORDER BY id
      LIMIT 1 OFFSET ?
      """, [query.site.key.column, query.first.column, query.end.column, (query.limit - 1).column], subject: "comments"
    ) { (row) throws(StoreError) in try row.identifier() }
  }

  package func judgementCount(_ query: HistoryQuery) throws(StoreError) -> Int {
    // The index over identities has no states; deleted comments are few, and the number is for a progress bar.
    Int(
      try number(
        """
        SELECT count(*)
        FROM comments
        WHERE site = ? AND id >= ? AND id < ?
        """, [query.site.key.column, query.first.column, query.end.column]))
  }

  package func judgements(_ query: HistoryQuery) throws(StoreError) -> [StoredJudgement] {
    var found: [StoredJudgement] = []
    found.reserveCapacity(query.limit)
    try forEach(
      """
      \(RowTable.selectJudgements)
      WHERE site = ? AND id >= ? AND id < ? AND state <> 'deleted'
      ORDER BY id
      LIMIT ?
      """, [query.site.key.column, query.first.column, query.end.column, query.limit.column], subject: "comments"
    ) { (row) throws(StoreError) in
      let comment = try row.storedRow().comment
      found.append(StoredJudgement(comment: comment, circumstances: try row.optionalCircumstances()))
    }
    guard let first = found.first?.comment.id, let last = found.last?.comment.id else { return [] }
    let decisions = try latestDecisions(site: query.site, from: first, through: last)
    var titles: [ArticleID: String] = [:]
    var authors: [AuthorID: (identity: AuthorIdentity, firstSeenAt: Timestamp)] = [:]
    for index in found.indices {
      let comment = found[index].comment
      if let decided = decisions[comment.revision.id] { found[index].decision = decided }
      if let title = titles[comment.article] {
        found[index].articleTitle = title
      } else {
        let title = try storedArticle(comment.article, site: query.site)?.title ?? ""
        titles[comment.article] = title
        found[index].articleTitle = title
      }
      if authors[comment.author] == nil { authors[comment.author] = try acquaintance(comment.author, site: query.site) }
      found[index].author = authors[comment.author]?.identity
      found[index].authorFirstSeenAt = authors[comment.author]?.firstSeenAt
    }
    return found
  }

  private func acquaintance(
    _ author: AuthorID, site: SiteID
  ) throws(StoreError) -> (identity: AuthorIdentity, firstSeenAt: Timestamp)? {
    try first(
      """
      SELECT identity_kind, identity_key, first_seen_at
      FROM authors
      WHERE site = ? AND id = ?
      """, [site.key.column, author.column], subject: "author \(author)"
    ) { (row) throws(StoreError) in
      let kind = try row.text()
      let key = try row.text()
      let identity: AuthorIdentity = kind == "account" ? .account(subject: key) : .guest(key: key)
      return (identity, try row.time())
    }
  }

  /// The last decision that stands on each wording, of the comments in a stretch.
  private func latestDecisions(
    site: SiteID, from first: CommentID, through last: CommentID
  ) throws(StoreError) -> [RevisionID: StoredJudgement.Decided] {
    var found: [RevisionID: StoredJudgement.Decided] = [:]
    try forEach(
      """
      SELECT item.revision, item.before, review.decision, review.reason, review.moderator, review.at, closed.cause
      FROM review_items AS item
      JOIN reviews AS review ON review.site = item.site AND review.id = item.review
      LEFT JOIN cases AS closed ON closed.site = item.site AND closed.id = item.closed_case
      WHERE item.site = ? AND item.comment >= ? AND item.comment <= ? AND review.undone_at IS NULL
      ORDER BY item.comment, item.review
      """, [site.key.column, first.column, last.column], subject: "reviews"
    ) { (row) throws(StoreError) in
      let revision: RevisionID = try row.identifier()
      let before: CommentState = try row.name()
      let decision: Decision = try row.name()
      let reason: DecisionReason? = try row.optionalName()
      let moderator = try row.text()
      let at = try row.time()
      let cause: ModerationCase.Cause? = try row.optionalName()
      found[revision] = StoredJudgement.Decided(
        decision: decision, reason: reason, moderator: moderator, at: at, before: before, isBlind: cause == .audit)
    }
    return found
  }

  /// Circumstances that cannot be read, by the table that they stand in.
  func checkCircumstances(_ report: (_ table: String, _ row: Int64) -> Void) throws(StoreError) {
    for table in ["comments", "earlier_revisions"] {
      try forEach(
        """
        SELECT rowid, circumstances
        FROM \(table)
        WHERE circumstances IS NOT NULL
        """, subject: "table \(table)"
      ) { (row) throws(StoreError) in
        let place = try row.number()
        guard let data = try row.optionalData(), CircumstancesCodec.decoded(data) == nil else { return }
        report(table, place)
      }
    }
  }
}

extension Circumstances? {
  fileprivate var column: DatabaseValue {
    map { CircumstancesCodec.encoded($0).column }.orNull
  }
}

extension SQLiteTransaction {
  package mutating func insert(_ row: CommentRow, circumstances: Circumstances?) throws(StoreError) {
    let values = row.columns
    try execute(RowTable.insertComment, values + [RowTable.checksum(values).column, circumstances.column])
  }
}
