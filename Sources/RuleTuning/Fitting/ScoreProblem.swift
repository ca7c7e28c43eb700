import ModerationModel
import RuleEngine

/// A score that tuning may move.
struct FitScore: Hashable, Sendable {
  var rule: String
  var bounds: ClosedRange<Double>
  /// What the rule file says, toward which few labels pull.
  var initial: Double
  /// Points in force before.
  var current: Double
}

/// Labelled comments as sums of points: what a score is, as a function of the scores that may move.
///
/// Comments that the same rules hit alike are one cell, so the size is that of the variety and not of the history.
struct ScoreProblem: Sendable {
  /// So many hits of one score.
  struct Term: Hashable, Sendable {
    var score: Int
    var hits: Double
  }

  /// Points that share a cap, or that have none.
  struct Part: Hashable, Sendable {
    var cap: Double
    var fixed: Double
    var terms: [Term]
  }

  struct Shape: Hashable, Sendable {
    var parts: [Part]
    var threshold: Double
  }

  struct Cell: Sendable {
    var shape: Shape
    /// Weights of the labels.
    var bad = 0.0
    var good = 0.0
  }

  var scores: [FitScore]
  var cells: [Cell]
  /// Labels that each score's rule hit, without weights.
  var labelledHits: [Int]

  /// - Parameters:
  ///   - rows: Those whose labels do not count are passed over.
  ///   - scores: What may move.
  ///   - rules: The set that the rows were judged with.
  init(_ rows: [JudgedRow], scores: [FitScore], rules: RuleSet) {
    self.scores = scores
    let numbers = Dictionary(uniqueKeysWithValues: scores.enumerated().map { ($1.rule, $0) })
    let hitsMax = Dictionary(uniqueKeysWithValues: rules.rules.map { ($0.id, $0.hitsMax) })
    let caps = rules.policy.groupCaps
    var places: [Shape: Int] = [:]
    var cells: [Cell] = []
    var labelledHits = Array(repeating: 0, count: scores.count)
    var (total, count) = (0.0, 0.0)
    for row in rows {
      guard let (isBad, weight) = row.row.countedLabel else { continue }
      let shape = Self.shape(of: row.verdict, numbers, hitsMax, caps, scores)
      for term in shape.parts.flatMap(\.terms) { labelledHits[term.score] += 1 }
      let place = places[shape, default: cells.count]
      if place == cells.count {
        places[shape] = place
        cells.append(Cell(shape: shape))
      }
      if isBad { cells[place].bad += weight } else { cells[place].good += weight }
      total += weight
      count += 1
    }
    // Weights that sum up to the number of labels, so that a label that stands for twenty comments is not taken for twenty
    // labels (Savitsky, Toth, Electronic Journal of Statistics 10, 2016).
    let scale = total > 0 ? count / total : 1
    for place in cells.indices {
      cells[place].bad *= scale
      cells[place].good *= scale
    }
    self.cells = cells
    self.labelledHits = labelledHits
  }

  private static func shape(
    of verdict: Verdict, _ numbers: [String: Int], _ hitsMax: [String: Int], _ caps: [String: Double],
    _ scores: [FitScore]
  ) -> Shape {
    var parts: [String: Part] = [:]
    for signal in verdict.signals.sorted(by: { $0.name < $1.name })
    where signal.status == .live && signal.source != .fault {
      let group = signal.group ?? ""
      var part =
        parts[group]
        ?? Part(cap: signal.group.flatMap { caps[$0] } ?? .infinity, fixed: 0, terms: [])
      if signal.source == .rule, let number = numbers[signal.name] {
        let points = scores[number].current
        let hits =
          points != 0
          ? (signal.score / points).rounded()
          : Double(min(max(1, signal.evidence.count), hitsMax[signal.name] ?? 1))
        part.terms.append(Term(score: number, hits: hits))
      } else {
        part.fixed += signal.score
      }
      parts[group] = part
    }
    return Shape(
      parts: parts.sorted { $0.key < $1.key }.map(\.value), threshold: verdict.thresholds.hold)
  }

  /// What a cell's comments score, as the policy adds points up.
  func total(of cell: Int, _ points: [Double]) -> Double {
    var total = 0.0
    for part in cells[cell].shape.parts {
      var sum = part.fixed
      for term in part.terms { sum += term.hits * points[term.score] }
      total += max(-part.cap, min(part.cap, sum))
    }
    return total
  }

  /// How a cell's score changes with one of the scores: its hits, or 0 where the group's cap is reached.
  func slope(of cell: Int, by score: Int, _ points: [Double]) -> Double {
    for part in cells[cell].shape.parts {
      guard let own = part.terms.first(where: { $0.score == score }) else { continue }
      var sum = part.fixed
      for term in part.terms { sum += term.hits * points[term.score] }
      return abs(sum) < part.cap ? own.hits : 0
    }
    return 0
  }
}
