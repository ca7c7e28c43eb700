import ModerationModel
import RuleEngine
import Testing

/// The corners of meta, exceptions, rollout and expiry.
@Suite struct CornerTests {
  private func hits(_ rules: RuleSet, _ text: String, author: String = "", now: Timestamp = morning) -> [String: Signal]
  {
    var worker = rules.makeWorker()
    let outcome = worker.evaluate(FieldTexts(body: text), authorKey: author, now: now)
    return Dictionary(uniqueKeysWithValues: outcome.signals.map { ($0.name, $0) })
  }

  private func metaHolds(_ meta: String, _ text: String = "раз два") throws -> Bool {
    let rules = try ruleSet(
      """
      rules:
        - { id: a, match: { words: [раз] }, score: 2, group: g, max_hits: 3 }
        - { id: b, match: { words: [два] }, score: -1, group: g }
        - { id: c, match: { words: [три] }, score: 1 }
        - { id: m, group: g, meta: '\(meta)' }
      """)
    return hits(rules, text)["m"] != nil
  }

  static let arithmetic: [(String, String, Bool)] = [
    ("group.g == 2", "раз два", true),
    ("group.g == 4", "раз, раз, раз, раз, раз два", true),
    ("group.g.score == 5", "раз, раз, раз, раз, раз два", true),
    ("group.g.score == 1", "раз два", true),
    ("count(a, b, c) == 2", "раз два", true),
    ("a + b + c == 2", "раз, раз два", true),
    ("a and not c", "раз", true),
    ("not a == 0", "раз", true),
    ("a - b - c == 0", "раз два", true),
    ("2 * a + 1 == 3", "раз", true),
    ("-a == -1", "раз", true),
    ("a / c == 0", "раз", true),
    ("a or b and c", "раз", true),
    ("(a or b) and c", "раз", false),
    ("not not a", "раз", true),
    ("true and a", "раз", true),
    ("a / c", "раз", false),
    ("3 > 2 and a", "раз", true),
  ]

  @Test(arguments: arithmetic)
  func metaReckonsAsWritten(_ meta: String, _ text: String, _ expected: Bool) throws {
    #expect(try metaHolds(meta, text) == expected)
  }

  /// Numbers beyond all bounds are 0, in evaluation as in lint, and lint does not fall over them.
  @Test func numbersBeyondAllBoundsAreNothing() throws {
    let huge = String(repeating: "9", count: 300)
    for meta in ["a * \(huge) * \(huge)", "\(huge) * \(huge) - \(huge) * \(huge)", "a / c * \(huge) * \(huge) * 0"] {
      #expect(try !metaHolds(meta), "\(meta.count)")
      let files = RuleFiles([
        "ruleset.yaml": "schema: 1\n",
        "r.yaml":
          "rules:\n  - { id: a, match: { words: [раз] } }\n  - { id: c, match: { words: [три] } }\n  - { id: m, meta: '\(meta)' }\n",
      ])
      #expect(!RuleSet.lint(files, now: morning).contains { $0.severity == .error })
    }
  }

  @Test func aGroupOfItsOwnIsEmpty() {
    let files = RuleFiles([
      "ruleset.yaml": "schema: 1\n", "r.yaml": "rules:\n  - { id: m, group: g, meta: group.g >= 1 }\n",
    ])
    #expect(RuleSet.lint(files, now: morning).contains { $0.code == .unreachableMeta })
  }

  @Test func exceptionsSpareWhatTheyCoverAndNoMore() throws {
    let rules = try ruleSet(
      rule("match: { substring: акци, except: ['редакци\\w*', 'не акция'] }\nscore: 1\nmax_hits: 9"))
    #expect(hits(rules, "редакция")["x"] == nil)
    #expect(hits(rules, "редакция, акция, реакция")["x"]?.score == 2)
    // Found in another disguise, spared all the same.
    #expect(hits(rules, "рeдaкция")["x"] == nil)
    #expect(hits(rules, "не  акция")["x"] == nil)
    // An exception that covers a part of the hit spares nothing.
    let longer = try ruleSet(rule("match: { phrase: новая акция, except: [акция] }"))
    #expect(hits(longer, "новая акция")["x"] != nil)
    // An exception of one branch does not reach into another.
    let branches = try ruleSet(
      rule("match: { any: [{ substring: акци, except: [акция] }, { words: [акция] }] }"))
    #expect(hits(branches, "акция")["x"] != nil)
    // In another field it does not either.
    let fields = try ruleSet(
      rule("match: { words: [акция], except: { phrase: не акция }, fields: [body, author_name] }"))
    var worker = fields.makeWorker()
    let outcome = worker.evaluate(FieldTexts([.body: "не акция", .authorName: "акция"]), now: morning)
    #expect(outcome.signals.first?.evidence.map(\.field) == [.authorName])
  }

  @Test func rolloutIsTheSameForAnAuthorAndGrows() throws {
    func live(_ percent: Int, _ id: String) throws -> Set<Int> {
      let rules = try ruleSet("rules:\n  - { id: \(id), match: { words: [раз] }, score: 1, rollout: \(percent) }\n")
      return Set((0..<1_000).filter { hits(rules, "раз", author: "author-\($0)")[id]?.status == .live })
    }
    let tenth = try live(10, "a")
    let third = try live(33, "a")
    #expect((60...140).contains(tenth.count))
    #expect((270...390).contains(third.count))
    #expect(tenth.isSubset(of: third))
    #expect(try live(0, "a").isEmpty)
    #expect(try live(100, "a").count == 1_000)
    // Another rule is tried on other authors.
    #expect(try tenth.intersection(live(10, "b")).count < 40)
  }

  @Test func aRuleExpiresAtMidnightAndIsNeverLost() throws {
    let rules = try ruleSet("rules:\n  - { id: a, match: { words: [раз] }, score: 1, expires: 2026-11-27 }\n")
    let midnight = try #require(Timestamp("2026-11-27T00:00:00Z"))
    #expect(hits(rules, "раз", now: midnight.adding(seconds: -0.001))["a"]?.status == .live)
    #expect(hits(rules, "раз", now: midnight)["a"]?.status == .shadow)
    #expect(hits(rules, "раз", now: midnight.adding(seconds: 1e9))["a"]?.status == .shadow)
  }

  @Test func liveRulesDoNotSeeShadowOnesThroughMetaOrGroups() throws {
    let rules = try ruleSet(
      """
      rules:
        - { id: s, status: shadow, match: { words: [раз] }, score: 4, group: g }
        - { id: live.rule, meta: s, score: 1 }
        - { id: live.group, meta: group.g >= 1, score: 1 }
        - { id: live.score, meta: group.g.score > 0, score: 1 }
        - { id: live.not, meta: not s, score: 1 }
        - { id: trial, status: shadow, meta: s and group.g == 1, score: 1 }
      """)
    let found = hits(rules, "раз")
    #expect(Set(found.keys) == ["s", "live.not", "trial"])
    #expect(found["trial"]?.status == .shadow)
  }
}
