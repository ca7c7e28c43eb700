internal import ModerationModel

extension StoreTransaction {
  func thread(_ query: ThreadQuery) throws(StoreError) -> ThreadPage {
    _ = try known(query.article, site: query.site)
    let limit = min(max(query.limit, 1), ThreadQuery.limitMax)
    var after: [CommentID]?
    if let cursor = query.cursor {
      after = try ThreadCursor(cursor, site: query.site, article: query.article, sort: query.sort).path
    }
    // One more than asked for tells whether there is a next page.
    let rows = try threadRows(
      ThreadSlice(
        site: query.site, article: query.article, sort: query.sort, after: after, viewer: query.viewer,
        limit: limit + 1))
    var next: String?
    if rows.count > limit {
      next =
        ThreadCursor(site: query.site, article: query.article, sort: query.sort, path: rows[limit - 1].path).text
    }
    let items = rows.prefix(limit).map { row in
      var comment = row.comment
      let isOwn = comment.state == .pending && comment.author == query.viewer
      let isShell = !comment.state.isVisible && !isOwn
      if isShell { comment.empty() }
      return ThreadPage.Item(comment: comment, isShell: isShell)
    }
    return ThreadPage(
      items: items, next: next, total: try storedCounts(of: query.article, site: query.site).visible)
  }

  func search(_ query: CommentQuery) throws(StoreError) -> [Comment] {
    let limit = min(max(query.limit, 0), CommentQuery.limitMax)
    var filter = CommentFilter(
      site: query.site, article: query.article, author: query.author, state: query.state, before: query.before,
      limit: limit)
    guard let text = query.text, !text.isEmpty else { return try comments(filter) }
    // Databases fold ASCII at best, so the words are compared here, a batch at a time.
    let wanted = text.lowercased()
    var found: [Comment] = []
    filter.limit = CommentQuery.limitMax
    while found.count < limit {
      let batch = try comments(filter)
      found += batch.filter { $0.revision.text.lowercased().contains(wanted) }.prefix(limit - found.count)
      guard batch.count == filter.limit, let last = batch.last else { break }
      filter.before = last.id
    }
    return found
  }
}
