import EvilCorpus
import Foundation
import ModerationModel
import RuleEngine
import TextNormalization

/// Expressions that backtrack without end, on texts of 16 KB that make them: alone, and among ordinary comments.
struct EvilStream {
  private let material: Material
  private let now = Timestamp(milliseconds: 1_795_000_000_000)

  init(_ material: Material) { self.material = material }

  func run() throws {
    Report.head("Worst case: \(EvilPattern.all.count) evil expressions, texts of 16 KB")
    var worst: (seconds: Double, name: String) = (0, "")
    var (held, decided, published) = (0, 0, 0)
    for evil in EvilPattern.all {
      let rules = try set([evil])
      let text = FieldTexts(body: evil.text(bytes: 16_000))
      var worker = rules.makeWorker()
      _ = worker.evaluate(text, now: now)
      var outcome = RuleOutcome()
      let seconds = Stopwatch.measure(rounds: 3) { outcome = worker.evaluate(text, now: now) }.median
      if seconds > worst.seconds { worst = (seconds, evil.description) }
      let isNamed = outcome.faults.contains { $0.rule == "evil.n0" }
      if isNamed { held += 1 } else if outcome.faults.isEmpty { decided += 1 } else { published += 1 }
    }
    Report.row("slowest", "\(Report.number(worst.seconds * 1e3)) ms", worst.name)
    Report.row("held with the rule named, decided in budget, else", "\(held), \(decided), \(published)")

    // One evil comment among a hundred, on one thread: what the others pay is their own time, and waiting for it.
    let ordinary = material.comments.map { FieldTexts(body: $0) }
    let evil = EvilPattern.all.map { FieldTexts(body: $0.text(bytes: 16_000)) }
    for (name, isMixed) in [("ordinary comments alone", false), ("among them every 100th evil", true)] {
      let rules = try set(EvilPattern.all)
      var worker = rules.makeWorker()
      for text in ordinary { _ = worker.evaluate(text, now: now) }
      var (own, all) = (0.0, 0.0)
      let begin = Stopwatch.threadSeconds
      for (number, text) in ordinary.enumerated() {
        if isMixed, number % 100 == 0 { _ = worker.evaluate(evil[number / 100 % evil.count], now: now) }
        own += Stopwatch.once { _ = worker.evaluate(text, now: now) }
      }
      all = Stopwatch.threadSeconds - begin
      Report.row(
        name, "\(Report.number(own / Double(ordinary.count) * 1e6)) µs an ordinary comment",
        "\(Int(Double(ordinary.count) / all)) a second in all; \(rules.quarantined.count) expressions in quarantine")
    }
  }

  private func set(_ patterns: [EvilPattern]) throws -> RuleSet {
    try RuleSet(
      files: RuleFiles(["ruleset.yaml": EvilPattern.ruleSetFile, "evil.yaml": EvilPattern.ruleFile(patterns)]))
  }
}
