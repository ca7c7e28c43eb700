import EvilCorpus
import ModerationModel
import RuleEngine
import Testing

/// A rule cannot hurt the site: whatever it says, it is decided within its budget or the comment is held.
struct EvilPatternTests {
  private let now = Timestamp(milliseconds: 1_700_000_000_000)

  private func rules(_ patterns: [EvilPattern]) throws -> RuleSet {
    try RuleSet(
      files: RuleFiles(["ruleset.yaml": EvilPattern.ruleSetFile, "evil.yaml": EvilPattern.ruleFile(patterns)]))
  }

  @Test(arguments: EvilPattern.all)
  func endsAndNamesTheRule(_ evil: EvilPattern) throws {
    var worker = try rules([evil]).makeWorker()
    for bytes in [300, 2_000, 16_000] {
      let outcome = worker.evaluate(FieldTexts(body: evil.text(bytes: bytes)), now: now)
      #expect(outcome.faults.allSatisfy { $0.rule == "evil.n0" && $0.pattern == evil.expression })
      let names = outcome.signals.map(\.name)
      #expect(names.contains("innocent.word") && names.contains("innocent.expression"))
      #expect(names.count { $0 == RuleOutcome.faultName } == outcome.faults.count)
    }
  }

  @Test func neverTakesAnUndecidedPatternForOneThatMissed() throws {
    let evil = try #require(EvilPattern.all.first { $0.expression == "(a+)+$" })
    var worker = try rules([evil]).makeWorker()
    let outcome = worker.evaluate(FieldTexts(body: evil.text(bytes: 16_000)), now: now)
    let fault = try #require(outcome.faults.first)
    #expect(fault.rule == "evil.n0")
    #expect(fault.code == "work_limit")
    let signal = try #require(outcome.signals.first { $0.name == RuleOutcome.faultName })
    #expect(signal.floor == .hold)
  }

  @Test func theMeteredFormFindsWhatThePlainOneGaveUp() throws {
    let file = "rules:\n  - { id: mail.like, match: [{ pcre: '\\w+@\\w+\\.ru' }], score: 1 }\n"
    let files = RuleFiles(["ruleset.yaml": EvilPattern.ruleSetFile, "a.yaml": file])
    var worker = try RuleSet(files: files).makeWorker()
    let text = String(repeating: "слово ", count: 1_000) + "vasya@mail.ru"
    let outcome = worker.evaluate(FieldTexts(body: text), now: now)
    #expect(outcome.faults.isEmpty)
    #expect(outcome.signals.map(\.name) == ["mail.like"])
  }

  @Test func allTogetherEndWithinOneBudgetAndAreHeld() throws {
    var worker = try rules(EvilPattern.all).makeWorker()
    let text = EvilPattern.all.map { $0.text(bytes: 500) }.joined()
    let outcome = worker.evaluate(FieldTexts(body: text), now: now)
    #expect(!outcome.faults.isEmpty)
    #expect(outcome.faults.count <= RuleSetLimits.faultsPerEvaluationMax + 2)
    #expect(outcome.signals.contains { $0.name == RuleOutcome.faultName && $0.status == .live && $0.floor == .hold })
    #expect(outcome.signals.contains { $0.name == "innocent.word" })
  }

  @Test func isTheSameEveryTime() throws {
    let set = try rules(EvilPattern.all)
    for evil in EvilPattern.all.prefix(6) {
      let texts = FieldTexts(body: evil.text(bytes: 3_000))
      var one = set.makeWorker()
      var other = set.makeWorker()
      let first = one.evaluate(texts, now: now)
      let second = other.evaluate(texts, now: now)
      #expect(first == second)
    }
  }

  @Test func repeatedFailuresQuarantineThePatternVisibly() throws {
    let evil = try #require(EvilPattern.all.first)
    let set = try rules([evil])
    let texts = FieldTexts(body: evil.text(bytes: 2_000))
    var one = set.makeWorker()
    var other = set.makeWorker()
    for _ in 0..<7 {
      let outcome = one.evaluate(texts, now: now)
      #expect(outcome.faults.count == 1)
    }
    #expect(set.quarantined.isEmpty)
    // The failure that fills the measure still holds its comment.
    let last = other.evaluate(texts, now: now)
    #expect(last.faults.count == 1)
    let quarantined = try #require(set.quarantined.first)
    #expect(set.quarantined.count == 1)
    #expect(quarantined.rule == "evil.n0" && quarantined.pattern == evil.expression)
    #expect(quarantined.code == "work_limit" && quarantined.count == 8 && quarantined.since == now)
    #expect(quarantined.place.file == "evil.yaml")
    // No worker tries it any more; the others go on.
    let after = [one.evaluate(texts, now: now), other.evaluate(texts, now: now)]
    for outcome in after {
      #expect(outcome.faults.isEmpty)
      #expect(outcome.signals.map(\.name).sorted() == ["innocent.expression", "innocent.word"])
    }
    // Loaded anew, it gets another chance.
    #expect(try rules([evil]).quarantined.isEmpty)
  }

  @Test func rareFailuresDoNotQuarantine() throws {
    let evil = try #require(EvilPattern.all.first)
    let set = try rules([evil])
    let (texts, ordinary) = (FieldTexts(body: evil.text(bytes: 2_000)), FieldTexts(body: "Добрый день"))
    var worker = set.makeWorker()
    for _ in 0..<10 {
      _ = worker.evaluate(texts, now: now)
      for _ in 0..<2_000 { _ = worker.evaluate(ordinary, now: now) }
    }
    #expect(set.quarantined.isEmpty)
  }
}
