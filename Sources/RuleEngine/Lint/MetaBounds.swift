/// Between which values a `meta` expression can lie, so that one that never holds is found.
///
/// Interval arithmetic: it may call a condition possible that is not, never the other way round.
struct MetaBounds {
  /// By rule id: whether it can hit at all, and its most hits and points.
  var rules: [String: (canHit: Bool, hitsMax: Int, points: Double)]
  var groups: [String: [String]]
  /// The rule whose expression it is; it does not count in its own group.
  var asker = ""

  func bounds(of expression: MetaExpression) -> ClosedRange<Double> {
    switch expression {
    case .number(let number): return number...number
    case .rule(let id): return 0...(canHit(id) ? 1 : 0)
    case .count(let ids): return 0...Double(ids.count { canHit($0) })
    case .groupHits(let name):
      return 0...(members(name).reduce(0) { $0 + Double(rules[$1]?.hitsMax ?? 0) })
    case .groupScore(let name):
      let extremes = members(name).map { (rules[$0]?.points ?? 0) * Double(rules[$0]?.hitsMax ?? 0) }
      return extremes.filter { $0 < 0 }.reduce(0, +)...extremes.filter { $0 > 0 }.reduce(0, +)
    case .not(let inner):
      let inner = truth(bounds(of: inner))
      return (1 - inner.upperBound)...(1 - inner.lowerBound)
    case .negative(let inner):
      let inner = bounds(of: inner)
      return -inner.upperBound...(-inner.lowerBound)
    case .binary(let operation, let left, let right):
      return Self.finite(combine(operation, bounds(of: left), bounds(of: right)))
    }
  }

  /// Beyond all numbers, evaluation answers 0, which a range up to the greatest of them holds.
  private static func finite(_ range: (lower: Double, upper: Double)) -> ClosedRange<Double> {
    let most = Double.greatestFiniteMagnitude
    guard !range.lower.isNaN, !range.upper.isNaN else { return -most...most }
    if range.lower.isInfinite || range.upper.isInfinite {
      return min(0, max(-most, range.lower))...max(0, min(most, range.upper))
    }
    return range.lower...range.upper
  }

  private func canHit(_ id: String) -> Bool { rules[id]?.canHit ?? false }

  private func members(_ group: String) -> [String] { (groups[group] ?? []).filter { $0 != asker && canHit($0) } }

  /// 0...0 when never true, 1...1 when always, 0...1 otherwise.
  private func truth(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    if range == 0...0 { return 0...0 }
    return range.contains(0) ? 0...1 : 1...1
  }

  private func combine(
    _ operation: MetaExpression.Operation, _ left: ClosedRange<Double>, _ right: ClosedRange<Double>
  ) -> (lower: Double, upper: Double) {
    /// `always` and `never` of a comparison.
    func answer(_ always: Bool, _ never: Bool) -> (Double, Double) { always ? (1, 1) : never ? (0, 0) : (0, 1) }
    switch operation {
    case .and:
      let (left, right) = (truth(left), truth(right))
      return (min(left.lowerBound, right.lowerBound), min(left.upperBound, right.upperBound))
    case .or:
      let (left, right) = (truth(left), truth(right))
      return (max(left.lowerBound, right.lowerBound), max(left.upperBound, right.upperBound))
    case .add: return (left.lowerBound + right.lowerBound, left.upperBound + right.upperBound)
    case .subtract: return (left.lowerBound - right.upperBound, left.upperBound - right.lowerBound)
    case .multiply:
      let corners = [
        left.lowerBound * right.lowerBound, left.lowerBound * right.upperBound, left.upperBound * right.lowerBound,
        left.upperBound * right.upperBound,
      ]
      return corners.contains(where: \.isNaN) ? (.nan, .nan) : (corners.min() ?? 0, corners.max() ?? 0)
    case .divide: return (-.infinity, .infinity)
    case .less: return answer(left.upperBound < right.lowerBound, left.lowerBound >= right.upperBound)
    case .lessOrEqual: return answer(left.upperBound <= right.lowerBound, left.lowerBound > right.upperBound)
    case .greater: return answer(left.lowerBound > right.upperBound, left.upperBound <= right.lowerBound)
    case .greaterOrEqual: return answer(left.lowerBound >= right.upperBound, left.upperBound < right.lowerBound)
    case .equal:
      return answer(left == right && left.lowerBound == left.upperBound, !left.overlaps(right))
    case .notEqual:
      return answer(!left.overlaps(right), left == right && left.lowerBound == left.upperBound)
    }
  }
}
