import ModerationModel
import RuleEngine
import Testing

@Suite struct EvaluationTests {
  func evaluate(
    _ rules: RuleSet, _ text: String, facts: Facts = Facts(), language: Language? = nil, author: String = "",
    now: Timestamp = morning
  ) -> RuleOutcome {
    var worker = rules.makeWorker()
    return worker.evaluate(FieldTexts(body: text), facts: facts, language: language, authorKey: author, now: now)
  }

  @Test func hitsAddUpToTheirMost() throws {
    let rules = try ruleSet(rule("match: { words: [а, б] }\nscore: 1.5\nmax_hits: 2\ngroup: g\nfloor: hold"))
    let one = try #require(evaluate(rules, "а").signals.first)
    #expect(one.score == 1.5)
    #expect(one.group == "g")
    #expect(one.floor == .hold)
    #expect(one.source == .rule)
    #expect(evaluate(rules, "а и б").signals.map(\.score) == [3])
    #expect(evaluate(rules, "а и б и а").signals.map(\.score) == [3])
    #expect(evaluate(rules, "а и б и а").signals.first?.evidence.count == 3)
  }

  @Test func overlappingPatternsAreOnePlace() throws {
    let rules = try ruleSet(rule("match: { substrings: [казин, азино], words: [казино] }\nscore: 1\nmax_hits: 5"))
    let signal = try #require(evaluate(rules, "казино").signals.first)
    #expect(signal.score == 1)
    #expect(signal.evidence == [Evidence(field: .body, range: 0..<12)])
  }

  @Test func factsDecide() throws {
    let rules = try ruleSet(rule("when: { author.approved_count: '< 3', links: '2..5' }\nscore: 1"))
    var facts = Facts()
    #expect(evaluate(rules, "", facts: facts).signals.isEmpty)
    facts[.links] = 2
    #expect(evaluate(rules, "", facts: facts).signals.isEmpty)
    facts[.authorApprovedCount] = 0
    #expect(evaluate(rules, "", facts: facts).signals.map(\.name) == ["x"])
    facts[.links] = 6
    #expect(evaluate(rules, "", facts: facts).signals.isEmpty)
  }

  @Test func languagesNarrow() throws {
    let rules = try ruleSet(rule("match: { words: [так] }\nlanguages: [ru, uk]"))
    #expect(evaluate(rules, "так", language: .russian).signals.count == 1)
    #expect(evaluate(rules, "так").signals.count == 1)
    #expect(evaluate(rules, "так", language: .english).signals.isEmpty)
  }

  @Test(arguments: [("draft", nil), ("off", nil), ("shadow", Signal.Status.shadow), ("live", .live)])
  func statusDecidesWhatCounts(_ status: String, _ expected: Signal.Status?) throws {
    let rules = try ruleSet(rule("match: { words: [а] }\nstatus: \(status)"))
    #expect(evaluate(rules, "а").signals.first?.status == expected)
  }

  @Test func expiredRulesTurnShadow() throws {
    let rules = try ruleSet(rule("match: { words: [а] }\nexpires: 2027-05-20"))
    let end = try #require(Timestamp("2027-05-20"))
    #expect(evaluate(rules, "а", now: end.adding(seconds: -1)).signals.first?.status == .live)
    #expect(evaluate(rules, "а", now: end).signals.first?.status == .shadow)
  }

  @Test func rolloutIsTheSameForAnAuthor() throws {
    let rules = try ruleSet(rule("match: { words: [а] }\nrollout: 10"))
    let live = (0..<2_000).filter { evaluate(rules, "а", author: "author-\($0)").signals.first?.status == .live }
    #expect((120...280).contains(live.count))
    #expect(live == (0..<2_000).filter { evaluate(rules, "а", author: "author-\($0)").signals.first?.status == .live })
  }

  @Test(arguments: [
    ("a and b", "а б", true), ("a and b", "а", false), ("a or b", "б", true), ("not a", "б", true),
    ("a + b + c >= 2", "а в", true), ("a + b + c >= 2", "а", false), ("count(a, b, c) == 3", "а б в", true),
    ("group.g >= 2", "а в", true), ("group.g >= 3", "а в", false), ("group.g.score > 4", "а в", true),
    ("group.g.score > 5", "а в", false), ("(a or b) and not (a and b)", "а б", false),
    ("a * 2 - 1 > 0", "а", true), ("1 / (a - a) == 0", "а", true), ("-a < 0", "а", true),
    ("not not a", "а", true), ("2 <= 1 or true", "", true), ("false != true", "", true),
  ])
  func metaAsksOtherRules(_ meta: String, _ text: String, _ expected: Bool) throws {
    let rules = try ruleSet(
      """
      rules:
        - { id: x, meta: '\(meta)' }
        - { id: a, match: { words: [а] }, group: g, score: 2 }
        - { id: b, match: { words: [б] } }
        - { id: c, match: { words: [в] }, group: g, score: 3 }
      """)
    #expect(evaluate(rules, text).signals.contains { $0.name == "x" } == expected)
  }

