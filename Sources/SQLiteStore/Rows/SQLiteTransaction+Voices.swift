package import CommentStore
internal import GRDB
package import ModerationModel

extension SQLiteTransaction {
  package func hasVote(on comment: CommentID, by visitor: String, site: SiteID) throws(StoreError) -> Bool {
    try number(
      """
      SELECT count(*)
      FROM votes
      WHERE site = ? AND comment = ? AND visitor = ?
      """, [site.key.column, comment.column, visitor.column]) > 0
  }

  package func voteCount(on comment: CommentID, site: SiteID) throws(StoreError) -> Int {
    Int(
      try number(
        """
        SELECT count(*)
        FROM votes
        WHERE site = ? AND comment = ?
        """, [site.key.column, comment.column]))
  }

  package mutating func put(_ vote: Vote) throws(StoreError) {
    try put(
      [vote.site.key.column, vote.comment.column, vote.visitor.column, vote.at.column], into: .votes)
  }

  package mutating func removeVote(
    on comment: CommentID, by visitor: String, site: SiteID
  ) throws(StoreError) {
    try execute(
      """
      DELETE FROM votes
      WHERE site = ? AND comment = ? AND visitor = ?
      """, [site.key.column, comment.column, visitor.column])
  }

  package mutating func removeVotes(on comment: CommentID, site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM votes
      WHERE site = ? AND comment = ?
      """, [site.key.column, comment.column])
  }
}

// MARK: - Appeals

extension RowReader {
  fileprivate mutating func storedAppeal() throws(StoreError) -> Appeal {
    Appeal(
      site: try site(), id: try identifier(), article: try article(), comment: try identifier(),
      revision: try identifier(), review: try optionalIdentifier(), decider: try optionalText(),
      moderationCase: try identifier(), text: try text(), state: try name(), filedAt: try time(),
      answeredAt: try optionalTime(), answer: try optionalIdentifier())
  }
}

extension SQLiteTransaction {
  package func storedAppeal(_ id: AppealID, site: SiteID) throws(StoreError) -> Appeal? {
    try first(
      """
      \(RowTable.appeals.select)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column], subject: "appeal \(id)"
    ) { (row) throws(StoreError) in try row.storedAppeal() }
  }

  package func storedAppeals(on comment: CommentID, site: SiteID) throws(StoreError) -> [Appeal] {
    try all(
      """
      \(RowTable.appeals.select)
      WHERE site = ? AND comment = ?
      ORDER BY +id
      """, [site.key.column, comment.column], subject: "appeals on comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedAppeal() }
  }

  package mutating func put(_ appeal: Appeal) throws(StoreError) {
    try put(
      [
        appeal.site.key.column, appeal.id.column, appeal.article.key.column, appeal.comment.column,
        appeal.revision.column, (appeal.review?.column).orNull, (appeal.decider?.column).orNull,
        appeal.moderationCase.column, appeal.text.column, appeal.state.column, appeal.filedAt.column,
        (appeal.answeredAt?.column).orNull, (appeal.answer?.column).orNull,
      ], into: .appeals)
  }

  package func forEachAppeal(_ body: (Appeal) throws(StoreError) -> Void) throws(StoreError) {
    try forEach(
      """
      \(RowTable.appeals.select)
      ORDER BY site, id
      """, subject: "appeals"
    ) { (row) throws(StoreError) in try body(row.storedAppeal()) }
  }
}
