import ModerationModel
import RuleEngine
import Testing

/// Guards take a live rule out of force that hits too much of the traffic.
@Suite struct GuardTests {
  static let rules = """
    rules:
      - { id: bad, match: { words: [раз] }, score: 5 }
      - { id: good, match: { words: [раз] }, score: -3 }
      - { id: held, match: { words: [два] }, floor: hold }
      - { id: asks, meta: bad }
    """

  private func set(_ guards: String) throws(RuleSetError) -> RuleSet {
    try ruleSet(Self.rules, ruleset: "schema: 1\nguards: \(guards)\n")
  }

  /// Evaluates texts a second apart; the time after the last.
  @discardableResult
  private func run(
    _ worker: inout RuleWorker, _ text: String, times: Int, from start: Timestamp, every seconds: Double = 1,
    isTraffic: Bool = true
  ) -> Timestamp {
    var now = start
    for _ in 0..<times {
      _ = worker.evaluate(FieldTexts(body: text), now: now, isTraffic: isTraffic)
      now = now.adding(seconds: seconds)
    }
    return now
  }

  private func statuses(_ worker: inout RuleWorker, _ text: String, at now: Timestamp) -> [String: Signal.Status] {
    let outcome = worker.evaluate(FieldTexts(body: text), now: now, isTraffic: false)
    return Dictionary(uniqueKeysWithValues: outcome.signals.map { ($0.name, $0.status) })
  }

  @Test func aRuleThatHitsTooMuchGoesToShadow() throws {
    let rules = try set("{ window: 1h, trip_if: { share: '> 0.1', hits: '>= 20' }, then: shadow }")
    var worker = rules.makeWorker()
    var now = run(&worker, "три", times: 100, from: morning)
    now = run(&worker, "раз", times: 16, from: now)
    #expect(rules.marks == [])
    #expect(statuses(&worker, "раз", at: now)["bad"] == .live)
    now = run(&worker, "раз", times: 8, from: now)
    let mark = try #require(rules.marks.first)
    #expect(rules.marks.count == 1)
    #expect((mark.kind, mark.rule, mark.code, mark.count) == (.guarded, "bad", "shadow", 24))
    #expect(mark.file == "rules.yaml")
    #expect(mark.line == 2)
    #expect(abs(try #require(mark.share) - 24.0 / 124) < 0.000_001)
    #expect(mark.since == now.adding(seconds: -1))
    // What asks the rule no longer sees it, and what speaks for authors is not watched.
    #expect(statuses(&worker, "раз", at: now) == ["bad": .shadow, "good": .live])
    var other = rules.makeWorker()
    #expect(statuses(&other, "раз", at: now)["bad"] == .shadow)
    // It stays so, however quiet it becomes, until the set is loaded anew.
    now = run(&worker, "три", times: 200, from: now, every: 600)
    #expect(statuses(&worker, "раз", at: now)["bad"] == .shadow)
    var fresh = try set("{ window: 1h, trip_if: { share: '> 0.1', hits: '>= 20' }, then: shadow }").makeWorker()
    #expect(statuses(&fresh, "раз", at: now)["bad"] == .live)
  }

  @Test func whatIsOlderThanTheWindowDoesNotCount() throws {
    let rules = try set("{ window: 1h, trip_if: { hits: '>= 20' }, then: shadow }")
    var worker = rules.makeWorker()
    // 16 hits an hour, for two days.
    run(&worker, "раз", times: 16 * 48, from: morning, every: 3_600 / 16)
    #expect(rules.marks == [])
    let burst = run(&worker, "раз", times: 24, from: morning.adding(seconds: 200_000))
    #expect(rules.marks.map(\.rule) == ["bad"])
    #expect(rules.marksVersion == 1)
    _ = burst
  }

  @Test func theStatusIsTheGuards() throws {
    let rules = try set("{ window: 1h, trip_if: { hits: '>= 8' }, then: off }")
    var worker = rules.makeWorker()
    let now = run(&worker, "два", times: 8, from: morning)
    #expect(rules.marks.map(\.rule) == ["held"])
    #expect(statuses(&worker, "два", at: now) == [:])
  }

  @Test func onlyNewArrivalsCount() throws {
    let rules = try set("{ window: 1h, trip_if: { hits: '>= 8' }, then: shadow }")
    var worker = rules.makeWorker()
    run(&worker, "раз", times: 500, from: morning, isTraffic: false)
    #expect(rules.runTests().isEmpty)
    _ = worker.explain(FieldTexts(body: "раз"), now: morning)
    #expect(rules.marks == [])
  }

  @Test func workersCountTogether() throws {
    let rules = try set("{ window: 1h, trip_if: { hits: '>= 16' }, then: shadow }")
    var first = rules.makeWorker()
    var second = rules.makeWorker()
    let now = run(&first, "раз", times: 8, from: morning)
    #expect(rules.marks == [])
    run(&second, "раз", times: 8, from: now)
    #expect(rules.marks.map(\.count) == [16])
  }

  @Test func aClockSetBackCountsIntoTheNewestPiece() throws {
    let rules = try set("{ window: 1h, trip_if: { hits: '>= 16' }, then: shadow }")
    var worker = rules.makeWorker()
    run(&worker, "раз", times: 8, from: morning)
    run(&worker, "раз", times: 8, from: morning.adding(seconds: -7_200))
    #expect(rules.marks.map(\.count) == [16])
  }

  @Test func severalGuardsWatchEachTheirWindow() throws {
    let rules = try set(
      "[{ window: 1m, trip_if: { hits: '>= 1000' }, then: off }, { window: 1d, trip_if: { hits: '>= 24' }, then: draft }]"
    )
    var worker = rules.makeWorker()
    run(&worker, "раз", times: 24, from: morning, every: 600)
    #expect(rules.marks.map(\.code) == ["draft"])
  }

  @Test func aGuardThatLeavesTheRuleLiveIsRefused() {
    #expect(throws: RuleSetError.self) { try set("{ trip_if: { hits: '>= 1' }, then: live }") }
  }

  @Test func quarantineIsAMark() throws {
    let rules = try ruleSet("rules:\n  - { id: slow, match: { pcre: '(x+x+)+[yz]' }, score: 1 }\n")
    var worker = rules.makeWorker()
    run(&worker, String(repeating: "x", count: 3_000), times: 9, from: morning)
    let mark = try #require(rules.marks.first)
    #expect((mark.kind, mark.rule, mark.pattern, mark.line) == (.quarantine, "slow", "(x+x+)+[yz]", 2))
    #expect(rules.marksVersion == 1)
  }
}
