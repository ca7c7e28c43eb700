import RuleEngine
import Testing

/// One line of a rule's file changes, or nothing.
@Suite struct StatusEditTests {
  private static func files(_ rules: String) -> RuleFiles {
    RuleFiles(["ruleset.yaml": "schema: 1\nname: t\ndefaults: { owner: desk }\n", "a.yaml": rules])
  }

  @Test(arguments: [
    (
      "rules:\n  - id: a # one\n    status: shadow   # why\n    match: { words: [мост] }\n    score: 1\n",
      "rules:\n  - id: a # one\n    status: live   # why\n    match: { words: [мост] }\n    score: 1\n"
    ),
    (
      "rules:\n- status: shadow\n  id: a\n  match: { words: [мост] }\n  score: 1\n",
      "rules:\n- status: live\n  id: a\n  match: { words: [мост] }\n  score: 1\n"
    ),
    (
      "rules:\n  - id: b\n    status: shadow\n    when: { links: '> 2' }\n    score: 1\n\n  - id: a\n    status: 'shadow'\n"
        + "    match: { words: ['status: shadow'] }\n    score: 1\n# end\n",
      "rules:\n  - id: b\n    status: shadow\n    when: { links: '> 2' }\n    score: 1\n\n  - id: a\n    status: live\n"
        + "    match: { words: ['status: shadow'] }\n    score: 1\n# end\n"
    ),
  ])
  func onlyTheStatusChanges(before: String, after: String) throws {
    let edited = try #require(Self.files(before).settingStatus(.live, of: "a"))
    #expect(edited["a.yaml"] == after)
  }

  @Test func aRuleThatSaysNothingGetsALine() throws {
    let text = "rules:\n  - id: a\n    match: { words: [мост] }\n    score: 1\n"
    let edited = try #require(Self.files(text).settingStatus(.shadow, of: "a"))
    #expect(edited["a.yaml"] == "rules:\n  - id: a\n    status: shadow\n    match: { words: [мост] }\n    score: 1\n")
  }

  @Test func aLayoutThatHasNoLineForItIsLeftAlone() {
    let text = "rules:\n  - { id: a, match: { words: [мост] }, score: 1, status: shadow }\n"
    #expect(Self.files(text).settingStatus(.live, of: "a") == nil)
    #expect(Self.files(text).settingStatus(.live, of: "none") == nil)
  }
}
