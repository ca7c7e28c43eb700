package import CommentStore
internal import Foundation
internal import GRDB
internal import ModerationModel

extension SQLiteTransaction {
  static let isSeen = "(state IN ('published', 'approved') OR replies > 0)"

  package func threadRows(_ slice: ThreadSlice) throws(StoreError) -> [CommentRow] {
    if slice.sort == .top { return try topRows(slice) }
    var rows = try seenRows(slice)
    guard let viewer = slice.viewer else { return rows }
    rows += try waitingRows(of: viewer, slice)
    rows.sort { left, right in
      if slice.sort == .newest, left.root != right.root { return left.root > right.root }
      return left.path.lexicographicallyPrecedes(right.path)
    }
    return Array(rows.prefix(slice.limit))
  }

  /// What every reader sees. Each statement is one range of one index; newest first, the rest of the cursor's own
  /// branch comes before the older ones.
  private func seenRows(_ slice: ThreadSlice) throws(StoreError) -> [CommentRow] {
    let place = [slice.site.key.column, slice.article.key.column]
    switch (slice.sort, slice.after) {
    case (.top, _): return []
    case (.oldest, let after):
      return try thread(
        """
        WHERE site = ? AND article = ? AND path > ? AND \(Self.isSeen)
        ORDER BY path
        LIMIT ?
        """, place + [(after ?? []).column, slice.limit.column])
    case (.newest, nil):
      return try thread(
        """
        WHERE site = ? AND article = ? AND \(Self.isSeen)
        ORDER BY root DESC, path
        LIMIT ?
        """, place + [slice.limit.column])
    case (.newest, let after?):
      guard let root = after.first else { return [] }
      let branch = try thread(
        """
        WHERE site = ? AND article = ? AND root = ? AND path > ? AND \(Self.isSeen)
        ORDER BY path
        LIMIT ?
        """, place + [root.column, after.column, slice.limit.column])
      guard branch.count < slice.limit else { return branch }
      return branch
        + (try thread(
          """
          WHERE site = ? AND article = ? AND root < ? AND \(Self.isSeen)
          ORDER BY root DESC, path
          LIMIT ?
          """, place + [root.column, (slice.limit - branch.count).column]))
    }
  }

  /// The viewer's own pending comments that no other reader sees, where the comment above them is seen.
  private func waitingRows(of viewer: AuthorID, _ slice: ThreadSlice) throws(StoreError) -> [CommentRow] {
    let place = [slice.site.key.column, slice.article.key.column, viewer.column]
    let isOwn = """
      site = ? AND article = ? AND author = ? AND state = 'pending' AND replies = 0
        AND (
          length(path) = 16
          OR EXISTS (
            SELECT 1
            FROM comments AS above
            WHERE above.site = comments.site AND above.id = substr(comments.path, -32, 16)
              AND (above.state IN ('published', 'approved') OR above.replies > 0)
          )
        )
      """
    switch slice.sort {
    case .top: return []
    case .oldest:
      return try thread(
        """
        WHERE \(isOwn) AND path > ?
        ORDER BY path
        LIMIT ?
        """, place + [(slice.after ?? []).column, slice.limit.column])
    case .newest:
      guard let after = slice.after, let root = after.first else {
        return try thread(
          """
          WHERE \(isOwn)
          ORDER BY root DESC, path
          LIMIT ?
          """, place + [slice.limit.column])
      }
      return try thread(
        """
        WHERE \(isOwn) AND (root < ? OR (root = ? AND path > ?))
        ORDER BY root DESC, path
        LIMIT ?
        """, place + [root.column, root.column, after.column, slice.limit.column])
    }
  }

  func thread(_ conditions: String, _ values: [DatabaseValue]) throws(StoreError) -> [CommentRow] {
    try all("\(RowTable.selectComments)\n\(conditions)", values, subject: "comments") { (row) throws(StoreError) in
      try row.storedRow()
    }
  }
}
