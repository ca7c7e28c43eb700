import Foundation
import ModerationModel

/// How the decisions of a rule set agree with people's, over rows whose labels may be counted.
public struct DecisionMeasures: Hashable, Sendable {
  /// Of what is held or refused, how much is unfit; `nil` when nothing is held.
  public var precision: ShareInterval?
  /// Of what is unfit, how much is held or refused. `nil` also where nobody may say: when chance brings no published
  /// comment before a person, unfit ones among them are not known.
  public var recall: ShareInterval?
  /// Of what is fit, how much is held or refused.
  public var wronglyHeld: ShareInterval?
  /// The mean of −log(probability of what people said), in nats, with probabilities from the score.
  public var logLoss: Double
  /// Of published comments, the share that a person has judged by chance's order; `nil` without published ones.
  public var publishedCoverage: Double?
  /// Labels that were counted.
  public var labels: Int

  /// The harmonic mean of precision and recall.
  public var f1: Double? {
    guard let precision = precision?.value, let recall = recall?.value, precision + recall > 0 else { return nil }
    return 2 * precision * recall / (precision + recall)
  }

  /// - Parameters:
  ///   - rows: Labelled or not.
  ///   - scale: Turns scores into probabilities.
  init(_ rows: [JudgedRow], scale: ScoreScale) {
    var (hits, falseHits, misses, rests) = (WeightSum(), WeightSum(), WeightSum(), WeightSum())
    var (loss, weights) = (0.0, 0.0)
    var (published, publishedCounted) = (0, 0)
    for row in rows {
      let label = row.row.countedLabel
      if !row.row.wasHeld {
        published += 1
        if label != nil { publishedCounted += 1 }
      }
      guard let (isBad, weight) = label else { continue }
      switch (isBad, row.verdict.action != .publish) {
      case (true, true): hits.add(weight)
      case (false, true): falseHits.add(weight)
      case (true, false): misses.add(weight)
      case (false, false): rests.add(weight)
      }
      loss += weight * scale.loss(score: row.verdict.score, threshold: row.verdict.thresholds.hold, isBad: isBad)
      weights += weight
    }
    precision = hits.share(of: hits + falseHits)
    wronglyHeld = falseHits.share(of: falseHits + rests)
    publishedCoverage = published == 0 ? nil : Double(publishedCounted) / Double(published)
    recall = publishedCoverage == 0 ? nil : hits.share(of: hits + misses)
    logLoss = weights > 0 ? loss / weights : 0
    labels = (hits + falseHits + misses + rests).count
  }
}

/// How points become a probability of being unfit: 1 / (1 + e^−(slope × (score − threshold) + offset)).
public struct ScoreScale: Hashable, Sendable {
  /// Nats a point.
  public var slope: Double
  /// Nats at the threshold: 0 where half of the comments that just reach it are unfit.
  public var offset: Double

  func logit(score: Double, threshold: Double) -> Double { slope * (score - threshold) + offset }

  func loss(score: Double, threshold: Double, isBad: Bool) -> Double {
    let logit = logit(score: score, threshold: threshold)
    return Self.softplus(isBad ? -logit : logit)
  }

  /// log(1 + e^x) without overflow.
  static func softplus(_ x: Double) -> Double { max(0, x) + log1p(exp(-abs(x))) }
}

extension ScoreScale {
  /// The scale that makes the labels of rows most likely: slopes by golden-section search, offsets in steps of a quarter.
  ///
  /// Every choice of scores is judged with its own, so that only what scores tell of one comment against another is
  /// compared: the share of unfit comments shifts with time, and no score can know it.
  init(fitting rows: [JudgedRow]) {
    var cells: [Double: (bad: Double, good: Double)] = [:]
    for row in rows {
      guard let (isBad, weight) = row.row.countedLabel else { continue }
      let distance = row.verdict.score - row.verdict.thresholds.hold
      if isBad {
        cells[distance, default: (0, 0)].bad += weight
      } else {
        cells[distance, default: (0, 0)].good += weight
      }
    }
    // In one order, so that sums do not depend on that of a dictionary.
    let sorted = cells.sorted { $0.key < $1.key }
    func loss(_ slope: Double, _ offset: Double) -> Double {
      sorted.reduce(0) { sum, cell in
        let logit = slope * cell.key + offset
        return sum + cell.value.bad * Self.softplus(-logit) + cell.value.good * Self.softplus(logit)
      }
    }
    var best = (slope: 0.5, offset: 0.0, loss: Double.infinity)
    for offset in stride(from: -5, through: 4, by: 0.25) {
      var (low, high) = (log(ScoreFit.slopes.lowerBound / 5), log(ScoreFit.slopes.upperBound))
      for _ in 0..<24 {
        let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
        if loss(exp(left), offset) < loss(exp(right), offset) { high = right } else { low = left }
      }
      let slope = exp((low + high) / 2)
      let found = loss(slope, offset)
      if found < best.loss { best = (slope, offset, found) }
    }
    self.init(slope: best.slope, offset: best.offset)
  }
}
