import Foundation

/// Scores that make people's decisions likely, all found together.
///
/// The model is logistic regression over rule hits: log-odds = slope × (points − threshold) + offset, points as the
/// policy adds them up, caps included. Scores stay inside their bounds, and a normal prior with a standard deviation of
/// a quarter of the bounds pulls them toward what the rule file says (ridge: Hoerl, Kennard, Technometrics 12, 1970).
///
/// Solved by coordinate descent with Newton steps that are cut at the bounds (Friedman, Hastie, Tibshirani, J. Stat.
/// Softw. 33, 2010). A step that does not lower the loss is halved; caps make the loss uneven, so the end is a place
/// where no single score can do better, not always the best of all.
struct ScoreFit {
  /// Passes over all scores, at most.
  static let passesMax = 80
  static let slopes = 0.05...3.0

  let problem: ScoreProblem
  let offset: Double
  private(set) var points: [Double]
  private(set) var slope = 0.6
  /// Cells that a score can change.
  private let cellsOfScore: [[Int]]
  private var totals: [Double]

  /// - Parameters:
  ///   - points: Where to begin, a number for each score of the problem.
  ///   - offset: The log-odds of being unfit from which a person should look.
  init(_ problem: ScoreProblem, from points: [Double], offset: Double) {
    self.problem = problem
    self.points = points
    self.offset = offset
    var cellsOfScore = Array(repeating: [Int](), count: problem.scores.count)
    for (cell, content) in problem.cells.enumerated() {
      for term in content.shape.parts.flatMap(\.terms) { cellsOfScore[term.score].append(cell) }
    }
    self.cellsOfScore = cellsOfScore
    totals = problem.cells.indices.map { problem.total(of: $0, points) }
  }

  var scale: ScoreScale { ScoreScale(slope: slope, offset: offset) }

  /// Moves the scores for which `isMovable` holds, and the slope.
  mutating func run(isMovable: [Bool]) {
    var last = Double.infinity
    for _ in 0..<Self.passesMax {
      fitSlope()
      for score in points.indices where isMovable[score] { step(score) }
      let loss = loss()
      if last - loss < 1e-7 * max(1, abs(loss)) { break }
      last = loss
    }
    fitSlope()
  }

  /// The best slope for the scores as they are, by golden-section search over its logarithm.
  mutating func fitSlope() {
    func value(_ logarithm: Double) -> Double { dataLoss(slope: exp(logarithm)) }
    let ratio = 0.618_033_988_75
    var (low, high) = (log(Self.slopes.lowerBound), log(Self.slopes.upperBound))
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (value(left), value(right))
    for _ in 0..<28 {
      if atLeft < atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - ratio * (high - low)
        atLeft = value(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + ratio * (high - low)
        atRight = value(right)
      }
    }
    slope = exp((low + high) / 2)
  }

  /// The sum of all losses, in nats, and of what straying from the rule file costs.
  func loss() -> Double {
    dataLoss(slope: slope) + points.indices.reduce(0) { $0 + penalty($1, at: points[$1]) }
  }

  /// The sum of all losses alone.
  var dataLoss: Double { dataLoss(slope: slope) }

  private func dataLoss(slope: Double) -> Double {
    var loss = 0.0
    for cell in totals.indices { loss += cellLoss(cell, total: totals[cell], slope: slope) }
    return loss
  }

  private func cellLoss(_ cell: Int, total: Double, slope: Double) -> Double {
    let content = problem.cells[cell]
    let logit = slope * (total - content.shape.threshold) + offset
    return content.bad * ScoreScale.softplus(-logit) + content.good * ScoreScale.softplus(logit)
  }

  private func deviation(_ score: Int) -> Double {
    let bounds = problem.scores[score].bounds
    return max(0.05, (bounds.upperBound - bounds.lowerBound) / 4)
  }

  private func penalty(_ score: Int, at points: Double) -> Double {
    let strays = (points - problem.scores[score].initial) / deviation(score)
    return strays * strays / 2
  }

  private mutating func step(_ score: Int) {
    let cells = cellsOfScore[score]
    let bounds = problem.scores[score].bounds
    let deviation = deviation(score)
    var gradient = (points[score] - problem.scores[score].initial) / (deviation * deviation)
    var curvature = 1 / (deviation * deviation)
    for cell in cells {
      let hits = problem.slope(of: cell, by: score, points)
      guard hits != 0 else { continue }
      let content = problem.cells[cell]
      let probability = 1 / (1 + exp(-(slope * (totals[cell] - content.shape.threshold) + offset)))
      let weight = content.bad + content.good
      gradient += slope * hits * (weight * probability - content.bad)
      curvature += slope * slope * hits * hits * weight * probability * (1 - probability)
    }
    let old = points[score]
    var change = -gradient / curvature
    let before = cells.reduce(penalty(score, at: old)) { $0 + cellLoss($1, total: totals[$1], slope: slope) }
    for _ in 0..<12 {
      let new = min(bounds.upperBound, max(bounds.lowerBound, old + change))
      guard abs(new - old) > 1e-6 else { break }
      points[score] = new
      let after = cells.reduce(penalty(score, at: new)) {
        $0 + cellLoss($1, total: problem.total(of: $1, points), slope: slope)
      }
      if after < before {
        for cell in cells { totals[cell] = problem.total(of: cell, points) }
        return
      }
      points[score] = old
      change /= 2
    }
  }
}
