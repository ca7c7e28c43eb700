import ModerationModel
import RuleEngine
import Testing

@Suite struct LintTests {
  /// A rule that lint has nothing to say about, but for what is in `more`.
  func findings(_ more: String, ruleset: String = "schema: 1\n", lists: [String: String] = [:]) -> [Diagnostic] {
    var files = RuleFiles(["ruleset.yaml": ruleset])
    files["rules.yaml"] = rule(
      """
      title: A rule
      owner: desk
      \(more.contains("score:") ? "category: spam" : "score: 1")
      \(more.contains("tests:") ? "created: 2026-11-20" : "tests: { hit: [а], miss: [ы] }")
      \(more)
      """)
    for (path, text) in lists { files[path] = text }
    return RuleSet.lint(files, now: morning).filter { $0.code != .testFailed }
  }

  @Test func cleanRuleIsClean() {
    #expect(findings("match: { words: [а] }") == [])
  }

  @Test(arguments: [
    ("match: { words: [а] }\ntests: { hit: [а] }", "missing_test", "no miss example"),
    ("match: { words: [а] }\ntests: {}", "missing_test", "no hit and no miss example"),
    ("match: { words: [а] }\nexpires: 2020-01-01", "expired", "runs in shadow"),
    ("match: { words: [а] }\nexpires: 2026-10-01", "expires_soon", "expires in"),
    ("match: { words: [а] }\nscore: 0", "no_effect", "changes nothing"),
    ("match: { words: [слон, Слон] }", "duplicate_pattern", "this rule has the same pattern"),
    ("match: { pcre: ['сл.н', 'сл.н'] }", "duplicate_pattern", "this rule has the same pattern"),
    ("match: { pcre: 'а*' }", "empty_match", "can match nothing"),
    ("match: { pcre: '(*NO_JIT)слон' }", "not_jitable", "machine code"),
    ("match: { pcre: 'слон.*моська' }", "unbounded_gap", "no end"),
    ("match: { pcre: 'слон[^а]+моська' }", "unbounded_gap", "no end"),
    ("match: { pcre: 'слон\\W{2,}моська' }", "unbounded_gap", "no end"),
    ("match: { pcre: '\\bслон', flags: [ascii] }", "ascii_boundary_next_to_non_ascii", "ASCII"),
    ("match: { pcre: '(?<![a-z])слон' }", "ascii_boundary_next_to_non_ascii", "ASCII"),
    ("match: { pcre: 'слон(?![a-zA-Z])' }", "ascii_boundary_next_to_non_ascii", "ASCII"),
    ("match: { words: [cлон] }", "mixed_script_in_pattern", "«c» is a Latin letter"),
    ("match: { pcre: 'сл(?:о|a)н|слoн' }", "mixed_script_in_pattern", "«o» is a Latin letter"),
    ("match: { words: [\"сл\\u200Bон\"] }", "invisible_char_in_pattern", "U+200B"),
    ("match: { pcre: \"сл\\u00ADон\" }", "invisible_char_in_pattern", "U+00AD"),
    ("match: { pcre: '[сС]лон' }", "case_class_redundant", "either case"),
    ("match: { pcre: '[a-zA-Z]{3}' }", "case_class_redundant", "either case"),
    ("match: { pcre: 'ёлк[аи]' }", "folded_away_in_pattern", "е where ё was written"),
    ("match: { words: [Слон], flags: [case_sensitive] }", "folded_away_in_pattern", "no capitals"),
    ("match: { substring: ок }", "list_entry_too_short", "inside ordinary words"),
    ("meta: 1 > 2", "unreachable_meta", "never hold"),
    ("when: { links: '> 3' }\nmatch: { when: { links: '< 2' } }", "unsatisfiable_when", "meets all conditions"),
  ])
  func finds(_ more: String, _ code: String, _ part: String) {
    let found = findings(more)
    #expect(found.contains { $0.code.rawValue == code && $0.description.contains(part) }, "\(found)")
  }

  @Test(arguments: [
    "match: { pcre: '[^\\s]{1,9}сл.{0,5}он\\s+' }", "match: { pcre: '(?<!\\p{L})слон\\b' }",
    "match: { pcre: '\\Q.*[сС]\\E' }", "match: { pcre: '[]aа-я^-]слон(?#.*)' }",
    "match: { pcre: '(?<имя>слон)\\k{имя}' }",
    "match: { words: [IT-отдел, 'смс(?:ка|ки)'] }", "match: { pcre: '[её]лка' , view: norm }",
    "match: { pcre: '\\p{Cyrillic}{3}\\x{41}' }", "meta: count(x1, x1) < 3",
  ])
  func staysQuiet(_ more: String) {
    let found = findings(more).filter { $0.code != .unknownRule }
    #expect(found == [], "\(found)")
  }

  @Test func looksAtMacrosListsAndCaps() {
    let found = findings(
      "match: { list: w, pcre: 'а{GAP}б' }",
      ruleset: """
        schema: 1
        policy: { group_caps: { lincs: 3, caps: 2 } }
        macros: { GAP: '[ .]*' }
        lists: { w: { file: lists/w.txt, kind: words } }
        """, lists: ["lists/w.txt": "а\nслон\nмoська\nСлон\n"])
    #expect(
      Set(found.map(\.code)) == [
        .unknownGroup, .unboundedGap, .listEntryTooShort, .mixedScriptInPattern, .duplicatePattern,
      ])
    #expect(found.first { $0.code == .unknownGroup }?.suggestion == "links")
    #expect(
      found.first { $0.code == .mixedScriptInPattern }?.place == SourcePlace(file: "lists/w.txt", line: 3, column: 2))
  }

  @Test func metaThatAsksSleepingRulesIsFound() {
    let files = RuleFiles([
      "x.yaml": """
      rules:
        - { id: a, status: draft, match: { words: [а] }, score: 1 }
        - { id: b, match: { words: [б] }, group: g, max_hits: 2, score: 1 }
        - { id: c, meta: a and b, score: 1 }
        - { id: d, meta: group.g >= 3, score: 1 }
        - { id: e, meta: group.g >= 2 and group.g.score < 3, score: 1 }
      """
    ])
    let found = RuleSet.lint(files, now: morning).filter { $0.code == .unreachableMeta }
    #expect(found.map(\.place.line) == [4, 5])
  }

  @Test func failingExamplesAreFindings() {
    let files = RuleFiles(["x.yaml": rule("match: { words: [слон] }\ntests: { hit: [кот], todo: [слон, пёс] }")])
    let found = RuleSet.lint(files, now: morning).filter { $0.code == .testFailed }
    #expect(found.map(\.severity) == [.error, .note])
  }
}
