import TextNormalization

/// Folds single characters so that two which PCRE2 takes for equal without case become the same.
///
/// Literals are taken only from characters that fold to exactly one; any other ends a literal, which is always right.
/// So it does not matter here that ß, ẞ, İ or ŉ have foldings of several characters or none.
struct ScalarFold: Sendable {
  /// Whether the texts searched are folded already, as in `norm`, `fold`, `squeeze`, `domains`. Others are folded
  /// with ``fold(raw:into:)`` before the search.
  let isTextFolded: Bool

  /// What a pattern's character looks like in a folded text; `nil` when that is not one character for sure.
  func literal(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if let simple = Self.simple(scalar) { return simple }
    guard isTextFolded else { return nil }
    // A text of these views has only characters that are their own folding (NFKC_Casefold). A character with a folding
    // of one character is equal to that one, and to no other such character.
    let text = NormalizedText(String(Character(scalar)))
    let folded = String(decoding: text[.norm].bytes, as: UTF8.self).unicodeScalars
    guard folded.count == 1, let only = folded.first else { return nil }
    return only
  }

  /// ASCII and Cyrillic, including the characters of other blocks whose folding lies there: the Kelvin sign, the long
  /// s, and the Cyrillic variants U+1C80 to U+1C88. `nil` for everything else.
  static func simple(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let value = scalar.value
    switch value {
    case 0x41...0x5A: return Unicode.Scalar(value + 32)
    case 0..<0x80: return scalar
    case 0x410...0x42F: return Unicode.Scalar(value + 32)
    case 0x400...0x40F: return Unicode.Scalar(value + 80)
    case 0x430...0x45F: return scalar
    case 0x490: return "ґ"
    case 0x491: return scalar
    case 0x17F: return "s"
    case 0x212A: return "k"
    case 0x1C80: return "в"
    case 0x1C81: return "д"
    case 0x1C82: return "о"
    case 0x1C83: return "с"
    case 0x1C84, 0x1C85: return "т"
    case 0x1C86: return "ъ"
    default: return nil
    }
  }

  /// Writes a text of a view that is not folded (`raw`, `urls`) as the literals of its patterns are written. What has no
  /// simple folding becomes a byte that no literal has.
  static func fold(raw text: Span<UInt8>, into folded: inout [UInt8]) {
    folded.removeAll(keepingCapacity: true)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        folded.append(byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte)
        index += 1
        continue
      }
      let (scalar, length) = UTF8Bytes.scalar(text, at: index)
      if let simple = simple(scalar) {
        folded.append(contentsOf: Unicode.UTF8.encode(simple).unsafelyTotal)
      } else {
        folded.append(0xFF)
      }
      index += length
    }
  }
}

extension Optional where Wrapped == Unicode.UTF8.EncodedScalar {
  /// UTF-8 encodes every scalar; the optional comes from other encodings.
  fileprivate var unsafelyTotal: Unicode.UTF8.EncodedScalar { self ?? Unicode.UTF8.encodedReplacementCharacter }
}
