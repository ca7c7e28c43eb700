public import ModerationModel

/// A pattern that failed too often and is not tried any more until the rules are loaded anew.
public struct QuarantinedPattern: Hashable, Sendable {
  public let rule: String
  /// The pattern as it was written.
  public let pattern: String
  public let place: SourcePlace
  /// What happened the last time, such as `work_limit`.
  public let code: String
  /// How often it failed.
  public let count: Int
  /// When it was taken out of service.
  public let since: Timestamp
}
