package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

/// Rows in SQLite, within a transaction that somebody else has begun.
///
/// Statements are prepared once a connection and kept; values are always bound.
package struct SQLiteTransaction: StoreTransaction {
  let database: Database
  /// For messages.
  let path: String

  init(_ database: Database, path: String) {
    self.database = database
    self.path = path
  }

  func execute(_ sql: String, _ values: [DatabaseValue]) throws(StoreError) {
    do {
      try database.cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
    } catch {
      throw StoreError(error, at: path)
    }
  }

  /// The values as GRDB takes them. Its way for any one type looks a key path up each time, which costs more than
  /// binding a short row.
  private static func arguments(_ values: [DatabaseValue]) -> StatementArguments {
    var boxed: [(any DatabaseValueConvertible)?] = []
    boxed.reserveCapacity(values.count)
    for value in values { boxed.append(value) }
    return StatementArguments(boxed)
  }

  func insert(_ values: [DatabaseValue], into table: RowTable) throws(StoreError) {
    try execute(table.insert, values + [RowTable.checksum(values).column])
  }

  func put(_ values: [DatabaseValue], into table: RowTable) throws(StoreError) {
    try execute(table.upsert, values + [RowTable.checksum(values).column])
  }

  func forEach(
    _ sql: String, _ values: [DatabaseValue] = [], subject: String,
    _ body: (inout RowReader) throws(StoreError) -> Void
  ) throws(StoreError) {
    do {
      let statement = try database.cachedStatement(sql: sql)
      let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(values))
      while let row = try cursor.next() {
        var reader = RowReader(row, subject: subject)
        try body(&reader)
      }
    } catch {
      throw StoreError(error, at: path)
    }
  }

  func all<Value>(
    _ sql: String, _ values: [DatabaseValue] = [], subject: String,
    _ body: (inout RowReader) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    var found: [Value] = []
    try forEach(sql, values, subject: subject) { (reader) throws(StoreError) in found.append(try body(&reader)) }
    return found
  }

  /// The first row; the statement finds one at most or has a `LIMIT`.
  func first<Value>(
    _ sql: String, _ values: [DatabaseValue] = [], subject: String,
    _ body: (inout RowReader) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    do {
      let statement = try database.cachedStatement(sql: sql)
      // A cursor reads the columns where they are; `fetchOne` would copy the row first.
      let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(values))
      guard let row = try cursor.next() else { return nil }
      var reader = RowReader(row, subject: subject)
      return try body(&reader)
    } catch {
      throw StoreError(error, at: path)
    }
  }

  func number(_ sql: String, _ values: [DatabaseValue] = []) throws(StoreError) -> Int64 {
    try first(sql, values, subject: path) { (row) throws(StoreError) in try row.optionalNumber() ?? 0 } ?? 0
  }
}

// MARK: - Articles

extension RowReader {
  mutating func storedArticle() throws(StoreError) -> Article {
    let site = try site()
    var article = Article(
      site: site, id: try self.article(), url: try text(), title: try text(),
      language: try optionalLanguage() ?? .russian, publishedAt: try time(), isOpen: try flag())
    article.overrides.mode = try optionalName()
    article.overrides.bodyBytesMax = try optionalCount()
    article.overrides.depthMax = try optionalCount()
    article.overrides.closeAfterDays = try optionalReal()
    article.overrides.editWindowSeconds = try optionalReal()
    article.overrides.holdThreshold = try optionalReal()
    article.overrides.rejectThreshold = try optionalReal()
    article.version = try count()
    return article
  }

  mutating func storedCounts() throws(StoreError) -> ArticleCounts {
    ArticleCounts(
      visible: try count(), pending: try count(), rejected: try count(), spam: try count(), deleted: try count())
  }
}

