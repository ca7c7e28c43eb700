package import ModerationModel

/// The memory store's tables, with a journal of how to take back what the present transaction did.
package struct MemoryTransaction {
  var tables = MemoryTables()
  private var journal: [(inout MemoryTables) -> Void] = []

  init() {}

  mutating func commit() {
    journal.removeAll(keepingCapacity: true)
  }

  mutating func rollBack() {
    for takeBack in journal.reversed() { takeBack(&tables) }
    journal.removeAll(keepingCapacity: true)
  }

  /// Sets or, with `nil`, removes what stands under a key.
  mutating func set<Key, Value>(
    _ value: Value?, in table: WritableKeyPath<MemoryTables, [Key: Value]>, at key: Key
  ) {
    let before: Value?
    if let value {
      before = tables[keyPath: table].updateValue(value, forKey: key)
    } else {
      before = tables[keyPath: table].removeValue(forKey: key)
    }
    journal.append { $0[keyPath: table][key] = before }
  }

  /// Adds to a rising list; an element that is there already is not added twice.
  mutating func insert<Key, Element: Comparable>(
    _ element: Element, into table: WritableKeyPath<MemoryTables, [Key: [Element]]>, at key: Key
  ) {
    let rank = tables[keyPath: table][key, default: []].rank(of: element)
    if let list = tables[keyPath: table][key], rank < list.count, list[rank] == element { return }
    tables[keyPath: table][key, default: []].insert(element, at: rank)
    // Taken back in reverse order, the list is then as it was after this insertion.
    journal.append { $0[keyPath: table][key]?.remove(at: rank) }
  }

  mutating func remove<Key, Element: Comparable>(
    _ element: Element, from table: WritableKeyPath<MemoryTables, [Key: [Element]]>, at key: Key
  ) {
    guard let list = tables[keyPath: table][key] else { return }
    let rank = list.rank(of: element)
    guard rank < list.count, list[rank] == element else { return }
    tables[keyPath: table][key]?.remove(at: rank)
    journal.append { $0[keyPath: table][key]?.insert(element, at: rank) }
  }

  mutating func change(_ change: (inout MemoryTables) -> Void, takeBack: @escaping (inout MemoryTables) -> Void) {
    change(&tables)
    journal.append(takeBack)
  }
}

extension MemoryTransaction: StoreTransaction {}

// MARK: - Articles

extension MemoryTransaction {
  package func storedArticle(_ id: ArticleID, site: SiteID) throws(StoreError) -> Article? {
    tables.articles[Scoped(site, id)]
  }

  package func storedArticle(url: String, site: SiteID) throws(StoreError) -> Article? {
    tables.articlesByURL[Scoped(site, url)].flatMap { tables.articles[Scoped(site, $0)] }
  }

  package func storedArticles(site: SiteID, limit: Int, after: Article?) throws(StoreError) -> [Article] {
    func stands(_ left: Article, before right: Article) -> Bool {
      (left.publishedAt, left.id) > (right.publishedAt, right.id)
    }
    let behind = tables.articles.values.filter { article in
      article.site == site && after.map { stands($0, before: article) } ?? true
    }
    return Array(behind.sorted(by: stands(_:before:)).prefix(limit))
  }

  package mutating func put(_ article: Article) throws(StoreError) {
    let key = Scoped(article.site, article.id)
    if let before = tables.articles[key], before.url != article.url {
      set(nil, in: \.articlesByURL, at: Scoped(article.site, before.url))
    }
    set(article, in: \.articles, at: key)
    set(article.id, in: \.articlesByURL, at: Scoped(article.site, article.url))
  }

  package func storedCounts(of article: ArticleID, site: SiteID) throws(StoreError) -> ArticleCounts {
    tables.counts[Scoped(site, article)] ?? ArticleCounts()
  }

  package mutating func put(_ counts: ArticleCounts, of article: ArticleID, site: SiteID) throws(StoreError) {
    set(counts, in: \.counts, at: Scoped(site, article))
  }
}

// MARK: - Authors and moderators

