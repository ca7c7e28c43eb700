/// What a backslash makes of the character behind it, as pcre2pattern(3) says under BACKSLASH.
extension LiteralNeedParser {
  mutating func escape() -> LiteralSummary {
    guard let scalar = next else { return giveUp() }
    index += 1
    switch scalar {
    case "b": return .boundary
    case "B", "A", "Z", "z", "G", "K": return .empty
    case "d": return LiteralSummary(characters: .digit, extent: .character)
    // A line end may be two characters, of one byte each.
    case "W", "s", "h", "v", "R": return LiteralSummary(extent: .sign)
    case "D", "w", "S", "H", "V": return .character
    case "X": return .anything
    case "N":
      guard next == "{" else { return .character }
      return giveUp()
    case "p", "P":
      guard take("{") else {
        index += 1
        return index <= scalars.count ? .character : giveUp()
      }
      return skip(past: "}") ? .character : giveUp()
    case "a": return character("\u{07}")
    case "e": return character("\u{1B}")
    case "f": return character("\u{0C}")
    case "n": return character("\n")
    case "r": return character("\r")
    case "t": return character("\t")
    case "x": return hexadecimal().map { character($0) } ?? giveUp()
    case "1"..."9":
      // A back reference, or an octal character with digits after it: in doubt, anything.
      while let digit = next, ("0"..."9").contains(digit) { index += 1 }
      return .anything
    case "g", "k": return reference()
    default:
      // Signs stand for themselves; letters and digits not named above mean something else or nothing.
      return Self.standsForItself(scalar) ? character(scalar) : giveUp()
    }
  }

  /// "Only ASCII letters and digits have any special meaning after a backslash. All other characters (in particular,
  /// those whose code points are greater than 127) are treated as literals." (pcre2pattern, BACKSLASH)
  static func standsForItself(_ escaped: Unicode.Scalar) -> Bool {
    !escaped.isASCII || !(escaped.properties.isAlphabetic || ("0"..."9").contains(escaped))
  }

  /// `\xhh` with up to two digits, or `\x{…}`.
  mutating func hexadecimal() -> Unicode.Scalar? {
    var value: UInt32 = 0
    if take("{") {
      var digits = 0
      while let digit = next.flatMap({ Self.hexadecimalDigit($0) }) {
        digits += 1
        guard digits <= 6 else { return nil }
        value = value << 4 | digit
        index += 1
      }
      guard digits > 0, take("}") else { return nil }
    } else {
      for _ in 0..<2 {
        guard let digit = next.flatMap({ Self.hexadecimalDigit($0) }) else { break }
        value = value << 4 | digit
        index += 1
      }
    }
    return Unicode.Scalar(value)
  }

  private static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "0"..."9": scalar.value - 48
    case "a"..."f": scalar.value - 87
    case "A"..."F": scalar.value - 55
    default: nil
    }
  }

  /// `\g{1}`, `\g<name>`, `\g-1`, `\k{name}`, `\k'name'`: what another group matched or would match.
  private mutating func reference() -> LiteralSummary {
    let ends: [(String, Unicode.Scalar)] = [("{", "}"), ("<", ">"), ("'", "'")]
    for (begin, end) in ends where take(begin) { return skip(past: end) ? .anything : giveUp() }
    if next == "-" || next == "+" { index += 1 }
    let start = index
    while let digit = next, ("0"..."9").contains(digit) { index += 1 }
    return index > start ? .anything : giveUp()
  }
}
