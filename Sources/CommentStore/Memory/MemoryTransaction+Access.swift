package import ModerationModel

extension MemoryTransaction {
  package func storedCredential(of moderator: ModeratorID, site: SiteID) throws(StoreError) -> ModeratorCredential? {
    tables.credentials[Scoped(site, moderator)]
  }

  package mutating func put(_ credential: ModeratorCredential) throws(StoreError) {
    set(credential, in: \.credentials, at: Scoped(credential.site, credential.moderator))
  }

  package func storedSession(_ tokenHash: [UInt8], site: SiteID) throws(StoreError) -> ModeratorSession? {
    tables.sessionsByHash[Scoped(site, tokenHash)].flatMap { tables.sessions[Scoped(site, $0)] }
  }

  package func storedSessions(of moderator: ModeratorID, site: SiteID) throws(StoreError) -> [ModeratorSession] {
    (tables.sessionsByModerator[Scoped(site, moderator)] ?? []).reversed().compactMap {
      tables.sessions[Scoped(site, $0)]
    }
  }

  package mutating func insert(_ session: ModeratorSession, tokenHash: [UInt8]) throws(StoreError) {
    set(session, in: \.sessions, at: Scoped(session.site, session.id))
    set(session.id, in: \.sessionsByHash, at: Scoped(session.site, tokenHash))
    insert(session.id, into: \.sessionsByModerator, at: Scoped(session.site, session.moderator))
  }

  package mutating func touchStoredSession(_ id: SessionID, site: SiteID, at: Timestamp) throws(StoreError) {
    guard var session = tables.sessions[Scoped(site, id)] else { return }
    session.lastSeenAt = at
    set(session, in: \.sessions, at: Scoped(site, id))
  }

  package mutating func removeSession(_ id: SessionID, site: SiteID) throws(StoreError) {
    guard let session = tables.sessions[Scoped(site, id)] else { return }
    set(nil, in: \.sessions, at: Scoped(site, id))
    for (key, value) in tables.sessionsByHash where key.site == site && value == id {
      set(nil, in: \.sessionsByHash, at: key)
    }
    remove(id, from: \.sessionsByModerator, at: Scoped(site, session.moderator))
  }

  package func storedToken(_ hash: [UInt8], site: SiteID) throws(StoreError) -> AccessToken? {
    tables.tokensByHash[Scoped(site, hash)].flatMap { tables.tokens[Scoped(site, $0)] }
  }

  package func storedTokens(site: SiteID) throws(StoreError) -> [AccessToken] {
    tables.tokens.values.filter { $0.site == site }.sorted { $0.id > $1.id }
  }

  package mutating func insert(_ token: AccessToken, hash: [UInt8]) throws(StoreError) {
    set(token, in: \.tokens, at: Scoped(token.site, token.id))
    set(token.id, in: \.tokensByHash, at: Scoped(token.site, hash))
  }

  package mutating func replace(_ token: AccessToken) throws(StoreError) {
    set(token, in: \.tokens, at: Scoped(token.site, token.id))
  }

  package func attemptRecord(_ key: String, site: SiteID) throws(StoreError) -> AttemptRecord? {
    tables.attempts[Scoped(site, key)]
  }

  package mutating func put(
    _ record: AttemptRecord, attemptsOf key: String, site: SiteID
  ) throws(StoreError) {
    set(record, in: \.attempts, at: Scoped(site, key))
  }

  package mutating func removeAttempts(_ key: String, site: SiteID) throws(StoreError) {
    set(nil, in: \.attempts, at: Scoped(site, key))
  }
}

// MARK: - Answers

extension MemoryTransaction {
  package func storedAnswer(_ key: String, site: SiteID) throws(StoreError) -> AnswerRecord? {
    tables.answers[Scoped(site, key)]
  }

  package mutating func put(_ record: AnswerRecord, answerOf key: String, site: SiteID) throws(StoreError) {
    set(record, in: \.answers, at: Scoped(site, key))
  }

  package mutating func emptyAnswers(site: SiteID) throws(StoreError) {
    for (key, record) in tables.answers where key.site == site && record.answer != nil {
      var emptied = record
      emptied.answer = nil
      set(emptied, in: \.answers, at: key)
    }
  }
}

// MARK: - Webhooks

extension MemoryTransaction {
  package func storedWebhook(_ id: WebhookID, site: SiteID) throws(StoreError) -> WebhookRow? {
    tables.webhooks[Scoped(site, id)]
  }

  package func storedWebhooks(site: SiteID?) throws(StoreError) -> [WebhookRow] {
    tables.webhooks.values.filter { site == nil || $0.webhook.site == site }
      .sorted { ($0.webhook.site, $0.webhook.id) < ($1.webhook.site, $1.webhook.id) }
  }

  package mutating func put(_ row: WebhookRow) throws(StoreError) {
    set(row, in: \.webhooks, at: Scoped(row.webhook.site, row.webhook.id))
  }

  package mutating func removeStoredWebhook(_ id: WebhookID, site: SiteID) throws(StoreError) {
    set(nil, in: \.webhooks, at: Scoped(site, id))
  }
}
