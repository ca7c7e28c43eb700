package import ModerationModel
package import TextNormalization

extension RuleSet {
  /// An example of a rule with everything that it is judged by.
  package struct Example: Sendable {
    package var rule: String
    package var expectation: RuleTestResult.Expectation
    package var texts: [TextField: String]
    package var facts: Facts
    package var language: Language?
    /// Texts that count as confirmed spam.
    package var spam: [String]
    package var place: SourcePlace

    package init(
      rule: String, expectation: RuleTestResult.Expectation, texts: [TextField: String], facts: Facts = Facts(),
      language: Language? = nil, spam: [String] = [], place: SourcePlace
    ) {
      self.rule = rule
      self.expectation = expectation
      self.texts = texts
      self.facts = facts
      self.language = language
      self.spam = spam
      self.place = place
    }
  }

  /// The examples of all rules that are not off, in the order of the rules.
  package var examples: [Example] {
    compiled.rules.filter { $0.status != .off }.flatMap { rule in
      rule.definition.tests.map { test in
        Example(
          rule: rule.id, expectation: RuleTestResult.Expectation(rawValue: test.expectation.rawValue) ?? .hit,
          texts: test.texts, facts: test.facts, language: test.language, spam: test.spam, place: test.place)
      }
    }
  }
}

extension RuleWorker {
  /// A place that a rule marks, and the view in which its pattern was found.
  package struct Mark: Hashable, Sendable {
    package var field: TextField
    /// Bytes of the field as it is given.
    package var range: Range<Int>
    package var view: ViewName
  }

  /// Where a rule marks an example; `nil` when it does not hit.
  ///
  /// As in ``RuleSet/runTests(of:)`` every rule takes part as if it were live.
  package mutating func marks(on example: RuleSet.Example) -> [Mark]? {
    guard let position = rules.compiled.positions[example.rule] else { return nil }
    let texts = FieldTexts(example.texts)
    var facts = example.facts
    if let body = texts[.body] { facts.measure(body) }
    for fact in FactName.allCases { if let given = example.facts[fact] { facts[fact] = given } }
    var normalizer = Normalizer()
    let spam = example.spam.compactMap { TextFingerprint(normalizer.normalize($0)) }
    _ = evaluateAll(texts, facts: facts, language: example.language, spam: SpamMemory(spam))
    let result = result(at: position)
    guard result.isHit else { return nil }
    return result.hits.map {
      Mark(field: $0.field, range: $0.range, view: rules.compiled.patterns.patterns[$0.pattern].view)
    }
  }
}
