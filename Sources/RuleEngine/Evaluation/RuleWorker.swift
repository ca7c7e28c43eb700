public import ModerationModel
import PCRE2
import TextNormalization

/// Evaluates rules on one thread, reusing its memory from text to text.
public struct RuleWorker: ~Copyable, Sendable {
  public let rules: RuleSet
  private var scratch: MatchScratch
  private var participation: RuleParticipation
  private var pending: PendingRules
  private var results: [Result]
  /// Positions of the rules that hit in the latest evaluation.
  private var hitRules: [Int] = []
  private var tally = GuardWatch.Tally()
  /// How near the body is to confirmed spam; `nil` when no rule asks, or nothing is near.
  private var spamDistance: Int?

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
    participation = RuleParticipation(ruleCount: count)
    pending = PendingRules(count: count)
    results = Array(repeating: Result(), count: count)
    scratch = MatchScratch(rules.compiled.patterns, rules.compiled.quarantine)
  }

  /// Says which rules a submission meets.
  ///
  /// - Parameters:
  ///   - texts: The submission's fields; rules find nothing in a field that is missing.
  ///   - facts: What was measured; a `when:` on an unknown fact does not hold.
  ///   - language: The text's language when it is clear; rules for any language apply to a text of unknown one.
  ///   - authorKey: Decides a rollout, the same way each time.
  ///   - now: Decides whether a rule has expired.
  ///   - spam: What `near` compares the body with.
  ///   - isTraffic: It is a new arrival, and counts where guards watch how much of the traffic a rule hits.
  /// - Complexity: O(text) for finding candidates, whatever the number of patterns, and what the candidates cost: each
  ///   expression within ``MatchBudget``.
  public mutating func evaluate(
    _ texts: borrowing FieldTexts, facts: Facts = Facts(), language: Language? = nil, authorKey: String = "",
    now: Timestamp, spam: SpamMemory = SpamMemory(), isTraffic: Bool = true
  ) -> RuleOutcome {
    evaluate(
      texts,
      .init(facts: facts, language: language, authorKey: authorKey, now: now, spam: spam, isTraffic: isTraffic))
  }

  /// Evaluates every rule as if it were live, whatever its status, rollout and expiry; for tests and explanation.
  mutating func evaluateAll(
    _ texts: borrowing FieldTexts, facts: Facts, language: Language?, spam: SpamMemory = SpamMemory()
  ) -> RuleOutcome {
    evaluate(
      texts,
      .init(
        facts: facts, language: language, authorKey: "", now: Timestamp(milliseconds: 0), spam: spam,
        isEverythingLive: true))
  }

  /// The expressions that were tried most often by this worker, with their rules.
  package func mostTried(_ count: Int) -> [(rule: String, pattern: String, tries: Int)] {
    let patterns = rules.compiled.patterns.patterns
    return scratch.tries.enumerated().filter { $0.element > 0 }.sorted { $0.element > $1.element }.prefix(count)
      .map {
        (rules.compiled.rules[patterns[$0.offset].rule].definition.id, patterns[$0.offset].source, Int($0.element))
      }
  }

  /// Measures from now on what expressions cost; see ``RuleSet/profile(_:now:clock:)``.
  mutating func beginProfile(_ clock: @escaping @Sendable () -> UInt64) { scratch.beginProfile(clock) }

  func finishProfile(_ profile: inout RuleProfile) {
    if let meter = scratch.meter { profile.gather(meter, tries: scratch.tries, of: rules) }
  }

  /// Positions of the rules that hit in the latest evaluation.
  var latestHitRules: [Int] { hitRules }

  /// Judges from now on as if these rules were not there.
  package mutating func leaveOut(_ names: Set<String>) {
    participation.leftOut = Set(names.compactMap { rules.compiled.positions[$0] })
  }

  /// In how many bits the latest body differed from the nearest confirmed spam; `nil` where no rule asks or nothing is known.
  package var latestSpamDistance: Int? { spamDistance }

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
      case .not, .when, .meta, .near: []
      }
    }
    return rules.compiled.rules[position].condition.flatMap(hits)
  }

  private mutating func evaluate(
    _ texts: borrowing FieldTexts, _ terms: RuleParticipation.Terms
  ) -> RuleOutcome {
    let compiled = rules.compiled
    for position in hitRules { results[position] = Result() }
    hitRules.removeAll(keepingCapacity: true)
    let guardWatch = compiled.guardWatch
    if !guardWatch.isIdle { guardWatch.refresh(&tally) }
    participation.begin(terms, demoted: tally.demoted)
    search(texts)
    measureDistance(texts)
    // Examples and explanations must not take a rule out of service.
    if !terms.isEverythingLive { scratch.report(at: terms.now) }

    let schedule = compiled.schedule
    for rank in schedule.always { pending.insert(rank) }
    for number in 0..<scratch.touchedCount {
      guard let leaf = scratch.leafWithHits(number) else { continue }
      pending.insert(schedule.ranks[schedule.ruleOfLeaf[leaf]])
    }
    var rank = 0
    while let found = pending.next(from: rank) {
      rank = found + 1
      let position = schedule.order[found]
      guard participation.isActive(position, compiled), decide(position) else { continue }
      hitRules.append(position)
      // Whoever asks this rule stands behind it in the order.
      for dependent in schedule.dependents[position] { pending.insert(dependent) }
    }
    if !guardWatch.isIdle, terms.isTraffic, !terms.isEverythingLive { countTraffic(guardWatch) }
    return outcome(texts)
  }

  private mutating func countTraffic(_ guardWatch: GuardWatch) {
    let hits = hitRules.filter { guardWatch.isWatched($0) && participation.standing(at: $0) == .live }
    guardWatch.noteEvaluation(&tally, hits: hits, at: participation.terms.now)
  }

  private mutating func measureDistance(_ texts: borrowing FieldTexts) {
    spamDistance = nil
    guard rules.compiled.asksSpamMemory, !participation.terms.spam.isEmpty, let body = texts.shared(.body),
      let fingerprint = TextFingerprint(body.text)
    else { return }
    spamDistance = participation.terms.spam.distance(to: fingerprint)
  }

  /// By position.
  private static let fields = TextField.allCases.sorted { $0.position < $1.position }

  private mutating func search(_ texts: borrowing FieldTexts) {
    let compiled = rules.compiled
    scratch.clear()
    let set = compiled.patterns
    for position in 0..<TextField.allCases.count {
      guard let shared = texts.shared(at: position) else { continue }
      let mask = FieldMask(position: position)
      for number in set.views.indices where set.viewFields[number].contains(mask) {
        search(set.views[number], in: shared, field: Self.fields[position], compiled)
      }
    }
    scratch.settle()
  }

  /// Searches each of a field's texts once, for the patterns of all views that have it.
  private mutating func search(
    _ patterns: PatternSet.ViewPatterns, in text: FieldTexts.Shared, field: TextField, _ compiled: CompiledRules
  ) {
    var left = patterns.views
    while let view = left.first {
      let alike = text.alike(view)
      left.subtract(alike)
      scratch.search(
        compiled.patterns, patterns, in: text, view, alike: alike, field: field, rules: compiled, &participation)
    }
  }

  /// Decides one rule; whether it hit.
  private mutating func decide(_ position: Int) -> Bool {
    let rule = rules.compiled.rules[position]
    var hits: [PatternHit] = []
    for tree in rule.condition {
      guard holds(tree, position, participation.terms.facts, &hits) else { return false }
    }
    var result = Result(isHit: true)
    result.hits = Self.merged(hits)
    result.count = max(1, result.hits.count)
    result.points = rule.definition.score.points * Double(min(result.count, rule.definition.hitsMax))
    results[position] = result
    return true
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
    case .near(let condition): return condition.holds(spamDistance)
    case .meta(let expression): return value(expression, askedBy: position) != 0
    }
  }

  private func value(_ expression: CompiledMeta, askedBy position: Int) -> Double {
    // A live rule must not depend on what only a shadow rule saw: shadow adds nothing to a verdict.
    func counts(_ other: Int) -> Bool {
      guard results[other].isHit else { return false }
      return participation.standing(at: other) == .live || participation.standing(at: position) == .shadow
    }
    return expression.value(
      hits: { other in
        counts(other) ? Double(min(results[other].count, rules.compiled.rules[other].definition.hitsMax)) : 0
      },
      points: { other in counts(other) ? results[other].points : 0 })
  }

  private func outcome(_ texts: borrowing FieldTexts) -> RuleOutcome {
    let compiled = rules.compiled
    var outcome = RuleOutcome()
    guard !hitRules.isEmpty || !scratch.faults.isEmpty else { return outcome }
    outcome.signals.reserveCapacity(hitRules.count)
    for position in hitRules.sorted() {
      let (definition, result) = (compiled.rules[position].definition, results[position])
      outcome.signals.append(
        Signal(
          name: definition.id, source: .rule, category: definition.category, score: result.points,
          status: participation.standing(at: position) == .live ? .live : .shadow, group: definition.group,
          floor: definition.floor, ceiling: definition.ceiling,
          evidence: result.hits.prefix(RuleSetLimits.evidencePerSignalMax).map {
            Evidence(field: $0.field, range: $0.range)
          },
          reason: ReasonWriter.text(definition.reason, position, self, texts, participation.terms.facts)))
    }
    for fault in scratch.faults {
      let pattern = compiled.patterns.patterns[fault.pattern]
      outcome.add(
        RuleFault(
          rule: compiled.rules[pattern.rule].definition.id, pattern: pattern.source, place: pattern.place,
          field: fault.field, code: fault.code.name,
          status: participation.standing(at: pattern.rule) == .live ? .live : .shadow),
        category: compiled.rules[pattern.rule].definition.category, floor: compiled.policy.onRuleError)
    }
    return outcome
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
