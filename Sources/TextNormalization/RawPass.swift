/// Makes valid UTF-8 of anything.
///
/// Every maximal ill-formed subpart becomes one U+FFFD (The Unicode Standard, section 3.9, table 3-7), as browsers do
/// it, and maps to the bad bytes.
enum RawPass {
  static func run(_ original: Span<UInt8>, into view: inout TextView) {
    var index = 0
    while index < original.count {
      // Zero when well formed; otherwise the bytes to replace.
      let (length, isWellFormed) = subpart(in: original, at: index)
      if isWellFormed {
        view.map.appendLinear(view: view.bytes.count, origin: index)
        for offset in index..<index + length { view.bytes.append(original[offset]) }
      } else {
        view.map.appendBlock(view: view.bytes.count, origin: index..<index + length)
        view.bytes.append(scalar: 0xFFFD)
      }
      index += length
    }
  }

  /// The well-formed sequence or the maximal ill-formed subpart that starts here.
  private static func subpart(in bytes: Span<UInt8>, at start: Int) -> (length: Int, isWellFormed: Bool) {
    let first = bytes[start]
    var count = 1
    var allowed: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return (1, true)
    case 0xC2...0xDF: break
    case 0xE0: (count, allowed) = (2, 0xA0...0xBF)
    case 0xED: (count, allowed) = (2, 0x80...0x9F)
    case 0xE1...0xEF: count = 2
    case 0xF0: (count, allowed) = (3, 0x90...0xBF)
    case 0xF1...0xF3: count = 3
    case 0xF4: (count, allowed) = (3, 0x80...0x8F)
    default: return (1, false)
    }
    for offset in 1...count {
      guard start + offset < bytes.count, allowed.contains(bytes[start + offset]) else { return (offset, false) }
      allowed = 0x80...0xBF
    }
    return (count + 1, true)
  }
}
