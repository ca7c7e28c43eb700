package import ModerationModel

/// Turns findings into an action.
///
/// In this order, each stronger than what stands before: the score against the thresholds, `floor`, `ceiling`, what
/// people have laid down about the author or the article, and doubt. Doubt comes last because nothing may be
/// published on our own confusion. The order of the signals never matters.
package struct ActionPolicy: Sendable {
  package var rules: RulePolicy

  package init(rules: RulePolicy) {
    self.rules = rules
  }

  /// What the findings come to.
  package struct Outcome: Hashable, Sendable {
    package var action: Action
    package var score: Double
    package var categories: [Category: Double]
    package var thresholds: Thresholds
  }

  package func outcome(
    of signals: [Signal], policy: CommentPolicy, sanction: Sanction.Kind?
  ) -> Outcome {
    let counted = signals.filter { $0.status == .live && $0.source != .fault }
    let (score, categories) = sums(of: counted)
    let thresholds = thresholds(under: policy)

    var action = scoredAction(score, categories: categories, thresholds: thresholds)
    if let floor = counted.compactMap(\.floor).max() { action = max(action, floor) }
    if let ceiling = counted.compactMap(\.ceiling).min() { action = min(action, ceiling) }

    switch sanction {
    case .trust where action.severity == 1 && score < thresholds.reject: action = .publish
    case .trust: action = min(action, .hold)
    case .premoderate: action = max(action, .hold)
    case .ban, .mute, nil: break
    }
    if policy.mode == .pre { action = max(action, .hold) }
    if signals.contains(where: { $0.source == .fault }) { action = max(action, rules.onRuleError) }
    return Outcome(action: action, score: score, categories: categories, thresholds: thresholds)
  }

  private func thresholds(under policy: CommentPolicy) -> Thresholds {
    var thresholds = rules.thresholds
    if let hold = policy.holdThreshold { thresholds.hold = hold }
    if let reject = policy.rejectThreshold {
      thresholds.reject = reject
      thresholds.spam = reject
    }
    return thresholds
  }

  private func scoredAction(
    _ score: Double, categories: [Category: Double], thresholds: Thresholds
  ) -> Action {
    let leading = categories.filter { $0.value > 0 }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    if leading == .spam || leading == .advert {
      if score >= thresholds.spam { return .spam }
    } else if score >= thresholds.reject {
      return .reject
    }
    return score >= thresholds.hold ? .hold : .publish
  }

  /// The total and its share by category. A group over its cap is scaled down as a whole, so that its members keep
  /// their proportions.
  ///
  /// Points are added in an order of their own, so that floating-point sums do not depend on who spoke first.
  private func sums(of signals: [Signal]) -> (Double, [Category: Double]) {
    let ordered = signals.sorted { ($0.name, $0.category, $0.score) < ($1.name, $1.category, $1.score) }
    var groups: [String: Double] = [:]
    for signal in ordered {
      if let group = signal.group { groups[group, default: 0] += signal.score }
    }
    var score = 0.0
    var categories: [Category: Double] = [:]
    for signal in ordered {
      var points = signal.score
      if let group = signal.group, let cap = rules.groupCaps[group], let sum = groups[group], abs(sum) > cap {
        points *= cap / abs(sum)
      }
      score += points
      if points != 0 { categories[signal.category, default: 0] += points }
    }
    return (score, categories)
  }
}
