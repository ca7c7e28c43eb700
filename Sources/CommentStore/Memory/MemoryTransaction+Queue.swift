package import ModerationModel

extension MemoryTransaction {
  package func storedCase(_ id: CaseID, site: SiteID) throws(StoreError) -> ModerationCase? {
    tables.cases[Scoped(site, id)]
  }

  package func cases(of comment: CommentID, site: SiteID) throws(StoreError) -> [ModerationCase] {
    (tables.casesByComment[Scoped(site, comment)] ?? []).compactMap { tables.cases[Scoped(site, $0)] }
  }

  package func openCase(of comment: CommentID, site: SiteID) throws(StoreError) -> ModerationCase? {
    try cases(of: comment, site: site).first { $0.state == .open }
  }

  package func lastClosedCase(of comment: CommentID, site: SiteID) throws(StoreError) -> ModerationCase? {
    try cases(of: comment, site: site).filter { $0.state == .closed }
      .max { ($0.closedAt ?? $0.openedAt, $0.id) < ($1.closedAt ?? $1.openedAt, $1.id) }
  }

  package mutating func put(_ moderationCase: ModerationCase) throws(StoreError) {
    let key = Scoped(moderationCase.site, moderationCase.id)
    set(moderationCase, in: \.cases, at: key)
    insert(moderationCase.id, into: \.casesByComment, at: Scoped(moderationCase.site, moderationCase.comment))
    list(key, isOpen: moderationCase.state == .open)
  }

  package mutating func remove(_ moderationCase: ModerationCase) throws(StoreError) {
    let key = Scoped(moderationCase.site, moderationCase.id)
    set(nil, in: \.cases, at: key)
    remove(moderationCase.id, from: \.casesByComment, at: Scoped(moderationCase.site, moderationCase.comment))
    list(key, isOpen: false)
  }

  private mutating func list(_ key: Scoped<CaseID>, isOpen: Bool) {
    let wasOpen = tables.openCases[key.site]?.contains(key.id) ?? false
    guard wasOpen != isOpen else { return }
    func list(_ tables: inout MemoryTables, _ isOpen: Bool) {
      if isOpen {
        tables.openCases[key.site, default: []].insert(key.id)
      } else {
        tables.openCases[key.site]?.remove(key.id)
      }
    }
    change {
      list(&$0, isOpen)
    } takeBack: {
      list(&$0, wasOpen)
    }
  }

  private func open(site: SiteID) -> [ModerationCase] {
    (tables.openCases[site] ?? []).compactMap { tables.cases[Scoped(site, $0)] }
  }

  package func openCases(_ query: CaseQuery) throws(StoreError) -> [ModerationCase] {
    let found = open(site: query.site).filter { item in
      (query.article == nil || item.article == query.article)
        && (query.cause == nil || item.cause == query.cause)
        && (query.isEscalated == nil || (item.escalation != nil) == query.isEscalated)
        && (query.claimableBy.map { !item.isLeased(against: $0, at: query.now) } ?? true)
        && !(query.wavesAsOne && isFollower(item))
    }
    func stands(_ left: CasePlace, before right: CasePlace) -> Bool {
      (-left.priority, left.openedAt, left.id) < (-right.priority, right.openedAt, right.id)
    }
    let sorted = found.filter { item in query.after.map { stands($0, before: CasePlace(item)) } ?? true }
      .sorted { stands(CasePlace($0), before: CasePlace($1)) }
    return Array(sorted.prefix(query.limit))
  }

  package func storedQueueStatistics(site: SiteID, now: Timestamp) throws(StoreError) -> QueueStatistics {
    let open = open(site: site)
    var statistics = QueueStatistics(
      open: open.count, leased: open.filter { $0.lease.map { now < $0.until } ?? false }.count,
      escalated: open.filter { $0.escalation != nil }.count, oldestOpenedAt: open.map(\.openedAt).min())
    for item in open { statistics.byCause[item.cause, default: 0] += 1 }
    let dayAgo = now.adding(seconds: -86_400)
    for id in (tables.reviewsBySite[site] ?? []) {
      guard let review = tables.reviews[Scoped(site, id)], review.at >= dayAgo, review.undoneAt == nil else { continue }
      statistics.decisionsLastDay[review.decision, default: 0] += 1
    }
    return statistics
  }
}

// MARK: - Reviews and reports

extension MemoryTransaction {
  package func storedReview(_ id: ReviewID, site: SiteID) throws(StoreError) -> Review? {
    tables.reviews[Scoped(site, id)]
  }

  package mutating func insert(_ review: Review, items: [ReviewItemRow]) throws(StoreError) {
    let site = review.site
    set(review, in: \.reviews, at: Scoped(site, review.id))
    set(items.map(\.author), in: \.reviewAuthors, at: Scoped(site, review.id))
    insert(review.id, into: \.reviewsBySite, at: site)
    for row in items {
      insert(review.id, into: \.reviewsByComment, at: Scoped(site, row.item.comment))
      insert(review.id, into: \.reviewsByAuthor, at: Scoped(site, row.author))
    }
  }

  package mutating func markUndone(_ review: ReviewID, site: SiteID, at: Timestamp) throws(StoreError) {
    guard var stored = tables.reviews[Scoped(site, review)] else { return }
    stored.undoneAt = at
    set(stored, in: \.reviews, at: Scoped(site, review))
  }

  package func reviewItems(of comment: CommentID, site: SiteID) throws(StoreError) -> [ReviewItemRow] {
    (tables.reviewsByComment[Scoped(site, comment)] ?? []).compactMap { id in
      guard let review = tables.reviews[Scoped(site, id)],
        let position = review.items.firstIndex(where: { $0.comment == comment }),
        let authors = tables.reviewAuthors[Scoped(site, id)]
      else { return nil }
      return ReviewItemRow(
        review: id, position: position, author: authors[position], item: review.items[position])
    }
  }

