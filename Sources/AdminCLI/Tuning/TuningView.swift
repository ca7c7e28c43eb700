import ModerationModel
import RuleEngine
import RuleTuning

/// What tuning found, for people.
struct TuningView {
  var report: TuningReport
  var console: Console

  func lines() -> [String] {
    let (training, holdout) = (report.training, report.holdout)
    var lines = [
      "Learnt from \(Complaint.count(training.labels, "decision")), \(day(training.from)) to \(day(training.to)); "
        + "tried on \(Complaint.count(holdout.labels, "decision")), \(day(holdout.from)) to \(day(holdout.to)).", "",
    ]
    var table = TextTable([
      .init("LATER COMMENTS"), .init("BEFORE", .right), .init("BY OWN PRECISION", .right), .init("TUNED", .right),
    ])
    let all = [report.before, report.independent, report.after]
    func row(_ name: String, _ cell: (DecisionMeasures) -> String) { table.add([name] + all.map(cell)) }
    row("held rightly (precision)") { ShareText.text($0.precision) }
    row("unfit that is held (recall)") { $0.recall == nil ? "not known" : ShareText.text($0.recall) }
    row("fit that is held") { ShareText.text($0.wronglyHeld) }
    row("F1") { $0.f1.map { ShareText.decimal($0, places: 3) } ?? "—" }
    row("log loss") { ShareText.decimal($0.logLoss) }
    lines += table.lines(width: console.width, ink: console.ink)
    lines += [""]
    if let coverage = report.before.publishedCoverage {
      let words =
        coverage == 0
        ? "no published comment was brought before a person by chance, so that recall is not known"
        : "\(ShareText.percent(coverage)) of published comments were decided by chance's order, and stand for the rest"
      lines += Paragraph.lines(words, width: min(console.width, Terminal.columnsUsual))
    }
    let changes = report.changes
    lines += Paragraph.lines(
      "Of decisions that change, \(changes.caught) unfit are caught and \(changes.released) fit released; "
        + "\(changes.lost) unfit are lost and \(changes.wronglyHeld) fit held. By weight, "
        + "\(ShareText.decimal(changes.better, places: 1)) better, \(ShareText.decimal(changes.worse, places: 1)) worse.",
      width: min(console.width, Terminal.columnsUsual))
    lines.append(
      "Log loss falls by \(ShareText.decimal(report.lossFall.mean)) "
        + "(\(ShareText.decimal(report.lossFall.lower)) to \(ShareText.decimal(report.lossFall.upper))); a comment is held from "
        + "a probability of \(ShareText.percent(report.holdProbability)).")
    lines.append("")
    var scores = TextTable([
      .init("RULE"), .init("BOUNDS", .right), .init("BEFORE", .right), .init("TUNED", .right),
      .init("DECIDED HITS", .right),
      .init(""),
    ])
    for score in report.scores.sorted(by: { ($1.change, $0.rule) < ($0.change, $1.rule) }) {
      scores.add([
        score.rule, "\(Points.plain(score.bounds.lowerBound)) to \(Points.plain(score.bounds.upperBound))",
        Points.plain(score.before), Points.plain(score.after), String(score.labelledHits),
        score.isHeldBack ? "too few decisions" : "",
      ])
    }
    return lines + scores.lines(width: console.width, ink: console.ink) + [""]
  }

  private func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }
}

extension TuningReport.Score {
  fileprivate var change: Double { abs(after - before) }
}

/// The same for programs.
struct TuningPayload: Encodable {
  struct Window: Encodable {
    var from: String
    var to: String
    var labels: Int
  }

  struct Measures: Encodable {
    var precision: SharePayload?
    var recall: SharePayload?
    var wronglyHeld: SharePayload?
    var f1: Double?
    var logLoss: Double
    var publishedCoverage: Double?
    var labels: Int

    init(_ measures: DecisionMeasures) {
      precision = SharePayload(measures.precision)
      recall = SharePayload(measures.recall)
      wronglyHeld = SharePayload(measures.wronglyHeld)
      f1 = measures.f1
      logLoss = measures.logLoss
      publishedCoverage = measures.publishedCoverage
      labels = measures.labels
    }
  }

  struct Score: Encodable {
    var rule: String
    var fit: [Double]
    var initial: Double
    var before: Double
    var after: Double
    var labelledHits: Int
    var isHeldBack: Bool
  }

  var training: Window
  var holdout: Window
  var before: Measures
  var independent: Measures
  var after: Measures
  var lossFall: [Double]
  var caught: Int
  var released: Int
  var lost: Int
  var wronglyHeld: Int
  var holdProbability: Double
  var scores: [Score]
  var isBetter: Bool
  var isWritten: Bool
  var ruleset: String

  init(_ report: TuningReport, isWritten: Bool) {
    training = Window(
      from: report.training.from.description, to: report.training.to.description, labels: report.training.labels)
    holdout = Window(
      from: report.holdout.from.description, to: report.holdout.to.description, labels: report.holdout.labels)
    before = Measures(report.before)
    independent = Measures(report.independent)
    after = Measures(report.after)
    lossFall = [report.lossFall.mean, report.lossFall.lower, report.lossFall.upper]
    caught = report.changes.caught
    released = report.changes.released
    lost = report.changes.lost
    wronglyHeld = report.changes.wronglyHeld
    holdProbability = report.holdProbability
    scores = report.scores.map {
      Score(
        rule: $0.rule, fit: [$0.bounds.lowerBound, $0.bounds.upperBound], initial: $0.initial, before: $0.before,
        after: $0.after, labelledHits: $0.labelledHits, isHeldBack: $0.isHeldBack)
    }
    isBetter = report.isBetter
    self.isWritten = isWritten
    ruleset = report.revision
  }
}
