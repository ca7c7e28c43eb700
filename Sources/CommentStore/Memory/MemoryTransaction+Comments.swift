package import ModerationModel

extension MemoryTransaction {
  package func row(_ id: CommentID, site: SiteID) throws(StoreError) -> CommentRow? {
    tables.comments[Scoped(site, id)]
  }

  package mutating func insert(_ row: CommentRow, circumstances: Circumstances?) throws(StoreError) {
    let comment = row.comment
    let key = Scoped(comment.site, comment.id)
    guard tables.comments[key] == nil else { throw StoreError(.invalidValue, "comment \(comment.id) is there already") }
    set(row, in: \.comments, at: key)
    if let circumstances { set(circumstances, in: \.circumstances, at: key) }
    if let parent = comment.parent {
      insert(comment.id, into: \.children, at: Scoped(comment.site, parent))
    } else {
      insert(comment.id, into: \.roots, at: Scoped(comment.site, comment.article))
    }
    insert(comment.id, into: \.commentsByAuthor, at: Scoped(comment.site, comment.author))
    insert(comment.id, into: \.commentsBySite, at: comment.site)
    if let digest = row.digest { insert(comment.id, into: \.commentsByDigest, at: Scoped(comment.site, digest)) }
  }

  package mutating func replace(_ row: CommentRow) throws(StoreError) {
    let site = row.comment.site
    let key = Scoped(site, row.comment.id)
    let before = tables.comments[key]?.digest
    set(row, in: \.comments, at: key)
    guard before != row.digest else { return }
    if let before { remove(row.comment.id, from: \.commentsByDigest, at: Scoped(site, before)) }
    if let digest = row.digest { insert(row.comment.id, into: \.commentsByDigest, at: Scoped(site, digest)) }
  }

  package mutating func addReplies(_ delta: Int, to comments: [CommentID], site: SiteID) throws(StoreError) {
    for id in comments {
      let key = Scoped(site, id)
      guard var row = tables.comments[key] else { continue }
      row.comment.replies += delta
      set(row, in: \.comments, at: key)
    }
  }

  package func earlierRevisions(of comment: CommentID, site: SiteID) throws(StoreError) -> [Revision] {
    tables.earlierRevisions[Scoped(site, comment)] ?? []
  }

  package func circumstances(of comment: CommentID, site: SiteID) throws(StoreError) -> Circumstances? {
    tables.circumstances[Scoped(site, comment)]
  }

  package mutating func setCircumstances(
    _ circumstances: Circumstances?, of comment: CommentID, site: SiteID
  ) throws(StoreError) {
    set(circumstances, in: \.circumstances, at: Scoped(site, comment))
  }

  package func judgements(_ query: HistoryQuery) throws(StoreError) -> [StoredJudgement] {
    var found: [StoredJudgement] = []
    for comment in comments(of: query).prefix(query.limit) {
      let key = Scoped(query.site, comment.id)
      var judgement = StoredJudgement(
        comment: comment, articleTitle: tables.articles[Scoped(query.site, comment.article)]?.title ?? "",
        author: tables.authors[Scoped(query.site, comment.author)]?.identity,
        authorFirstSeenAt: tables.authors[Scoped(query.site, comment.author)]?.firstSeenAt,
        circumstances: tables.circumstances[key])
      let reviews = (tables.reviewsByComment[key] ?? []).compactMap { tables.reviews[Scoped(query.site, $0)] }
      for review in reviews where review.undoneAt == nil {
        let item = review.items.last { $0.comment == comment.id && $0.revision == comment.revision.id }
        guard let item else { continue }
        let closed = item.closedCase.flatMap { tables.cases[Scoped(query.site, $0)] }
        judgement.decision = StoredJudgement.Decided(review, before: item.before, isBlind: closed?.cause == .audit)
      }
      found.append(judgement)
    }
    return found
  }

  package func judgementPlace(_ query: HistoryQuery) throws(StoreError) -> CommentID? {
    comments(of: query).dropFirst(query.limit - 1).first?.id
  }

  package func judgementCount(_ query: HistoryQuery) throws(StoreError) -> Int {
    comments(of: query).count
  }

  private func comments(of query: HistoryQuery) -> some Collection<Comment> {
    let ids = tables.commentsBySite[query.site] ?? []
    return ids[ids.rank(of: query.first)..<ids.rank(of: query.end)].lazy
      .compactMap { [tables] in tables.comments[Scoped(query.site, $0)]?.comment }
      .filter { $0.state != .deleted }
  }

  package mutating func put(
    _ revision: Revision, circumstances: Circumstances?, earlierOf comment: CommentID, site: SiteID
  ) throws(StoreError) {
    let key = Scoped(site, comment)
    set(circumstances, in: \.earlierCircumstances, at: Scoped(site, revision.id))
    var revisions = tables.earlierRevisions[key] ?? []
    if let index = revisions.firstIndex(where: { $0.number == revision.number }) {
      revisions[index] = revision
    } else {
      revisions.append(revision)
    }
    set(revisions, in: \.earlierRevisions, at: key)
  }

  package func threadRows(_ slice: ThreadSlice) throws(StoreError) -> [CommentRow] {
    var walk = ThreadWalk(
      tables: tables, site: slice.site, article: slice.article, sort: slice.sort, after: slice.after,
      votesAfter: slice.votesAfter)
    var rows: [CommentRow] = []
    while rows.count < slice.limit, let row = walk.next() {
      let isSeen = row.comment.state.isVisible || row.comment.replies > 0
      let isOwn = row.comment.state == .pending && row.comment.author == slice.viewer
      if isSeen || (isOwn && isParentSeen(row)) { rows.append(row) }
      // Below what readers do not see there is nothing for them.
      if !isSeen { walk.skipReplies() }
    }
    return rows
  }