  @Test func longChainsOfMetaAreDecided() throws {
    var text = "rules:\n  - { id: r0, match: { words: [а] } }\n"
    for number in 1..<3_000 { text += "  - { id: r\(number), meta: r\(number - 1) }\n" }
    #expect(evaluate(try ruleSet(text), "а").signals.count == 3_000)
  }

  @Test func liveRulesDoNotDependOnShadow() throws {
    let rules = try ruleSet(
      """
      rules:
        - { id: s, status: shadow, match: { words: [а] }, group: g }
        - { id: live, meta: s or group.g >= 1 }
        - { id: other, status: shadow, meta: s and group.g >= 1 }
      """)
    #expect(evaluate(rules, "а").signals.map(\.name) == ["other", "s"])
  }

  @Test func reasonsQuoteWhatWasMatched() throws {
    let rules = try ruleSet(
      """
      rules:
        - id: a
          match: { words: [казино] }
          max_hits: 3
          reason: 'Слово «{{match}}», раз: {{ count }}'
        - id: b
          meta: a
          reason: '{{a.match}} / {{a.count}} / {{c.match}} / {{author_name}} / {{links}} / {{words}}'
        - { id: c, match: { words: [нет] } }
      """)
    var worker = rules.makeWorker()
    var facts = Facts()
    facts[.words] = 2.5
    let outcome = worker.evaluate(
      FieldTexts([.body: "КАЗИНО казино", .authorName: "Ян\u{0007}\u{202E}а"]), facts: facts, now: morning)
    #expect(
      outcome.signals.map(\.reason) == [
        "Слово «КАЗИНО», раз: 2", "КАЗИНО / 2 / — / Ян \u{FFFD}а / — / 2.5",
      ])
    let long = try ruleSet(rule("match: { pcre: 'а+' }\nreason: '{{match}}'"))
    #expect(evaluate(long, String(repeating: "а", count: 500)).signals[0].reason.count == 81)
  }

  @Test func runawayPatternIsAFaultThatHolds() throws {
    let rules = try ruleSet(
      """
      rules:
        - { id: evil, match: { pcre: '(?:a|aa|a)+$' }, category: evasion }
        - { id: good, match: { words: [b] } }
        - { id: quiet, status: shadow, match: { pcre: '(?:a|aa|a)+$' } }
      """, ruleset: "schema: 1\npolicy: { on_rule_error: reject }\n")
    let outcome = evaluate(rules, String(repeating: "a", count: 200) + " b")
    #expect(outcome.faults.map(\.rule) == ["evil", "quiet"])
    #expect(outcome.faults.map(\.code) == ["work_limit", "work_limit"])
    #expect(outcome.faults.map(\.status) == [.live, .shadow])
    #expect(outcome.signals.map(\.name) == ["good", "rule_error", "rule_error"])
    #expect(outcome.signals[1].source == .fault)
    #expect(outcome.signals[1].floor == .reject)
    #expect(outcome.signals[1].reason.contains("evil"))
  }

  @Test func emptySetFindsNothing() {
    var worker = RuleSet.empty.makeWorker()
    #expect(worker.evaluate(FieldTexts(body: "казино"), now: morning) == RuleOutcome())
    #expect(RuleSet.empty.revision.count == 64)
  }

  @Test func explainsEveryPattern() throws {
    let rules = try ruleSet(
      rule("match: { words: [казино], substring: азин, except: [нет] }\nscore: 1"), ruleset: "schema: 1\n")
    var worker = rules.makeWorker()
    let explanation = worker.explain(FieldTexts(body: "Лучшее кaзинo города"), now: morning)
    let explained = try #require(explanation.rules.first)
    #expect(explained.hits.map(\.pattern) == ["казино", "азин"])
    #expect(explained.hits[0].text == "кaзинo")
    #expect(explained.hits[0].viewText == "казино")
    #expect(explained.hits[0].view == "fold")
    #expect(explained.hits[0].place.line == 3)
    #expect(explanation.views.count == 6)
  }

  @Test(arguments: ["К.А.З.И.Н.О", "к а з и н о", "казиноооо", "ка\u{200B}зи\u{00AD}но", "ＫАЗИНО", "кaзинo"])
  func disguisesMeetTheSamePattern(_ text: String) throws {
    let rules = try ruleSet(rule("match: { words: [казино] }\nview: squeeze"))
    let outcome = evaluate(rules, "Лучшее \(text) города")
    let range = try #require(outcome.signals.first?.evidence.first?.range)
    #expect(range == 13..<(13 + text.utf8.count))
  }
}
