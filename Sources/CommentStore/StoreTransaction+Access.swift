internal import ModerationModel

extension StoreTransaction {
  private func known(_ id: ModeratorID, site: SiteID) throws(StoreError) -> Moderator {
    guard let moderator = try storedModerator(id, site: site) else { throw StoreError(.unknownUser, "user \(id)") }
    return moderator
  }

  // MARK: Passwords and second factors

  mutating func setPassword(
    _ hash: String, of id: ModeratorID, site: SiteID, attemptKey: String, stamp: WriteStamp
  ) throws(StoreError) {
    try StoreLimits.check(hash, bytesMax: ModeratorCredential.hashBytesMax, "hash")
    let moderator = try known(id, site: site)
    var credential = ModeratorCredential(site: site, moderator: id, passwordHash: hash)
    if let before = try storedCredential(of: id, site: site) {
      credential = before
      credential.passwordHash = hash
      credential.version += 1
    }
    try put(credential)
    try endSessions(of: id, keeping: nil, site: site)
    try removeAttempts(attemptKey, site: site)
    try note(.passwordSet, subject: "user:\(id)", details: ["name": moderator.name], site: site, stamp: stamp)
  }

  mutating func setSecondFactor(
    _ factor: ModeratorCredential.SecondFactor?, of id: ModeratorID, site: SiteID, version: Int,
    keeping session: SessionID?, stamp: WriteStamp
  ) throws(StoreError) {
    let moderator = try known(id, site: site)
    guard var credential = try storedCredential(of: id, site: site) else {
      throw StoreError(.unknownUser, "user \(moderator.name) has no password")
    }
    guard credential.version == version else {
      throw StoreError(.versionConflict(expected: version, found: credential.version), "user \(moderator.name)")
    }
    let before = credential.secondFactor
    credential.secondFactor = factor
    credential.version += 1
    try put(credential)
    // An offer that nobody has confirmed changes nothing for anybody.
    let wasInForce = before?.isConfirmed ?? false
    let isInForce = factor?.isConfirmed ?? false
    guard wasInForce || isInForce else { return }
    try endSessions(of: id, keeping: session, site: site)
    try note(
      isInForce ? .secondFactorSet : .secondFactorLifted, subject: "user:\(id)", details: ["name": moderator.name],
      site: site, stamp: stamp)
  }

  // MARK: Attempts

  mutating func takeAttempt(
    _ key: String, site: SiteID, account: AttemptLimit, everybody: AttemptLimit, stamp: WriteStamp
  ) throws(StoreError) {
    try StoreLimits.check(key, bytesMax: StoreLimits.reporterBytesMax, "key")
    var records: [(key: String, record: AttemptRecord)] = []
    for (key, limit) in [(key, account), (Self.everybodyKey, everybody)] {
      let fresh = AttemptRecord(count: 0, endsAt: stamp.at.adding(seconds: limit.windowSeconds))
      var record = try attemptRecord(key, site: site) ?? fresh
      // A window that ends later than one begun now could was begun by a clock that has been set back since.
      if record.endsAt <= stamp.at || record.endsAt > fresh.endsAt { record = fresh }
      guard record.count < limit.attemptsMax else { throw StoreError(.tooManyAttempts(until: record.endsAt)) }
      record.count += 1
      records.append((key, record))
    }
    for (key, record) in records { try put(record, attemptsOf: key, site: site) }
    if stamp.seed & 15 == 0 { try prune(now: stamp.at, limit: 256) }
  }

  /// No keyed hash is a single character.
  private static var everybodyKey: String { "*" }

  // MARK: Sessions

  mutating func open(_ opening: SessionOpening, stamp: WriteStamp) throws(StoreError) -> SessionHolder {
    let session = opening.session
    let site = session.site
    try StoreLimits.check(session.device, bytesMax: ModeratorSession.deviceBytesMax, "device")
    let moderator = try known(session.moderator, site: site)
    guard !moderator.isDisabled, var credential = try storedCredential(of: moderator.id, site: site) else {
      throw StoreError(.unknownUser, "user \(moderator.name)")
    }
    guard credential.version == opening.credentialVersion else {
      throw StoreError(
        .versionConflict(expected: opening.credentialVersion, found: credential.version), "user \(moderator.name)")
    }
    var isChanged = false
    if var factor = credential.secondFactor, factor.isConfirmed {
      if let step = opening.step, step > factor.lastStep {
        factor.lastStep = step
      } else if let hash = opening.recoveryHash, let place = factor.recoveryHashes.firstIndex(of: hash) {
        factor.recoveryHashes.remove(at: place)
      } else {
        throw StoreError(.codeUsed, "user \(moderator.name)")
      }
      credential.secondFactor = factor
      isChanged = true
    }
    if let renewed = opening.renewedHash {
      try StoreLimits.check(renewed, bytesMax: ModeratorCredential.hashBytesMax, "hash")
      credential.passwordHash = renewed
      isChanged = true
    }
    if isChanged {
      credential.version += 1
      try put(credential)
    }
    let others = try storedSessions(of: moderator.id, site: site)
    for old in others.dropFirst(ModeratorSession.countMax - 1) { try removeSession(old.id, site: site) }
    try insert(session, tokenHash: opening.tokenHash)
    try removeAttempts(opening.attemptKey, site: site)
    try note(
      .signedIn, subject: "user:\(moderator.id)",
      details: ["name": moderator.name, "session": "\(session.id)"], site: site, stamp: stamp)
    return SessionHolder(session: session, moderator: moderator)
  }

