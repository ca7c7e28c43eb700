/// ``MetaExpression`` with rules by number, so that asking costs no look-up of names.
indirect enum CompiledMeta: Sendable {
  case number(Double)
  case rule(Int)
  /// Hits, or points, of the rules of a group, without the one that asks.
  case groupHits([Int])
  case groupScore([Int])
  case count([Int])
  case not(CompiledMeta)
  case negative(CompiledMeta)
  case binary(MetaExpression.Operation, CompiledMeta, CompiledMeta)

  /// - Parameters:
  ///   - asker: The rule that asks.
  ///   - positions: Numbers by id; loading has made sure that every name has one.
  init(_ expression: MetaExpression, asker: Int, positions: [String: Int], groups: [String: [Int]]) {
    func compiled(_ inner: MetaExpression) -> CompiledMeta {
      CompiledMeta(inner, asker: asker, positions: positions, groups: groups)
    }
    self =
      switch expression {
      case .number(let number): .number(number)
      case .rule(let id): positions[id].map { .rule($0) } ?? .number(0)
      case .groupHits(let name): .groupHits((groups[name] ?? []).filter { $0 != asker })
      case .groupScore(let name): .groupScore((groups[name] ?? []).filter { $0 != asker })
      case .count(let ids): .count(ids.compactMap { positions[$0] })
      case .not(let inner): .not(compiled(inner))
      case .negative(let inner): .negative(compiled(inner))
      case .binary(let operation, let left, let right): .binary(operation, compiled(left), compiled(right))
      }
  }

  /// The value, where the findings of rules are known; see ``MetaExpression`` for the arithmetic.
  func value(hits: (Int) -> Double, points: (Int) -> Double) -> Double {
    switch self {
    case .number(let number): return number
    case .rule(let rule): return hits(rule) > 0 ? 1 : 0
    case .groupHits(let rules): return rules.reduce(0) { $0 + hits($1) }
    case .groupScore(let rules): return rules.reduce(0) { $0 + points($1) }
    case .count(let rules): return Double(rules.count { hits($0) > 0 })
    case .not(let inner): return inner.value(hits: hits, points: points) == 0 ? 1 : 0
    case .negative(let inner): return -inner.value(hits: hits, points: points)
    case .binary(let operation, let left, let right):
      let first = left.value(hits: hits, points: points)
      if operation == .and, first == 0 { return 0 }
      if operation == .or, first != 0 { return 1 }
      let result = operation.value(first, right.value(hits: hits, points: points))
      // What grows beyond all numbers says nothing, and must not count as true.
      return result.isFinite ? result : 0
    }
  }

  /// Whether it is false as long as none of the rules that it asks has hit.
  var needsAHit: Bool { value(hits: { _ in 0 }, points: { _ in 0 }) == 0 }

  /// The rules that it asks.
  var rules: [Int] {
    switch self {
    case .number: []
    case .rule(let rule): [rule]
    case .groupHits(let rules), .groupScore(let rules), .count(let rules): rules
    case .not(let inner), .negative(let inner): inner.rules
    case .binary(_, let left, let right): left.rules + right.rules
    }
  }
}

extension MetaExpression.Operation {
  func value(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    // Division by zero is 0, so that a finding never hangs on an infinity.
    case .divide: right == 0 ? 0 : left / right
    case .less: left < right ? 1 : 0
    case .lessOrEqual: left <= right ? 1 : 0
    case .greater: left > right ? 1 : 0
    case .greaterOrEqual: left >= right ? 1 : 0
    case .equal: left == right ? 1 : 0
    case .notEqual: left != right ? 1 : 0
    case .and: left != 0 && right != 0 ? 1 : 0
    case .or: left != 0 || right != 0 ? 1 : 0
    }
  }
}
