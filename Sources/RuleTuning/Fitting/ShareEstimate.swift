/// A share of comments as far as labels tell it, with its Wilson interval.
///
/// Labels that stand for more than one comment count by their weight. The interval then takes the effective number of
/// labels, (Σw)² / Σw² (Kish, Survey Sampling, 1965), in the place of their number (Wilson, JASA 22, 1927).
public struct ShareEstimate: Hashable, Sendable {
  /// 0 to 1.
  public var value: Double
  public var lower: Double
  public var upper: Double
  /// Labels that the share rests on, as if each had weight 1.
  public var effectiveCount: Double

  /// `nil` when nothing was counted.
  ///
  /// - Parameters:
  ///   - part: The weight of those that have the property.
  ///   - total: The weight of all.
  ///   - squares: The sum of the squares of all weights.
  ///   - z: The normal quantile: 1.96 for 95 %.
  public init?(part: Double, total: Double, squares: Double, z: Double = 1.959_964) {
    guard total > 0, squares > 0 else { return nil }
    value = min(1, max(0, part / total))
    effectiveCount = total * total / squares
    let (n, p) = (effectiveCount, value)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    lower = max(0, min(p, middle - half))
    upper = min(1, max(p, middle + half))
  }
}

/// Weights and their squares, summed.
struct WeightSum: Hashable, Sendable {
  var sum = 0.0
  var squares = 0.0
  var count = 0

  mutating func add(_ weight: Double) {
    sum += weight
    squares += weight * weight
    count += 1
  }

  static func + (left: Self, right: Self) -> Self {
    Self(sum: left.sum + right.sum, squares: left.squares + right.squares, count: left.count + right.count)
  }

  func share(of total: WeightSum) -> ShareEstimate? {
    ShareEstimate(part: sum, total: total.sum, squares: total.squares)
  }
}
