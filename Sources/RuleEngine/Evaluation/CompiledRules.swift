import ModerationModel

/// The rules of a set in the form in which they are evaluated; made once and shared.
final class CompiledRules: Sendable {
  let name: String
  let revision: String
  let policy: RulePolicy
  let guards: [RuleGuard]
  let scoreLock: ScoreLock?
  let rules: [CompiledRule]
  /// Positions by id.
  let positions: [String: Int]
  let schedule: RuleSchedule
  let patterns: PatternSet
  /// Everything that was noticed while loading and is no error.
  let findings: [Diagnostic]
  /// Patterns that failed too often; a set that is loaded anew begins without any.
  let quarantine = RuleQuarantine()
  /// Rules that hit too much of the traffic; the same.
  let guardWatch: GuardWatch
  /// Some rule asks whether a text is near to confirmed spam.
  let asksSpamMemory: Bool

  init(
    name: String, revision: String, policy: RulePolicy, guards: [RuleGuard], scoreLock: ScoreLock? = nil,
    rules: [CompiledRule], schedule: RuleSchedule, patterns: PatternSet, findings: [Diagnostic]
  ) {
    self.name = name
    self.revision = revision
    self.policy = policy
    self.guards = guards
    self.scoreLock = scoreLock
    self.rules = rules
    self.schedule = schedule
    self.patterns = patterns
    self.findings = findings
    guardWatch = GuardWatch(guards, rules: rules)
    asksSpamMemory = rules.contains { $0.condition.contains(where: \.asksSpamMemory) }
    positions = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.definition.id, $0) })
  }
}

extension CompiledRules {
  /// The same rules, with what was noticed while loading them.
  func noting(_ findings: [Diagnostic]) -> CompiledRules {
    CompiledRules(
      name: name, revision: revision, policy: policy, guards: guards, scoreLock: scoreLock, rules: rules,
      schedule: schedule, patterns: patterns, findings: findings)
  }
}

/// One rule in the form in which it is evaluated; a class, so that a worker passes it on without copying its parts.
final class CompiledRule: Sendable {
  let definition: RuleDefinition
  /// All of these must hold.
  let condition: [MatchTree]
  /// Entries of lists count one by one.
  let patternCount: Int

  // What decides whether the rule takes part, apart from the definition, which is too large to be passed about.
  let id: String
  let status: RuleStatus
  let languages: [Language]
  let expires: Timestamp?
  let rolloutPercent: Int
  /// The conditions on facts at the top: where one does not hold, the rule's patterns need not be tried.
  let factConditions: [FactCondition]

  init(definition: RuleDefinition, condition: [MatchTree], patternCount: Int) {
    self.definition = definition
    self.condition = condition
    self.patternCount = patternCount
    id = definition.id
    status = definition.status
    languages = definition.languages
    expires = definition.expires
    rolloutPercent = definition.rolloutPercent
    factConditions = condition.flatMap(\.factConditions)
  }
}

/// ``MatchNode`` with matchers by number.
indirect enum MatchTree: Sendable {
  case any([MatchTree])
  case all([MatchTree])
  case not(MatchTree)
  case leaf(Int)
  case when(FactCondition)
  case meta(CompiledMeta)
  case near(NearCondition)

  /// Conditions on facts without which this cannot hold.
  var factConditions: [FactCondition] {
    switch self {
    case .when(let condition): [condition]
    case .all(let trees): trees.flatMap(\.factConditions)
    case .any, .not, .leaf, .meta, .near: []
    }
  }

  var asksSpamMemory: Bool {
    switch self {
    case .any(let trees), .all(let trees): trees.contains(where: \.asksSpamMemory)
    case .not(let tree): tree.asksSpamMemory
    case .leaf, .when, .meta: false
    case .near: true
    }
  }
}
