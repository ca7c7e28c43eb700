/// A word, phrase, substring, expression or list entry of a rule, as it was written.
public struct RulePatternSource: Hashable, Sendable {
  public let rule: String
  public let text: String
  public let place: SourcePlace
  /// The list that it comes from.
  public let list: String?
}

extension RuleSet {
  /// Every pattern of the set by its number, exceptions included.
  package var patternSources: [RulePatternSource] {
    compiled.patterns.patterns.map { pattern in
      RulePatternSource(
        rule: compiled.rules[pattern.rule].id, text: pattern.source, place: pattern.place, list: pattern.list)
    }
  }

  /// Whether other rules ask whether this one hit, so that their findings hang on it.
  package func isAskedByOthers(_ id: String) -> Bool {
    guard let position = compiled.positions[id] else { return false }
    return !compiled.schedule.dependents[position].isEmpty
  }
}

extension RuleWorker {
  /// By rule that hit in the latest evaluation, the numbers of its patterns that were met; none for a rule without a text.
  package func latestPatterns() -> [(rule: String, patterns: Set<Int>)] {
    latestHitRules.map { (rules.compiled.rules[$0].id, Set(patternHits(of: $0).map(\.pattern))) }
  }
}
