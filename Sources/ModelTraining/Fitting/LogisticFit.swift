import Foundation

/// Logistic regression with a quadratic penalty, by L-BFGS (D. Liu, J. Nocedal, "On the Limited Memory BFGS Method for Large
/// Scale Optimization", 1989).
///
/// Nothing in it is left to chance: equal rows give equal weights.
struct LogisticFit: Sendable {
  /// How much the texts count against the penalty.
  var strength: Float
  /// Dense features are multiplied by it, so that their penalty is of the measure of the words'.
  static let denseScale: Float = 0.5
  static let passesMax = 120
  static let memory = 8

  /// Weights of columns, then of dense features, then what is added to each sum.
  struct Weights: Sendable {
    var columns: [Float]
    var dense: [Float]
    var bias: Float
    /// Of what another model says.
    var trust: Float = 0
  }

  /// What another model says counts by this much, so that it is of the measure of the rest.
  static let trustScale: Float = 0.25

  /// - Parameters:
  ///   - chosen: The rows to learn from.
  ///   - isBad: By row.
  ///   - weights: By row.
  ///   - scales: What each column is multiplied by first.
  ///   - prior: What another model says, by row.
  func fit(
    _ rows: SparseRows, _ chosen: [Int], isBad: [Bool], weights: [Float], scales: [Float]?, prior: [Float]?
  ) -> Weights {
    var problem = Problem(
      rows: rows, chosen: chosen, isBad: isBad, weights: Self.balanced(chosen, isBad, weights), scales: scales,
      prior: prior, strength: strength)
    let solution = problem.solve()
    let width = rows.width
    var columns = Array(solution[0..<width])
    if let scales { for index in columns.indices { columns[index] *= scales[index] } }
    return Weights(
      columns: columns, dense: solution[width..<solution.count - 2].map { $0 * Self.denseScale },
      bias: solution[solution.count - 1], trust: solution[solution.count - 2] * Self.trustScale)
  }

  /// Both kinds weigh the same together, and a text one on average.
  private static func balanced(_ chosen: [Int], _ isBad: [Bool], _ weights: [Float]) -> [Float] {
    var (bad, good): (Float, Float) = (0, 0)
    for row in chosen { if isBad[row] { bad += weights[row] } else { good += weights[row] } }
    guard bad > 0, good > 0 else { return weights }
    let all = bad + good
    var balanced = weights
    for row in chosen { balanced[row] *= all / (2 * (isBad[row] ? bad : good)) }
    return balanced
  }

  private struct Problem {
    let rows: SparseRows
    let chosen: [Int]
    let isBad: [Bool]
    let weights: [Float]
    let scales: [Float]?
    let prior: [Float]?
    let strength: Float

    var size: Int { rows.width + rows.denseWidth + 2 }

    /// The loss and its slope.
    func loss(_ x: [Float], _ slope: inout [Float]) -> Double {
      for index in slope.indices { slope[index] = 0 }
      let (width, denseWidth) = (rows.width, rows.denseWidth)
      var effective = x
      if let scales { for index in 0..<width { effective[index] *= scales[index] } }
      let (starts, columns, values, dense) = (rows.starts, rows.columns, rows.values, rows.dense)
      var loss = 0.0
      for row in chosen {
        var sum = x[size - 1]
        for index in starts[row]..<starts[row + 1] { sum += effective[Int(columns[index])] * values[index] }
        for index in 0..<denseWidth {
          sum += x[width + index] * dense[row * denseWidth + index] * LogisticFit.denseScale
        }
        if let prior { sum += x[size - 2] * prior[row] * LogisticFit.trustScale }
        let sign: Float = isBad[row] ? 1 : -1
        let margin = sign * sum
        let weight = weights[row] * strength
        // log(1 + e^-margin), without overflow.
        loss += Double(weight) * Double(margin > 0 ? log1p(exp(-margin)) : -margin + log1p(exp(margin)))
        let pull = -sign * weight / (1 + exp(margin))
        for index in starts[row]..<starts[row + 1] { slope[Int(columns[index])] += pull * values[index] }
        for index in 0..<denseWidth {
          slope[width + index] += pull * dense[row * denseWidth + index] * LogisticFit.denseScale
        }
        if let prior { slope[size - 2] += pull * prior[row] * LogisticFit.trustScale }
        slope[size - 1] += pull
      }
      if let scales { for index in 0..<width { slope[index] *= scales[index] } }
      for index in 0..<size - 1 {
        loss += 0.5 * Double(x[index]) * Double(x[index])
        slope[index] += x[index]
      }
      return loss
    }

    mutating func solve() -> [Float] {
      var x = [Float](repeating: 0, count: size)
      var slope = x
      var value = loss(x, &slope)
      let start = Self.norm(slope)
      var steps: [[Float]] = []
      var turns: [[Float]] = []
      for _ in 0..<LogisticFit.passesMax {
        var direction = Self.direction(slope, steps, turns)
        var descent = Self.dot(direction, slope)
        if descent >= 0 {
          (steps, turns) = ([], [])
          direction = slope.map { -$0 }
          descent = -Self.dot(slope, slope)
        }
        var length: Float = steps.isEmpty ? min(1, 1 / max(1e-6, Self.norm(slope))) : 1
        var next = x
        var nextSlope = slope
        var nextValue = value
        var isFound = false
        for _ in 0..<20 {
          for index in next.indices { next[index] = x[index] + length * direction[index] }
          nextValue = loss(next, &nextSlope)
          if nextValue <= value + 1e-4 * Double(length) * Double(descent) {
            isFound = true
            break
          }
          length /= 2
        }
        guard isFound else { break }
        var (step, turn) = (next, nextSlope)
        for index in step.indices {
          step[index] -= x[index]
          turn[index] -= slope[index]
        }
        if Self.dot(step, turn) > 1e-10 {
          steps.append(step)
          turns.append(turn)
          if steps.count > LogisticFit.memory {
            steps.removeFirst()
            turns.removeFirst()
          }
        }
        let gain = value - nextValue
        (x, slope, value) = (next, nextSlope, nextValue)
        if Self.norm(slope) < 1e-3 * start || gain < 1e-6 * abs(value) { break }
      }
      return x
    }

    private static func direction(_ slope: [Float], _ steps: [[Float]], _ turns: [[Float]]) -> [Float] {
      var direction = slope
      var shares = [Float](repeating: 0, count: steps.count)
      for index in steps.indices.reversed() {
        shares[index] = dot(steps[index], direction) / dot(steps[index], turns[index])
        add(turns[index], times: -shares[index], to: &direction)
      }
      if let step = steps.last, let turn = turns.last {
        let scale = dot(step, turn) / dot(turn, turn)
        for index in direction.indices { direction[index] *= scale }
      }
      for index in steps.indices {
        let share = dot(turns[index], direction) / dot(steps[index], turns[index])
        add(steps[index], times: shares[index] - share, to: &direction)
      }
      for index in direction.indices { direction[index] = -direction[index] }
      return direction
    }

    private static func add(_ from: [Float], times factor: Float, to: inout [Float]) {
      for index in to.indices { to[index] += factor * from[index] }
    }

    private static func dot(_ left: [Float], _ right: [Float]) -> Float {
      var sum = 0.0
      for index in left.indices { sum += Double(left[index]) * Double(right[index]) }
      return Float(sum)
    }

    private static func norm(_ x: [Float]) -> Float { dot(x, x).squareRoot() }
  }
}
