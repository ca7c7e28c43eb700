/// What a word is made of: letters, digits and the marks on them, in any script.
///
/// The low line is not among them, so that `_казино_` in somebody's Markdown is still the word. Expressions say the
/// same with ``classBody``.
enum WordCharacter {
  /// The inside of a PCRE2 character class for the same set.
  static let classBody = #"\p{L}\p{N}\p{M}"#

  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
    case 0..<0x80: return false
    // Cyrillic, with the thousands sign as the only hole.
    case 0x400...0x481, 0x483...0x52F: return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      return true
    default: return false
    }
  }
}

/// Reading scalars out of well-formed UTF-8. Callers vouch for the encoding; a view's bytes are always valid.
enum UTF8Bytes {
  /// The scalar that begins at an offset, and its length.
  static func scalar(_ bytes: Span<UInt8>, at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = UInt32(bytes[offset])
    if first < 0x80 { return (Unicode.Scalar(UInt8(first)), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard offset + length <= bytes.count else { return ("\u{FFFD}", 1) }
    var value = first & (0x7F >> UInt32(length))
    for index in 1..<length { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// The scalar that ends before an offset.
  static func scalar(_ bytes: Span<UInt8>, before offset: Int) -> Unicode.Scalar {
    var start = offset - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(bytes, at: start).scalar
  }
}
