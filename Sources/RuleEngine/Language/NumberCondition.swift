/// A condition on one number: `>= 2`, `< 3`, `== true`, `!= 0`, `2..5`, or several with commas between, all of which
/// must hold.
struct NumberCondition: Hashable, Sendable {
  enum Comparison: String, Hashable, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
  }

  struct Part: Hashable, Sendable {
    var comparison: Comparison
    var bound: Double

    func holds(_ value: Double) -> Bool {
      switch comparison {
      case .less: value < bound
      case .lessOrEqual: value <= bound
      case .greater: value > bound
      case .greaterOrEqual: value >= bound
      case .equal: value == bound
      case .notEqual: value != bound
      }
    }
  }

  var parts: [Part]

  func holds(_ value: Double) -> Bool { parts.allSatisfy { $0.holds(value) } }

  /// What a condition looks like, for messages.
  static let shape = "a comparison such as '>= 2', '< 3', '== true' or '2..5'"

  /// `nil` unless the text is a condition.
  init?(_ text: String) {
    var parts: [Part] = []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      let piece = piece.drop { $0 == " " }
      guard !piece.isEmpty else { return nil }
      if let dots = piece.firstRange(of: ".."), let lower = Self.value(piece[..<dots.lowerBound]),
        let upper = Self.value(piece[dots.upperBound...])
      {
        parts += [Part(comparison: .greaterOrEqual, bound: lower), Part(comparison: .lessOrEqual, bound: upper)]
        continue
      }
      // Longer signs first, so that `<=` is not read as `<`.
      let sign = Comparison.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
        .first { piece.hasPrefix($0.rawValue) }
      let rest = piece.dropFirst(sign?.rawValue.count ?? 0)
      guard let bound = Self.value(rest) else { return nil }
      parts.append(Part(comparison: sign ?? .equal, bound: bound))
    }
    guard !parts.isEmpty, parts.count <= 8 else { return nil }
    self.parts = parts
  }

  private static func value(_ text: Substring) -> Double? {
    let word = text.split(separator: " ", omittingEmptySubsequences: true)
    guard word.count == 1 else { return nil }
    switch word[0] {
    case "true", "yes": return 1
    case "false", "no": return 0
    default:
      guard let number = Double(word[0]), number.isFinite else { return nil }
      return number
    }
  }

  /// Whether some value of a domain meets all of these conditions.
  static func isSatisfiable(_ parts: [Part], within domain: ClosedRange<Double>, wholeNumbers: Bool) -> Bool {
    var (lower, upper) = (domain.lowerBound, domain.upperBound)
    var (lowerOpen, upperOpen) = (false, false)
    for part in parts {
      switch part.comparison {
      case .less where part.bound <= upper: (upper, upperOpen) = (part.bound, true)
      case .lessOrEqual where part.bound < upper: (upper, upperOpen) = (part.bound, false)
      case .greater where part.bound >= lower: (lower, lowerOpen) = (part.bound, true)
      case .greaterOrEqual where part.bound > lower: (lower, lowerOpen) = (part.bound, false)
      case .equal:
        if part.bound > upper || part.bound < lower || (part.bound == upper && upperOpen)
          || (part.bound == lower && lowerOpen)
        {
          return false
        }
        (lower, upper, lowerOpen, upperOpen) = (part.bound, part.bound, false, false)
      default: break
      }
    }
    if wholeNumbers, lower.isFinite {
      var first = lower.rounded(.up)
      if lowerOpen, first == lower { first += 1 }
      while parts.contains(where: { $0.comparison == .notEqual && $0.bound == first }) { first += 1 }
      return upperOpen ? first < upper : first <= upper
    }
    if lower == upper {
      let isExcluded = parts.contains { $0.comparison == .notEqual && $0.bound == lower }
      return !lowerOpen && !upperOpen && !isExcluded
    }
    return lower < upper
  }
}
