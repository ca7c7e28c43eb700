/// One attempt to tell a receiver about one event, as Standard Webhooks 1.0.0 has it.
public struct WebhookRequest: Hashable, Sendable {
  /// Seconds after which an attempt has failed.
  public static let timeoutSeconds = 20.0
  /// Longer payloads go without the comment's text.
  public static let bodyBytesMax = 20_000

  public var url: String
  /// `webhook-id`, `webhook-timestamp`, `webhook-signature` and `content-type`, by name.
  public var headers: [(name: String, value: String)] {
    [
      ("content-type", "application/json"), ("webhook-id", id), ("webhook-timestamp", String(timestamp)),
      ("webhook-signature", signature),
    ]
  }
  /// The same over all attempts.
  public var id: String
  /// Seconds since 1970, of this attempt.
  public var timestamp: Int64
  /// `v1,…` for each key, with a space between.
  public var signature: String
  public var body: [UInt8]
}

/// What a receiver answered.
public struct WebhookResponse: Hashable, Sendable {
  /// 2xx takes it; 410 wants no more; everything else, redirects too, is a failure.
  public var status: Int
  /// Seconds that the receiver asks to be left alone, from `Retry-After`.
  public var retryAfterSeconds: Double?

  public init(status: Int, retryAfterSeconds: Double? = nil) {
    self.status = status
    self.retryAfterSeconds = retryAfterSeconds
  }
}

/// Why an attempt came to no answer. The words are shown to operators; they hold no secret.
public struct WebhookFailure: Error, Hashable, Sendable {
  public var reason: String

  public init(_ reason: String) {
    self.reason = reason
  }
}

/// Sends requests out of the house.
///
/// An implementation follows no redirects, waits `WebhookRequest.timeoutSeconds` at most, and dials only addresses that
/// are public after their name was looked up: the receiver's address is somebody else's word.
public protocol WebhookSender: Sendable {
  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookResponse
}
