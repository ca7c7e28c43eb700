/// A generator with a seed, so that a failure can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// Random texts that go where normalisation is hard.
struct RandomText {
  var generator: SeededGenerator

  private static let pieces = [
    "казино", "К.А.З.И.Н.О", "к а з и н о", "x у й", "kazik7.top", "https://Пример.рф/%D0%B0", "dot com", "[.]",
    " точка ",
    "👨‍👩‍👧‍👦", "👍🏽", "❤️", "🇺🇦", "🇰🇦🇿", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u{301}\u{316}", "и\u{306}", "\u{1100}\u{1161}\u{11A8}", "가\u{11A8}",
    "क़", "क\u{93C}\u{94D}", "שָׁלוֹם", "مَرْحَبًا", "\u{FDFA}", "ﬁ", "…", "´", "ŉ", "ß", "İ", "\u{344}", "\u{200B}", "\u{AD}",
    "\u{FEFF}",
    "\u{202E}", "об’єднання", "don't", "ааааа", "asss", "!!!", "   ", "\r\n", "\0", "＠", "k@zin0", "3аработок", "СССР",
    "XVIII", "www", "№", "½", "㎏", "ᄀ", "ᅡ", "\u{DF}\u{301}", "\u{958}", "\u{2126}", "ϓ", "ʼn", "`", "'",
  ]

  mutating func bytes(pieces count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<count {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: bytes.append(UInt8.random(in: 0x80...0xFF, using: &generator))
      case 1: bytes += scalar(in: 0x300...0x36F)
      case 2: bytes += scalar(in: 0x0...0x10FFFF)
      case 3: bytes += scalar(in: 0x400...0x4FF)
      case 4: bytes += scalar(in: 0x20...0x7E)
      case 5: bytes += scalar(in: 0x900...0x1FFF)
      case 6:
        bytes +=
          [[0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF0, 0x9F], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80], [0xFF]][
            Int.random(in: 0..<6, using: &generator)]
      default: bytes += Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
      }
      if Int.random(in: 0..<6, using: &generator) == 0 { bytes.append(0x20) }
    }
    return bytes
  }

  private mutating func scalar(in range: ClosedRange<UInt32>) -> [UInt8] {
    guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) else { return [] }
    return Array(String(scalar).utf8)
  }
}
