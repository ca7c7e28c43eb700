public import ModerationModel

/// Rules that somebody is writing, laid over a set in memory to see what they would do. Nothing is written anywhere.
public struct RuleDraft: Sendable {
  /// One draft, in bytes of UTF-8.
  public static let textBytesMax = 65_536
  /// What places in a draft name as their file.
  public static let path = "draft"

  /// What was found in the draft, in its order: errors that keep it from being used, what is hardly meant, failed tests.
  /// Errors elsewhere in the set that the draft causes are among them.
  public let findings: [Diagnostic]
  /// The set with the draft in it; `nil` when there are errors that keep it from being read.
  public let ruleSet: RuleSet?
  /// The draft's rules, by id.
  public let rules: [String]
  /// How the tests of the draft's rules came out.
  public let tests: [RuleTestResult]
}

extension RuleSet {
  /// Lays a draft over this set: a rule file, or the list of its rules alone.
  ///
  /// Rules of the draft take the place of rules with the same id, and count as if they were live for everybody, unless
  /// they are off. Macros, lists, defaults and scores in `scores.lock` are those of the set.
  ///
  /// - Parameter draft: At most ``RuleDraft/textBytesMax`` bytes; a longer one is answered with a finding.
  /// - Complexity: The whole set is compiled anew; lint looks at the draft's rules only.
  public func trying(_ draft: String, now: Timestamp) -> RuleDraft {
    guard draft.utf8.count <= RuleDraft.textBytesMax else {
      let finding = Diagnostic(
        .error, .tooLarge, SourcePlace(file: RuleDraft.path),
        "the draft has more than \(RuleDraft.textBytesMax) bytes", expected: "fewer rules at a time")
      return RuleDraft(findings: [finding], ruleSet: nil, rules: [], tests: [])
    }
    var files = files
    files.draft = draft
    let (compiled, found, definition) = RuleSetCompiler.compile(files, now: now)
    var lint = RuleSetLint(definition: definition, now: now, file: RuleDraft.path)
    let rules = definition.rules.filter { $0.place.file == RuleDraft.path }.map(\.id)
    if rules.isEmpty, !found.contains(where: { $0.severity == .error }) {
      lint.diagnostics.error(
        .missingKey, SourcePlace(file: RuleDraft.path), "the draft has no rules",
        expected: "rules: with a list of rules")
    }
    lint.check()
    var tests: [RuleTestResult] = []
    let set = compiled.map { RuleSet(compiled: $0, files: self.files) }
    if let set {
      for rule in rules { tests += set.runTests(of: rule) }
      for test in tests where test.isFailure {
        lint.diagnostics.error(.testFailed, test.place, test.diagnostic.message)
      }
    }
    let known = Set(found)
    let all = found + lint.diagnostics.sorted(in: files).filter { !known.contains($0) }
    let findings = all.filter { $0.place.file == RuleDraft.path || $0.severity == .error && compiled == nil }
    return RuleDraft(
      findings: findings.sorted {
        ($0.place.file != RuleDraft.path ? 1 : 0, $0.place, $0.code, $0.message)
          < ($1.place.file != RuleDraft.path ? 1 : 0, $1.place, $1.code, $1.message)
      }, ruleSet: rules.isEmpty ? nil : set, rules: rules, tests: tests)
  }
}
