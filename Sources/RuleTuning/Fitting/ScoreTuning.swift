import Foundation
public import ModerationModel
public import ModerationPipeline
public import RuleEngine

/// Finds scores within the bounds that rules give (`fit:`), from people's decisions, and tries them on later ones.
///
/// Time divides the labels: the first three quarters are learnt from, the last quarter is looked at once, at the end, by
/// the engine itself with both sets of scores. A random division would let near copies of one campaign stand on both
/// sides.
public struct ScoreTuning: Sendable {
  /// Labels of each kind without which nothing is tuned.
  public static let trainingLabelsMin = 50
  public static let holdoutLabelsMin = 20
  /// Labelled comments that must have met a rule before its score moves.
  public static let hitsMin = 8
  /// Of the labels in time, how many are kept for the trial.
  public static let holdoutShare = 0.25
  /// Probabilities of being unfit from which a person may be asked to look.
  static let holdProbabilities = [0.5, 0.35, 0.2, 0.1]

  public var files: RuleFiles
  /// When it is done, for the lock.
  public var now: Timestamp
  public var threads: Int
  /// The model in use, whose findings count and do not move.
  public var classifier: ClassifierModel?

  public init(files: RuleFiles, now: Timestamp, threads: Int, classifier: ClassifierModel? = nil) {
    self.files = files
    self.classifier = classifier
    self.now = now
    self.threads = threads
  }

