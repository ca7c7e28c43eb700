package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

// MARK: - Answers

extension SQLiteTransaction {
  package func storedAnswer(_ key: String, site: SiteID) throws(StoreError) -> AnswerRecord? {
    try first(
      """
      SELECT fingerprint, made_at, expires_at, status, content_type, body
      FROM stored_answers
      WHERE site = ? AND key = ?
      """, [site.key.column, key.column], subject: "stored answers"
    ) { (row) throws(StoreError) in
      var record = AnswerRecord(
        fingerprint: try row.bytes(), madeAt: try row.time(), answer: nil, expiresAt: try row.time())
      let status = try row.optionalCount()
      let contentType = try row.optionalText()
      let body = try row.optionalData()
      if let status, let contentType, let body {
        record.answer = StoredAnswer(status: status, contentType: contentType, body: Array(body))
      }
      return record
    }
  }

  package mutating func put(_ record: AnswerRecord, answerOf key: String, site: SiteID) throws(StoreError) {
    try execute(
      """
      INSERT INTO stored_answers (site, key, fingerprint, made_at, expires_at, status, content_type, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (site, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, made_at = excluded.made_at, expires_at = excluded.expires_at,
        status = excluded.status, content_type = excluded.content_type, body = excluded.body
      """,
      [
        site.key.column, key.column, record.fingerprint.column, record.madeAt.column, record.expiresAt.column,
        (record.answer?.status.column).orNull, (record.answer?.contentType.column).orNull,
        (record.answer?.body.column).orNull,
      ])
  }

  package mutating func emptyAnswers(site: SiteID) throws(StoreError) {
    try execute(
      """
      UPDATE stored_answers
      SET status = NULL, content_type = NULL, body = NULL
      WHERE site = ? AND body IS NOT NULL
      """, [site.key.column])
  }
}

// MARK: - Webhooks

extension RowReader {
  fileprivate mutating func storedWebhook() throws(StoreError) -> WebhookRow {
    let site = try site()
    let id: WebhookID = try identifier()
    let url = try text()
    var kinds: Set<ModerationEvent.Kind> = []
    for word in try text().split(separator: " ") {
      guard let kind = ModerationEvent.Kind(rawValue: String(word)) else { throw damage }
      kinds.insert(kind)
    }
    let state: Webhook.State = try name()
    let createdAt = try time()
    let sequence = try number()
    let failures = try count()
    let webhook = Webhook(
      site: site, id: id, url: url, kinds: kinds, state: state, createdAt: createdAt, sequence: sequence,
      failures: failures, nextAttemptAt: try time(), lastError: try optionalText(),
      lastDeliveredAt: try optionalTime())
    // Keys stand one after the other, each behind its length in two bytes.
    var bytes = try bytes()[...]
    var secrets: [[UInt8]] = []
    while let high = bytes.popFirst(), let low = bytes.popFirst() {
      let count = Int(high) << 8 | Int(low)
      guard bytes.count >= count else { throw damage }
      secrets.append(Array(bytes.prefix(count)))
      bytes = bytes.dropFirst(count)
    }
    return WebhookRow(webhook: webhook, sealedSecrets: secrets, leasedUntil: try optionalTime())
  }
}

extension SQLiteTransaction {
  package func storedWebhook(_ id: WebhookID, site: SiteID) throws(StoreError) -> WebhookRow? {
    try first(
      """
      \(RowTable.webhooks.select)
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column], subject: "webhook \(id)"
    ) { (row) throws(StoreError) in try row.storedWebhook() }
  }

  package func storedWebhooks(site: SiteID?) throws(StoreError) -> [WebhookRow] {
    try all(
      """
      \(RowTable.webhooks.select)
      \(site == nil ? "" : "WHERE site = ?")
      ORDER BY site, id
      """, site.map { [$0.key.column] } ?? [], subject: "webhooks"
    ) { (row) throws(StoreError) in try row.storedWebhook() }
  }

  package mutating func put(_ row: WebhookRow) throws(StoreError) {
    let webhook = row.webhook
    let secrets = row.sealedSecrets.flatMap { secret in
      [UInt8(truncatingIfNeeded: secret.count >> 8), UInt8(truncatingIfNeeded: secret.count)] + secret
    }
    try put(
      [
        webhook.site.key.column, webhook.id.column, webhook.url.column,
        webhook.kinds.map(\.rawValue).sorted().joined(separator: " ").column, webhook.state.column,
        webhook.createdAt.column, webhook.sequence.column, webhook.failures.column, webhook.nextAttemptAt.column,
        (webhook.lastError?.column).orNull, (webhook.lastDeliveredAt?.column).orNull, secrets.column,
        (row.leasedUntil?.column).orNull,
      ], into: .webhooks)
  }

  package mutating func removeStoredWebhook(_ id: WebhookID, site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM webhooks
      WHERE site = ? AND id = ?
      """, [site.key.column, id.column])
  }
}