extension MemoryTransaction {
  package func storedAuthor(_ id: AuthorID, site: SiteID) throws(StoreError) -> Author? {
    tables.authors[Scoped(site, id)]
  }

  package func storedAuthor(_ identity: AuthorIdentity, site: SiteID) throws(StoreError) -> Author? {
    tables.authorsByIdentity[Scoped(site, identity)].flatMap { tables.authors[Scoped(site, $0)] }
  }

  package func storedAuthors(named part: String, site: SiteID, limit: Int) throws(StoreError) -> [Author] {
    let found = tables.authors.values.filter { author in
      author.site == site && (part.isEmpty || author.name.lowercased().contains(part))
    }
    return Array(found.sorted { $0.id > $1.id }.prefix(limit))
  }

  package mutating func put(_ author: Author) throws(StoreError) {
    let key = Scoped(author.site, author.id)
    if let before = tables.authors[key], before.identity != author.identity {
      set(nil, in: \.authorsByIdentity, at: Scoped(author.site, before.identity))
    }
    set(author, in: \.authors, at: key)
    if author.identity != .guest(key: "") {
      set(author.id, in: \.authorsByIdentity, at: Scoped(author.site, author.identity))
    }
  }

  package func storedModerator(_ id: ModeratorID, site: SiteID) throws(StoreError) -> Moderator? {
    tables.moderators[Scoped(site, id)]
  }

  package func storedModerators(site: SiteID) throws(StoreError) -> [Moderator] {
    tables.moderators.values.filter { $0.site == site }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  package mutating func put(_ moderator: Moderator) throws(StoreError) {
    set(moderator, in: \.moderators, at: Scoped(moderator.site, moderator.id))
  }
}

// MARK: - What works once

extension MemoryTransaction {
  package func isUsed(nonce: String, site: SiteID) throws(StoreError) -> Bool {
    tables.nonces[Scoped(site, nonce)] != nil
  }

  package mutating func use(nonce: String, site: SiteID, expiresAt: Timestamp) throws(StoreError) {
    set(expiresAt, in: \.nonces, at: Scoped(site, nonce))
  }

  package func idempotencyRecord(_ key: String, site: SiteID) throws(StoreError) -> IdempotencyRecord? {
    tables.idempotency[Scoped(site, key)]
  }

  package mutating func put(_ record: IdempotencyRecord, key: String, site: SiteID) throws(StoreError) {
    set(record, in: \.idempotency, at: Scoped(site, key))
  }

  package mutating func prune(now: Timestamp, limit: Int) throws(StoreError) {
    for (key, _) in tables.nonces.lazy.filter({ $0.value < now }).prefix(limit) { set(nil, in: \.nonces, at: key) }
    for (key, _) in tables.idempotency.lazy.filter({ $0.value.expiresAt < now }).prefix(limit) {
      set(nil, in: \.idempotency, at: key)
    }
    for (key, _) in tables.answers.lazy.filter({ $0.value.expiresAt < now }).prefix(limit) {
      set(nil, in: \.answers, at: key)
    }
    for (key, _) in tables.attempts.lazy.filter({ $0.value.endsAt < now }).prefix(limit) {
      set(nil, in: \.attempts, at: key)
    }
    for (key, _) in tables.sessions.lazy.filter({ $0.value.endsAt < now }).prefix(limit) {
      try removeSession(key.id, site: key.site)
    }
    try pruneArrivals(before: now.adding(seconds: -Wave.keptSeconds), limit: limit)
    let expired = now.adding(seconds: -ShareAction.windowSeconds)
    for (key, _) in tables.visits.lazy.filter({ $0.value < expired }).prefix(limit) {
      set(nil, in: \.visits, at: key)
      set(tables.visitors[key.share, default: 1] - 1, in: \.visitors, at: key.share)
    }
  }
}

// MARK: - Records

extension MemoryTransaction {
  package mutating func append(_ event: ModerationEvent) throws(StoreError) {
    change { tables in
      var stored = event
      stored.sequence = (tables.events.last?.sequence ?? 0) + 1
      tables.events.append(stored)
    } takeBack: {
      $0.events.removeLast()
    }
  }

