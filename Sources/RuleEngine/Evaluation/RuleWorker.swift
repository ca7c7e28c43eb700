public import ModerationModel
import PCRE2
import TextNormalization

/// Evaluates rules on one thread, reusing its memory from text to text.
public struct RuleWorker: ~Copyable, Sendable {
  public let rules: RuleSet
  private var scratch: MatchScratch
  private var standing: [Standing]
  private var isActive: [Bool]
  private var results: [Result]

  /// How a rule takes part in one evaluation.
  private enum Standing { case absent, shadow, live }

  /// What one rule found.
  struct Result {
    var isHit = false
    /// Distinct places, or 1 for a hit without a place.
    var count = 0
    var points = 0.0
    var hits: [PatternHit] = []
  }

  init(_ rules: RuleSet) {
    self.rules = rules
    let count = rules.compiled.rules.count
    standing = Array(repeating: .absent, count: count)
    isActive = Array(repeating: false, count: count)
    results = Array(repeating: Result(), count: count)
    scratch = MatchScratch(rules.compiled.patterns)
  }

  /// Says which rules a submission meets.
  ///
  /// - Parameters:
  ///   - texts: The submission's fields; rules find nothing in a field that is missing.
  ///   - facts: What was measured; a `when:` on an unknown fact does not hold.
  ///   - language: The text's language when it is clear; rules for any language apply to a text of unknown one.
  ///   - authorKey: Decides a rollout, the same way each time.
  ///   - now: Decides whether a rule has expired.
  /// - Complexity: O(patterns × text); each expression within ``MatchScratch/steps(forBytes:)``.
  public mutating func evaluate(
    _ texts: borrowing FieldTexts, facts: Facts = Facts(), language: Language? = nil, authorKey: String = "",
    now: Timestamp
  ) -> RuleOutcome {
    for (position, rule) in rules.compiled.rules.enumerated() {
      standing[position] = Self.standing(rule.definition, language: language, authorKey: authorKey, now: now)
    }
    return evaluate(texts, facts: facts)
  }

  /// Evaluates every rule as if it were live, whatever its status, rollout and expiry; for tests and explanation.
  mutating func evaluateAll(_ texts: borrowing FieldTexts, facts: Facts, language: Language?) -> RuleOutcome {
    for (position, rule) in rules.compiled.rules.enumerated() {
      let isMeant = language.map { rule.definition.languages.isEmpty || rule.definition.languages.contains($0) } ?? true
      standing[position] = isMeant && rule.definition.status != .off ? .live : .absent
    }
    return evaluate(texts, facts: facts)
  }

  /// What the latest evaluation found for a rule, by its position.
  func result(at position: Int) -> Result { results[position] }

  /// Every hit of a rule's matchers in the latest evaluation, before overlapping ones were joined; none for a rule that
  /// did not hit.
  func patternHits(of position: Int) -> [PatternHit] {
    guard results[position].isHit else { return [] }
    func hits(_ tree: MatchTree) -> [PatternHit] {
      switch tree {
      case .leaf(let leaf): scratch.hits[leaf]
      case .any(let trees), .all(let trees): trees.flatMap(hits)
      case .not, .when, .meta: []
      }
    }
    return rules.compiled.rules[position].condition.flatMap(hits)
  }

  private mutating func evaluate(_ texts: borrowing FieldTexts, facts: Facts) -> RuleOutcome {
    let compiled = rules.compiled
    for (position, rule) in compiled.rules.enumerated() {
      results[position] = Result()
      // A rule whose facts do not hold cannot hit, so its patterns are not tried.
      isActive[position] = standing[position] != .absent && Self.factsHold(rule.condition, facts)
    }
    search(texts)
    for position in compiled.order where isActive[position] { decide(position, facts) }
    return outcome(texts, facts)
  }

  private mutating func search(_ texts: borrowing FieldTexts) {
    let patterns = rules.compiled.patterns
    scratch.clear()
    for field in TextField.allCases {
      guard let text = texts[field] else { continue }
      for name in patterns.viewNames {
        guard let view = patterns.views[name], view.fields.contains(FieldMask(field)) else { continue }
        scratch.search(patterns, view, in: text[name], field: field, isActive: isActive)
      }
    }
    scratch.settle()
  }

  private mutating func decide(_ position: Int, _ facts: Facts) {
    let rule = rules.compiled.rules[position]
    var hits: [PatternHit] = []
    for tree in rule.condition {
      guard holds(tree, position, facts, &hits) else { return }
    }
    var result = Result(isHit: true)
    result.hits = Self.merged(hits)
    result.count = max(1, result.hits.count)
    result.points = rule.definition.score.points * Double(min(result.count, rule.definition.hitsMax))
    results[position] = result
  }

  private func holds(_ tree: MatchTree, _ position: Int, _ facts: Facts, _ hits: inout [PatternHit]) -> Bool {
    switch tree {
    case .leaf(let leaf):
      guard !scratch.hits[leaf].isEmpty else { return false }
      hits += scratch.hits[leaf]
      return true
    case .any(let trees):
      // Every branch is asked, so that the evidence does not depend on their order.
      var isHit = false
      for tree in trees {
        var found: [PatternHit] = []
        if holds(tree, position, facts, &found) {
          isHit = true
          hits += found
        }
      }
      return isHit
    case .all(let trees):
      var found: [PatternHit] = []
      for tree in trees {
        guard holds(tree, position, facts, &found) else { return false }
      }
      hits += found
      return true
    case .not(let tree):
      var ignored: [PatternHit] = []
      return !holds(tree, position, facts, &ignored)
    case .when(let condition): return condition.holds(facts)
    case .meta(let expression): return value(expression, askedBy: position) != 0
    }
  }

