internal import ModerationModel

extension StoreTransaction {
  func counts(ofURLs urls: [String], site: SiteID) throws(StoreError) -> [PageCounts] {
    guard urls.count <= PageCounts.countMax else {
      throw StoreError(.invalidValue, "more than \(PageCounts.countMax) addresses")
    }
    var found: [PageCounts] = []
    for url in urls {
      guard let article = try storedArticle(url: url, site: site) else { continue }
      found.append(
        PageCounts(
          url: url, article: article.id, comments: try storedCounts(of: article.id, site: site).visible,
          shares: try shares(of: article.id, site: site)))
    }
    return found
  }

  func copies(of id: CommentID, site: SiteID, limit: Int) throws(StoreError) -> [Comment] {
    let digest = try known(id, site: site).digest
    let limit = min(max(limit, 0), CommentQuery.limitMax)
    if let wave = try arrival(of: id, site: site)?.wave {
      return Array(try comments(of: wave, site: site, limit: limit + 1).filter { $0.id != id }.prefix(limit))
    }
    guard let digest else { return [] }
    // One more, for the comment itself.
    let copies = try copies(of: digest, site: site, since: Timestamp(milliseconds: 0), limit: limit + 1)
    var found: [Comment] = []
    for copy in copies where copy.comment != id && found.count < limit {
      if let row = try row(copy.comment, site: site) { found.append(row.comment) }
    }
    return found
  }

  func decisionDetails(on author: AuthorID, site: SiteID, limit: Int) throws(StoreError) -> [AuthorDecision] {
    let decisions = try decisions(
      on: author, site: site, since: Timestamp(milliseconds: 0), limit: min(max(limit, 0), CommentQuery.limitMax))
    var reviews: [ReviewID: ReviewHead] = [:]
    var found: [AuthorDecision] = []
    for decision in decisions {
      // A wave is one review of many comments: it is read once.
      if reviews[decision.review] == nil, let review = try storedReview(decision.review, site: site) {
        reviews[decision.review] = ReviewHead(review)
      }
      guard let head = reviews[decision.review], let row = try row(decision.comment, site: site) else { continue }
      found.append(
        AuthorDecision(
          review: decision.review, decision: head.decision, reason: head.reason, moderator: head.moderator,
          at: decision.at, comment: decision.comment, article: row.comment.article, before: decision.before,
          after: decision.after))
    }
    return found
  }

  func place(of id: CommentID, site: SiteID, sort: ThreadSort) throws(StoreError) -> ThreadPlace {
    let row = try known(id, site: site)
    var ancestors: [Comment] = []
    for above in row.ancestors { ancestors.append(try known(above, site: site).comment) }
    let top = ancestors.first ?? row.comment
    // Just before the branch: behind an identity that is the branch's own, give or take one.
    let before = CommentID(bits: sort == .oldest ? top.id.bits &- 1 : top.id.bits &+ 1)
    let cursor = ThreadCursor(
      site: site, article: row.comment.article, sort: sort, path: [before], votes: top.votes)
    return ThreadPlace(ancestors: ancestors, cursor: cursor.text)
  }

  // MARK: Selections

  func preview(_ query: SelectionQuery) throws(StoreError) -> SelectionPreview {
    var query = query
    query.filter = try resolved(query.filter, site: query.site)
    var selection = SelectionBuilder(query: query)
    if query.filter.namesState {
      try select(from: query, into: &selection)
    } else {
      let cases = try openCases(CaseQuery(site: query.site, now: query.now, limit: SelectionQuery.waitingMax + 1))
      if cases.count > SelectionQuery.waitingMax { selection.isTruncated = true }
      for open in cases.prefix(SelectionQuery.waitingMax) where !selection.isFull {
        guard let row = try row(open.comment, site: query.site) else { continue }
        selection.meet(row.comment, open: open)
      }
    }
    return selection.preview
  }

  /// The open case of a comment that can have one: it waits, or its author appeals.
  func waitingCase(of comment: Comment) throws(StoreError) -> ModerationCase? {
    switch comment.state {
    case .pending, .rejected, .spam: try openCase(of: comment.id, site: comment.site)
    case .published, .approved, .deleted: nil
    }
  }

  private func select(
    from query: SelectionQuery, into selection: inout SelectionBuilder
  ) throws(StoreError) {
    var filter = CommentFilter(
      site: query.site, article: nil, author: nil, state: nil, before: nil, limit: CommentQuery.limitMax)
    var seen = 0
    while !selection.isFull {
      let batch = try comments(filter)
      for comment in batch where !selection.isFull {
        selection.meet(comment, open: try waitingCase(of: comment))
      }
      seen += batch.count
      guard batch.count == filter.limit, let last = batch.last else { return }
      guard seen < SelectionQuery.scanMax else {
        selection.isTruncated = true
        return
      }
      filter.before = last.id
    }
  }
}

/// What a list of decisions shows of a review.
private struct ReviewHead {
  var decision: Decision
  var reason: DecisionReason?
  var moderator: String

  init(_ review: Review) {
    decision = review.decision
    reason = review.reason
    moderator = review.moderator
  }
}

/// Gathers what a query finds.
private struct SelectionBuilder {
  let query: SelectionQuery
  var isTruncated = false
  private(set) var isFull = false
  private var found = SelectionPreview()
  private var authors: Set<AuthorID> = []
  private var articles: Set<ArticleID> = []

  init(query: SelectionQuery) {
    self.query = query
  }

  mutating func meet(_ comment: Comment, open: ModerationCase?) {
    guard comment.state != .deleted, open?.cause != .appeal || query.filter.namesAppeals, open?.cause != .audit,
      query.filter.matches(comment, cause: open?.cause, now: query.now)
    else { return }
    guard found.targets.count < Review.itemsMax else {
      isTruncated = true
      isFull = true
      return
    }
    found.targets.append(ReviewRequest.Target(comment: comment.id, version: comment.version))
    found.byState[comment.state, default: 0] += 1
    let verdict = comment.revision.verdict
    for name in Set(verdict.signals.filter { $0.status == .live }.map(\.name)) { found.byRule[name, default: 0] += 1 }
    for (category, points) in verdict.categories where points > 0 { found.byCategory[category, default: 0] += 1 }
    authors.insert(comment.author)
    articles.insert(comment.article)
    if open?.isLeased(against: query.moderator, at: query.now) == true { found.leasedByOthers += 1 }
    if found.samples.count < SelectionQuery.samplesMax { found.samples.append(comment) }
  }

  var preview: SelectionPreview {
    var preview = found
    preview.isTruncated = isTruncated
    preview.authors = authors.count
    preview.articles = articles.count
    // The order in the queue changes with reports; what was seen does not.
    var bytes = CanonicalBytes(capacity: 24 * found.targets.count)
    for target in found.targets.sorted(by: { $0.comment < $1.comment }) {
      bytes.append(raw: target.comment.bytes)
      bytes.append(Int64(target.version ?? 0))
    }
    preview.fingerprint = bytes.sha256()
    return preview
  }
}
