package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

// MARK: - Shares

extension SQLiteTransaction {
  package func lastShare(
    of article: ArticleID, site: SiteID, network: ShareNetwork, visitor: String
  ) throws(StoreError) -> Timestamp? {
    try first(
      """
      SELECT at
      FROM share_visits
      WHERE site = ? AND article = ? AND network = ? AND visitor = ?
      """, [site.key.column, article.key.column, network.name.column, visitor.column],
      subject: "shares of article \(article)"
    ) { (row) throws(StoreError) in try row.time() }
  }

  package mutating func putVisit(_ share: ShareAction) throws(StoreError) {
    try execute(
      """
      INSERT INTO share_visits (site, article, network, visitor, at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (site, article, network, visitor) DO UPDATE
      SET at = excluded.at
      """,
      [
        share.site.key.column, share.article.key.column, share.network.name.column, share.visitor.column,
        share.at.column,
      ])
  }

  /// With the visitors counted from their rows.
  private static let recordedShares = """
    SELECT site, article, network, count, (
      SELECT count(*)
      FROM share_visits AS visit
      WHERE visit.site = recorded_shares.site AND visit.article = recorded_shares.article
        AND visit.network = recorded_shares.network
    )
    FROM recorded_shares
    """

  package func recordedShares(of article: ArticleID, site: SiteID) throws(StoreError) -> [RecordedShares] {
    try all(
      """
      SELECT site, article, network, count, 0
      FROM recorded_shares
      WHERE site = ? AND article = ?
      ORDER BY network
      """, [site.key.column, article.key.column], subject: "shares of article \(article)"
    ) { (row) throws(StoreError) in try row.recordedShares() }
  }

  package func forEachRecordedShares(_ body: (RecordedShares) throws(StoreError) -> Void) throws(StoreError) {
    try forEach(
      """
      \(Self.recordedShares)
      ORDER BY site, article, network
      """, subject: "shares"
    ) { (row) throws(StoreError) in try body(row.recordedShares()) }
  }

  package mutating func putRecordedShares(_ shares: RecordedShares) throws(StoreError) {
    try put(
      [shares.site.key.column, shares.article.key.column, shares.network.name.column, shares.count.column],
      into: .recordedShares)
  }

  package func reportedShares(of article: ArticleID, site: SiteID) throws(StoreError) -> [ReportedShareCount] {
    try all(
      """
      \(RowTable.reportedShares.select)
      WHERE site = ? AND article = ?
      ORDER BY network, source
      """, [site.key.column, article.key.column], subject: "shares of article \(article)"
    ) { (row) throws(StoreError) in
      ReportedShareCount(
        site: try row.site(), article: try row.article(), network: try row.network(), source: try row.text(),
        count: try row.optionalCount(), precision: try row.name(), fetchedAt: try row.time(),
        lastError: try row.optionalText())
    }
  }

  package mutating func put(_ count: ReportedShareCount) throws(StoreError) {
    try put(
      [
        count.site.key.column, count.article.key.column, count.network.name.column, count.source.column,
        (count.count?.column).orNull, count.precision.column, count.fetchedAt.column,
        (count.lastError?.column).orNull,
      ], into: .reportedShares)
  }
}

extension RowReader {
  fileprivate mutating func recordedShares() throws(StoreError) -> RecordedShares {
    RecordedShares(
      site: try site(), article: try article(), network: try network(), count: try count(), visitors: try count())
  }
}

// MARK: - What works once

extension SQLiteTransaction {
  package func isUsed(nonce: String, site: SiteID) throws(StoreError) -> Bool {
    try number(
      """
      SELECT count(*)
      FROM nonces
      WHERE site = ? AND nonce = ?
      """, [site.key.column, nonce.column]) > 0
  }

  package mutating func use(nonce: String, site: SiteID, expiresAt: Timestamp) throws(StoreError) {
    try execute(
      """
      INSERT INTO nonces (site, nonce, expires_at)
      VALUES (?, ?, ?)
      """, [site.key.column, nonce.column, expiresAt.column])
  }

