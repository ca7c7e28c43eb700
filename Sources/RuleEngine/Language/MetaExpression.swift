/// `meta:`: arithmetic and logic over what other rules found.
///
/// Every value is a number; true is 1, false is 0, and any number but 0 counts as true.
indirect enum MetaExpression: Hashable, Sendable {
  enum Operation: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and, or
  }

  case number(Double)
  /// 1 when the rule hit.
  case rule(String)
  /// Hits of a group's rules, each within its `max_hits`.
  case groupHits(String)
  /// Points of a group's rules, before caps.
  case groupScore(String)
  /// How many of these rules hit.
  case count([String])
  case not(MetaExpression)
  case negative(MetaExpression)
  case binary(Operation, MetaExpression, MetaExpression)

  /// The value, where the answers of rules and groups are known.
  func value(
    rule: (String) -> Bool, groupHits: (String) -> Double, groupScore: (String) -> Double
  ) -> Double {
    func value(_ expression: MetaExpression) -> Double {
      switch expression {
      case .number(let number): return number
      case .rule(let id): return rule(id) ? 1 : 0
      case .groupHits(let name): return groupHits(name)
      case .groupScore(let name): return groupScore(name)
      case .count(let ids): return Double(ids.count { rule($0) })
      case .not(let inner): return value(inner) == 0 ? 1 : 0
      case .negative(let inner): return -value(inner)
      case .binary(.and, let left, let right): return value(left) != 0 && value(right) != 0 ? 1 : 0
      case .binary(.or, let left, let right): return value(left) != 0 || value(right) != 0 ? 1 : 0
      case .binary(let operation, let left, let right):
        let (left, right) = (value(left), value(right))
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        // Division by zero is 0, so that a finding never hangs on an infinity.
        case .divide: return right == 0 ? 0 : left / right
        case .less: return left < right ? 1 : 0
        case .lessOrEqual: return left <= right ? 1 : 0
        case .greater: return left > right ? 1 : 0
        case .greaterOrEqual: return left >= right ? 1 : 0
        case .equal: return left == right ? 1 : 0
        case .notEqual: return left != right ? 1 : 0
        case .and, .or: return 0
        }
      }
    }
    return value(self)
  }

  /// The rules it names, in order, with repetition.
  var ruleIDs: [String] {
    switch self {
    case .number, .groupHits, .groupScore: []
    case .rule(let id): [id]
    case .count(let ids): ids
    case .not(let inner), .negative(let inner): inner.ruleIDs
    case .binary(_, let left, let right): left.ruleIDs + right.ruleIDs
    }
  }

  /// The groups it names.
  var groups: [String] {
    switch self {
    case .number, .rule, .count: []
    case .groupHits(let name), .groupScore(let name): [name]
    case .not(let inner), .negative(let inner): inner.groups
    case .binary(_, let left, let right): left.groups + right.groups
    }
  }
}
