import ModerationModel
import ModerationPipeline
import Testing

@Suite struct ActionPolicyTests {
  private func signal(
    _ score: Double, _ category: ModerationModel.Category = .abuse, name: String = "s", group: String? = nil,
    floor: Action? = nil, ceiling: Action? = nil, status: Signal.Status = .live, source: Signal.Source = .rule
  ) -> Signal {
    Signal(
      name: name, source: source, category: category, score: score, status: status, group: group, floor: floor,
      ceiling: ceiling)
  }

  private func action(
    _ signals: [Signal], caps: [String: Double] = [:], policy: CommentPolicy = CommentPolicy(),
    sanction: Sanction.Kind? = nil
  ) -> Action {
    var rules = RulePolicy()
    rules.groupCaps = caps
    return ActionPolicy(rules: rules).outcome(of: signals, policy: policy, sanction: sanction).action
  }

  @Test(arguments: [
    (4.9, ModerationModel.Category.abuse, Action.publish), (5, .abuse, .hold), (11.9, .spam, .hold),
    (12, .abuse, .reject),
    (12, .spam, .spam), (12, .advert, .spam), (-3, .abuse, .publish),
  ])
  func thresholdsAreInclusive(score: Double, category: ModerationModel.Category, expected: Action) {
    #expect(action([signal(score, category)]) == expected)
  }

  @Test func shadowSignalsAddNothing() {
    #expect(action([signal(100, status: .shadow), signal(1, floor: .reject, status: .shadow)]) == .publish)
  }

  @Test func ceilingIsStrongerThanFloorAndFloorThanScore() {
    #expect(action([signal(0, floor: .hold)]) == .hold)
    #expect(action([signal(50, ceiling: .hold)]) == .hold)
    #expect(action([signal(0, floor: .reject), signal(0, ceiling: .hold)]) == .hold)
    #expect(action([signal(0, floor: .hold), signal(0, ceiling: .publish)]) == .publish)
  }

  @Test func doubtHoldsWhateverElseSpeaksForPublishing() {
    let fault = signal(0, source: .fault)
    #expect(action([fault]) == .hold)
    #expect(action([fault, signal(-100, ceiling: .publish)], sanction: .trust) == .hold)
    #expect(action([fault, signal(20)]) == .reject)
    #expect(action([signal(0, status: .shadow, source: .fault)]) == .publish)
  }

  @Test func groupsAreCappedBothWays() {
    let links = (0..<5).map { signal(3, .spam, name: "link\($0)", group: "links") }
    #expect(action(links) == .spam)
    #expect(action(links, caps: ["links": 6]) == .hold)
    #expect(action(links, caps: ["links": 4]) == .publish)
    #expect(action([signal(10), signal(-20, group: "good")], caps: ["good": 2]) == .hold)
  }

  /// Three parts of a group used to add up to a little less than its cap, and a heap of insults was published.
  @Test func aGroupAtItsCapReachesTheThreshold() {
    for count in 1...40 {
      let insults = (0..<count).map { index in
        signal([5, 2.5, 3, 1.1, 0.7, 7][index % 6] as Double, name: "insult\(index)", group: "insults")
      }
      let sum = insults.reduce(0) { $0 + $1.score }
      #expect(action(insults, caps: ["insults": 5]) == (sum >= 5 ? .hold : .publish), "\(count)")
      #expect(action(insults, caps: ["insults": 12]) == (sum >= 12 ? .reject : sum >= 5 ? .hold : .publish), "\(count)")
    }
  }

  @Test func peopleWeighMoreThanRules() {
    var pre = CommentPolicy()
    pre.mode = .pre
    #expect(action([], policy: pre) == .hold)
    #expect(action([signal(0, ceiling: .publish)], policy: pre) == .hold)
    #expect(action([signal(15)], policy: pre) == .reject)
    #expect(action([], sanction: .premoderate) == .hold)
    #expect(action([signal(6)], sanction: .trust) == .publish)
    #expect(action([signal(15)], sanction: .trust) == .hold)
  }

  @Test func anArticlesThresholdsWin() {
    var strict = CommentPolicy()
    strict.holdThreshold = 2
    strict.rejectThreshold = 4
    #expect(action([signal(2)], policy: strict) == .hold)
    #expect(action([signal(4, .spam)], policy: strict) == .spam)
  }

  @Test func theOrderOfSignalsNeverMatters() {
    var generator = SystemRandomNumberGenerator()
    var rules = RulePolicy()
    rules.groupCaps = ["a": 1.3, "b": 0.7]
    let policy = ActionPolicy(rules: rules)
    let signals = (0..<12).map { index in
      signal(
        Double(index) * 0.1 - 0.3, ModerationModel.Category.allCases[index % 9], name: "s\(index)",
        group: ["a", "b", nil][index % 3])
    }
    let expected = policy.outcome(of: signals, policy: CommentPolicy(), sanction: nil)
    for _ in 0..<200 {
      let shuffled = signals.shuffled(using: &generator)
      #expect(policy.outcome(of: shuffled, policy: CommentPolicy(), sanction: nil) == expected)
    }
  }
}