extension SQLiteTransaction {
  package func storedArticle(_ id: ArticleID, site: SiteID) throws(StoreError) -> Article? {
    try first(
      """
      \(RowTable.articles.select)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.key.column], subject: "article \(id)"
    ) { (row) throws(StoreError) in try row.storedArticle() }
  }

  package func storedArticle(url: String, site: SiteID) throws(StoreError) -> Article? {
    try first(
      """
      \(RowTable.articles.select)
      WHERE site = ? AND url = ?
      """, [site.key.column, url.column], subject: "articles"
    ) { (row) throws(StoreError) in try row.storedArticle() }
  }

  package func storedArticles(site: SiteID, limit: Int, after: Article?) throws(StoreError) -> [Article] {
    guard let after else {
      return try all(
        """
        \(RowTable.articles.select)
        WHERE site = ?
        ORDER BY published_at DESC, id DESC
        LIMIT ?
        """, [site.key.column, limit.column], subject: "articles"
      ) { (row) throws(StoreError) in try row.storedArticle() }
    }
    return try all(
      """
      \(RowTable.articles.select)
      WHERE site = ? AND (published_at, id) < (?, ?)
      ORDER BY published_at DESC, id DESC
      LIMIT ?
      """, [site.key.column, after.publishedAt.column, after.id.key.column, limit.column], subject: "articles"
    ) { (row) throws(StoreError) in try row.storedArticle() }
  }

  package mutating func put(_ article: Article) throws(StoreError) {
    let overrides = article.overrides
    try put(
      [
        article.site.key.column, article.id.key.column, article.url.column, article.title.column,
        article.language.code.column, article.publishedAt.column, article.isOpen.column,
        (overrides.mode?.column).orNull, (overrides.bodyBytesMax?.column).orNull,
        (overrides.depthMax?.column).orNull, (overrides.closeAfterDays?.column).orNull,
        (overrides.editWindowSeconds?.column).orNull, (overrides.holdThreshold?.column).orNull,
        (overrides.rejectThreshold?.column).orNull, article.version.column,
      ], into: .articles)
  }

  package func storedCounts(of article: ArticleID, site: SiteID) throws(StoreError) -> ArticleCounts {
    try first(
      """
      SELECT visible, pending, rejected, spam, deleted
      FROM article_counts
      WHERE site = ? AND article = ?
      """, [site.key.column, article.key.column], subject: "article \(article)"
    ) { (row) throws(StoreError) in try row.storedCounts() } ?? ArticleCounts()
  }

  package mutating func put(_ counts: ArticleCounts, of article: ArticleID, site: SiteID) throws(StoreError) {
    try execute(
      """
      INSERT INTO article_counts (site, article, visible, pending, rejected, spam, deleted)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (site, article) DO UPDATE
      SET visible = excluded.visible, pending = excluded.pending, rejected = excluded.rejected,
        spam = excluded.spam, deleted = excluded.deleted
      """,
      [
        site.key.column, article.key.column, counts.visible.column, counts.pending.column, counts.rejected.column,
        counts.spam.column, counts.deleted.column,
      ])
  }
}

// MARK: - Authors and moderators

extension RowReader {
  mutating func storedAuthor() throws(StoreError) -> Author {
    let site = try site()
    let id: AuthorID = try identifier()
    let kind = try text()
    let key = try text()
    let identity: AuthorIdentity
    switch kind {
    case "account": identity = .account(subject: key)
    case "guest": identity = .guest(key: key)
    default: throw damage
    }
    let name = try text()
    skip()
    var author = Author(site: site, id: id, identity: identity, name: name, firstSeenAt: try time())
    author.record = AuthorRecord(
      published: try count(), approved: try count(), pending: try count(), rejected: try count(),
      spam: try count(), deleted: try count())
    if let kind: Sanction.Kind = try optionalName() {
      let until = try optionalTime()
      author.sanction = Sanction(
        kind: kind, until: until, reason: try text(), setBy: try text(), setAt: try time())
    } else {
      skip(4)
    }
    author.version = try count()
    return author
  }

  mutating func storedModerator() throws(StoreError) -> Moderator {
    Moderator(
      site: try site(), id: try identifier(), name: try text(), role: try name(), isDisabled: try flag(),
      createdAt: try time())
  }
}

extension AuthorIdentity {
  fileprivate var columns: [DatabaseValue] {
    switch self {
    case .account(let subject): ["account".column, subject.column]
    case .guest(let key): ["guest".column, key.column]
    }
  }
}

extension SQLiteTransaction {
  package func storedAuthor(_ id: AuthorID, site: SiteID) throws(StoreError) -> Author? {
    try first(
      """
      \(RowTable.authors.select)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column], subject: "author \(id)"
    ) { (row) throws(StoreError) in try row.storedAuthor() }
  }

  package func storedAuthor(_ identity: AuthorIdentity, site: SiteID) throws(StoreError) -> Author? {
    // The last condition is the index's own, without which SQLite would not use it.
    try first(
      """
      \(RowTable.authors.select)
      WHERE site = ? AND identity_kind = ? AND identity_key = ? AND identity_key <> ''
      """, [site.key.column] + identity.columns, subject: "authors"
    ) { (row) throws(StoreError) in try row.storedAuthor() }
  }

  package func storedAuthors(named part: String, site: SiteID, limit: Int) throws(StoreError) -> [Author] {
    try all(
      """
      \(RowTable.authors.select)
      WHERE site = ? AND instr(name_folded, ?) > 0
      ORDER BY id DESC
      LIMIT ?
      """, [site.key.column, part.column, limit.column], subject: "authors"
    ) { (row) throws(StoreError) in try row.storedAuthor() }
  }

  package mutating func put(_ author: Author) throws(StoreError) {
    let record = author.record
    let sanction = author.sanction
    let place = [author.site.key.column, author.id.column]
    let name = [author.name.column, author.name.lowercased().column]
    let rest = [
      record.published.column, record.approved.column, record.pending.column, record.rejected.column,
      record.spam.column, record.deleted.column, (sanction?.kind.column).orNull, (sanction?.until?.column).orNull,
      (sanction?.reason.column).orNull, (sanction?.setBy.column).orNull, (sanction?.setAt.column).orNull,
      author.version.column,
    ]
    let values = place + author.identity.columns + name + [author.firstSeenAt.column] + rest
    // Every comment changes its author's record. Leaving the identity alone spares writing its index again; only an
    // erasure changes it.
    if author.identity != .guest(key: "") {
      try execute(
        """
        UPDATE authors
        SET name = ?, name_folded = ?, published = ?, approved = ?, pending = ?, rejected = ?, spam = ?, deleted = ?,
          sanction = ?, sanction_until = ?, sanction_reason = ?, sanction_set_by = ?, sanction_set_at = ?, version = ?,
          checksum = ?
        WHERE site = ? AND id = ?
        """, name + rest + [RowTable.checksum(values).column] + place)
      if database.changesCount > 0 { return }
    }
    try put(values, into: .authors)
  }

  package func storedModerator(_ id: ModeratorID, site: SiteID) throws(StoreError) -> Moderator? {
    try first(
      """
      \(RowTable.moderators.select)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column], subject: "moderators"
    ) { (row) throws(StoreError) in try row.storedModerator() }
  }

  package func storedModerators(site: SiteID) throws(StoreError) -> [Moderator] {
    try all(
      """
      \(RowTable.moderators.select)
      WHERE site = ?
      ORDER BY name
      """, [site.key.column], subject: "moderators"
    ) { (row) throws(StoreError) in try row.storedModerator() }
  }

  package mutating func put(_ moderator: Moderator) throws(StoreError) {
    try put(
      [
        moderator.site.key.column, moderator.id.column, moderator.name.column, moderator.role.column,
        moderator.isDisabled.column, moderator.createdAt.column,
      ], into: .moderators)
  }
}
