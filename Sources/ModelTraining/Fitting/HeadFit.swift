import Foundation
import ModerationModel
import ModerationPipeline

/// Teaches one category: the mean of two regressions on the same rows, one on the features as they are and one on features
/// scaled by how much their kind of text has them more (S. Wang, C. Manning, "Baselines and Bigrams", ACL 2012).
///
/// The mean of two linear models is a linear model, so the second costs nothing when texts are judged.
struct HeadFit: Sendable {
  let rows: SparseRows
  let isBad: [Bool]
  let weights: [Float]
  /// What another model says, by row, and by which weights it says so.
  var prior: (sums: [Float], weights: LogisticFit.Weights)?

  /// The mean over several strengths of the penalty: strong ones know a site's own words, weak ones go further on others'.
  func fit(_ chosen: [Int], strengths: [Float]) -> LogisticFit.Weights {
    let all = strengths.map { fit(chosen, strength: $0) }
    var mean = all[0]
    for other in all.dropFirst() {
      for index in mean.columns.indices { mean.columns[index] += other.columns[index] }
      for index in mean.dense.indices { mean.dense[index] += other.dense[index] }
      mean.bias += other.bias
    }
    let count = Float(all.count)
    for index in mean.columns.indices { mean.columns[index] /= count }
    for index in mean.dense.indices { mean.dense[index] /= count }
    mean.bias /= count
    return mean
  }

  func fit(_ chosen: [Int], strength: Float) -> LogisticFit.Weights {
    let fit = LogisticFit(strength: strength)
    let plain = fit.fit(rows, chosen, isBad: isBad, weights: weights, scales: nil, prior: prior?.sums)
    let scaled = fit.fit(rows, chosen, isBad: isBad, weights: weights, scales: ratios(chosen), prior: prior?.sums)
    func mean(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { ($0 + $1) / 2 } }
    var own = LogisticFit.Weights(
      columns: mean(plain.columns, scaled.columns), dense: mean(plain.dense, scaled.dense),
      bias: (plain.bias + scaled.bias) / 2, trust: (plain.trust + scaled.trust) / 2)
    guard let other = prior?.weights else { return own }
    // What the other model says is a sum over the same features, so that both become one.
    for index in own.columns.indices { own.columns[index] += own.trust * other.columns[index] }
    for index in own.dense.indices { own.dense[index] += own.trust * other.dense[index] }
    own.bias += own.trust * other.bias
    return own
  }

  /// The size of the log ratio between the shares of a feature in the features of either kind.
  private func ratios(_ chosen: [Int]) -> [Float] {
    var bad = [Float](repeating: 1, count: rows.width)
    var good = bad
    for row in chosen {
      for index in rows.starts[row]..<rows.starts[row + 1] {
        if isBad[row] { bad[Int(rows.columns[index])] += 1 } else { good[Int(rows.columns[index])] += 1 }
      }
    }
    let (allBad, allGood) = (bad.reduce(0, +), good.reduce(0, +))
    return bad.indices.map { abs(log((bad[$0] / allBad) / (good[$0] / allGood))) }
  }

  /// The same with what a model says that was there before.
  func goingOn(from other: LogisticFit.Weights) -> HeadFit {
    var fit = self
    fit.prior = ((0..<rows.count).map { sum($0, other) }, other)
    return fit
  }

  func sum(_ row: Int, _ weights: LogisticFit.Weights) -> Float {
    var sum = weights.bias
    for index in rows.starts[row]..<rows.starts[row + 1] {
      sum += weights.columns[Int(rows.columns[index])] * rows.values[index]
    }
    for index in 0..<rows.denseWidth { sum += weights.dense[index] * rows.dense[row * rows.denseWidth + index] }
    return sum
  }
}

/// Reads sums as log-odds (J. Platt, 1999), by Newton's method on two numbers; a little is added to both kinds so that a few
/// clean rows do not give certainty.
enum Reading {
  static func fit(_ sums: [Float], _ isBad: [Bool], _ weights: [Float]) -> (slope: Float, offset: Float) {
    let bad = zip(isBad, weights).reduce(0.0) { $0 + ($1.0 ? Double($1.1) : 0) }
    let good = zip(isBad, weights).reduce(0.0) { $0 + ($1.0 ? 0 : Double($1.1)) }
    let (high, low) = ((bad + 1) / (bad + 2), 1 / (good + 2))
    var (slope, offset) = (1.0, log((bad + 1) / (good + 1)))
    for _ in 0..<100 {
      var (g1, g2, h11, h12, h22) = (0.0, 0.0, 1e-6, 0.0, 1e-6)
      for index in sums.indices {
        let x = Double(sums[index])
        let p = 1 / (1 + exp(-(slope * x + offset)))
        let w = Double(weights[index])
        let error = w * (p - (isBad[index] ? high : low))
        let curve = w * p * (1 - p)
        g1 += error * x
        g2 += error
        h11 += curve * x * x
        h12 += curve * x
        h22 += curve
      }
      let determinant = h11 * h22 - h12 * h12
      guard determinant > 1e-12 else { break }
      let (d1, d2) = ((h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant)
      let brake = min(1, 2 / max(abs(d1), abs(d2), 1e-9))
      slope = max(0.05, slope - brake * d1)
      offset -= brake * d2
      if abs(d1) + abs(d2) < 1e-7 { break }
    }
    return (Float(slope), Float(offset))
  }
}
