import ModerationModel
import ModerationPipeline

/// Finds which rules a changed decision hangs on, by leaving rules out and letting the engine judge again.
struct FlipCause {
  /// What stands for everything that is no rule: thresholds, caps, heuristics.
  static let policyName = "ruleset.yaml"
  /// More findings that differ are not taken apart: each costs two evaluations.
  static let candidatesMax = 32

  /// The rule set before; `nil` where only its verdict is known.
  var before: PipelineWorker?
  var after: PipelineWorker
  /// Rules whose own text differs; they are named rather than others that follow them.
  var changedRules: Set<String>

  /// Delta by leaving out: starts with every rule whose finding differs, makes sure that both sides decide alike without
  /// them, and puts back one after the other as long as they go on deciding alike. What is left cannot be made smaller by
  /// one; it need not be the smallest of all.
  func responsible(
    _ prepared: PreparedSubmission, _ row: HistoryRow, before old: Verdict, after new: Verdict
  ) -> (rules: [String], isLeast: Bool) {
    let differing = Self.differing(old, new)
    let rules = differing.filter { !$0.hasPrefix("heuristic.") }
    func decideAlike(without names: Set<String>) -> Bool {
      let right = after.verdict(on: prepared, in: row.context, isTraffic: false, leavingOut: names)
      guard let before else { return right.action.severity == old.action.severity }
      let left = before.verdict(on: prepared, in: row.context, isTraffic: false, leavingOut: names)
      return left.action.severity == right.action.severity
    }
    guard !rules.isEmpty else { return ([Self.policyName], true) }
    guard rules.count <= Self.candidatesMax, decideAlike(without: Set(rules)) else {
      return (rules + (before == nil ? [] : [Self.policyName]), false)
    }
    // Those that only follow others are given the chance to go first.
    let order = rules.sorted { left, right in
      let (first, second) = (changedRules.contains(left), changedRules.contains(right))
      return first == second ? left < right : !first
    }
    var least = Set(rules)
    for rule in order where least.count > 1 {
      let fewer = least.subtracting([rule])
      if decideAlike(without: fewer) { least = fewer }
    }
    return (least.sorted(), true)
  }

  /// Names of findings that stand on one side only, or weigh something else.
  private static func differing(_ old: Verdict, _ new: Verdict) -> [String] {
    struct Weight: Hashable {
      var score: Double
      var category: Category
      var group: String?
      var floor: Action?
      var ceiling: Action?
    }
    func weights(_ verdict: Verdict) -> [String: Weight] {
      var weights: [String: Weight] = [:]
      for signal in verdict.signals where signal.status == .live && signal.source != .fault {
        weights[signal.name] = Weight(
          score: signal.score, category: signal.category, group: signal.group, floor: signal.floor,
          ceiling: signal.ceiling)
      }
      return weights
    }
    let (left, right) = (weights(old), weights(new))
    return Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted()
  }
}
