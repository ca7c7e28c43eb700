/// What can stand between two required strings, or what a part of an expression can cover.
struct LiteralGap: Hashable, Sendable {
  /// Bytes of folded text at most; `nil` without a bound.
  var bytesMax: Int?
  /// No ``WordEdge`` letter can stand in it.
  var isWordless: Bool

  static let none = LiteralGap(bytesMax: 0, isWordless: true)
  /// Anything, of any length.
  static let anything = LiteralGap(bytesMax: nil, isWordless: false)
  /// One character of any kind.
  static let character = LiteralGap(bytesMax: 4, isWordless: false)
  /// One character that is no letter and no digit.
  static let sign = LiteralGap(bytesMax: 4, isWordless: true)

  /// This and then the other.
  func then(_ next: LiteralGap) -> LiteralGap {
    LiteralGap(
      bytesMax: bytesMax.flatMap { own in next.bytesMax.map { own + $0 } }, isWordless: isWordless && next.isWordless)
  }

  /// This or the other.
  func or(_ other: LiteralGap) -> LiteralGap {
    LiteralGap(
      bytesMax: bytesMax.flatMap { own in other.bytesMax.map { max(own, $0) } },
      isWordless: isWordless && other.isWordless)
  }

  func repeated(atMost count: Int) -> LiteralGap {
    guard count > 0, bytesMax != 0 else { return .none }
    let product = count > 1_000 ? nil : bytesMax.map { $0 * count }
    return LiteralGap(bytesMax: product, isWordless: isWordless)
  }
}

/// Letters and digits of which it is certain, whatever the options, that `\w` and our own idea of a word have them and
/// that `\W` has not: those of ASCII and, for Unicode-aware expressions, Cyrillic U+0400 to U+047F.
///
/// What is not among them may be either, so a check against this set can let too much through and never hides a match.
enum WordEdge {
  static func isLetter(_ scalar: Unicode.Scalar, isUnicode: Bool) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x400...0x47F: isUnicode
    default: false
    }
  }

  @inline(__always)
  static func isASCIILetter(_ byte: UInt8) -> Bool {
    // Letters differ from their capitals in one bit; below the range the subtraction wraps around.
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }

  /// Whether the text's character that begins at a place is such a letter.
  @inline(__always)
  static func begins(_ text: Span<UInt8>, at place: Int, isUnicode: Bool) -> Bool {
    let byte = text[place]
    // U+0400 to U+047F are the two-byte sequences that begin with D0 or D1.
    return isASCIILetter(byte) || (isUnicode && byte & 0xFE == 0xD0)
  }

  /// Whether the text's character that ends before a place is such a letter.
  @inline(__always)
  static func ends(_ text: Span<UInt8>, before place: Int, isUnicode: Bool) -> Bool {
    let byte = text[place - 1]
    if byte < 0x80 { return isASCIILetter(byte) }
    return isUnicode && place >= 2 && byte & 0xC0 == 0x80 && text[place - 2] & 0xFE == 0xD0
  }
}
