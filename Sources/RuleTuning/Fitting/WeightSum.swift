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

  func share(of total: WeightSum) -> ShareInterval? {
    ShareInterval(part: sum, total: total.sum, squares: total.squares)
  }
}
