public import ModerationModel

/// A webhook with what only its sender needs.
public struct WebhookRow: Hashable, Sendable {
  public var webhook: Webhook
  /// Signing keys, sealed with the site's secret, newest first: two while one follows the other.
  public var sealedSecrets: [[UInt8]]
  /// Until when one process alone delivers.
  public var leasedUntil: Timestamp?

  public init(webhook: Webhook, sealedSecrets: [[UInt8]], leasedUntil: Timestamp? = nil) {
    self.webhook = webhook
    self.sealedSecrets = sealedSecrets
    self.leasedUntil = leasedUntil
  }
}

/// Addresses that are told what happens, and how far they have been told.
public protocol WebhookShelf: Sendable {
  /// - Throws: `invalidValue` beyond `Webhook.countMax` or for values out of bounds.
  func add(_ row: WebhookRow, stamp: WriteStamp) async throws(StoreError)

  /// Oldest first.
  func webhooks(site: SiteID) async throws(StoreError) -> [WebhookRow]

  /// Changes address, kinds, state, place or keys, as an operator wants it; failures are forgiven.
  ///
  /// - Throws: `unknownWebhook`.
  func change(_ row: WebhookRow, stamp: WriteStamp) async throws(StoreError) -> WebhookRow

  /// - Throws: `unknownWebhook`.
  func removeWebhook(_ id: WebhookID, site: SiteID, stamp: WriteStamp) async throws(StoreError)

  /// Takes active webhooks of all sites that are due and that nobody delivers to just now, for `seconds`.
  func claimWebhooks(limit: Int, seconds: Double, stamp: WriteStamp) async throws(StoreError) -> [WebhookRow]

  /// Notes how a delivery went and gives the lease back; a place that an operator has set meanwhile stays.
  func note(_ delivered: Webhook, from sequence: Int64, stamp: WriteStamp) async throws(StoreError)

  /// The place of the newest event; 0 in an empty outbox.
  func lastSequence() async throws(StoreError) -> Int64
}
