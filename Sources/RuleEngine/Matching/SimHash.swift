public import ModerationModel
public import TextNormalization

extension TextFingerprint {
  /// Fewer letters than this say too little to be a copy of anything: «спасибо» is nobody's spam.
  public static let lettersMin = 30

  /// The fingerprint of a text's view `fold`; `nil` when there is too little of it.
  ///
  /// SimHash (Charikar, STOC 2002) over all pieces of five characters. Runs of digits count as one digit and everything
  /// between words as one blank, so that another price, number or smiley changes nothing.
  /// - Complexity: O(bytes), some ten nanoseconds a character.
  public init?(_ text: borrowing NormalizedText) {
    var hash = SimHash()
    text[.fold].bytes.withUnits { hash.add($0) }
    guard hash.letters >= Self.lettersMin else { return nil }
    self.init(bits: hash.bits)
  }
}

/// Counts, for each of 128 bits, in how many pieces it is set; a bit of the result is set where it is in more than half.
private struct SimHash {
  /// The counts, one bit of each in every plane: 16 planes count to 65,535 pieces, and a text has no more bytes.
  private var planes: [UInt128] = Array(repeating: 0, count: 16)
  private var pieces = 0
  private(set) var letters = 0
  private var window: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
  private var units = 0

  mutating func add(_ unit: UInt32) {
    if unit != 0x20, unit != 0x30 { letters += 1 }
    window = (window.1, window.2, window.3, window.4, UInt64(unit))
    units += 1
    guard units >= 5, pieces < 65_535 else { return }
    var key = window.0
    key = key &* 0x1_0000_01B3 &+ window.1
    key = key &* 0x1_0000_01B3 &+ window.2
    key = key &* 0x1_0000_01B3 &+ window.3
    key = key &* 0x1_0000_01B3 &+ window.4
    var carry = UInt128(Self.mixed(key)) << 64 | UInt128(Self.mixed(key ^ 0x9E37_79B9_7F4A_7C15))
    pieces += 1
    var plane = 0
    while carry != 0 {
      let sum = planes[plane] ^ carry
      carry &= planes[plane]
      planes[plane] = sum
      plane += 1
    }
  }

  /// All counts compared with half of the pieces at once, from the highest plane down.
  var bits: UInt128 {
    let half = pieces / 2
    var greater: UInt128 = 0
    var equal = UInt128.max
    for plane in planes.indices.reversed() {
      if half >> plane & 1 == 0 {
        greater |= equal & planes[plane]
        equal &= ~planes[plane]
      } else {
        equal &= planes[plane]
      }
    }
    return greater
  }

  /// The finaliser of SplitMix64.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension [UInt8] {
  /// Letters as they are, a run of digits as `0`, a run of anything else as a blank.
  fileprivate func withUnits(_ body: (UInt32) -> Void) {
    let bytes = span
    // A blank is handed on with what follows it, so that none stands at the ends.
    var isBlankPending = false
    var last: UInt32 = 0x20
    var index = 0
    while index < bytes.count {
      let (scalar, length) = UTF8Bytes.scalar(bytes, at: index)
      index += length
      let unit: UInt32 =
        switch scalar {
        case "0"..."9": 0x30
        case _ where WordCharacter.isWord(scalar): scalar.value
        default: 0x20
        }
      if unit == 0x20 {
        isBlankPending = last != 0x20
        continue
      }
      if isBlankPending {
        body(0x20)
        last = 0x20
        isBlankPending = false
      }
      if unit == 0x30, last == 0x30 { continue }
      body(unit)
      last = unit
    }
  }
}