  /// - Parameter progress: Told how many rows were judged since it was told last.
  /// - Throws: What the history throws, and ``RuleSetError``.
  public func run(
    _ history: any HistorySource, progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> TuningOutcome {
    let rules = try RuleSet(files: files)
    let judge = HistoryJudge(
      pipeline: ModerationPipeline(ruleSet: rules, classifier: classifier), threads: threads)
    return try tune(try await judge.judge(history, progress: progress), rules)
  }

  private func tune(_ rows: [JudgedRow], _ rules: RuleSet) throws -> TuningOutcome {
    let scores = rules.rules.compactMap { rule -> FitScore? in
      guard rule.status == .live, let bounds = rule.score.fit else { return nil }
      return FitScore(rule: rule.id, bounds: bounds, initial: rule.score.initial, current: rule.score.points)
    }
    guard !scores.isEmpty else { return .refused([TuningShortage(kind: .fitRules, have: 0, need: 1)]) }
    let rows = rows.sorted {
      ($0.row.context.now, $0.row.comment, $0.row.revision.bits)
        < ($1.row.context.now, $1.row.comment, $1.row.revision.bits)
    }
    let (training, holdout) = Self.split(rows, share: Self.holdoutShare)
    let problem = ScoreProblem(training, scores: scores, rules: rules)
    let shortages = Self.shortages(training, holdout, problem)
    guard shortages.isEmpty else { return .refused(shortages) }

    let isMovable = problem.labelledHits.map { $0 >= Self.hitsMin }
    let probability = chosenProbability(training, scores, rules, isMovable)
    var fit = ScoreFit(problem, from: scores.map(\.current), offset: log(probability / (1 - probability)))
    fit.run(isMovable: isMovable)
    let after = zip(scores, fit.points).map { score, points in Self.rounded(points, within: score.bounds) }
    let before = scores.map(\.current)

    let trial = Trial(
      holdout: holdout, files: files, threads: threads, scores: scores, classifier: classifier)
    let old = trial.measured(holdout)
    let independent = try trial.judged(IndependentScores.points(problem), lock: lock)
    let new = try trial.judged(after, lock: lock)
    let fall = Self.lossFall(holdout, new.rows, old.scale, new.scale)
    var report = TuningReport(
      training: Self.window(training), holdout: Self.window(holdout), before: old.measures,
      after: new.measures, independent: independent.measures, lossFall: fall,
      changes: Self.changes(holdout, new.rows),
      scores: scores.indices.map { index in
        TuningReport.Score(
          rule: scores[index].rule, bounds: scores[index].bounds, initial: scores[index].initial,
          before: before[index], after: after[index], labelledHits: problem.labelledHits[index],
          isHeldBack: !isMovable[index])
      },
      holdProbability: probability, lock: lock([:]), files: files, revision: new.revision)
    report.lock = finalLock(report, scores: Dictionary(uniqueKeysWithValues: zip(scores.map(\.rule), after)))
    report.files[ScoreLock.path] = report.lock.text
    report.revision = report.files.revision ?? new.revision
    return .tuned(report)
  }

  /// From which probability of being unfit a comment should be held: the one that on the last quarter of the training time,
  /// with scores found on the rest of it, gives the best F1 among those that hold no more fit comments than before.
  private func chosenProbability(
    _ training: [JudgedRow], _ scores: [FitScore], _ rules: RuleSet, _ isMovable: [Bool]
  ) -> Double {
    let (early, late) = Self.split(training, share: Self.holdoutShare)
    let problem = ScoreProblem(early, scores: scores, rules: rules)
    let trial = ScoreProblem(late, scores: scores, rules: rules)
    let allowed = HoldCounts(trial, points: scores.map(\.current)).wronglyHeld
    var best: (probability: Double, f1: Double, wronglyHeld: Double)?
    for probability in Self.holdProbabilities {
      var fit = ScoreFit(problem, from: scores.map(\.current), offset: log(probability / (1 - probability)))
      fit.run(isMovable: isMovable)
      let counts = HoldCounts(trial, points: fit.points)
      let isAllowed = counts.wronglyHeld <= allowed
      if let found = best {
        let wasAllowed = found.wronglyHeld <= allowed
        let isBetter =
          isAllowed == wasAllowed
          ? (isAllowed ? counts.f1 > found.f1 : counts.wronglyHeld < found.wronglyHeld) : isAllowed
        guard isBetter else { continue }
      }
      best = (probability, counts.f1, counts.wronglyHeld)
    }
    return best?.probability ?? Self.holdProbabilities[0]
  }

  /// The rows up to the moment after which the given share of the labels lies, and those from then on.
  static func split(_ rows: [JudgedRow], share: Double) -> (early: [JudgedRow], late: [JudgedRow]) {
    let labelled = rows.filter { $0.row.countedLabel != nil }
    guard !labelled.isEmpty else { return (rows, []) }
    let place = min(labelled.count - 1, Int((Double(labelled.count) * (1 - share)).rounded()))
    let moment = labelled[place].row.context.now
    let border = rows.firstIndex { $0.row.context.now >= moment } ?? rows.count
    return (Array(rows[..<border]), Array(rows[border...]))
  }

  private static func shortages(
    _ training: [JudgedRow], _ holdout: [JudgedRow], _ problem: ScoreProblem
  ) -> [TuningShortage] {
    func count(_ rows: [JudgedRow], _ isBad: Bool) -> Int { rows.count { $0.row.countedLabel?.isBad == isBad } }
    let all: [TuningShortage] = [
      .init(kind: .trainingBad, have: count(training, true), need: trainingLabelsMin),
      .init(kind: .trainingGood, have: count(training, false), need: trainingLabelsMin),
      .init(kind: .holdoutBad, have: count(holdout, true), need: holdoutLabelsMin),
      .init(kind: .holdoutGood, have: count(holdout, false), need: holdoutLabelsMin),
      .init(kind: .rulesWithHits, have: problem.labelledHits.count { $0 >= hitsMin }, need: 1),
    ]
    return all.filter { $0.have < $0.need }
  }

  private static func window(_ rows: [JudgedRow]) -> ScoreLock.Window {
    let times = rows.map(\.row.context.now)
    return ScoreLock.Window(
      from: times.min() ?? Timestamp(milliseconds: 0), to: times.max() ?? Timestamp(milliseconds: 0),
      labels: rows.count { $0.row.countedLabel != nil })
  }

  private static func changes(_ old: [JudgedRow], _ new: [JudgedRow]) -> TuningReport.Changes {
    var changes = TuningReport.Changes()
    for (old, new) in zip(old, new) {
      guard let (isBad, weight) = old.row.countedLabel,
        (old.verdict.action == .publish) != (new.verdict.action == .publish)
      else { continue }
      switch (isBad, new.verdict.action == .publish) {
      case (false, true): changes.released += 1
      case (true, false): changes.caught += 1
      case (true, true): changes.lost += 1
      case (false, false): changes.wronglyHeld += 1
      }
      if isBad == (new.verdict.action != .publish) { changes.better += weight } else { changes.worse += weight }
    }
    return changes
  }

  /// The mean of the paired differences, and what its standard error (of a ratio of sums, linearised) makes of it.
  private static func lossFall(
    _ old: [JudgedRow], _ new: [JudgedRow], _ oldScale: ScoreScale, _ newScale: ScoreScale
  ) -> (mean: Double, lower: Double, upper: Double) {
    var differences: [(weight: Double, fall: Double)] = []
    for (old, new) in zip(old, new) {
      guard let (isBad, weight) = old.row.countedLabel else { continue }
      let threshold = old.verdict.thresholds.hold
      let fall =
        oldScale.loss(score: old.verdict.score, threshold: threshold, isBad: isBad)
        - newScale.loss(score: new.verdict.score, threshold: threshold, isBad: isBad)
      differences.append((weight, fall))
    }
    let total = differences.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return (0, 0, 0) }
    let mean = differences.reduce(0) { $0 + $1.weight * $1.fall } / total
    let variance = differences.reduce(0) { sum, item in
      let part = item.weight * (item.fall - mean)
      return sum + part * part
    }
    let half = 1.959_964 * variance.squareRoot() / total
    return (mean, mean - half, mean + half)
  }

