public import ModerationModel

/// What the rules say about one submission.
public struct RuleOutcome: Hashable, Sendable {
  /// Live and shadow findings by rule id, then one `rule_error` for each fault.
  public var signals: [Signal] = []
  /// Rules that could not do their work.
  public var faults: [RuleFault] = []

  public init() {}

  /// The name under which faults appear among the signals.
  public static let faultName = "rule_error"
}

/// A rule that could not be decided for a text; the comment is held, never published, because of it.
public struct RuleFault: Hashable, Sendable {
  public var rule: String
  /// The pattern as it was written.
  public var pattern: String
  public var place: SourcePlace
  public var field: TextField
  /// What happened, such as `work_limit`, or `budget` where what went before left nothing.
  public var code: String
  /// Shadow when the rule adds nothing to a verdict; its fault then holds nothing.
  public var status: Signal.Status
}
