import CommentStore
import Foundation
public import ModerationModel

/// A webhook with its signing key, which is shown now and never again.
public struct MadeWebhook: Hashable, Sendable {
  public var webhook: Webhook
  /// `whsec_…`
  public var secret: String
}

extension CommentFlow {
  /// Tells an address what happens from now on.
  ///
  /// - Parameter kinds: The kinds of events that it wants; empty for all.
  /// - Throws: `badArgument`, `store`.
  public func addWebhook(
    url: String, kinds: Set<ModerationEvent.Kind> = [], site: SiteID = .default, by actor: String
  ) async throws(FlowError) -> MadeWebhook {
    try Self.check(webhookURL: url)
    let stamp = stamp(by: actor)
    let key = surroundings.randomBytes(WebhookSignature.secretBytes)
    let sequence = try await stored { try await store.lastSequence() }
    let webhook = Webhook(
      site: site, id: stamp.identifier(-1), url: url, kinds: kinds, createdAt: stamp.at, sequence: sequence,
      nextAttemptAt: stamp.at)
    let row = WebhookRow(
      webhook: webhook, sealedSecrets: [secret.sealed(key, for: .webhook, owner: webhook.id.description)])
    try await stored { try await store.add(row, stamp: stamp) }
    return MadeWebhook(webhook: webhook, secret: WebhookSignature.text(of: key))
  }

  /// Oldest first.
  public func webhooks(site: SiteID = .default) async throws(FlowError) -> [Webhook] {
    try await stored { try await store.webhooks(site: site).map(\.webhook) }
  }

  /// Changes a webhook's address, kinds or state; failures are forgiven, and it goes on from its place.
  ///
  /// - Throws: `badArgument`, `store` with `unknownWebhook`.
  public func changeWebhook(
    _ id: WebhookID, site: SiteID = .default, by actor: String, _ change: @Sendable (inout Webhook) -> Void
  ) async throws(FlowError) -> Webhook {
    var row = try await webhookRow(id, site: site)
    change(&row.webhook)
    row.webhook.id = id
    row.webhook.site = site
    try Self.check(webhookURL: row.webhook.url)
    return try await write(row, by: actor)
  }

  /// Tells a webhook once more all that stands behind a place in the outbox.
  ///
  /// - Throws: `store` with `unknownWebhook`.
  public func replay(
    _ id: WebhookID, after sequence: Int64, site: SiteID = .default, by actor: String
  ) async throws(FlowError) -> Webhook {
    let last = try await stored { try await store.lastSequence() }
    return try await changeWebhook(id, site: site, by: actor) { $0.sequence = min(max(0, sequence), last) }
  }

  /// Gives a webhook another signing key; the one before signs along until the next renewal.
  ///
  /// - Throws: `store` with `unknownWebhook`.
  public func renewWebhookSecret(
    _ id: WebhookID, site: SiteID = .default, by actor: String
  ) async throws(FlowError) -> MadeWebhook {
    var row = try await webhookRow(id, site: site)
    let key = surroundings.randomBytes(WebhookSignature.secretBytes)
    row.sealedSecrets = [secret.sealed(key, for: .webhook, owner: id.description)] + row.sealedSecrets.prefix(1)
    return MadeWebhook(webhook: try await write(row, by: actor), secret: WebhookSignature.text(of: key))
  }

  /// - Throws: `store` with `unknownWebhook`.
  public func removeWebhook(_ id: WebhookID, site: SiteID = .default, by actor: String) async throws(FlowError) {
    try await stored { try await store.removeWebhook(id, site: site, stamp: stamp(by: actor)) }
  }

  private func webhookRow(_ id: WebhookID, site: SiteID) async throws(FlowError) -> WebhookRow {
    let row = try await stored { try await store.webhooks(site: site).first { $0.webhook.id == id } }
    guard let row else { throw .store(StoreError(.unknownWebhook, "webhook \(id)")) }
    return row
  }

  private func write(_ row: WebhookRow, by actor: String) async throws(FlowError) -> Webhook {
    let changed = try await stored { try await store.change(row, stamp: stamp(by: actor)).webhook }
    bell.ring()
    return changed
  }

  /// What can be told from the address alone; the sender looks once more where its name leads.
  private static func check(webhookURL url: String) throws(FlowError) {
    let parts = URLComponents(string: url)
    let host = parts?.host?.lowercased() ?? ""
    guard url.utf8.count <= Webhook.urlBytesMax, url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }),
      parts?.scheme?.lowercased() == "https", !host.isEmpty, parts?.user == nil, parts?.password == nil,
      parts?.fragment == nil
    else {
      throw .badArgument(
        name: "url",
        problem: "an https:// address of at most \(Webhook.urlBytesMax) bytes, without a name or password in it")
    }
    guard host != "localhost", !host.hasSuffix(".localhost"), host.contains("."),
      NetworkAddress(host.filter { $0 != "[" && $0 != "]" }) == nil
    else { throw .badArgument(name: "url", problem: "a public name, not an address within a network") }
  }
}
