import ModerationModel
import RuleEngine
import Testing

/// A draft laid over a set, in memory only.
@Suite struct DraftTests {
  private static let now = Timestamp(milliseconds: 1_795_000_000_000)

  private static func set() throws -> RuleSet {
    try RuleSet(
      files: RuleFiles([
        "ruleset.yaml":
          "schema: 1\nmacros: { CITY: '(?:город|місто)' }\nlists: { names: { file: lists/names.txt, kind: words } }",
        "lists/names.txt": "казино\n",
        "rules.yaml": """
        rules:
          - { id: first, owner: desk, title: T, match: { words: [казино] }, score: 2 }
          - { id: second, owner: desk, title: T, match: { words: [слоты] }, score: 3 }
        """,
      ]))
  }

  private static func hits(_ set: RuleSet, _ text: String) -> [String] {
    var worker = set.makeWorker()
    return worker.evaluate(FieldTexts(body: text), facts: Facts(), now: now).signals.map(\.name)
  }

  @Test func aRuleOfTheSameNameIsReplacedAndTheOthersStay() throws {
    let set = try Self.set()
    let draft = set.trying(
      "- { id: first, owner: desk, title: T, status: draft, match: { words: [мост] }, tests: { hit: [мост], miss: [река] }, score: 1 }",
      now: Self.now)
    let tried = try #require(draft.ruleSet)
    #expect(draft.rules == ["first"] && draft.findings.isEmpty, "\(draft.findings)")
    #expect(Self.hits(tried, "казино у моста, слоты, мост") == ["first", "second"])
    #expect(Self.hits(tried, "казино").isEmpty)
    #expect(Self.hits(set, "казино") == ["first"], "the set itself is as it was")
    // A draft is laid over the set, not over the draft before.
    #expect(
      try #require(tried.trying("- { id: x, match: { words: [a] }, score: 1 }", now: Self.now).ruleSet)
        .rules.map(\.patternCount) == [1, 1, 1])
    #expect(
      Self.hits(tried.trying("- { id: x, match: { words: [a] }, score: 1 }", now: Self.now).ruleSet ?? .empty, "казино")
        == ["first"])
  }

  @Test func onlyTheDraftIsComplainedAbout() throws {
    let draft = try Self.set().trying(
      "rules:\n  - { id: new, match: { words: [мост, мост] }, score: 1 }\n", now: Self.now)
    #expect(draft.ruleSet != nil)
    #expect(
      !draft.findings.isEmpty && draft.findings.allSatisfy { $0.place.file == RuleDraft.path })
    #expect(draft.findings.contains { $0.code == .duplicatePattern && $0.place.line == 2 })
  }

  @Test func whatCannotBeReadIsAFindingWithItsPlace() throws {
    let set = try Self.set()
    for text in ["rules: [", "schema: 1", "rules: []", "", "- { id: a, meta: nothing > 0 }", "[[]]"] {
      let draft = set.trying(text, now: Self.now)
      #expect(draft.ruleSet == nil, "\(text)")
      #expect(draft.findings.contains { $0.severity == .error }, "\(text)")
    }
    let long = set.trying(String(repeating: "#", count: RuleDraft.textBytesMax + 1), now: Self.now)
    #expect(long.findings.map(\.code) == [.tooLarge])
  }
}