  package func storedEvents(after sequence: Int64, limit: Int) throws(StoreError) -> [ModerationEvent] {
    // Places rise by one from 1.
    let start = Int(clamping: max(sequence, 0))
    return Array(tables.events.dropFirst(start).prefix(limit))
  }

  package func eventSpan() throws(StoreError) -> EventSpan {
    guard let first = tables.events.first, let last = tables.events.last else { return EventSpan() }
    return EventSpan(first: first.sequence, last: last.sequence, count: Int64(tables.events.count))
  }

  package func logHead(site: SiteID) throws(StoreError) -> LogHead? {
    tables.logs[site]?.last.map { LogHead(index: $0.index, hash: $0.hash) }
  }

  package mutating func append(_ entry: LogEntry) throws(StoreError) {
    change {
      $0.logs[entry.site, default: []].append(entry)
    } takeBack: {
      $0.logs[entry.site]?.removeLast()
    }
  }

  package func storedLog(site: SiteID, after index: Int64, limit: Int) throws(StoreError) -> [LogEntry] {
    let start = Int(clamping: max(index, 0))
    return Array((tables.logs[site] ?? []).dropFirst(start).prefix(limit))
  }
}

// MARK: - All of it

extension MemoryTransaction {
  package func sites() throws(StoreError) -> [SiteID] {
    Set(tables.articles.keys.map(\.site))
      .union(tables.authors.keys.map(\.site))
      .union(tables.moderators.keys.map(\.site))
      .union(tables.logs.keys)
      .union(tables.ruleSets.keys)
      .sorted()
  }

  package func forEachArticle(_ body: (Article) throws(StoreError) -> Void) throws(StoreError) {
    for article in tables.articles.values.sorted(by: { ($0.site, $0.id) < ($1.site, $1.id) }) { try body(article) }
  }

  package func forEachRow(_ body: (CommentRow) throws(StoreError) -> Void) throws(StoreError) {
    for place in tables.roots.keys.sorted(by: { ($0.site, $0.id) < ($1.site, $1.id) }) {
      var walk = ThreadWalk(tables: tables, site: place.site, article: place.id, sort: .oldest, after: nil)
      while let row = walk.next() { try body(row) }
    }
  }

  package func forEachAuthor(_ body: (Author) throws(StoreError) -> Void) throws(StoreError) {
    for author in tables.authors.values.sorted(by: { ($0.site, $0.id) < ($1.site, $1.id) }) { try body(author) }
  }

  package func forEachCase(_ body: (ModerationCase) throws(StoreError) -> Void) throws(StoreError) {
    for item in tables.cases.values.sorted(by: { ($0.site, $0.id) < ($1.site, $1.id) }) { try body(item) }
  }

  package func forEachRecordedShares(_ body: (RecordedShares) throws(StoreError) -> Void) throws(StoreError) {
    let keys = tables.recordedShares.keys.sorted {
      ($0.site, $0.article, $0.network) < ($1.site, $1.article, $1.network)
    }
    for key in keys { try body(recorded(key)) }
  }

  func recorded(_ key: MemoryTables.ShareKey) -> RecordedShares {
    RecordedShares(
      site: key.site, article: key.article, network: key.network, count: tables.recordedShares[key] ?? 0,
      visitors: tables.visitors[key] ?? 0)
  }

  package func storedStatistics() throws(StoreError) -> StoreStatistics {
    var comments: [CommentState: Int] = [:]
    for row in tables.comments.values { comments[row.comment.state, default: 0] += 1 }
    return StoreStatistics(
      articles: tables.articles.count, comments: comments, authors: tables.authors.count,
      openCases: tables.openCases.values.reduce(0) { $0 + $1.count }, reviews: tables.reviews.count,
      events: Int64(tables.events.count), logEntries: Int64(tables.logs.values.reduce(0) { $0 + $1.count }),
      bytes: nil, schemaVersion: "memory", engine: "memory")
  }

  package func physicalFindings() throws(StoreError) -> [StoreFinding] { [] }
}
