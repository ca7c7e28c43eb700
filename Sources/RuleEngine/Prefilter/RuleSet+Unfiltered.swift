package import ModerationModel

/// Where a pattern was found; for comparing one way of searching with another.
package struct PatternPlace: Hashable, Sendable {
  /// The pattern's number within its set.
  package let pattern: Int
  package let field: TextField
  /// Bytes of the view that the pattern looks at.
  package let viewRange: Range<Int>
}

extension RuleSet {
  /// The same rules with every expression tried on every text: slow, and by promise no different.
  package var unfiltered: RuleSet {
    let patterns = compiled.patterns
    let views = patterns.views.map { view in
      var draft = PatternSetBuilder.ViewDraft()
      draft.literals = view.literals
      draft.named = view.named
      draft.fields = view.fields
      draft.views = view.views
      draft.unfiltered = view.expressions.map { expression in
        var expression = expression
        expression.characters = CharacterMask()
        expression.bytesMin = 0
        return expression
      }
      return PatternSet.ViewPatterns(draft, family: view.family)
    }
    return RuleSet(
      compiled: CompiledRules(
        name: compiled.name, revision: compiled.revision, policy: compiled.policy, guards: compiled.guards,
        rules: compiled.rules, schedule: compiled.schedule,
        patterns: PatternSet(
          patterns: patterns.patterns, owners: patterns.owners, views: views, leafCount: patterns.leafCount),
        findings: compiled.findings))
  }

  /// A pattern as it was written, by its number.
  package func source(ofPattern number: Int) -> String { compiled.patterns.patterns[number].source }
}

extension RuleWorker {
  /// Every place of every pattern in rules that hit, and the faults, of all rules as if they were live. Faults here do
  /// not count towards quarantine.
  package mutating func places(in texts: borrowing FieldTexts) -> (places: Set<PatternPlace>, faults: [RuleFault]) {
    let outcome = evaluateAll(texts, facts: Facts(), language: nil)
    var places: Set<PatternPlace> = []
    for position in rules.compiled.rules.indices {
      for hit in patternHits(of: position) {
        places.insert(PatternPlace(pattern: hit.pattern, field: hit.field, viewRange: hit.viewRange))
      }
    }
    return (places, outcome.faults)
  }
}
