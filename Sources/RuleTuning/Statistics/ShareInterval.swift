/// A share with its 95 % interval.
public struct ShareInterval: Hashable, Sendable, Codable {
  /// The 97.5 % point of the normal distribution.
  public static let z = 1.959963984540054

  /// 0...1.
  public var value: Double
  public var lower: Double
  public var upper: Double
  /// On how many independent looks the interval rests; with weights fewer than were looked at.
  public var effectiveCount: Double

  init(value: Double, lower: Double, upper: Double, effectiveCount: Double) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.effectiveCount = effectiveCount
  }

  /// The share of `part` in `whole`, with Wilson's interval (E. B. Wilson, JASA 22, 1927); `nil` where there is no whole.
  public init?(_ part: Int, of whole: Int) {
    self.init(share: whole == 0 ? 0 : Double(part) / Double(whole), count: Double(whole))
  }

  /// Wilson's interval around a share that rests on `count` looks, which need not be whole: with weights, the effective
  /// number takes the place of the number (C. Franco and others, "Comparative Study of Confidence Intervals for
  /// Proportions in Complex Sample Surveys", JSSAM 7, 2019).
  ///
  /// - Parameter z: The normal quantile, where the interval is to hold for more than one look.
  public init?(share: Double, count: Double, z: Double = Self.z) {
    guard count > 0, share.isFinite else { return nil }
    let p = min(1, max(0, share))
    let z2 = z * z
    let middle = (p + z2 / (2 * count)) / (1 + z2 / count)
    let half = z / (1 + z2 / count) * (p * (1 - p) / count + z2 / (4 * count * count)).squareRoot()
    value = p
    lower = max(0, min(p, middle - half))
    upper = min(1, max(p, middle + half))
    effectiveCount = count
  }

  /// The share of a weight in a whole weight. The effective number is the square of the whole over the sum of squares
  /// (L. Kish, Survey Sampling, 1965).
  ///
  /// - Parameters:
  ///   - part: The weight of those that have the property.
  ///   - total: The weight of all.
  ///   - squares: The sum of the squares of all weights.
  public init?(part: Double, total: Double, squares: Double, z: Double = Self.z) {
    guard total > 0, squares > 0 else { return nil }
    self.init(share: part / total, count: total * total / squares, z: z)
  }
}
