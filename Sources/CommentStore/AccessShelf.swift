public import ModerationModel

/// How moderators and their programs show who they are. A store keeps hashes and sealed bytes only.
public protocol AccessShelf: Sendable {
  func credential(of moderator: ModeratorID, site: SiteID) async throws(StoreError) -> ModeratorCredential?

  /// Sets a moderator's password; their second factor stays, their sessions end, their attempts are forgiven.
  ///
  /// - Throws: `unknownUser`.
  func setPassword(
    _ hash: String, of moderator: ModeratorID, site: SiteID, attemptKey: String, stamp: WriteStamp
  ) async throws(StoreError)

  /// Sets, confirms or, with `nil`, lifts the second factor; other sessions end when one is confirmed or lifted.
  ///
  /// - Throws: `unknownUser` without a password; `versionConflict`.
  func setSecondFactor(
    _ factor: ModeratorCredential.SecondFactor?, of moderator: ModeratorID, site: SiteID, version: Int,
    keeping session: SessionID?, stamp: WriteStamp
  ) async throws(StoreError)

  /// Counts an attempt to sign in before it is looked at, so that attempts made at once are all counted.
  ///
  /// - Parameter key: A keyed hash of the name that was given, whether anybody has it or not.
  /// - Throws: `tooManyAttempts`; then nothing is counted.
  func takeAttempt(
    _ key: String, site: SiteID, account: AttemptLimit, everybody: AttemptLimit, stamp: WriteStamp
  ) async throws(StoreError)

  /// Counts a name's attempts from nothing again, because one of them was right.
  func forgiveAttempts(_ key: String, site: SiteID, stamp: WriteStamp) async throws(StoreError)

  /// Begins a session where everything that was checked still holds.
  ///
  /// - Throws: `unknownUser` for one who is gone or disabled; `versionConflict` when the credential has changed
  ///   meanwhile; `codeUsed` for a one-time or recovery code that was taken before.
  func open(_ opening: SessionOpening, stamp: WriteStamp) async throws(StoreError) -> SessionHolder

  /// The session behind a token's hash, if it is alive and its moderator may act.
  func session(_ tokenHash: [UInt8], site: SiteID, now: Timestamp) async throws(StoreError) -> SessionHolder?

  /// Notes that a session was used; nothing happens when it is over.
  func touchSession(_ tokenHash: [UInt8], site: SiteID, stamp: WriteStamp) async throws(StoreError)

  /// A moderator's sessions that are alive, newest first.
  func sessions(of moderator: ModeratorID, site: SiteID, now: Timestamp)
    async throws(StoreError) -> [ModeratorSession]

  /// Ends sessions of a moderator: the given ones, or all but `keeping`. How many ended.
  func revokeSessions(
    _ ids: [SessionID]?, of moderator: ModeratorID, keeping: SessionID?, site: SiteID, stamp: WriteStamp
  ) async throws(StoreError) -> Int

  /// - Throws: `unknownUser`; `invalidValue` beyond `AccessToken.countMax`.
  func add(_ token: AccessToken, hash: [UInt8], stamp: WriteStamp) async throws(StoreError)

  /// The token behind a hash, if it is in force and its moderator may act.
  func token(_ hash: [UInt8], site: SiteID, now: Timestamp) async throws(StoreError) -> TokenHolder?

  func touchToken(_ id: TokenID, site: SiteID, stamp: WriteStamp) async throws(StoreError)

  /// Newest first, those that are over included.
  func tokens(site: SiteID) async throws(StoreError) -> [AccessToken]

  /// - Throws: `unknownToken`.
  func revokeToken(_ id: TokenID, site: SiteID, stamp: WriteStamp) async throws(StoreError) -> AccessToken
}
