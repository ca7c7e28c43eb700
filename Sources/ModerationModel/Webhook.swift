/// Somebody else's address that is told what happens here.
public struct Webhook: Hashable, Sendable {
  public enum State: String, Hashable, Sendable, CaseIterable {
    case active
    /// Switched off by a person.
    case paused
    /// The receiver answered 410, or failed for days; nothing is lost, it goes on from its place once switched on.
    case failed
  }

  public static let urlBytesMax = 2000
  public static let errorBytesMax = 500
  public static let countMax = 50

  public var site: SiteID
  public var id: WebhookID
  /// `https://…`.
  public var url: String
  /// The kinds of events that it wants; empty for all.
  public var kinds: Set<ModerationEvent.Kind>
  public var state: State
  public var createdAt: Timestamp
  /// The last place in the outbox that was delivered or passed over.
  public var sequence: Int64
  /// Failures in a row at the event behind `sequence`.
  public var failures: Int
  /// When the next attempt may be made.
  public var nextAttemptAt: Timestamp
  /// What went wrong last, such as `HTTP 500`; `nil` after a success.
  public var lastError: String?
  public var lastDeliveredAt: Timestamp?

  public init(
    site: SiteID, id: WebhookID, url: String, kinds: Set<ModerationEvent.Kind> = [], state: State = .active,
    createdAt: Timestamp, sequence: Int64, failures: Int = 0, nextAttemptAt: Timestamp, lastError: String? = nil,
    lastDeliveredAt: Timestamp? = nil
  ) {
    self.site = site
    self.id = id
    self.url = url
    self.kinds = kinds
    self.state = state
    self.createdAt = createdAt
    self.sequence = sequence
    self.failures = failures
    self.nextAttemptAt = nextAttemptAt
    self.lastError = lastError
    self.lastDeliveredAt = lastDeliveredAt
  }

  public func wants(_ event: ModerationEvent) -> Bool {
    event.site == site && (kinds.isEmpty || kinds.contains(event.kind))
  }
}
