package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

extension RowReader {
  mutating func storedRow() throws(StoreError) -> CommentRow {
    let site = try site()
    let article = try article()
    var path = try path()
    skip(2)
    guard let id = path.popLast() else { throw damage }
    let author: AuthorID = try identifier()
    let authorName = try text()
    let authorURL = try optionalText()
    let state: CommentState = try name()
    let cause: StateCause = try name()
    let revisionID: RevisionID = try identifier()
    let number = try count()
    let revisedAt = try time()
    let revision = Revision(
      id: revisionID, number: number, text: try text(), createdAt: revisedAt, verdict: try verdict())
    var comment = Comment(
      site: site, article: article, id: id, parent: path.last, depth: path.count, author: author,
      authorName: authorName, authorURL: authorURL, state: state, cause: cause, revision: revision,
      createdAt: try time())
    comment.editedAt = try optionalTime()
    comment.language = try optionalLanguage()
    comment.version = try count()
    let digest = try optionalNumber().map { TextDigest(bits: UInt64(bitPattern: $0)) }
    let editTokenHash = try optionalData().map { Array($0) }
    skip()
    comment.replies = try count()
    comment.votes = try count()
    return CommentRow(comment: comment, ancestors: path, digest: digest, editTokenHash: editTokenHash)
  }

  mutating func storedRevision() throws(StoreError) -> Revision {
    skip(2)
    let number = try count()
    let id: RevisionID = try identifier()
    let text = try text()
    let createdAt = try time()
    return Revision(id: id, number: number, text: text, createdAt: createdAt, verdict: try verdict())
  }
}

extension RowTable {
  /// The columns of a comment with its replies and votes at the end.
  static let selectComments = comments.select.replacingOccurrences(
    of: ".checksum FROM", with: ".checksum, comments.replies, comments.votes FROM")
}

extension CommentRow {
  var columns: [DatabaseValue] {
    [
      comment.site.key.column, comment.article.key.column, path.column, root.column, comment.id.column,
      comment.author.column, comment.authorName.column, (comment.authorURL?.column).orNull, comment.state.column,
      comment.cause.column, comment.revision.id.column, comment.revision.number.column,
      comment.revision.createdAt.column, comment.revision.text.column,
      VerdictCodec.encoded(comment.revision.verdict).column, comment.createdAt.column,
      (comment.editedAt?.column).orNull, (comment.language?.code.column).orNull, comment.version.column,
      (digest.map { Int64(bitPattern: $0.bits).column }).orNull, (editTokenHash?.column).orNull,
    ]
  }
}

extension SQLiteTransaction {
  package func row(_ id: CommentID, site: SiteID) throws(StoreError) -> CommentRow? {
    try first(
      """
      \(RowTable.selectComments)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column], subject: "comment \(id)"
    ) { (row) throws(StoreError) in try row.storedRow() }
  }

  package mutating func replace(_ row: CommentRow) throws(StoreError) {
    let columns = row.columns
    // Place, author and time of arrival never change; everything behind the author's identity may.
    try execute(
      """
      UPDATE comments
      SET author_name = ?, author_url = ?, state = ?, cause = ?, revision = ?, revision_number = ?, revised_at = ?,
        text = ?, verdict = ?, created_at = ?, edited_at = ?, language = ?, version = ?, digest = ?,
        edit_token_hash = ?, checksum = ?
      WHERE site = ? AND id = ?
      """,
      columns[6...] + [
        RowTable.checksum(columns).column, row.comment.site.key.column, row.comment.id.column,
      ])
  }

  package mutating func addReplies(_ delta: Int, to comments: [CommentID], site: SiteID) throws(StoreError) {
    for id in comments {
      try execute(
        """
        UPDATE comments
        SET replies = replies + ?
        WHERE site = ? AND id = ?
        """, [delta.column, site.key.column, id.column])
    }
  }

  package mutating func addVotes(_ delta: Int, to comment: CommentID, site: SiteID) throws(StoreError) {
    try execute(
      """
      UPDATE comments
      SET votes = votes + ?
      WHERE site = ? AND id = ?
      """, [delta.column, site.key.column, comment.column])
  }

  package func earlierRevisions(of comment: CommentID, site: SiteID) throws(StoreError) -> [Revision] {
    try all(
      """
      \(RowTable.earlierRevisions.select)
      WHERE site = ? AND comment = ?
      ORDER BY number
      """, [site.key.column, comment.column], subject: "comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedRevision() }
  }

  package func comments(_ filter: CommentFilter) throws(StoreError) -> [Comment] {
    var conditions = ["site = ?"]
    var values = [filter.site.key.column]
    if let article = filter.article {
      conditions.append("article = ?")
      values.append(article.key.column)
    }
    if let author = filter.author {
      conditions.append("author = ?")
      values.append(author.column)
    }
    if let state = filter.state {
      conditions.append("state = ?")
      values.append(state.column)
    }
    if let before = filter.before {
      conditions.append("id < ?")
      values.append(before.column)
    }
    return try all(
      """
      \(RowTable.selectComments)
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY id DESC
      LIMIT ?
      """, values + [filter.limit.column], subject: "comments"
    ) { (row) throws(StoreError) in try row.storedRow().comment }
  }

  package func rows(
    of author: AuthorID, site: SiteID, after: CommentID?, limit: Int
  ) throws(StoreError) -> [CommentRow] {
    try all(
      """
      \(RowTable.selectComments)
      WHERE site = ? AND author = ? AND id > ?
      ORDER BY id
      LIMIT ?
      """,
      [site.key.column, author.column, (after ?? CommentID(bits: 0)).column, limit.column],
      subject: "comments of author \(author)"
    ) { (row) throws(StoreError) in try row.storedRow() }
  }

  package func postingTimes(
    of author: AuthorID, site: SiteID, limit: Int
  ) throws(StoreError) -> [Timestamp] {
    try all(
      """
      SELECT created_at
      FROM comments
      WHERE site = ? AND author = ?
      ORDER BY id DESC
      LIMIT ?
      """, [site.key.column, author.column, limit.column], subject: "comments of author \(author)"
    ) { (row) throws(StoreError) in try row.time() }
  }

  package func copies(
    of digest: TextDigest, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [TextCopy] {
    try all(
      """
      SELECT id, author
      FROM comments
      WHERE site = ? AND digest = ? AND created_at >= ?
      ORDER BY created_at DESC, id DESC
      LIMIT ?
      """, [site.key.column, Int64(bitPattern: digest.bits).column, since.column, limit.column],
      subject: "comments"
    ) { (row) throws(StoreError) in TextCopy(comment: try row.identifier(), author: try row.identifier()) }
  }

  package func forEachRow(_ body: (CommentRow) throws(StoreError) -> Void) throws(StoreError) {
    try forEach(
      """
      \(RowTable.selectComments)
      ORDER BY site, article, path
      """, subject: "comments"
    ) { (row) throws(StoreError) in try body(row.storedRow()) }
  }
}
