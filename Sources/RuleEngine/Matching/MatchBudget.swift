import PCRE2

/// What expressions may cost, so that no rule and no text can hold a thread.
///
/// The numbers are work, not time: the same text and rules trip them on every machine, busy or idle. See
/// `Docs/Decisions/quarantine.md`.
enum MatchBudget {
  /// Units of ``MatchWorker/work`` for one expression in one view of one field; at most 50 ns each.
  static let workPerPattern = 250_000
  /// The same for all expressions of one evaluation.
  static let workPerEvaluation = 600_000
  /// ``workPerPattern``, or less where a back-reference may compare thousands of bytes in one unit.
  static func work(of pattern: borrowing Pattern, forBytes count: Int) -> Int {
    pattern.backReferenceMax > 0 && count > 4_000 ? 100_000 : workPerPattern
  }

  /// What is charged for a plain form that gave up.
  static let workOfTrip = 5_000
  /// The library's own limit beside the meter, which ends nothing that the meter would not.
  static let meteredSteps: UInt32 = 10_000_000

  /// Backtracking allowed to the plain form from each place of a text; `nil` when it is not worth trying.
  ///
  /// The library counts backtracking from each place anew and scanning not at all. An expression that scans without end
  /// may so take the product of places, steps and length, which is kept below 16 million bytes; for any other the
  /// product of places and steps is kept below 4 million.
  static func steps(forBytes count: Int, isBounded: Bool) -> UInt32? {
    let count = max(1, count)
    if isBounded { return UInt32(min(20_000, max(256, 4_000_000 / count))) }
    let steps = 16_000_000 / count / count
    return steps < 16 ? nil : UInt32(min(20_000, steps))
  }

  /// The most repeats that count as few.
  private static let repeatsMax = 40

  /// Whether an expression surely repeats nothing more often than a few times at one place. `false` costs speed on long
  /// texts, never a hit.
  static func isBounded(_ expression: String) -> Bool {
    let scalars = expression.unicodeScalars
    // Newer libraries take blanks inside braces, and options may make blanks and comments meaningless.
    if expression.contains("{ ") || expression.contains(" }") { return false }
    guard scalars.count <= 1_000 else { return false }
    return ExpressionTokens(expression).tokens.allSatisfy { token in
      switch token.kind {
      case .quantifier(_, let max): max.map { $0 <= repeatsMax } ?? false
      // Back-references, subroutines, and whatever else may reach further than it looks.
      case .escape(let letter): "wWdDsSbBhHvVpPtnrfaexAzZ".unicodeScalars.contains(letter)
      case .open(let text): ["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?-i:"].contains(text)
      case .literal, .characterClass, .sign, .close: true
      }
    }
  }
}