  package func idempotencyRecord(_ key: String, site: SiteID) throws(StoreError) -> IdempotencyRecord? {
    try first(
      """
      SELECT fingerprint, comment, expires_at
      FROM idempotency_keys
      WHERE site = ? AND key = ?
      """, [site.key.column, key.column], subject: "idempotency keys"
    ) { (row) throws(StoreError) in
      IdempotencyRecord(fingerprint: try row.bytes(), comment: try row.identifier(), expiresAt: try row.time())
    }
  }

  package mutating func put(_ record: IdempotencyRecord, key: String, site: SiteID) throws(StoreError) {
    try execute(
      """
      INSERT INTO idempotency_keys (site, key, fingerprint, comment, expires_at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (site, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, comment = excluded.comment, expires_at = excluded.expires_at
      """,
      [
        site.key.column, key.column, record.fingerprint.column, record.comment.column, record.expiresAt.column,
      ])
  }

  package mutating func prune(now: Timestamp, limit: Int) throws(StoreError) {
    try pruneArrivals(before: now.adding(seconds: -Wave.keptSeconds), limit: limit)
    try execute(
      """
      DELETE FROM nonces
      WHERE (site, nonce) IN (
        SELECT site, nonce
        FROM nonces
        WHERE expires_at < ?
        LIMIT ?
      )
      """, [now.column, limit.column])
    try execute(
      """
      DELETE FROM idempotency_keys
      WHERE (site, key) IN (
        SELECT site, key
        FROM idempotency_keys
        WHERE expires_at < ?
        LIMIT ?
      )
      """, [now.column, limit.column])
    try execute(
      """
      DELETE FROM stored_answers
      WHERE (site, key) IN (
        SELECT site, key
        FROM stored_answers
        WHERE expires_at < ?
        LIMIT ?
      )
      """, [now.column, limit.column])
    try execute(
      """
      DELETE FROM sign_in_attempts
      WHERE (site, key) IN (
        SELECT site, key
        FROM sign_in_attempts
        WHERE ends_at < ?
        LIMIT ?
      )
      """, [now.column, limit.column])
    try execute(
      """
      DELETE FROM sessions
      WHERE (site, id) IN (
        SELECT site, id
        FROM sessions
        WHERE last_seen_at < ? OR created_at < ?
        LIMIT ?
      )
      """,
      [
        now.adding(seconds: -ModeratorSession.idleSeconds).column,
        now.adding(seconds: -ModeratorSession.absoluteSeconds).column, limit.column,
      ])
    try execute(
      """
      DELETE FROM share_visits
      WHERE (site, article, network, visitor) IN (
        SELECT site, article, network, visitor
        FROM share_visits
        WHERE at < ?
        LIMIT ?
      )
      """, [now.adding(seconds: -ShareAction.windowSeconds).column, limit.column])
  }
}

// MARK: - Events and log

extension SQLiteTransaction {
  package mutating func append(_ event: ModerationEvent) throws(StoreError) {
    // SQLite gives the highest place and one; one taken back by a rollback is given again, so there are no gaps.
    try insert(
      [
        event.site.key.column, event.id.column, event.kind.column, event.at.column,
        (event.article?.key.column).orNull, (event.comment?.column).orNull, (event.review?.column).orNull,
        (event.before?.column).orNull, (event.after?.column).orNull,
      ], into: .events)
  }

  package func storedEvents(after sequence: Int64, limit: Int) throws(StoreError) -> [ModerationEvent] {
    try all(
      """
      SELECT site, id, kind, at, article, comment, review, before, after, sequence
      FROM events
      WHERE sequence > ?
      ORDER BY sequence
      LIMIT ?
      """, [sequence.column, limit.column], subject: "events"
    ) { (row) throws(StoreError) in
      var event = ModerationEvent(
        site: try row.site(), id: try row.identifier(), kind: try row.name(), at: try row.time())
      if let key = try row.optionalText() {
        guard let article = ArticleID(key) else { throw row.damage }
        event.article = article
      }
      event.comment = try row.optionalIdentifier()
      event.review = try row.optionalIdentifier()
      event.before = try row.optionalName()
      event.after = try row.optionalName()
      event.sequence = try row.number()
      return event
    }
  }

