import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine

/// A long public list imported as whole words: what it costs, and how much good text it holds.
struct ListPass {
  private let material: Material

  init(_ material: Material) { self.material = material }

  func run() throws {
    Report.head("A long list, imported")
    guard let list = material.list else {
      Report.row("no list was given", "not measured")
      return
    }
    let now = Timestamp(milliseconds: 1_795_000_000_000)
    // What an editor has at hand: the comments that were let through. The texts that must not be held are not among them.
    let ordinary = material.ordinary
    for (name, texts) in [("by itself", []), ("beside \(ordinary.count) ordinary comments", ordinary)]
    where texts.isEmpty == (name == "by itself") {
      var rules: RuleSet?
      let seconds = try Stopwatch.once {
        let files = RuleImport(name: "list", now: now, ordinaryTexts: texts)
          .run(.wordpress, list.joined(separator: "\n")).ruleSetFiles(name: "list")
        rules = try RuleSet(files: files)
      }
      guard let rules else { continue }
      Report.row("\(list.count) entries \(name): import and loading", "\(Report.number(seconds * 1e3)) ms")
      pass(rules, now)
    }
  }

  private func pass(_ rules: RuleSet, _ now: Timestamp) {
    let texts = material.comments.map { FieldTexts(body: $0) }
    var worker = rules.makeWorker()
    var hits = 0
    let pass = Stopwatch.measure {
      hits = 0
      for text in texts { hits += worker.evaluate(text, now: now).signals.isEmpty ? 0 : 1 }
    }
    Report.row("  one comment", pass.over(texts.count).micros, "\(hits) of \(texts.count) comments hit")
    let judge = ModerationPipeline(ruleSet: rules).makeWorker()
    guard let article = ArticleID("bench") else { return }
    for (name, good) in material.good {
      let held = good.count { text in
        let submission = Submission(article: article, text: text, author: AuthorClaim(name: "x"))
        let verdict = judge.verdict(on: judge.prepare(submission), in: .standalone(now: now))
        // Only what the list is guilty of.
        let points = verdict.signals.filter { $0.source == .rule && $0.status == .live }.reduce(0) { $0 + $1.score }
        return points >= verdict.thresholds.hold
      }
      let touched = good.count { !worker.evaluate(FieldTexts(body: $0), now: now).signals.isEmpty }
      Report.row(
        "  good text held: \(name)", "\(Report.number(Double(held) / Double(max(1, good.count)) * 100)) %",
        "\(held) of \(good.count); an entry stands in \(touched)")
    }
  }
}
