/// How rare letters are in what readers write, in bits: the negative logarithm of their share among letters.
///
/// Rounded shares of the letters of Russian, Ukrainian and English as letter-frequency tables give them. Only the order
/// matters: a wrong number makes a search slower, never wrong.
enum LetterRarity {
  private static let russian: [(String, Double)] = [
    ("оеаитнсо", 4), ("рвлкмдпуія", 5), ("ыьгзбчйхж", 6), ("шюцщэфїє", 8), ("ъёґ", 10),
  ]
  private static let english: [(String, Double)] = [
    ("etaoinshr", 4), ("dlucmwfgyp", 5.5), ("bvk", 6.5), ("jxqz", 9.5),
  ]

  /// By scalar up to the end of the Cyrillic block; what is beyond is as rare as what has no entry.
  private static let alone: [Double] = {
    var table = [Double](repeating: 9, count: 0x530)
    for (letters, bits) in russian + english + [(" ", 2.5), (",.-", 6), ("0123456789", 6), ("\"'!?:()/", 7)] {
      for scalar in letters.unicodeScalars { table[Int(scalar.value)] = bits }
    }
    return table
  }()

  /// - Parameter string: UTF-8, perhaps with its last character cut off, which then counts for half a letter.
  static func bits(of string: ArraySlice<UInt8>) -> Double {
    var bits = 0.0
    var before: UInt32?
    var place = string.startIndex
    while place < string.endIndex {
      let lead = string[place]
      let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      guard place + length <= string.endIndex else { return bits + 2.5 }
      var scalar = lead < 0x80 ? UInt32(lead) : UInt32(lead & (0x7F >> UInt8(length)))
      for offset in 1..<max(1, length) { scalar = scalar << 6 | UInt32(string[place + offset] & 0x3F) }
      let pair = before.flatMap { LetterPairs.bits(of: scalar, after: $0) }
      bits += pair ?? (Int(scalar) < alone.count ? alone[Int(scalar)] : 9)
      before = scalar
      place += length
    }
    return bits
  }
}

extension Double {
  /// Powers and logarithms without the C library, exact enough for comparing rarities.
  static func pow2(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.down)
    let rest = exponent - whole
    return Double(sign: .plus, exponent: Int(max(whole, -1000)), significand: 1 + rest * (0.6565 + rest * 0.3435))
  }

  static func log2(_ value: Double) -> Double {
    guard value > 0 else { return -1000 }
    let rest = value.significand - 1
    return Double(value.exponent) + rest * (1.3465 - rest * 0.3465)
  }
}

extension [UInt8] {
  /// Whether `part` stands somewhere inside.
  func holds(_ part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
