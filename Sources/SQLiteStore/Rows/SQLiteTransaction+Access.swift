package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

extension RowReader {
  /// Hashes of 32 bytes, one after the other.
  fileprivate mutating func hashes() throws(StoreError) -> [[UInt8]] {
    let bytes = try bytes()
    guard bytes.count % 32 == 0 else { throw damage }
    return stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0..<$0 + 32]) }
  }

  fileprivate mutating func storedCredential() throws(StoreError) -> ModeratorCredential {
    var credential = ModeratorCredential(site: try site(), moderator: try identifier(), passwordHash: try text())
    let sealed = try optionalData().map { Array($0) }
    let isConfirmed = try flag()
    let lastStep = try number()
    let recovery = try hashes()
    if let sealed {
      credential.secondFactor = ModeratorCredential.SecondFactor(
        sealedSecret: sealed, isConfirmed: isConfirmed, lastStep: lastStep, recoveryHashes: recovery)
    }
    credential.version = try count()
    return credential
  }

  fileprivate mutating func storedSession() throws(StoreError) -> ModeratorSession {
    ModeratorSession(
      site: try site(), id: try identifier(), moderator: try identifier(), createdAt: try time(),
      lastSeenAt: try time(), device: try text())
  }

  fileprivate mutating func storedToken() throws(StoreError) -> AccessToken {
    let site = try site()
    let id: TokenID = try identifier()
    skip()
    let moderator: ModeratorID = try identifier()
    let label = try text()
    var scopes: Set<AccessToken.Scope> = []
    for word in try text().split(separator: " ") {
      guard let scope = AccessToken.Scope(rawValue: String(word)) else { throw damage }
      scopes.insert(scope)
    }
    return AccessToken(
      site: site, id: id, moderator: moderator, label: label, scopes: scopes, createdAt: try time(),
      createdBy: try text(), expiresAt: try optionalTime(), lastUsedAt: try optionalTime(),
      revokedAt: try optionalTime())
  }
}

extension SQLiteTransaction {
  package func storedCredential(
    of moderator: ModeratorID, site: SiteID
  ) throws(StoreError) -> ModeratorCredential? {
    try first(
      """
      \(RowTable.credentials.select)
      WHERE site = ? AND moderator = ?
      """, [site.key.column, moderator.column], subject: "credentials"
    ) { (row) throws(StoreError) in try row.storedCredential() }
  }

  package mutating func put(_ credential: ModeratorCredential) throws(StoreError) {
    let factor = credential.secondFactor
    try put(
      [
        credential.site.key.column, credential.moderator.column, credential.passwordHash.column,
        (factor?.sealedSecret.column).orNull, (factor?.isConfirmed ?? false).column, (factor?.lastStep ?? 0).column,
        (factor?.recoveryHashes.flatMap { $0 } ?? []).column, credential.version.column,
      ], into: .credentials)
  }

  // MARK: Sessions

  private static let selectSessions = """
    SELECT site, id, moderator, created_at, last_seen_at, device
    FROM sessions
    """

  package func storedSession(_ tokenHash: [UInt8], site: SiteID) throws(StoreError) -> ModeratorSession? {
    try first(
      """
      \(Self.selectSessions)
      WHERE site = ? AND token_hash = ?
      """, [site.key.column, tokenHash.column], subject: "sessions"
    ) { (row) throws(StoreError) in try row.storedSession() }
  }

  package func storedSessions(
    of moderator: ModeratorID, site: SiteID
  ) throws(StoreError) -> [ModeratorSession] {
    try all(
      """
      \(Self.selectSessions)
      WHERE site = ? AND moderator = ?
      ORDER BY id DESC
      """, [site.key.column, moderator.column], subject: "sessions"
    ) { (row) throws(StoreError) in try row.storedSession() }
  }

  package mutating func insert(_ session: ModeratorSession, tokenHash: [UInt8]) throws(StoreError) {
    try execute(
      """
      INSERT INTO sessions (site, id, token_hash, moderator, created_at, last_seen_at, device)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        session.site.key.column, session.id.column, tokenHash.column, session.moderator.column,
        session.createdAt.column, session.lastSeenAt.column, session.device.column,
      ])
  }

  package mutating func touchStoredSession(
    _ id: SessionID, site: SiteID, at: Timestamp
  ) throws(StoreError) {
    try execute(
      """
      UPDATE sessions
      SET last_seen_at = ?
      WHERE site = ? AND id = ?
      """, [at.column, site.key.column, id.column])
  }

  package mutating func removeSession(_ id: SessionID, site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM sessions
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column])
  }

  // MARK: Tokens

  package func storedToken(_ hash: [UInt8], site: SiteID) throws(StoreError) -> AccessToken? {
    try first(
      """
      \(RowTable.accessTokens.select)
      WHERE site = ? AND hash = ?
      """, [site.key.column, hash.column], subject: "tokens"
    ) { (row) throws(StoreError) in try row.storedToken() }
  }

  package func storedTokens(site: SiteID) throws(StoreError) -> [AccessToken] {
    try all(
      """
      \(RowTable.accessTokens.select)
      WHERE site = ?
      ORDER BY id DESC
      """, [site.key.column], subject: "tokens"
    ) { (row) throws(StoreError) in try row.storedToken() }
  }

  private func columns(of token: AccessToken, hash: [UInt8]) -> [DatabaseValue] {
    [
      token.site.key.column, token.id.column, hash.column, token.moderator.column, token.label.column,
      token.scopes.map(\.rawValue).sorted().joined(separator: " ").column, token.createdAt.column,
      token.createdBy.column, (token.expiresAt?.column).orNull, (token.lastUsedAt?.column).orNull,
      (token.revokedAt?.column).orNull,
    ]
  }

  package mutating func insert(_ token: AccessToken, hash: [UInt8]) throws(StoreError) {
    try insert(columns(of: token, hash: hash), into: .accessTokens)
  }

  package mutating func replace(_ token: AccessToken) throws(StoreError) {
    let hash = try first(
      """
      SELECT hash
      FROM access_tokens
      WHERE site = ? AND id = ?
      """, [token.site.key.column, token.id.column], subject: "tokens",
      { (row) throws(StoreError) in try row.bytes() })
    guard let hash else { return }
    try put(columns(of: token, hash: hash), into: .accessTokens)
  }

  // MARK: Attempts

  package func attemptRecord(_ key: String, site: SiteID) throws(StoreError) -> AttemptRecord? {
    try first(
      """
      SELECT count, ends_at
      FROM sign_in_attempts
      WHERE site = ? AND key = ?
      """, [site.key.column, key.column], subject: "attempts to sign in"
    ) { (row) throws(StoreError) in AttemptRecord(count: try row.count(), endsAt: try row.time()) }
  }

  package mutating func put(
    _ record: AttemptRecord, attemptsOf key: String, site: SiteID
  ) throws(StoreError) {
    try execute(
      """
      INSERT INTO sign_in_attempts (site, key, count, ends_at)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (site, key) DO UPDATE
      SET count = excluded.count, ends_at = excluded.ends_at
      """, [site.key.column, key.column, record.count.column, record.endsAt.column])
  }

  package mutating func removeAttempts(_ key: String, site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM sign_in_attempts
      WHERE site = ? AND key = ?
      """, [site.key.column, key.column])
  }
}
