import DefaultRules
import ModerationModel
import RuleEngine
import Testing

/// `slow_pattern`: what grows too fast is found before it goes live.
struct GrowthTests {
  private func findings(_ pattern: String) -> [Diagnostic] {
    let file = "rules:\n  - { id: a.rule, match: [{ pcre: '\(pattern)' }], score: 1 }\n"
    let set = "schema: 1\nname: a\npolicy: { hold: 5, reject: 12, spam: 12, on_rule_error: hold }\n"
    return RuleSet.lint(RuleFiles(["ruleset.yaml": set, "a.yaml": file]), now: Timestamp(milliseconds: 0))
      .filter { $0.code == .slowPattern }
  }

  @Test(arguments: [
    "(a+)+$", "(a|aa)+$", #"(\w+\s?)+$"#, "(.*)*", "(.*)*x$", "(?:к+)+н$", "(x+x+)+y", #"(\d+)*;"#,
  ])
  func growthWithoutMeasureIsAnError(_ pattern: String) {
    let found = findings(pattern)
    #expect(found.map(\.severity) == [.error])
    #expect(found.first?.message.contains("× n") == true)
  }

  @Test(arguments: [#"\s+$"#, #"\w+@\w+"#, #"[а-я]+!"#])
  func squareGrowthIsAWarning(_ pattern: String) {
    let found = findings(pattern)
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("n^2.0") == true || found.first?.message.contains("n^1.9") == true)
  }

  @Test(arguments: [
    "казино", #"к[\s._*-]{0,3}а[\s._*-]{0,3}з"#, #"\bкупи\w{0,20}\b"#, "(?:раз|два|три)+", "a+", #"https?://\S+"#,
    #"\b\d{3}-\d{4}\b"#, #"(?<!\w)бан\w*"#, "(?:ха){2,}", "купи.{0,40}дешево",
  ])
  func ordinaryPatternsAreNot(_ pattern: String) {
    #expect(findings(pattern) == [])
  }

  @Test func isTheSameEveryTime() {
    #expect(findings("(a+)+$") == findings("(a+)+$"))
  }
}
