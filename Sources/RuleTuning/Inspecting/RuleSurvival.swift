import ModerationModel
public import RuleEngine
import TextNormalization

/// How much of a rule's examples is still found when the words it marks are written differently.
public struct RuleSurvival: Hashable, Sendable {
  public struct Count: Hashable, Sendable {
    /// Examples that could be rewritten.
    public var tried = 0
    /// Of them, those that the rule still hits.
    public var survived = 0
    /// Of these, those in which it marks the same characters as before.
    public var rightRange = 0
    /// One example that is not found any more.
    public var lostExample: String?

    public var share: Double { tried == 0 ? 1 : Double(survived) / Double(tried) }
  }

  public var rule: String
  public var byMutation: [Mutation: Count]
  /// Those mutations that the views in which the rule looks promise to see through.
  public var promised: Count
  /// The others.
  public var beyond: Count
}

extension RuleSet {
  /// Rewrites, in every `hit` example of every rule, the words that the rule marks, in all ways, and looks whether the rule
  /// still hits. Rules that mark nothing, or links alone, are left out: there is no word to hide.
  ///
  /// - Complexity: Twelve evaluations of the whole set for each example.
  public func survival(of rule: String? = nil) -> [RuleSurvival] {
    var worker = makeWorker()
    var found: [String: RuleSurvival] = [:]
    var order: [String] = []
    for example in examples where example.expectation == .hit && (rule == nil || example.rule == rule) {
      guard let body = example.texts[.body], let marks = worker.marks(on: example) else { continue }
      let inBody = marks.filter { mark in
        mark.field == .body && mark.view != .urls && mark.view != .domains && !Self.isLink(mark.range, in: body)
      }
      guard let first = inBody.first else { continue }
      if found[example.rule] == nil { order.append(example.rule) }
      var survival =
        found[example.rule]
        ?? RuleSurvival(rule: example.rule, byMutation: [:], promised: .init(), beyond: .init())
      for mutation in Mutation.allCases {
        guard let mutated = MutatedText(body, in: inBody.map(\.range), by: mutation) else { continue }
        var other = example
        other.texts[.body] = mutated.text
        let now = worker.marks(on: other)
        var count = RuleSurvival.Count(tried: 1)
        if let now {
          count.survived = 1
          let isRight = now.contains { $0.field == .body && mutated.isRight($0.range, for: first.range) }
          count.rightRange = isRight ? 1 : 0
        } else {
          count.lostExample = mutated.text
        }
        survival.byMutation[mutation, default: .init()].add(count)
        // A rule that looks at several views is held to what the view of its hit promises.
        if mutation.isPromised(by: first.view) { survival.promised.add(count) } else { survival.beyond.add(count) }
      }
      found[example.rule] = survival
    }
    return order.compactMap { found[$0] }
  }

  private static func isLink(_ range: Range<Int>, in text: String) -> Bool {
    var normalizer = Normalizer()
    return normalizer.normalize(text).links.contains { $0.range.overlaps(range) }
  }
}

extension RuleSurvival.Count {
  mutating func add(_ other: Self) {
    tried += other.tried
    survived += other.survived
    rightRange += other.rightRange
    lostExample = lostExample ?? other.lostExample
  }
}

extension [RuleSurvival] {
  /// Over all rules.
  public var total: (promised: RuleSurvival.Count, byMutation: [Mutation: RuleSurvival.Count]) {
    var promised = RuleSurvival.Count()
    var byMutation: [Mutation: RuleSurvival.Count] = [:]
    for survival in self {
      promised.add(survival.promised)
      for (mutation, count) in survival.byMutation { byMutation[mutation, default: .init()].add(count) }
    }
    return (promised, byMutation)
  }
}