  private func value(_ expression: MetaExpression, askedBy position: Int) -> Double {
    let compiled = rules.compiled
    // A live rule must not depend on what only a shadow rule saw: shadow adds nothing to a verdict.
    func counts(_ other: Int) -> Bool {
      standing[other] == .live || (standing[other] == .shadow && standing[position] == .shadow)
    }
    func sum(_ group: String, _ value: (Int) -> Double) -> Double {
      (compiled.groups[group] ?? []).filter { $0 != position && counts($0) }.reduce(0) { $0 + value($1) }
    }
    return expression.value(
      rule: { id in compiled.positions[id].map { counts($0) && results[$0].isHit } ?? false },
      groupHits: { group in
        sum(group) { Double(min(results[$0].count, compiled.rules[$0].definition.hitsMax)) }
      },
      groupScore: { group in sum(group) { results[$0].points } })
  }

  private func outcome(_ texts: borrowing FieldTexts, _ facts: Facts) -> RuleOutcome {
    let compiled = rules.compiled
    var outcome = RuleOutcome()
    for (position, rule) in compiled.rules.enumerated() where results[position].isHit {
      let (definition, result) = (rule.definition, results[position])
      outcome.signals.append(
        Signal(
          name: definition.id, source: .rule, category: definition.category, score: result.points,
          status: standing[position] == .live ? .live : .shadow, group: definition.group, floor: definition.floor,
          ceiling: definition.ceiling,
          evidence: result.hits.prefix(RuleSetLimits.evidencePerSignalMax).map {
            Evidence(field: $0.field, range: $0.range)
          },
          reason: ReasonWriter.text(definition.reason, position, self, texts, facts)))
    }
    for fault in scratch.faults {
      let pattern = compiled.patterns.patterns[fault.pattern]
      outcome.add(
        RuleFault(
          rule: compiled.rules[pattern.rule].definition.id, pattern: pattern.source, place: pattern.place,
          field: fault.field, code: fault.code.rawValue,
          status: standing[pattern.rule] == .live ? .live : .shadow),
        category: compiled.rules[pattern.rule].definition.category, floor: compiled.policy.onRuleError)
    }
    return outcome
  }

  private static func standing(
    _ rule: RuleDefinition, language: Language?, authorKey: String, now: Timestamp
  ) -> Standing {
    if let language, !rule.languages.isEmpty, !rule.languages.contains(language) { return .absent }
    switch rule.status {
    case .draft, .off: return .absent
    case .shadow: return .shadow
    case .live:
      if let expires = rule.expires, now >= expires { return .shadow }
      return Rollout.includes(authorKey, rule: rule.id, percent: rule.rolloutPercent) ? .live : .shadow
    }
  }

  /// Whether the conditions on facts at the top of a rule hold.
  private static func factsHold(_ condition: [MatchTree], _ facts: Facts) -> Bool {
    condition.allSatisfy { tree in
      switch tree {
      case .when(let condition): condition.holds(facts)
      case .all(let trees): factsHold(trees, facts)
      case .any, .not, .leaf, .meta: true
      }
    }
  }

  /// Hits in the order of the text, overlapping ones as one place.
  private static func merged(_ hits: [PatternHit]) -> [PatternHit] {
    let sorted = hits.sorted {
      ($0.field.position, $0.range.lowerBound, -$0.range.upperBound, $0.pattern)
        < ($1.field.position, $1.range.lowerBound, -$1.range.upperBound, $1.pattern)
    }
    var merged: [PatternHit] = []
    for hit in sorted {
      if let last = merged.last, last.field == hit.field, hit.range.lowerBound < last.range.upperBound {
        merged[merged.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, hit.range.upperBound)
      } else {
        merged.append(hit)
      }
    }
    return merged
  }
}

extension RuleOutcome {
  mutating func add(_ fault: RuleFault, category: Category, floor: Action) {
    faults.append(fault)
    signals.append(
      Signal(
        name: Self.faultName, source: .fault, category: category, score: 0, status: fault.status, floor: floor,
        reason: "The rule \(fault.rule) could not be decided (\(fault.code)) in \(fault.field.rawValue)"))
  }
}

/// Which authors a rule that is rolled out in part is live for.
enum Rollout {
  /// The same answer for the same author and rule, on every machine; independent between rules.
  static func includes(_ authorKey: String, rule: String, percent: Int) -> Bool {
    if percent >= 100 { return true }
    if percent <= 0 { return false }
    var hash = FNV1a()
    for byte in rule.utf8 { hash.add(byte) }
    hash.add(0)
    for byte in authorKey.utf8 { hash.add(byte) }
    // FNV leaves patterns in its low bits for short keys; a finaliser (SplitMix64) spreads them.
    var value = hash.value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Int(value % 100) < percent
  }
}
