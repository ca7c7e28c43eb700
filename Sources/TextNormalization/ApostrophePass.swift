/// Gives the apostrophes of `norm` one shape: between two letters, each of them is U+0027.
///
/// Ukrainian «об’єднання» and English "don’t" are typed with half a dozen characters, and a rule should need one.
/// Elsewhere the same characters are quotation marks and stay.
enum ApostrophePass {
  /// Whether a scalar is typed for an apostrophe, besides U+0027.
  @inline(__always)
  static func isApostrophe(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x60, 0x2018, 0x2019, 0x201B, 0x2032, 0x02B9, 0x02BB, 0x02BC, 0x055A: true
    default: false
    }
  }

  /// Whether text holds a byte that such a scalar begins with. Cheap, and true too often.
  static func mayChange(_ bytes: [UInt8]) -> Bool {
    var found: UInt8 = 0
    for byte in bytes {
      found |= byte == 0x60 ? 1 : 0
      found |= byte == 0xE2 ? 1 : 0
      found |= byte & 0xE0 == 0xC0 && (byte == 0xCA || byte == 0xD5) ? 1 : 0
    }
    return found != 0
  }

  /// The view with a map to `norm`.
  static func run(_ source: [UInt8], reusing old: consuming TextView) -> (view: TextView, hasChanges: Bool) {
    var writer = ViewWriter(reusing: old)
    var index = 0
    var wasLetter = false
    while index < source.count {
      let (value, length) = scalar(in: source.span, at: index)
      if wasLetter, isApostrophe(value), index + length < source.count,
        isLetter(scalar(in: source.span, at: index + length).value)
      {
        writer.replace(index..<index + length, with: 0x27, in: source)
        wasLetter = false
      } else {
        wasLetter = isLetter(value)
      }
      index += length
    }
    guard writer.hasChanges else { return (writer.view, false) }
    return (writer.finish(source: source), true)
  }

  /// U+02BC is a letter to Unicode, and an apostrophe here.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    ScalarProperties(scalar).characterClass == .letter && !isApostrophe(scalar)
  }
}