  private static func rounded(_ points: Double, within bounds: ClosedRange<Double>) -> Double {
    min(bounds.upperBound, max(bounds.lowerBound, (points * 100).rounded() / 100))
  }

  private func lock(_ scores: [String: Double]) -> ScoreLock {
    let nothing = ScoreLock.Window(from: now, to: now, labels: 0)
    return ScoreLock(tunedAt: now, data: nothing, holdout: nothing, measures: [:], scores: scores)
  }

  private func finalLock(_ report: TuningReport, scores: [String: Double]) -> ScoreLock {
    var measures: [String: ScoreLock.Measure] = [:]
    func put(_ name: String, _ before: Double?, _ after: Double?) {
      guard let before, let after else { return }
      func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
      measures[name] = ScoreLock.Measure(before: rounded(before), after: rounded(after))
    }
    put("precision", report.before.precision?.value, report.after.precision?.value)
    put("recall", report.before.recall?.value, report.after.recall?.value)
    put("wrongly_held", report.before.wronglyHeld?.value, report.after.wronglyHeld?.value)
    put("f1", report.before.f1, report.after.f1)
    put("log_loss", report.before.logLoss, report.after.logLoss)
    return ScoreLock(
      tunedAt: now, data: report.training, holdout: report.holdout, measures: measures, scores: scores)
  }
}

/// How many comments a choice of scores would hold, by the sum alone.
private struct HoldCounts {
  var (hits, falseHits, misses, rests) = (0.0, 0.0, 0.0, 0.0)

  init(_ problem: ScoreProblem, points: [Double]) {
    for cell in problem.cells.indices {
      let content = problem.cells[cell]
      if problem.total(of: cell, points) >= content.shape.threshold {
        hits += content.bad
        falseHits += content.good
      } else {
        misses += content.bad
        rests += content.good
      }
    }
  }

  var f1: Double { hits > 0 ? 2 * hits / (2 * hits + falseHits + misses) : 0 }
  var wronglyHeld: Double { falseHits + rests > 0 ? falseHits / (falseHits + rests) : 0 }
}

/// Tries scores on the holdout, with the engine itself.
private struct Trial {
  var holdout: [JudgedRow]
  var files: RuleFiles
  var threads: Int
  var scores: [FitScore]
  var classifier: ClassifierModel?

  func judged(
    _ points: [Double], lock: ([String: Double]) -> ScoreLock
  ) throws -> (rows: [JudgedRow], measures: DecisionMeasures, scale: ScoreScale, revision: String) {
    var files = files
    files[ScoreLock.path] = lock(Dictionary(uniqueKeysWithValues: zip(scores.map(\.rule), points))).text
    let rules = try RuleSet(files: files)
    let rows = HistoryJudge(
      pipeline: ModerationPipeline(ruleSet: rules, classifier: classifier), threads: threads
    ).judge(holdout.map(\.row))
    let (measures, scale) = measured(rows)
    return (rows, measures, scale, rules.revision)
  }

  func measured(_ rows: [JudgedRow]) -> (measures: DecisionMeasures, scale: ScoreScale) {
    let scale = ScoreScale(fitting: rows)
    return (DecisionMeasures(rows, scale: scale), scale)
  }
}

/// What tuning is measured against: each rule weighted by its own precision, as if it stood alone.
enum IndependentScores {
  /// Scores in proportion to each rule's precision among labelled comments (rules that speak for a comment: to its
  /// complement), by the one factor that makes the labels most likely; within the bounds.
  static func points(_ problem: ScoreProblem) -> [Double] {
    var bad = Array(repeating: 1.0, count: problem.scores.count)
    var all = Array(repeating: 2.0, count: problem.scores.count)
    for cell in problem.cells {
      for term in cell.shape.parts.flatMap(\.terms) {
        bad[term.score] += cell.bad
        all[term.score] += cell.bad + cell.good
      }
    }
    var best: (points: [Double], loss: Double)?
    for factor in stride(from: 0.5, through: 12, by: 0.5) {
      let points = problem.scores.indices.map { index in
        let bounds = problem.scores[index].bounds
        let precision = bad[index] / all[index]
        let isFor = bounds.upperBound <= 0
        let rounded = ((isFor ? precision - 1 : precision) * factor * 100).rounded() / 100
        return min(bounds.upperBound, max(bounds.lowerBound, rounded))
      }
      for offset in [0, -0.6, -1.4, -2.2] {
        var fit = ScoreFit(problem, from: points, offset: offset)
        fit.fitSlope()
        let loss = fit.dataLoss
        if loss < best?.loss ?? .infinity { best = (points, loss) }
      }
    }
    return best?.points ?? problem.scores.map(\.current)
  }
}