  func session(_ tokenHash: [UInt8], site: SiteID, now: Timestamp) throws(StoreError) -> SessionHolder? {
    guard let session = try storedSession(tokenHash, site: site), session.isAlive(at: now),
      let moderator = try storedModerator(session.moderator, site: site), !moderator.isDisabled
    else { return nil }
    return SessionHolder(session: session, moderator: moderator)
  }

  mutating func touchSession(_ tokenHash: [UInt8], site: SiteID, stamp: WriteStamp) throws(StoreError) {
    guard let session = try storedSession(tokenHash, site: site), session.isAlive(at: stamp.at),
      session.lastSeenAt < stamp.at
    else { return }
    try touchStoredSession(session.id, site: site, at: stamp.at)
  }

  func sessions(
    of moderator: ModeratorID, site: SiteID, now: Timestamp
  ) throws(StoreError) -> [ModeratorSession] {
    try storedSessions(of: moderator, site: site).filter { $0.isAlive(at: now) }
  }

  mutating func revokeSessions(
    _ ids: [SessionID]?, of moderator: ModeratorID, keeping: SessionID?, site: SiteID, stamp: WriteStamp
  ) throws(StoreError) -> Int {
    let count = try endSessions(of: moderator, keeping: keeping, among: ids, site: site)
    guard count > 0 else { return 0 }
    try note(
      .sessionsRevoked, subject: "user:\(moderator)", details: ["sessions": "\(count)"], site: site, stamp: stamp)
    return count
  }

  @discardableResult
  mutating func endSessions(
    of moderator: ModeratorID, keeping: SessionID?, among ids: [SessionID]? = nil, site: SiteID
  ) throws(StoreError) -> Int {
    var count = 0
    for session in try storedSessions(of: moderator, site: site)
    where session.id != keeping && ids?.contains(session.id) != false {
      try removeSession(session.id, site: site)
      count += 1
    }
    return count
  }

  // MARK: Tokens

  mutating func add(_ token: AccessToken, hash: [UInt8], stamp: WriteStamp) throws(StoreError) {
    try StoreLimits.check(token.label, bytesMax: AccessToken.labelBytesMax, "label")
    let moderator = try known(token.moderator, site: token.site)
    let inForce = try storedTokens(site: token.site).filter { $0.isInForce(at: stamp.at) }
    guard inForce.count < AccessToken.countMax, !token.scopes.isEmpty else {
      throw StoreError(.invalidValue, "more than \(AccessToken.countMax) tokens, or one without scopes")
    }
    try insert(token, hash: hash)
    try note(
      .tokenMade, subject: "token:\(token.id)",
      details: [
        "name": moderator.name, "label": token.label,
        "scopes": token.scopes.map(\.rawValue).sorted().joined(separator: " "),
      ], site: token.site, stamp: stamp)
  }

  func token(_ hash: [UInt8], site: SiteID, now: Timestamp) throws(StoreError) -> TokenHolder? {
    guard let token = try storedToken(hash, site: site), token.isInForce(at: now),
      let moderator = try storedModerator(token.moderator, site: site), !moderator.isDisabled
    else { return nil }
    return TokenHolder(token: token, moderator: moderator)
  }

  mutating func touchToken(_ id: TokenID, site: SiteID, stamp: WriteStamp) throws(StoreError) {
    guard var token = try storedTokens(site: site).first(where: { $0.id == id }),
      token.lastUsedAt.map({ $0 < stamp.at }) ?? true
    else { return }
    token.lastUsedAt = stamp.at
    try replace(token)
  }

  mutating func revokeToken(_ id: TokenID, site: SiteID, stamp: WriteStamp) throws(StoreError) -> AccessToken {
    guard var token = try storedTokens(site: site).first(where: { $0.id == id }) else {
      throw StoreError(.unknownToken, "token \(id)")
    }
    guard token.revokedAt == nil else { return token }
    token.revokedAt = stamp.at
    try replace(token)
    try note(.tokenRevoked, subject: "token:\(id)", details: ["label": token.label], site: site, stamp: stamp)
    return token
  }
}
