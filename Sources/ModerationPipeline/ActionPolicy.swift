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
    // A rule on trial adds nothing, and neither does its failing.
    if signals.contains(where: { $0.source == .fault && $0.status == .live }) {
      action = max(action, rules.onRuleError)
    }
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

  /// The total and its share by category. A group over its cap counts exactly its cap; its members' categories keep their
  /// proportions.
  ///
  /// Points are added in an order of their own and rounded to millionths, so that neither who spoke first nor the
  /// arithmetic of fractions decides on which side of a threshold a comment falls.
  private func sums(of signals: [Signal]) -> (Double, [Category: Double]) {
    let ordered = signals.sorted { ($0.name, $0.category, $0.score) < ($1.name, $1.category, $1.score) }
    var groups: [String: Double] = [:]
    var score = 0.0
    for signal in ordered {
      if let group = signal.group { groups[group, default: 0] += signal.score } else { score += signal.score }
    }
    var shares: [String: Double] = [:]
    for (group, sum) in groups.sorted(by: { $0.key < $1.key }) {
      let cap = rules.groupCaps[group] ?? .infinity
      score += max(-cap, min(cap, sum))
      shares[group] = abs(sum) > cap ? cap / abs(sum) : 1
    }
    var categories: [Category: Double] = [:]
    for signal in ordered where signal.score != 0 {
      categories[signal.category, default: 0] += signal.score * (signal.group.flatMap { shares[$0] } ?? 1)
    }
    return (Self.rounded(score), categories.mapValues(Self.rounded).filter { $0.value != 0 })
  }

  private static func rounded(_ points: Double) -> Double {
    let millionths = (points * 1_000_000).rounded()
    return millionths.isFinite ? millionths / 1_000_000 : points
  }
}
