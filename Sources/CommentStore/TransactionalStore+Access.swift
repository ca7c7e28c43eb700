package import ModerationModel

extension TransactionalStore {
  public func credential(
    of moderator: ModeratorID, site: SiteID
  ) async throws(StoreError) -> ModeratorCredential? {
    try await read { (store) throws(StoreError) in try store.storedCredential(of: moderator, site: site) }
  }

  public func setPassword(
    _ hash: String, of moderator: ModeratorID, site: SiteID, attemptKey: String, stamp: WriteStamp
  ) async throws(StoreError) {
    try await write { (store) throws(StoreError) in
      try store.setPassword(hash, of: moderator, site: site, attemptKey: attemptKey, stamp: stamp)
    }
  }

  public func setSecondFactor(
    _ factor: ModeratorCredential.SecondFactor?, of moderator: ModeratorID, site: SiteID, version: Int,
    keeping session: SessionID?, stamp: WriteStamp
  ) async throws(StoreError) {
    try await write { (store) throws(StoreError) in
      try store.setSecondFactor(
        factor, of: moderator, site: site, version: version, keeping: session, stamp: stamp)
    }
  }

  public func takeAttempt(
    _ key: String, site: SiteID, account: AttemptLimit, everybody: AttemptLimit, stamp: WriteStamp
  ) async throws(StoreError) {
    try await write { (store) throws(StoreError) in
      try store.takeAttempt(key, site: site, account: account, everybody: everybody, stamp: stamp)
    }
  }

  public func forgiveAttempts(_ key: String, site: SiteID, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.removeAttempts(key, site: site) }
  }

  public func open(_ opening: SessionOpening, stamp: WriteStamp) async throws(StoreError) -> SessionHolder {
    try await write { (store) throws(StoreError) in try store.open(opening, stamp: stamp) }
  }

  public func session(
    _ tokenHash: [UInt8], site: SiteID, now: Timestamp
  ) async throws(StoreError) -> SessionHolder? {
    try await read { (store) throws(StoreError) in try store.session(tokenHash, site: site, now: now) }
  }

  public func touchSession(_ tokenHash: [UInt8], site: SiteID, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in
      try store.touchSession(tokenHash, site: site, stamp: stamp)
    }
  }

  public func sessions(
    of moderator: ModeratorID, site: SiteID, now: Timestamp
  ) async throws(StoreError) -> [ModeratorSession] {
    try await read { (store) throws(StoreError) in try store.sessions(of: moderator, site: site, now: now) }
  }

  public func revokeSessions(
    _ ids: [SessionID]?, of moderator: ModeratorID, keeping: SessionID?, site: SiteID, stamp: WriteStamp
  ) async throws(StoreError) -> Int {
    try await write { (store) throws(StoreError) in
      try store.revokeSessions(ids, of: moderator, keeping: keeping, site: site, stamp: stamp)
    }
  }

  public func add(_ token: AccessToken, hash: [UInt8], stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.add(token, hash: hash, stamp: stamp) }
  }

  public func token(_ hash: [UInt8], site: SiteID, now: Timestamp) async throws(StoreError) -> TokenHolder? {
    try await read { (store) throws(StoreError) in try store.token(hash, site: site, now: now) }
  }

  public func touchToken(_ id: TokenID, site: SiteID, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.touchToken(id, site: site, stamp: stamp) }
  }

  public func tokens(site: SiteID) async throws(StoreError) -> [AccessToken] {
    try await read { (store) throws(StoreError) in try store.storedTokens(site: site) }
  }

  public func revokeToken(
    _ id: TokenID, site: SiteID, stamp: WriteStamp
  ) async throws(StoreError) -> AccessToken {
    try await write { (store) throws(StoreError) in try store.revokeToken(id, site: site, stamp: stamp) }
  }
}

// MARK: - AnswerShelf

extension TransactionalStore {
  public func answerRecord(
    for claim: IdempotencyClaim, site: SiteID, now: Timestamp
  ) async throws(StoreError) -> AnswerRecord? {
    try await read { (store) throws(StoreError) in try store.answerRecord(for: claim, site: site, now: now) }
  }

  public func keep(
    _ answer: StoredAnswer, for claim: IdempotencyClaim, site: SiteID, stamp: WriteStamp
  ) async throws(StoreError) {
    try await write { (store) throws(StoreError) in
      try store.keep(answer, for: claim, site: site, stamp: stamp)
    }
  }
}

// MARK: - WebhookShelf

extension TransactionalStore {
  public func add(_ row: WebhookRow, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.add(row, stamp: stamp) }
  }

  public func webhooks(site: SiteID) async throws(StoreError) -> [WebhookRow] {
    try await read { (store) throws(StoreError) in try store.storedWebhooks(site: site) }
  }

  public func change(_ row: WebhookRow, stamp: WriteStamp) async throws(StoreError) -> WebhookRow {
    try await write { (store) throws(StoreError) in try store.change(row, stamp: stamp) }
  }

  public func removeWebhook(_ id: WebhookID, site: SiteID, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.removeWebhook(id, site: site, stamp: stamp) }
  }

  public func claimWebhooks(
    limit: Int, seconds: Double, stamp: WriteStamp
  ) async throws(StoreError) -> [WebhookRow] {
    // Asking first costs no write: mostly nothing is due.
    let isDue = try await read { (store) throws(StoreError) in
      let end = try store.eventSpan().last
      return try store.storedWebhooks(site: nil).contains {
        $0.webhook.state == .active && $0.webhook.sequence < end && $0.webhook.nextAttemptAt <= stamp.at
      }
    }
    guard isDue else { return [] }
    return try await write { (store) throws(StoreError) in
      try store.claimWebhooks(limit: limit, seconds: seconds, stamp: stamp)
    }
  }

  public func note(_ delivered: Webhook, from sequence: Int64, stamp: WriteStamp) async throws(StoreError) {
    try await write { (store) throws(StoreError) in try store.note(delivered, from: sequence, stamp: stamp) }
  }

  public func lastSequence() async throws(StoreError) -> Int64 {
    try await read { (store) throws(StoreError) in try store.eventSpan().last }
  }
}
