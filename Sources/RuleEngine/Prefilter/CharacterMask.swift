/// Which characters a text has, roughly: one bit for each letter of the Latin, Russian and Ukrainian alphabets, each
/// ASCII digit and sign, one for digits of any script, and one for everything else.
///
/// An expression without a usable literal is tried only on texts that have every character that it cannot do without.
struct CharacterMask: Hashable, Sendable {
  private(set) var low: UInt64 = 0
  private(set) var high: UInt64 = 0

  init() {}

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  private init(bit: Int) {
    if bit < 64 { low = 1 << UInt64(bit) } else { high = 1 << UInt64(bit - 64) }
  }

  private static let signs = Array(" .,:;/-+()_*#@!?\"'$%&=[]<>~^|\\`{}".utf8)
  private static let anyDigit = CharacterMask(bit: 36)
  private static let other = CharacterMask(bit: 108)

  /// Digits of any script, of which `\d` matches one.
  static let digit = anyDigit

  /// A character of a folded text.
  ///
  /// What has no bit of its own may be a digit of another script, so it stands for one too.
  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x61...0x7A: self = CharacterMask(bit: Int(scalar.value - 0x61))
    case 0x30...0x39: self = CharacterMask(bit: 26 + Int(scalar.value - 0x30)).union(Self.anyDigit)
    case 0x430...0x44F: self = CharacterMask(bit: 70 + Int(scalar.value - 0x430))
    case 0x451: self = CharacterMask(bit: 102)
    case 0x456: self = CharacterMask(bit: 103)
    case 0x457: self = CharacterMask(bit: 104)
    case 0x454: self = CharacterMask(bit: 105)
    case 0x491: self = CharacterMask(bit: 106)
    case 0..<0x80:
      if let sign = Self.signs.firstIndex(of: UInt8(scalar.value)) {
        self = CharacterMask(bit: 37 + sign)
      } else {
        self = CharacterMask(bit: 107)
      }
    default: self = Self.other.union(Self.anyDigit)
    }
  }

  /// What a literal character of an expression asks of a text: its own bit, never that of digits in general.
  init(needing scalar: Unicode.Scalar) {
    self.init(scalar)
    if self == Self.other.union(Self.anyDigit) { self = Self.other }
  }

  /// By byte for ASCII, so that a text is read with one look-up a byte.
  private static let ascii: [CharacterMask] = (0..<128).map { CharacterMask(Unicode.Scalar(UInt8($0))) }

  /// The characters of a folded text in UTF-8; bytes that are none count as anything else.
  init(folded text: Span<UInt8>) {
    var index = 0
    var mask = CharacterMask()
    let ascii = Self.ascii
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        mask.formUnion(ascii[Int(byte)])
        index += 1
      } else if byte & 0xE0 == 0xC0, index + 1 < text.count {
        let value = UInt32(byte & 0x1F) << 6 | UInt32(text[index + 1] & 0x3F)
        mask.formUnion(Unicode.Scalar(value).map { CharacterMask($0) } ?? Self.other.union(Self.anyDigit))
        index += 2
      } else {
        mask.formUnion(Self.other.union(Self.anyDigit))
        index += 1
      }
    }
    self = mask
  }

  mutating func formUnion(_ other: CharacterMask) {
    low |= other.low
    high |= other.high
  }

  func union(_ other: CharacterMask) -> CharacterMask {
    var mask = self
    mask.formUnion(other)
    return mask
  }

  func intersection(_ other: CharacterMask) -> CharacterMask {
    var mask = self
    mask.low &= other.low
    mask.high &= other.high
    return mask
  }

  func isSubset(of other: CharacterMask) -> Bool {
    low & ~other.low == 0 && high & ~other.high == 0
  }
}
