internal import ModerationModel

extension StoreTransaction {
  private func known(_ id: WebhookID, site: SiteID) throws(StoreError) -> WebhookRow {
    guard let row = try storedWebhook(id, site: site) else { throw StoreError(.unknownWebhook, "webhook \(id)") }
    return row
  }

  private func check(_ row: WebhookRow) throws(StoreError) {
    try StoreLimits.check(row.webhook.url, bytesMax: Webhook.urlBytesMax, "address")
    guard (1...4).contains(row.sealedSecrets.count), row.sealedSecrets.allSatisfy({ $0.count <= 500 }) else {
      throw StoreError(.invalidValue, "webhook without a key, or with more than 4")
    }
  }

  mutating func add(_ row: WebhookRow, stamp: WriteStamp) throws(StoreError) {
    try check(row)
    let site = row.webhook.site
    guard try storedWebhooks(site: site).count < Webhook.countMax else {
      throw StoreError(.invalidValue, "more than \(Webhook.countMax) webhooks")
    }
    try put(row)
    try note(.webhookAdded, subject: "webhook:\(row.webhook.id)", site: site, stamp: stamp)
  }

  mutating func change(_ row: WebhookRow, stamp: WriteStamp) throws(StoreError) -> WebhookRow {
    try check(row)
    var changed = try known(row.webhook.id, site: row.webhook.site)
    changed.sealedSecrets = row.sealedSecrets
    changed.webhook.url = row.webhook.url
    changed.webhook.kinds = row.webhook.kinds
    changed.webhook.state = row.webhook.state
    changed.webhook.sequence = max(0, row.webhook.sequence)
    changed.webhook.failures = 0
    changed.webhook.nextAttemptAt = stamp.at
    changed.webhook.lastError = nil
    try put(changed)
    try note(
      .webhookChanged, subject: "webhook:\(row.webhook.id)",
      details: ["state": changed.webhook.state.rawValue, "sequence": "\(changed.webhook.sequence)"],
      site: row.webhook.site, stamp: stamp)
    return changed
  }

  mutating func removeWebhook(_ id: WebhookID, site: SiteID, stamp: WriteStamp) throws(StoreError) {
    _ = try known(id, site: site)
    try removeStoredWebhook(id, site: site)
    try note(.webhookRemoved, subject: "webhook:\(id)", site: site, stamp: stamp)
  }

  mutating func claimWebhooks(limit: Int, seconds: Double, stamp: WriteStamp) throws(StoreError) -> [WebhookRow] {
    let end = try eventSpan().last
    var claimed: [WebhookRow] = []
    for var row in try storedWebhooks(site: nil) where claimed.count < limit {
      // A lease that ends later than one taken now could was taken by a clock that has been set back since.
      let isHeld = row.leasedUntil.map { stamp.at < $0 && $0 <= stamp.at.adding(seconds: seconds) } ?? false
      guard row.webhook.state == .active, row.webhook.sequence < end, row.webhook.nextAttemptAt <= stamp.at, !isHeld
      else { continue }
      row.leasedUntil = stamp.at.adding(seconds: seconds)
      try put(row)
      claimed.append(row)
    }
    return claimed
  }

  mutating func note(_ delivered: Webhook, from sequence: Int64, stamp: WriteStamp) throws(StoreError) {
    try StoreLimits.check(delivered.lastError, bytesMax: Webhook.errorBytesMax, "error")
    // Removed meanwhile: nobody waits for it.
    guard var row = try storedWebhook(delivered.id, site: delivered.site) else { return }
    row.leasedUntil = nil
    // Whoever set the place or the state meanwhile meant it.
    if row.webhook.sequence == sequence, row.webhook.state == .active {
      row.webhook.sequence = delivered.sequence
      row.webhook.state = delivered.state
      row.webhook.failures = delivered.failures
      row.webhook.nextAttemptAt = delivered.nextAttemptAt
      row.webhook.lastError = delivered.lastError
      row.webhook.lastDeliveredAt = delivered.lastDeliveredAt
    }
    try put(row)
  }
}