  package func eventSpan() throws(StoreError) -> EventSpan {
    try first(
      """
      SELECT coalesce(min(sequence), 0), coalesce(max(sequence), 0), count(*)
      FROM events
      """, subject: "events"
    ) { (row) throws(StoreError) in
      EventSpan(first: try row.number(), last: try row.number(), count: try row.number())
    } ?? EventSpan()
  }

  package func logHead(site: SiteID) throws(StoreError) -> LogHead? {
    try first(
      """
      SELECT entry, hash
      FROM log_heads
      WHERE site = ?
      """, [site.key.column], subject: "log of \(site)"
    ) { (row) throws(StoreError) in LogHead(index: try row.number(), hash: try row.bytes()) }
  }

  package mutating func append(_ entry: LogEntry) throws(StoreError) {
    try execute(
      """
      INSERT INTO log (site, entry, at, actor, act, subject, details, previous_hash, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry.site.key.column, entry.index.column, entry.at.column, entry.actor.column, entry.act.column,
        entry.subject.column, try Self.encoded(entry.details).column, entry.previousHash.column, entry.hash.column,
      ])
    try execute(
      """
      INSERT INTO log_heads (site, entry, hash)
      VALUES (?, ?, ?)
      ON CONFLICT (site) DO UPDATE
      SET entry = excluded.entry, hash = excluded.hash
      """, [entry.site.key.column, entry.index.column, entry.hash.column])
  }

  package func storedLog(site: SiteID, after index: Int64, limit: Int) throws(StoreError) -> [LogEntry] {
    try all(
      """
      SELECT site, entry, at, actor, act, subject, details, previous_hash, hash
      FROM log
      WHERE site = ? AND entry > ?
      ORDER BY entry
      LIMIT ?
      """, [site.key.column, index.column, limit.column], subject: "log of \(site)"
    ) { (row) throws(StoreError) in
      let site = try row.site()
      let index = try row.number()
      let at = try row.time()
      let actor = try row.text()
      let act: LogEntry.Act = try row.name()
      let subject = try row.text()
      guard let details = Self.decodedDetails(try row.text()) else { throw row.damage }
      return LogEntry(
        site: site, index: index, at: at, actor: actor, act: act, subject: subject, details: details,
        previousHash: try row.bytes(), hash: try row.bytes())
    }
  }

  /// Details as JSON, so that people who open the file with other programs can read them.
  private static func encoded(_ details: [String: String]) throws(StoreError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(details), as: UTF8.self)
    } catch {
      throw StoreError(.invalidValue, "log details")
    }
  }

  private static func decodedDetails(_ text: String) -> [String: String]? {
    try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }
}

// MARK: - All of it

extension SQLiteTransaction {
  package func sites() throws(StoreError) -> [SiteID] {
    try all(
      """
      SELECT site FROM articles
      UNION SELECT site FROM authors
      UNION SELECT site FROM moderators
      UNION SELECT site FROM log
      UNION SELECT site FROM log_heads
      UNION SELECT site FROM rule_sets
      ORDER BY site
      """, subject: "sites"
    ) { (row) throws(StoreError) in try row.site() }
  }

  package func forEachArticle(_ body: (Article) throws(StoreError) -> Void) throws(StoreError) {
    try forEach(
      """
      \(RowTable.articles.select)
      ORDER BY site, id
      """, subject: "articles"
    ) { (row) throws(StoreError) in try body(row.storedArticle()) }
  }

  package func forEachAuthor(_ body: (Author) throws(StoreError) -> Void) throws(StoreError) {
    try forEach(
      """
      \(RowTable.authors.select)
      ORDER BY site, id
      """, subject: "authors"
    ) { (row) throws(StoreError) in try body(row.storedAuthor()) }
  }

  package func storedStatistics() throws(StoreError) -> StoreStatistics {
    var comments: [CommentState: Int] = [:]
    try forEach(
      """
      SELECT state, count(*)
      FROM comments
      GROUP BY state
      """, subject: "comments"
    ) { (row) throws(StoreError) in
      let state: CommentState = try row.name()
      comments[state] = try row.count()
    }
    return StoreStatistics(
      articles: Int(try number("SELECT count(*) FROM articles")), comments: comments,
      authors: Int(try number("SELECT count(*) FROM authors")),
      openCases: Int(try number("SELECT count(*) FROM cases WHERE state = 'open'")),
      reviews: Int(try number("SELECT count(*) FROM reviews")),
      events: try number("SELECT count(*) FROM events"), logEntries: try number("SELECT count(*) FROM log"),
      bytes: FileSizes.bytes(ofStoreAt: path),
      schemaVersion: try first(
        """
        SELECT identifier
        FROM grdb_migrations
        ORDER BY rowid DESC
        LIMIT 1
        """, subject: "schema", { (row) throws(StoreError) in try row.text() }) ?? "none",
      engine: "SQLite "
        + (try first("SELECT sqlite_version()", subject: "engine") { (row) throws(StoreError) in try row.text() } ?? "")
    )
  }

  package func physicalFindings() throws(StoreError) -> [StoreFinding] {
    var findings: [StoreFinding] = []
    func add(_ kind: StoreFinding.Kind, _ subject: String, _ message: String) {
      findings.append(StoreFinding(kind: kind, subject: subject, message: message, isRepairable: false))
    }
    // A page that cannot be read ends one way of looking, and is a finding; the other ways are still gone.
    func look(_ kind: StoreFinding.Kind, _ subject: String, _ body: () throws(StoreError) -> Void) throws(StoreError) {
      do throws(StoreError) {
        try body()
      } catch  where error.code != .busy && error.code != .closed {
        add(kind, subject, error.underlying ?? "it cannot be read")
      }
    }
    try look(.damagedFile, "file") { () throws(StoreError) in
      try forEach("PRAGMA integrity_check(100)", subject: "file") { (row) throws(StoreError) in
        let message = try row.text()
        if message != "ok" { add(.damagedFile, "file", message) }
      }
    }
    try look(.damagedFile, "references") { () throws(StoreError) in
      try forEach("PRAGMA foreign_key_check", subject: "file") { (row) throws(StoreError) in
        let table = try row.text()
        let place = try row.optionalNumber().map { "row \($0)" } ?? "a row"
        add(.foreignKey, "table \(table)", "\(place) names something that is missing")
      }
    }
    for table in RowTable.all {
      try look(.damagedRow, "table \(table.name)") { () throws(StoreError) in
        try checkRows(of: table) { place in
          add(.damagedRow, "table \(table.name)", "row \(place) does not match its checksum")
        }
      }
    }
    try look(.damagedRow, "circumstances") { () throws(StoreError) in
      try checkCircumstances { table, place in
        add(.damagedRow, "table \(table)", "what the verdict of row \(place) rested on does not match its checksum")
      }
    }
    return findings
  }

  private func checkRows(of table: RowTable, _ report: (Int64) -> Void) throws(StoreError) {
    do {
      let select = table.select.replacingOccurrences(of: ".checksum FROM", with: ".checksum, \(table.name).rowid FROM")
      let statement = try database.cachedStatement(sql: select)
      let cursor = try Row.fetchCursor(statement)
      let width = table.columns.count
      while let row = try cursor.next() {
        let values = (0..<width).map { index -> DatabaseValue in row[index] }
        let checksum: DatabaseValue = row[width]
        if checksum != RowTable.checksum(values).databaseValue {
          let place: DatabaseValue = row[width + 1]
          report(Int64.fromDatabaseValue(place) ?? 0)
        }
      }
    } catch {
      throw StoreError(error, at: path)
    }
  }
}

/// Sizes of a store's files.
enum FileSizes {
  /// The database, its write-ahead log and its shared memory together; `nil` when nothing can be read.
  static func bytes(ofStoreAt path: String) -> Int64? {
    let sizes = ["", "-wal"].compactMap { suffix in
      (try? FileManager.default.attributesOfItem(atPath: path + suffix))?[.size] as? NSNumber
    }
    return sizes.isEmpty ? nil : sizes.reduce(0) { $0 + $1.int64Value }
  }
}
