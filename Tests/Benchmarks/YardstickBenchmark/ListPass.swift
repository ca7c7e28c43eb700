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
    var rules: RuleSet?
    let seconds = try Stopwatch.once {
      let result = RuleImport(name: "list", now: now).run(.wordpress, list.joined(separator: "\n"))
      var files = result.ruleSetFiles(name: "list")
      // Imported rules are on trial at first; here each of them is to hold.
      for path in files.paths where path.hasSuffix(".yaml") && path != "ruleset.yaml" {
        files[path] = files[path]?.replacing("status: shadow", with: "status: live\n    floor: hold")
      }
      rules = try RuleSet(files: files)
    }
    guard let rules else { return }
    Report.row("\(list.count) entries: import and loading", "\(Report.number(seconds * 1e3)) ms")
    let texts = material.comments.map { FieldTexts(body: $0) }
    var worker = rules.makeWorker()
    var hits = 0
    let pass = Stopwatch.measure {
      hits = 0
      for text in texts { hits += worker.evaluate(text, now: now).signals.isEmpty ? 0 : 1 }
    }
    Report.row("one comment", pass.over(texts.count).micros, "\(hits) of \(texts.count) comments hit")
    for (name, good) in material.good {
      var held = 0
      for text in good where !worker.evaluate(FieldTexts(body: text), now: now).signals.isEmpty { held += 1 }
      Report.row(
        "good text held: \(name)", "\(Report.number(Double(held) / Double(max(1, good.count)) * 100)) %",
        "\(held) of \(good.count)")
    }
  }
}