  package mutating func replace(_ item: ReviewItemRow, site: SiteID) throws(StoreError) {
    let key = Scoped(site, item.review)
    guard var review = tables.reviews[key], review.items.indices.contains(item.position) else { return }
    review.items[item.position] = item.item
    set(review, in: \.reviews, at: key)
  }

  package func storedReviews(by moderator: String?, site: SiteID, limit: Int) throws(StoreError) -> [Review] {
    let found = (tables.reviewsBySite[site] ?? []).reversed().lazy
      .compactMap { tables.reviews[Scoped(site, $0)] }
      .filter { moderator == nil || $0.moderator == moderator }
    return Array(found.prefix(limit))
  }

  package func reviewTallies(site: SiteID, since: Timestamp) throws(StoreError) -> [ReviewTally] {
    (tables.reviewsBySite[site] ?? []).compactMap { tables.reviews[Scoped(site, $0)] }
      .filter { $0.at >= since && $0.undoneAt == nil }
      .map { review in
        ReviewTally(
          decision: review.decision, moderator: review.moderator, at: review.at, comments: review.items.count,
          waitsSeconds: review.items.map { max(0, review.at.seconds(since: $0.comment.time)) })
      }
  }

  package func decisions(
    on author: AuthorID, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [DecisionOnAuthor] {
    var found: [DecisionOnAuthor] = []
    for id in (tables.reviewsByAuthor[Scoped(site, author)] ?? []).reversed() {
      let key = Scoped(site, id)
      guard let review = tables.reviews[key], let authors = tables.reviewAuthors[key] else { continue }
      guard review.undoneAt == nil, review.at >= since else { continue }
      for (position, item) in review.items.enumerated().reversed() where authors[position] == author {
        guard found.count < limit else { return found }
        found.append(
          DecisionOnAuthor(
            review: id, comment: item.comment, before: item.before, causeBefore: item.causeBefore, after: item.after,
            at: review.at))
      }
    }
    return found
  }

  package func spamTexts(site: SiteID, since: Timestamp, limit: Int) throws(StoreError) -> [String] {
    var found: [String] = []
    for id in (tables.reviewsBySite[site] ?? []).reversed() {
      guard let review = tables.reviews[Scoped(site, id)], review.decision == .spam, review.undoneAt == nil,
        review.at >= since
      else { continue }
      for item in review.items.reversed() {
        guard found.count < limit else { return found }
        guard let comment = tables.comments[Scoped(site, item.comment)]?.comment, comment.state == .spam,
          comment.revision.id == item.revision
        else { continue }
        found.append(comment.revision.text)
      }
    }
    return found
  }

  package func storedReports(on comment: CommentID, site: SiteID) throws(StoreError) -> [Report] {
    (tables.reportsByComment[Scoped(site, comment)] ?? []).compactMap { tables.reports[Scoped(site, $0)] }
  }

  package func hasReport(on comment: CommentID, by reporter: String, site: SiteID) throws(StoreError) -> Bool {
    tables.reporters[MemoryTables.ReporterKey(comment: Scoped(site, comment), reporter: reporter)] != nil
  }

  package func reportWeight(on comment: CommentID, site: SiteID) throws(StoreError) -> Double {
    try storedReports(on: comment, site: site).reduce(0) { $0 + $1.weight }
  }

  package mutating func put(_ report: Report) throws(StoreError) {
    let comment = Scoped(report.site, report.comment)
    set(report, in: \.reports, at: Scoped(report.site, report.id))
    insert(report.id, into: \.reportsByComment, at: comment)
    set(report.id, in: \.reporters, at: MemoryTables.ReporterKey(comment: comment, reporter: report.reporter))
  }
}

// MARK: - Shares

extension MemoryTransaction {
  package func lastShare(
    of article: ArticleID, site: SiteID, network: ShareNetwork, visitor: String
  ) throws(StoreError) -> Timestamp? {
    let share = MemoryTables.ShareKey(site: site, article: article, network: network)
    return tables.visits[MemoryTables.VisitKey(share: share, visitor: visitor)]
  }

  package mutating func putVisit(_ share: ShareAction) throws(StoreError) {
    let key = MemoryTables.ShareKey(site: share.site, article: share.article, network: share.network)
    let visit = MemoryTables.VisitKey(share: key, visitor: share.visitor)
    if tables.visits[visit] == nil { set((tables.visitors[key] ?? 0) + 1, in: \.visitors, at: key) }
    set(share.at, in: \.visits, at: visit)
  }

  package func recordedShares(of article: ArticleID, site: SiteID) throws(StoreError) -> [RecordedShares] {
    tables.recordedShares.keys.filter { $0.site == site && $0.article == article }
      .sorted { $0.network < $1.network }
      .map(recorded)
  }

  package mutating func putRecordedShares(_ shares: RecordedShares) throws(StoreError) {
    let key = MemoryTables.ShareKey(site: shares.site, article: shares.article, network: shares.network)
    set(shares.count, in: \.recordedShares, at: key)
  }

  package func reportedShares(of article: ArticleID, site: SiteID) throws(StoreError) -> [ReportedShareCount] {
    tables.reportedShares.values.filter { $0.site == site && $0.article == article }
      .sorted { ($0.network.name, $0.source) < ($1.network.name, $1.source) }
  }

  package mutating func put(_ count: ReportedShareCount) throws(StoreError) {
    let share = MemoryTables.ShareKey(site: count.site, article: count.article, network: count.network)
    set(count, in: \.reportedShares, at: MemoryTables.ReportedKey(share: share, source: count.source))
  }
}