  private func isParentSeen(_ row: CommentRow) -> Bool {
    guard let parent = row.comment.parent else { return true }
    guard let above = tables.comments[Scoped(row.comment.site, parent)]?.comment else { return false }
    return above.state.isVisible || above.replies > 0
  }

  package func comments(_ filter: CommentFilter) throws(StoreError) -> [Comment] {
    let ids: [CommentID]
    if let author = filter.author {
      ids = tables.commentsByAuthor[Scoped(filter.site, author)] ?? []
    } else {
      ids = tables.commentsBySite[filter.site] ?? []
    }
    let end = filter.before.map { ids.rank(of: $0) } ?? ids.count
    let found = ids[..<end].reversed().lazy.compactMap { tables.comments[Scoped(filter.site, $0)]?.comment }
      .filter { comment in
        (filter.article == nil || comment.article == filter.article)
          && (filter.state == nil || comment.state == filter.state)
      }
    return Array(found.prefix(filter.limit))
  }

  package func rows(
    of author: AuthorID, site: SiteID, after: CommentID?, limit: Int
  ) throws(StoreError) -> [CommentRow] {
    let ids = tables.commentsByAuthor[Scoped(site, author)] ?? []
    let start = after.map { last in ids.rank(of: last) + 1 } ?? 0
    return ids.dropFirst(start).prefix(limit).compactMap { tables.comments[Scoped(site, $0)] }
  }

  package func postingTimes(
    of author: AuthorID, site: SiteID, limit: Int
  ) throws(StoreError) -> [Timestamp] {
    (tables.commentsByAuthor[Scoped(site, author)] ?? []).reversed().prefix(limit).compactMap {
      tables.comments[Scoped(site, $0)]?.comment.createdAt
    }
  }

  package func copies(
    of digest: TextDigest, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [TextCopy] {
    let found = (tables.commentsByDigest[Scoped(site, digest)] ?? []).reversed().lazy
      .compactMap { tables.comments[Scoped(site, $0)]?.comment }
      .filter { $0.createdAt >= since }
    return found.prefix(limit).map { TextCopy(comment: $0.id, author: $0.author) }
  }
}

/// A walk through an article's comments in the order in which readers meet them.
struct ThreadWalk {
  private struct Level {
    var ids: [CommentID]
    /// What comes next on this level.
    var index: Int
    var step: Int
  }

  private let tables: MemoryTables
  private let site: SiteID
  private var levels: [Level] = []
  /// The comment handed out last, whose replies come next.
  private var last: CommentID?

  /// Starts behind the comment with the path `after`, or at the beginning.
  init(
    tables: MemoryTables, site: SiteID, article: ArticleID, sort: ThreadSort, after: [CommentID]?,
    votesAfter: Int? = nil
  ) {
    self.tables = tables
    self.site = site
    let roots = tables.roots[Scoped(site, article)] ?? []
    let isRising = sort == .oldest
    let ranked = sort == .top ? Self.ranked(roots, tables: tables, site: site, after: after?.first, votesAfter) : nil
    guard let after else {
      levels = [
        Level(
          ids: ranked ?? roots, index: isRising || ranked != nil ? 0 : roots.count - 1,
          step: isRising || ranked != nil ? 1 : -1)
      ]
      return
    }
    var above: CommentID?
    for id in after {
      if above == nil, let ranked {
        levels.append(Level(ids: ranked, index: 0, step: 1))
        above = id
        continue
      }
      let ids = above.map { tables.children[Scoped(site, $0)] ?? [] } ?? roots
      let rank = ids.rank(of: id)
      let isThere = rank < ids.count && ids[rank] == id
      if above == nil, !isRising {
        levels.append(Level(ids: ids, index: rank - 1, step: -1))
      } else {
        levels.append(Level(ids: ids, index: isThere ? rank + 1 : rank, step: 1))
      }
      above = id
    }
    last = after.last
  }

  /// Top-level comments by votes, newer first among equals; only those behind a place, if one is given.
  private static func ranked(
    _ roots: [CommentID], tables: MemoryTables, site: SiteID, after: CommentID?, _ votesAfter: Int?
  ) -> [CommentID] {
    let places = roots.map { id in (votes: tables.comments[Scoped(site, id)]?.comment.votes ?? 0, id: id) }
    let behind = places.filter { place in
      guard let after else { return true }
      return (place.votes, place.id) < (votesAfter ?? 0, after)
    }
    return behind.sorted { ($0.votes, $0.id) > ($1.votes, $1.id) }.map(\.id)
  }

  mutating func next() -> CommentRow? {
    if let last, let replies = tables.children[Scoped(site, last)] {
      levels.append(Level(ids: replies, index: 0, step: 1))
    }
    last = nil
    while let level = levels.indices.last {
      guard levels[level].ids.indices.contains(levels[level].index) else {
        levels.removeLast()
        continue
      }
      let id = levels[level].ids[levels[level].index]
      levels[level].index += levels[level].step
      guard let row = tables.comments[Scoped(site, id)] else { continue }
      last = id
      return row
    }
    return nil
  }

  /// Leaves out what stands below the comment handed out last.
  mutating func skipReplies() {
    last = nil
  }
}
