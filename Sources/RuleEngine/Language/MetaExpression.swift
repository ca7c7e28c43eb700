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
