/// How a rule set's findings become an action; `policy:` of `ruleset.yaml`.
public struct RulePolicy: Hashable, Sendable {
  public var thresholds = Thresholds()
  /// What happens at least when a rule could not do its work. Never `publish`.
  public var onRuleError = Action.hold
  /// The most points, up or down, that the signals of one group may add together.
  public var groupCaps: [String: Double] = [:]
  public var heuristics = HeuristicSettings()

  public init() {}
}
