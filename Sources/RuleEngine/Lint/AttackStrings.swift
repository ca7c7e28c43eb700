/// Texts that an expression may take long over, derived from the expression.
///
/// For everything that repeats without end: what stands before it, then what it repeats, again and again, then something
/// on which the expression fails although all its characters are there.
struct AttackString: Hashable, Sendable {
  var prefix: String
  var pump: String
  var suffix: String

  /// The text with so many bytes of repeats, or a few less.
  func text(bytes: Int) -> String {
    prefix + String(repeating: pump, count: max(1, bytes / max(1, pump.utf8.count))) + suffix
  }

  /// The attack in a line of a terminal.
  var summary: String {
    func quoted(_ text: String) -> String {
      "«"
        + text.unicodeScalars.map { $0.value < 0x20 ? $0.escaped(asASCII: true) : String($0) }.joined()
        .clipped(to: 24) + "»"
    }
    return [prefix.isEmpty ? nil : quoted(prefix), quoted(pump) + " × n", suffix.isEmpty ? nil : quoted(suffix)]
      .compactMap { $0 }.joined(separator: " + ")
  }
}

/// Derives attack strings from the pieces of an expression.
struct AttackStrings {
  /// Repeats from which a bound counts as none.
  private static let repeatsMin = 200
  private static let attacksMax = 24

  private let tokens: [ExpressionTokens.Token]
  private(set) var attacks: [AttackString] = []

  init(_ expression: String) {
    tokens = ExpressionTokens(expression).tokens
    for (index, token) in tokens.enumerated() where index > 0 {
      guard case .quantifier(_, let max) = token.kind, max.map({ $0 >= Self.repeatsMin }) ?? true else { continue }
      let start = begin(ofItemBefore: index)
      let prefix = sample(of: 0..<start)
      let rest = sample(of: (index + 1)..<tokens.count)
      let last = sample(of: 0..<tokens.count)
      for pump in pumps(of: start..<index) where !pump.isEmpty {
        for suffix in ["!", "\u{1}" + rest + "!", rest + "\u{1}!", "\n" + last + "\u{1}", ""] {
          let attack = AttackString(prefix: prefix, pump: pump, suffix: suffix)
          if attacks.count < Self.attacksMax, !attacks.contains(attack) { attacks.append(attack) }
        }
      }
    }
  }

  /// Where the character, class or group begins that a quantifier repeats.
  private func begin(ofItemBefore index: Int) -> Int {
    guard case .close = tokens[index - 1].kind else { return index - 1 }
    var depth = 0
    for position in stride(from: index - 1, through: 0, by: -1) {
      switch tokens[position].kind {
      case .close: depth += 1
      case .open:
        depth -= 1
        if depth == 0 { return position }
      default: break
      }
    }
    return index - 1
  }

  /// What a repeated item may be met by: a sample of each of its alternatives.
  private func pumps(of range: Range<Int>) -> [String] {
    guard range.count > 2, case .open = tokens[range.lowerBound].kind else {
      return samples(of: tokens[range.lowerBound].kind)
    }
    var result: [String] = []
    var begin = range.lowerBound + 1
    var depth = 0
    for index in begin..<range.upperBound {
      switch tokens[index].kind {
      case .open: depth += 1
      case .close where index < range.upperBound - 1: depth -= 1
      case .sign("|") where depth == 0, .close:
        result.append(sample(of: begin..<index))
        begin = index + 1
      default: break
      }
    }
    return Array(result.prefix(4))
  }

  /// A text that this part of the expression meets, or nearly: of alternatives the first, of repeats the fewest but one.
  private func sample(of range: Range<Int>) -> String {
    var text = ""
    var skippedDepth: Int?
    var depth = 0
    for index in range {
      switch tokens[index].kind {
      case .open(let opening):
        depth += 1
        if skippedDepth == nil, opening.hasSuffix("!") || opening.hasSuffix("=") { skippedDepth = depth }
      case .close:
        if skippedDepth == depth { skippedDepth = nil }
        depth -= 1
      case .sign("|"):
        if skippedDepth == nil { skippedDepth = depth }
      case .quantifier(let min, _):
        guard skippedDepth == nil, min > 1, index > range.lowerBound, text.utf8.count < 200 else { continue }
        text += String(repeating: samples(of: tokens[index - 1].kind).first ?? "", count: Swift.min(min - 1, 40))
      default:
        if skippedDepth == nil, text.utf8.count < 200 { text += samples(of: tokens[index].kind).first ?? "" }
      }
    }
    return text
  }

  private func samples(of kind: ExpressionTokens.Kind) -> [String] {
    switch kind {
    case .literal(let scalar): return [String(scalar)]
    case .escape(let letter):
      switch letter {
      case "d", "N", "X": return ["1"]
      case "w", "D", "S", "p", "P": return ["a", "я"]
      case "s", "h", "R": return [" "]
      case "v", "n": return ["\n"]
      case "W", "H", "V": return ["-"]
      case "t": return ["\t"]
      default: return []
      }
    case .sign("."): return ["a", " "]
    case .sign, .quantifier, .open, .close: return []
    case .characterClass(let inside):
      if inside.isNegated {
        let free = ["a", "я", "1", " ", "-"].first { text in
          text.unicodeScalars.allSatisfy { scalar in
            !inside.singles.contains(scalar) && !inside.ranges.contains { $0.contains(scalar.value) }
          }
        }
        return [free ?? "~"]
      }
      var found = inside.singles.prefix(1).map { String($0) }
      if let first = inside.ranges.first, let scalar = Unicode.Scalar(first.lowerBound) { found.append(String(scalar)) }
      return inside.hasOthers ? found + ["a", " "] : found
    }
  }
}
