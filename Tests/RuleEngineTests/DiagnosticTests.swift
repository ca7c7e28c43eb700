import RuleEngine
import Testing

/// What loading says about a rule file, every error rendered.
func complaints(_ rules: String, ruleset: String = "schema: 1\n", lists: [String: String] = [:]) -> [String] {
  do throws(RuleSetError) {
    _ = try ruleSet(rules, ruleset: ruleset, lists: lists)
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

@Suite struct DiagnosticTests {
  @Test func pointsWithACaret() {
    let found = complaints(
      """
      rules:
        - id: casino.word
          match:
            view: folded
            words: [казино]
      """)
    #expect(
      found == [
        """
        rules.yaml:4:13: error: unknown view «folded» [unknown_view]
          4 |       view: folded
            |             ^~~~~~
          expected: one of domains, fold, norm, raw, squeeze, urls
          did you mean «fold»?
        """
      ])
  }

  @Test func pointsIntoThePatternThroughMacros() {
    let found = complaints(
      rule("match: { pcre: 'каз{GAP}ино(' }"), ruleset: "schema: 1\nmacros: { GAP: '[ .]{0,3}' }\n")
    #expect(
      found == [
        """
        rules.yaml:3:33: error: missing closing parenthesis [bad_pattern]
          3 |     match: { pcre: 'каз{GAP}ино(' }
            |                                 ^
          expected: a PCRE2 expression
        """
      ])
  }

  @Test func collectsAllErrors() {
    let found = complaints(
      """
      rules:
        - id: a
          category: spum
          scor: 3
          match: { words: [x] }
        - id: B
        - id: c
          languages: [ru, klingon]
          match: { list: shorteners }
          floor: publish_it
      """)
    #expect(found.count == 6, "\(found)")
    #expect(found[0].contains("did you mean «spam»?"))
    #expect(found[1].contains("did you mean «score»?"))
  }

  @Test func nameTheCycle() {
    let found = complaints(
      """
      rules:
        - { id: a, meta: b or c }
        - { id: b, meta: c }
        - { id: c, meta: not a }
      """)
    #expect(found.count == 1, "\(found)")
    #expect(found.contains { $0.contains("rules ask each other in a circle: a → b → c → a [cyclic_meta]") })
  }

  /// A rule's lines, or a whole file when it begins with `rules`; the code that must be reported; a part of the
  /// rendered finding.
  @Test(arguments: [
    ("match: {\twords: [a] }\n\tscore: 1", "syntax", "rules.yaml:4:5: error: a tab cannot indent YAML"),
    ("match: { words: [a }", "syntax", "not readable as YAML"),
    ("score: 1\nmatch: { words: [a] }\nscore: 2", "duplicate_key", "rules.yaml:5:5: error: the key «score»"),
    ("match: { words: [a], words: [b] }", "duplicate_key", "«words» stands here twice"),
    ("match: { words: [a] }\nscroe: 1", "unknown_key", "did you mean «score»"),
    ("match: { wrods: [a] }", "unknown_key", "did you mean «words»"),
    ("title: x", "missing_key", "never says when it hits"),
    ("match: {}", "missing_key", "nothing is looked for"),
    ("match: { view: raw }", "missing_key", "nothing is looked for"),
    ("except: [a]\nwhen: { links: 1 }", "missing_key", "except has nothing to cancel"),
    ("match: words", "wrong_type", "match is a text"),
    ("match: { words: [[a]] }", "wrong_type", "an entry of words is a list"),
    ("match: { words: [a] }\nscore: much", "wrong_type", "score is not a number"),
    ("match: { words: [a] }\nscore: 1e9", "out_of_range", "from -1000 to 1000"),
    ("match: { words: [a] }\nscore: .nan", "wrong_type", "score is not a number"),
    ("match: { words: [a] }\nscore: { fit: [5, 0], initial: 1 }", "invalid_value", "fit is not a range"),
    ("match: { words: [a] }\nscore: { fit: [0, 5], initial: 7 }", "score_outside_fit", "from 0 to 5"),
    ("match: { words: [a] }\nscore: { fit: [0, 5] }", "missing_key", "score has no initial"),
    ("match: { words: [a] }\nmax_hits: 0", "out_of_range", "max_hits"),
    ("match: { words: [a] }\nmax_hits: 1.5", "wrong_type", "max_hits is not a whole number"),
    ("match: { words: [a] }\nrollout: 101", "out_of_range", "rollout"),
    ("match: { words: [a] }\nstatus: alive", "unknown_status", "did you mean «live»"),
    ("match: { words: [a] }\nfloor: holt", "unknown_action", "did you mean «hold»"),
    ("match: { words: [a] }\nfields: [boddy]", "unknown_field", "did you mean «body»"),
    ("match: { words: [a] }\nview: foldd", "unknown_view", "did you mean «fold»"),
    ("match: { words: [a] }\nflags: [casesensitive]", "unknown_flag", "did you mean «case_sensitive»"),
    ("match: { words: [a] }\ncategory: spam2", "unknown_category", "did you mean «spam»"),
    ("match: { words: [a] }\nlanguages: [rus1]", "unknown_language", "unknown language"),
    ("match: { words: [a] }\ncreated: yesterday", "invalid_value", "created is not a date"),
    ("match: { words: [a] }\ngroup: Bad Name", "invalid_value", "cannot be a group's name"),
    ("match: { words: [a] }\nreason: 'is {{mathc}}'", "unknown_placeholder", "did you mean «match»"),
    ("match: { words: [a] }\nreason: 'is {{match'", "unknown_placeholder", "not closed"),
    ("match: { words: [a] }\nreason: '{{y.match}}'", "unknown_rule", "unknown rule «y»"),
    ("match: { words: [a] }\npromote_if: { hits: lots }", "invalid_value", "is not a condition"),
    ("match: { words: [' '] }", "empty_match", "blanks"),
    ("match: { words: [\"\\u200b\"] }", "empty_match", "nothing is left"),
    ("match: { pcre: 'a{NOPE}' }", "unknown_macro", "unknown macro «NOPE»"),
    ("match: { pcre: '[а-' }", "bad_pattern", "missing terminating ]"),
    ("match: { words: ['a)(b'] }", "bad_pattern", "unmatched closing parenthesis"),
    ("match: { pcre: '\\C' }", "bad_pattern", "error:"),
    ("match: { list: nope }", "unknown_list", "unknown list «nope»"),
    ("when: { link: '> 2' }", "unknown_fact", "did you mean «links»"),
    ("when: { links: 'many' }", "invalid_value", "is not a condition"),
    ("when: { links: '> 2, < 3' }", "unsatisfiable_when", "no value of «links»"),
    ("when: { caps_share: '> 1' }", "unsatisfiable_when", "no value of «caps_share»"),
    ("when: { author.trusted: '>= 2' }", "unsatisfiable_when", "author.trusted"),
    ("when: {}", "invalid_value", "when is empty"),
    ("meta: y", "unknown_rule", "unknown rule «y»"),
    ("meta: x and", "invalid_meta", "a value is missing"),
    ("meta: (group.g >= 1", "invalid_meta", "not closed"),
    ("meta: 1 2", "invalid_meta", "nothing more can follow"),
    ("meta: count()", "invalid_meta", "count takes rule ids"),
    ("meta: 1 ; 2", "invalid_meta", "no meaning"),
    ("meta: group.nope > 1", "unknown_group", "unknown group of rules «nope»"),
    ("meta: not x", "cyclic_meta", "x → x"),
    ("match: { words: [a] }\ntests: { hit: ['a'], hits: ['b'] }", "unknown_key", "did you mean «hit»"),
    ("match: { words: [a] }\ntests: { hit: [{ body: abc, span: x }] }", "invalid_value", "span does not stand"),
    ("match: { words: [a] }\ntests: { hit: [{ body: a, view: up }] }", "unknown_view", "unknown view «up»"),
    ("match: { words: [a] }\ntests: { hit: [{ body: a, facts: { linkz: 1 } }] }", "unknown_fact", "«links»"),
    ("rules: [{ id: 'Ä', when: { links: 1 } }]", "invalid_value", "cannot be a rule's id"),
    ("rules: [{ id: group.x, when: { links: 1 } }]", "invalid_value", "cannot be a rule's id"),
    ("rules: [{ id: count, when: { links: 1 } }]", "invalid_value", "cannot be a rule's id"),
    ("rules: [{ when: { links: 1 } }]", "missing_key", "a rule has no id"),
    ("rules: [{ id: a, when: { links: 1 } }, { id: a, when: { links: 1 } }]", "duplicate_id", "is taken"),
    ("rules: [text]", "wrong_type", "a rule is a text"),
    ("ruels: []", "unknown_key", "did you mean «rules»"),
    ("rules: &a [*a]", "syntax", "anchors and aliases"),
    ("rules: []\n---\nrules: []", "syntax", "another document"),
    ("rules: [\u{0}]", "syntax", "not readable as YAML"),
  ])
  func reports(_ text: String, _ code: String, _ part: String) {
    let isFile = text.hasPrefix("rules") || text.hasPrefix("ruels")
    let found = complaints(isFile ? text : rule(text))
    #expect(found.contains { $0.contains("[\(code)]") && $0.contains(part) }, "\(found)")
  }

  /// The same for `ruleset.yaml`.
  @Test(arguments: [
    ("name: x", "missing_key", "has no schema"),
    ("schema: 2", "unknown_schema", "schema: 1"),
    ("schema: 1\npolice: {}", "unknown_key", "did you mean «policy»"),
    ("schema: 1\npolicy: { hold: 5, reject: 3 }", "out_of_range", "reject (3) is below hold (5)"),
    ("schema: 1\npolicy: { on_rule_error: publish }", "invalid_value", "must not publish"),
    ("schema: 1\npolicy: { group_caps: { links: -1 } }", "out_of_range", "a group's cap"),
    ("schema: 1\nheuristics: { heuristic.flood: { score: 1 } }", "unknown_heuristic", "did you mean «flood»"),
    ("schema: 1\nheuristics: { flod: { score: 1 } }", "unknown_heuristic", "did you mean «flood»"),
    ("schema: 1\nheuristics: { flood: { scor: 1 } }", "unknown_key", "did you mean «score»"),
    ("schema: 1\nheuristics: { flood: { score: 500 } }", "out_of_range", "from 0 to 100"),
    ("schema: 1\nmacros: { gap: x }", "invalid_value", "cannot be a macro's name"),
    ("schema: 1\nmacros: { A: '{B}', B: '{A}' }", "cyclic_macro", "A → B → A"),
    ("schema: 1\nmacros: { A: '{C}' }", "unknown_macro", "unknown macro «C»"),
    ("schema: 1\nlists: { l: { file: lists/l.txt } }", "missing_key", "has no kind"),
    ("schema: 1\nlists: { l: { file: lists/l.txt, kind: word } }", "invalid_value", "did you mean «words»"),
    ("schema: 1\nlists: { l: { kind: words } }", "missing_key", "has no entries"),
    ("schema: 1\nlists: { l: { file: ../l.txt, kind: words } }", "invalid_value", "own folder"),
    ("schema: 1\nlists: { l: { file: /etc/passwd, kind: words } }", "invalid_value", "own folder"),
    ("schema: 1\nlists: { l: { file: lists/no.txt, kind: words } }", "unreadable_file", "there is no file"),
    ("schema: 1\ndefaults: { view: foldd }", "unknown_view", "did you mean «fold»"),
    ("schema: 1\nguards: { window: soon, trip_if: { hits: '> 1' } }", "invalid_value", "not a length of time"),
    ("schema: 1\nguards: { window: 24h }", "missing_key", "a guard needs trip_if"),
  ])
  func reportsAboutTheSet(_ ruleset: String, _ code: String, _ part: String) {
    let found = complaints("rules: []", ruleset: ruleset)
    #expect(found.contains { $0.contains("[\(code)]") && $0.contains(part) }, "\(found)")
  }

  @Test func sizesAreBounded() {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(complaints("rules: \(deep)").contains { $0.contains("[too_large]") })
    let deeper = String(repeating: "[", count: 100_000)
    #expect(complaints("rules: \(deeper)").contains { $0.contains("[syntax]") })
    let long = String(repeating: "a", count: RuleSetLimits.patternBytesMax + 1)
    #expect(complaints(rule("match: { words: [\(long)] }")).contains { $0.contains("[too_large]") })
    let meta = Array(repeating: "1", count: 3_000).joined(separator: "+")
    #expect(complaints(rule("meta: \(meta)")).contains { $0.contains("[invalid_meta]") })
    let parentheses = String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100)
    #expect(complaints(rule("meta: \(parentheses)")).contains { $0.contains("nested deeper") })
    let bomb =
      "schema: 1\nmacros: {" + (0..<30).map { "A\($0): 'x{A\($0 + 1)}{A\($0 + 1)}'" }.joined(separator: ", ")
      + ", A30: x}"
    #expect(complaints("rules: []", ruleset: bomb).contains { $0.contains("[cyclic_macro]") })
  }

  @Test func controlsCannotReachTheTerminal() {
    let found = complaints("rules:\n  - id: x\n    unknown: \"\\e[2J\"\n    \u{202E}key: 1\n    when: { links: 1 }\n")
    #expect(!found.isEmpty)
    for text in found {
      #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E }, "\(text.debugDescription)")
    }
  }
}
