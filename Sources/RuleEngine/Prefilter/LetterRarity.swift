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

  private static let table: [UInt32: Double] = {
    var table: [UInt32: Double] = [:]
    for (letters, bits) in russian + english {
      for scalar in letters.unicodeScalars { table[scalar.value] = bits }
    }
    for (characters, bits) in [(" ", 2.5), (",.-", 6), ("0123456789", 6), ("\"'!?:()/", 7)] {
      for scalar in characters.unicodeScalars { table[scalar.value] = bits }
    }
    return table
  }()

  /// - Parameter string: UTF-8, perhaps with its last character cut off, which then counts for half a letter.
  static func bits(of string: some Collection<UInt8>) -> Double {
    String(decoding: string, as: UTF8.self).unicodeScalars.reduce(0) { sum, scalar in
      sum + (scalar == "\u{FFFD}" ? 2.5 : table[scalar.value] ?? 9)
    }
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
