internal import ModerationModel

extension StoreTransaction {
  func thread(_ query: ThreadQuery) throws(StoreError) -> ThreadPage {
    _ = try known(query.article, site: query.site)
    let limit = min(max(query.limit, 1), ThreadQuery.limitMax)
    var after: ThreadCursor?
    if let cursor = query.cursor {
      after = try ThreadCursor(cursor, site: query.site, article: query.article, sort: query.sort)
    }
    // One more than asked for tells whether there is a next page.
    let rows = try threadRows(
      ThreadSlice(
        site: query.site, article: query.article, sort: query.sort, after: after?.path,
        votesAfter: query.sort == .top ? after?.votes : nil, viewer: query.viewer, limit: limit + 1))
    var next: String?
    if rows.count > limit {
      let last = rows[limit - 1]
      var votes = 0
      if query.sort == .top {
        // The branch stood by these votes, or by the cursor's, if it began on an earlier page.
        let top = rows.prefix(limit).last { $0.path.count == 1 && $0.root == last.root }
        votes = top?.comment.votes ?? after?.votes ?? 0
      }
      next =
        ThreadCursor(
          site: query.site, article: query.article, sort: query.sort, path: last.path, votes: votes
        ).text
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
    let wanted = (query.text ?? "").lowercased()
    guard !wanted.isEmpty || query.filter != nil else {
      var found: [Comment] = []
      for comment in try comments(filter) { found.append(try isChosen(comment) ? comment.withoutFindings : comment) }
      return found
    }
    // Databases fold ASCII at best, so the words are compared here, a batch at a time.
    var found: [Comment] = []
    filter.limit = CommentQuery.limitMax
    while found.count < limit {
      let batch = try comments(filter)
      for comment in batch where found.count < limit {
        guard wanted.isEmpty || comment.revision.text.lowercased().contains(wanted) else { continue }
        let isChosen = try isChosen(comment)
        if let asked = query.filter {
          let cause = isChosen ? .audit : try waitingCase(of: comment)?.cause
          guard asked.matches(comment, cause: cause, now: query.now) else { continue }
        }
        found.append(isChosen ? comment.withoutFindings : comment)
      }
      guard batch.count == filter.limit, let last = batch.last else { break }
      filter.before = last.id
    }
    return found
  }

  /// Whether chance has chosen a comment, and nobody has decided on it yet: what the machine found is not shown.
  private func isChosen(_ comment: Comment) throws(StoreError) -> Bool {
    guard comment.state == .published else { return false }
    return try openCase(of: comment.id, site: comment.site)?.cause == .audit
  }
}
