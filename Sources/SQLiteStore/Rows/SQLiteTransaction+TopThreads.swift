internal import CommentStore
internal import GRDB
internal import ModerationModel

// Threads by votes. Few comments have votes, so only those stand in an index of their own; all others follow newest first
// in the index that there is for that order, and a submission writes no page more.

extension SQLiteTransaction {
  func topRows(_ slice: ThreadSlice) throws(StoreError) -> [CommentRow] {
    var rows: [CommentRow] = []
    var after: (votes: Int, root: CommentID)?
    if let path = slice.after, let root = path.first {
      rows = try branch(root, after: path, slice, limit: slice.limit)
      after = (slice.votesAfter ?? 0, root)
    }
    // 1. Branches whose top has votes.
    while rows.count < slice.limit, after.map({ $0.votes > 0 }) ?? true {
      let tops = try votedTops(after: after, slice)
      for top in tops where rows.count < slice.limit {
        rows.append(top)
        after = (top.comment.votes, top.root)
        if top.comment.replies > 0 || slice.viewer != nil {
          rows += try branch(top.root, after: top.path, slice, limit: slice.limit - rows.count)
        }
      }
      if tops.isEmpty { after = (0, CommentID(bits: .max)) }
    }
    guard rows.count < slice.limit else { return rows }
    // 2. The others.
    return rows
      + (try unvotedRows(before: after?.root ?? CommentID(bits: .max), slice, limit: slice.limit - rows.count))
  }

  /// What this slice's reader sees of a comment: what all see, or their own where it waits.
  ///
  /// Whether a waiting reply's parent is seen is asked where replies are read.
  private static let isSeenByViewer = "(\(isSeen) OR (state = 'pending' AND author = ?))"

  /// What no identity is.
  private func viewer(_ slice: ThreadSlice) -> DatabaseValue { (slice.viewer ?? AuthorID(bits: 0)).column }

  private func votedTops(
    after: (votes: Int, root: CommentID)?, _ slice: ThreadSlice
  ) throws(StoreError) -> [CommentRow] {
    let last = after ?? (.max, CommentID(bits: .max))
    return try thread(
      """
      WHERE site = ? AND article = ? AND votes > 0 AND length(path) = 16 AND (votes, root) < (?, ?)
        AND \(Self.isSeenByViewer)
      ORDER BY votes DESC, root DESC
      LIMIT ?
      """,
      [
        slice.site.key.column, slice.article.key.column, last.votes.column, last.root.column, viewer(slice),
        slice.limit.column,
      ])
  }

  private static let isParentSeen = """
    (
      length(path) = 16
      OR EXISTS (
        SELECT 1
        FROM comments AS above
        WHERE above.site = comments.site AND above.id = substr(comments.path, -32, 16)
          AND (above.state IN ('published', 'approved') OR above.replies > 0)
      )
    )
    """

  /// The rest of one branch.
  private func branch(
    _ root: CommentID, after path: [CommentID], _ slice: ThreadSlice, limit: Int
  ) throws(StoreError) -> [CommentRow] {
    guard limit > 0 else { return [] }
    return try thread(
      """
      WHERE site = ? AND article = ? AND root = ? AND path > ? AND path < ? AND \(Self.isSeenByViewer)
        AND \(Self.isParentSeen)
      ORDER BY path
      LIMIT ?
      """,
      [
        slice.site.key.column, slice.article.key.column, root.column, path.column,
        [CommentID(bits: root.bits &+ 1)].column, viewer(slice), limit.column,
      ])
  }

  /// Branches whose top has no votes, newest first.
  private func unvotedRows(
    before root: CommentID, _ slice: ThreadSlice, limit: Int
  ) throws(StoreError) -> [CommentRow] {
    let isUnvoted = """
      NOT EXISTS (
        SELECT 1
        FROM comments AS top
        WHERE top.site = comments.site AND top.id = comments.root AND top.votes > 0
      )
      """
    let place = [slice.site.key.column, slice.article.key.column, root.column]
    var rows = try thread(
      """
      WHERE site = ? AND article = ? AND root < ? AND \(Self.isSeen) AND \(isUnvoted)
      ORDER BY root DESC, path
      LIMIT ?
      """, place + [limit.column])
    guard let viewer = slice.viewer else { return rows }
    rows += try thread(
      """
      WHERE site = ? AND article = ? AND root < ? AND author = ? AND state = 'pending' AND replies = 0
        AND \(Self.isParentSeen) AND \(isUnvoted)
      ORDER BY root DESC, path
      LIMIT ?
      """, place + [viewer.column, limit.column])
    rows.sort { left, right in
      left.root == right.root ? left.path.lexicographicallyPrecedes(right.path) : left.root > right.root
    }
    return Array(rows.prefix(limit))
  }
}
