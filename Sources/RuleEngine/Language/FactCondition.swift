import ModerationModel

/// `when:`: conditions on facts, all of which must hold. A condition on an unknown fact does not hold.
struct FactCondition: Hashable, Sendable {
  struct Part: Hashable, Sendable {
    var fact: FactName
    var condition: NumberCondition
  }

  var parts: [Part]

  func holds(_ facts: Facts) -> Bool {
    parts.allSatisfy { part in facts[part.fact].map { part.condition.holds($0) } ?? false }
  }
}

extension FactName {
  /// What values it can take, so that a condition nobody can meet is found.
  var domain: (range: ClosedRange<Double>, wholeNumbers: Bool) {
    if isBoolean { return (0...1, true) }
    switch self {
    case .capsShare, .digitsShare, .cyrillicShare, .authorRejectedShare7d: return (0...1, false)
    case .authorAgeDays, .articleAgeDays, .formSeconds: return (0...Double.greatestFiniteMagnitude, false)
    default: return (0...Double.greatestFiniteMagnitude, true)
    }
  }
}
