import CommentStore
import Foundation
import Logging
import ModerationModel

/// Tells webhooks what stands in the outbox: at least once, in order for each of them, for as long as it takes.
///
/// An event that a receiver does not take is tried again after 5 seconds, then at growing intervals for about three days,
/// with some randomness so that receivers of many sites are not met all at once. Then the webhook is switched off (`failed`)
/// with its place kept: nothing is lost, and switching it on goes on from there. Later events wait behind the one that is
/// not taken. Several processes may relay; a lease lets one at a time deliver to a webhook.
public struct WebhookRelay: Sendable {
  /// Seconds before the next attempt, by failures in a row; after the last the webhook is switched off.
  static let pauses: [Double] = [
    5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 28_800, 36_000, 43_200, 43_200, 43_200,
  ]
  /// Events delivered to one webhook before the others have their turn.
  static let batchMax = 32
  static let webhooksMax = 8
  static let leaseSeconds = 900.0

  private let flow: CommentFlow
  private let sender: any WebhookSender

  public init(flow: CommentFlow, sender: any WebhookSender) {
    self.flow = flow
    self.sender = sender
  }

  /// Relays until its task is cancelled. Trouble of the store is logged, and tried again.
  public func run(pollSeconds: Double = 1) async {
    while !Task.isCancelled {
      let heard = flow.bell.count
      var moved = 0
      do {
        moved = try await deliverDue()
      } catch {
        flow.logger.error("webhooks could not be looked at", metadata: ["error": "\(error)"])
      }
      if moved == 0 { await flow.bell.wait(after: heard, seconds: pollSeconds) }
    }
  }

  /// Delivers what is due now; how many events were delivered, or passed over because nobody wants them.
  public func deliverDue() async throws(FlowError) -> Int {
    let stamp = flow.stamp(by: "system")
    let due = try await stored {
      try await flow.store.claimWebhooks(limit: Self.webhooksMax, seconds: Self.leaseSeconds, stamp: stamp)
    }
    guard !due.isEmpty else { return 0 }
    // One receiver that is slow keeps nobody else waiting.
    let counts = await withTaskGroup(of: Int.self) { group in
      for row in due { group.addTask { await deliver(row) } }
      return await group.reduce(0, +)
    }
    return counts
  }

  private func deliver(_ row: WebhookRow) async -> Int {
    var webhook = row.webhook
    var delivered = 0
    var moved = 0
    do {
      let events = try await flow.store.events(after: webhook.sequence, limit: 256)
      for event in events {
        if delivered >= Self.batchMax || Task.isCancelled { break }
        guard webhook.wants(event) else {
          webhook.sequence = event.sequence
          moved += 1
          continue
        }
        guard try await deliver(event, to: &webhook, sealedSecrets: row.sealedSecrets) else { break }
        webhook.sequence = event.sequence
        delivered += 1
        moved += 1
      }
    } catch {
      webhook.lastError = Self.cut("\(error)")
      webhook.nextAttemptAt = flow.surroundings.now().adding(seconds: Self.pauses[0])
    }
    do {
      try await flow.store.note(webhook, from: row.webhook.sequence, stamp: flow.stamp(by: "system"))
    } catch {
      // The lease ends by itself, and what was delivered is delivered once more.
      flow.logger.error("a delivery could not be noted", metadata: ["error": "\(error)"])
    }
    return moved
  }

  /// Whether the receiver took the event; otherwise the webhook says when to try again.
  private func deliver(
    _ event: ModerationEvent, to webhook: inout Webhook, sealedSecrets: [[UInt8]]
  ) async throws -> Bool {
    var comment: Comment?
    if let id = event.comment { comment = try await flow.store.comment(id, site: event.site) }
    let owner = webhook.id.description
    let secrets = sealedSecrets.compactMap { flow.secret.opened($0, for: .webhook, owner: owner) }
    guard !secrets.isEmpty else {
      // Another secret of the site's: no signature of ours would be believed.
      webhook.state = .failed
      webhook.lastError = "the signing key cannot be opened with this site's secret; set a new one"
      return false
    }
    let body = try WebhookPayload(event, comment: comment).bytes()
    let now = flow.surroundings.now()
    let id = "evt_\(event.id)"
    let timestamp = now.milliseconds / 1000
    let request = WebhookRequest(
      url: webhook.url, id: id, timestamp: timestamp,
      signature: WebhookSignature.sign(id: id, timestamp: timestamp, body: body, secrets: secrets), body: body)
    do throws(WebhookFailure) {
      let response = try await sender.send(request)
      if (200..<300).contains(response.status) {
        webhook.failures = 0
        webhook.lastError = nil
        webhook.lastDeliveredAt = now
        return true
      }
      postpone(&webhook, "HTTP \(response.status)", retryAfter: response.retryAfterSeconds)
      // "Gone" asks not to be told any more.
      if response.status == 410 { webhook.state = .failed }
    } catch {
      postpone(&webhook, error.reason, retryAfter: nil)
    }
    return false
  }

  private func postpone(_ webhook: inout Webhook, _ reason: String, retryAfter: Double?) {
    webhook.lastError = Self.cut(reason)
    guard webhook.failures < Self.pauses.count else {
      webhook.state = .failed
      return
    }
    let pause = Self.pauses[webhook.failures]
    // Between four and six fifths of it.
    let share = Double(UInt64(truncatingIfNeeded: flow.surroundings.random()) >> 11) / Double(UInt64(1) << 53)
    let asked = min(max(retryAfter ?? 0, 0), 86_400)
    webhook.failures += 1
    webhook.nextAttemptAt = flow.surroundings.now().adding(seconds: max(pause * (0.8 + 0.4 * share), asked))
  }

  private static func cut(_ text: String) -> String {
    var cut = text
    while cut.utf8.count > Webhook.errorBytesMax { cut.removeLast() }
    return cut
  }
}
