import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine

/// Whole verdicts of the shipped rules: normalising, rules, heuristics, policy.
struct Verdicts {
  private let material: Material

  init(_ material: Material) { self.material = material }

  func run() throws {
    Report.head("Whole verdict, shipped rules")
    let rules = try RuleSet.load(folder: Material.root.appending(path: "Rules").path)
    let judge = ModerationPipeline(ruleSet: rules).makeWorker()
    guard let article = ArticleID("bench") else { return }
    let context = SubmissionContext.standalone(now: Timestamp(milliseconds: 1_795_000_000_000))
    for (name, texts) in [("as they are", material.comments), ("of 2 KB", material.joined(bytes: 2_048))] {
      let submissions = texts.map { Submission(article: article, text: $0, author: AuthorClaim(name: "x")) }
      func pass() {
        for submission in submissions { _ = judge.verdict(on: judge.prepare(submission), in: context).score }
      }
      pass()
      let whole = Stopwatch.measure { pass() }.over(submissions.count)
      let mean = texts.reduce(0) { $0 + $1.utf8.count } / max(1, texts.count)
      Report.row("comments \(name), \(mean) bytes", whole.micros, "\(Int(1 / whole.median)) a second and core")
      var each: [Double] = []
      for submission in submissions {
        each.append(Stopwatch.once { _ = judge.verdict(on: judge.prepare(submission), in: context).score })
      }
      each.sort()
      func share(_ part: Double) -> String { Report.number(each[Int(Double(each.count - 1) * part)] * 1e6) }
      Report.row("  p50, p99, p99.9, slowest", "\(share(0.5)), \(share(0.99)), \(share(0.999)), \(share(1)) µs")
      let (_, grown) = Memory.growth { for _ in 0..<10 { pass() } }
      Report.row("  memory after \(10 * submissions.count) more", "\(grown) KiB")
    }
  }
}
