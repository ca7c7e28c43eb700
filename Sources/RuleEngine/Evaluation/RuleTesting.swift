import ModerationModel
import TextNormalization

/// How one example of a rule came out.
public struct RuleTestResult: Hashable, Sendable {
  public enum Expectation: String, Hashable, Sendable, CaseIterable { case hit, miss, todo }

  public let rule: String
  public let expectation: Expectation
  /// The example's text, its first field when it has several.
  public let text: String
  public let place: SourcePlace
  /// Whether it came out as expected. A `todo` passes when the rule already hits.
  public let passed: Bool
  /// Why not, in a sentence.
  public let explanation: String?

  /// A `todo` that does not hit yet is reported, but it is no failure.
  public var isFailure: Bool { !passed && expectation != .todo }

  /// The failure as a finding.
  public var diagnostic: Diagnostic {
    Diagnostic(
      isFailure ? .error : .note, .testFailed, place,
      "\(expectation.rawValue) test of «\(rule)»: \(explanation ?? "as expected")")
  }
}

extension RuleSet {
  /// Runs the examples of all rules, or of one.
  ///
  /// Every rule but those that are off takes part as if it were live, so that a draft can be tested and `meta` sees
  /// what it asks. Facts of the text are measured from it; facts of the author and the place are unknown unless the
  /// example gives them.
  public func runTests(of rule: String? = nil) -> [RuleTestResult] {
    var worker = makeWorker()
    var results: [RuleTestResult] = []
    for (position, compiled) in compiled.rules.enumerated() {
      guard rule == nil || compiled.definition.id == rule else { continue }
      for test in compiled.definition.tests {
        results.append(run(test, of: compiled.definition, at: position, &worker))
      }
    }
    return results
  }

  private func run(
    _ test: RuleTest, of rule: RuleDefinition, at position: Int, _ worker: inout RuleWorker
  ) -> RuleTestResult {
    let texts = FieldTexts(test.texts)
    var facts = test.facts
    if let body = texts[.body] { facts.measure(body) }
    for fact in FactName.allCases { if let given = test.facts[fact] { facts[fact] = given } }
    // An example is written for its rule, so it is in the rule's language unless it says otherwise.
    let outcome = worker.evaluateAll(
      texts, facts: facts, language: test.language, spam: SpamMemory(test.spam.compactMap(Self.fingerprint)))
    let result = worker.result(at: position)
    let fault = outcome.faults.first { $0.rule == rule.id }
    let explanation: String? =
      if let fault {
        "the rule could not be decided (\(fault.code))"
      } else {
        switch test.expectation {
        case .hit, .todo: result.isHit ? missing(test, result, texts) : "the rule does not hit"
        case .miss:
          result.isHit
            ? "the rule hits «\(result.hits.first.map { marked($0, texts) } ?? "")»".clipped(to: 120) : nil
        }
      }
    return RuleTestResult(
      rule: rule.id, expectation: RuleTestResult.Expectation(rawValue: test.expectation.rawValue) ?? .hit,
      text: test.texts[.body] ?? test.texts.min { $0.key.rawValue < $1.key.rawValue }?.value ?? "",
      place: test.place, passed: explanation == nil, explanation: explanation)
  }

  private static func fingerprint(_ text: String) -> TextFingerprint? {
    var normalizer = Normalizer()
    return TextFingerprint(normalizer.normalize(text))
  }

  /// What a hit lacks that its test asks for.
  private func missing(_ test: RuleTest, _ result: RuleWorker.Result, _ texts: FieldTexts) -> String? {
    let marks = result.hits.map { marked($0, texts) }
    if let span = test.span, !marks.contains(span) {
      return "«\(span.clipped(to: 60))» is not marked; marked are: "
        + (marks.isEmpty ? "no places" : marks.map { "«\($0.clipped(to: 60))»" }.joined(separator: ", "))
    }
    if let view = test.view,
      !result.hits.contains(where: { compiled.patterns.patterns[$0.pattern].view.rawValue == view })
    {
      return "no hit comes from the view «\(view)»"
    }
    return nil
  }

  private func marked(_ hit: PatternHit, _ texts: FieldTexts) -> String {
    texts[hit.field]?.original(hit.range) ?? ""
  }
}
