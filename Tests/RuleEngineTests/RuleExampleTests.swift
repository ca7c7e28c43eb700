import ModerationModel
import RuleEngine
import Testing

@Suite struct RuleExampleTests {
  @Test func examplesAreRun() throws {
    let rules = try ruleSet(
      """
      rules:
        - id: a
          match: { words: [казино] }
          status: draft
          tests:
            hit: [казино, { body: 'Лучшее кaзинo города', span: кaзинo, view: fold }, { author_name: Казино }]
            miss: [магазин, казино]
            todo: [ka3ino, казино]
        - id: b
          meta: a and not trusted
          tests:
            hit: [казино, { body: казино, facts: { author.approved_count: 2 } }]
            miss: [{ body: казино, facts: { author.approved_count: 50 } }]
        - { id: trusted, when: { author.approved_count: '>= 50' } }
        - id: links
          when: { links: '>= 1' }
          tests: { hit: ['смотри kazik7.top'], miss: ['смотри'] }
        - id: wrong
          match: { words: [слон, мышь] }
          tests: { hit: [{ body: слон и мышь, span: и }, { body: слон, view: norm }] }
      """)
    let results = rules.runTests()
    let failures = results.filter(\.isFailure)
    #expect(failures.map(\.rule) == ["a", "wrong", "wrong"])
    #expect(failures[0].explanation == "the rule hits «казино»")
    #expect(failures[1].explanation == "«и» is not marked; marked are: «слон», «мышь»")
    #expect(failures[2].explanation == "no hit comes from the view «norm»")
    #expect(results.filter { $0.expectation == .todo }.map(\.passed) == [false, true])
    #expect(rules.runTests(of: "b").map(\.passed) == [true, true, true])
  }

  @Test func failingExampleRefusesTheSet() throws {
    let files = RuleFiles(["x.yaml": rule("match: { words: [а] }\ntests: { hit: [б] }")])
    #expect(throws: Never.self) { try RuleSet(files: files) }
    let error = #expect(throws: RuleSetError.self) { try RuleSet(files: files, requireTests: true) }
    #expect(
      error?.errors.map(\.description) == [
        """
        x.yaml:4:20: error: hit test of «x»: the rule does not hit [test_failed]
          4 |     tests: { hit: [б] }
            |                    ^
        """
      ])
  }
}
