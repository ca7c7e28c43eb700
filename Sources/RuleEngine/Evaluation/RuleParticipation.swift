import ModerationModel

/// Which rules take part in one evaluation, found out when a rule is first asked for.
struct RuleParticipation: Sendable {
  /// How a rule takes part.
  enum Standing: UInt8, Sendable { case absent, shadow, live }

  /// What an evaluation depends on besides the texts.
  struct Terms: Sendable {
    var facts: Facts
    var language: Language?
    var authorKey: String
    var now: Timestamp
    /// Texts that people have decided to be spam.
    var spam = SpamMemory()
    /// The evaluation is of a new arrival and counts for guards.
    var isTraffic = true
    /// Every rule counts as live, whatever its status, rollout and expiry; for tests.
    var isEverythingLive = false
  }

  private(set) var terms: Terms
  /// Rules that take no part, for finding out what a decision hangs on.
  var leftOut: Set<Int> = []
  /// Rules that tripped a guard, with the status that they have instead.
  private var demoted: [Int: RuleStatus] = [:]
  private var evaluation: UInt32 = 0
  private var asked: [UInt32]
  private var standings: [Standing]
  private var actives: [Bool]

  init(ruleCount: Int) {
    terms = Terms(facts: Facts(), language: nil, authorKey: "", now: Timestamp(milliseconds: 0))
    asked = Array(repeating: 0, count: ruleCount)
    standings = Array(repeating: .absent, count: ruleCount)
    actives = Array(repeating: false, count: ruleCount)
  }

  mutating func begin(_ terms: Terms, demoted: [Int: RuleStatus] = [:]) {
    self.terms = terms
    self.demoted = demoted
    evaluation &+= 1
    guard evaluation == 0 else { return }
    // After four thousand million texts the numbers begin anew.
    for rule in asked.indices { asked[rule] = 0 }
    evaluation = 1
  }

  /// Whether a rule can hit: it takes part, and its conditions on facts hold. Patterns of other rules are not tried.
  @inline(__always)
  mutating func isActive(_ position: Int, _ rules: CompiledRules) -> Bool {
    if asked[position] != evaluation { ask(position, rules.rules[position]) }
    return actives[position]
  }

  private mutating func ask(_ position: Int, _ rule: CompiledRule) {
    asked[position] = evaluation
    standings[position] =
      !leftOut.isEmpty && leftOut.contains(position)
      ? .absent : standing(rule, demoted.isEmpty ? nil : demoted[position])
    actives[position] = standings[position] != .absent && rule.factConditions.allSatisfy { $0.holds(terms.facts) }
  }

  /// The standing of a rule that was asked for in this evaluation; absent for any other, which cannot have hit.
  func standing(at position: Int) -> Standing {
    asked[position] == evaluation ? standings[position] : .absent
  }

  private func standing(_ rule: CompiledRule, _ demotedTo: RuleStatus?) -> Standing {
    if let language = terms.language, !rule.languages.isEmpty, !rule.languages.contains(language) { return .absent }
    if terms.isEverythingLive { return rule.status == .off ? .absent : .live }
    switch demotedTo ?? rule.status {
    case .draft, .off: return .absent
    case .shadow: return .shadow
    case .live:
      if let expires = rule.expires, terms.now >= expires { return .shadow }
      return Rollout.includes(terms.authorKey, rule: rule.id, percent: rule.rolloutPercent) ? .live : .shadow
    }
  }
}
