/// Reads a table of 16-bit values packed four to a word, in two stages of blocks of 64.
@inline(__always)
private func lookUp(_ scalar: UInt32, _ stage1: [UInt64], _ stage2: [UInt64]) -> UInt16 {
  let block = Int(truncatingIfNeeded: scalar >> 6)
  let start = UInt16(truncatingIfNeeded: stage1[block >> 2] >> UInt64((block & 3) * 16))
  let index = Int(start) << 6 | Int(truncatingIfNeeded: scalar & 63)
  return UInt16(truncatingIfNeeded: stage2[index >> 2] >> UInt64((index & 3) * 16))
}

/// The scalars below this have a table of their own, read with one load.
private let directLimit: UInt32 = 0x500

/// The first scalar beyond the tables. Only tags, variation selectors and private use characters live there.
private let tableLimit: UInt32 = 0x32400

/// What a scalar becomes under NFKC_Casefold (UAX #44), in one 16-bit value.
struct ScalarMapping {
  var value: UInt16

  @inline(__always)
  init(_ scalar: UInt32) {
    if scalar < directLimit {
      value = NormalizationTable.direct[Int(truncatingIfNeeded: scalar)]
    } else if scalar < tableLimit {
      value = lookUp(scalar, NormalizationTable.stage1, NormalizationTable.stage2)
    } else {
      value = (0xE0000...0xE0FFF).contains(scalar) ? 1 : 0
    }
  }

  /// Stays itself, and has nothing to do with its neighbours.
  @inline(__always) var isPlain: Bool { value == 0 }
  /// Is left out.
  @inline(__always) var isRemoved: Bool { value == 1 }
  /// Stays itself, but joins or is ordered with what stands before it.
  @inline(__always) var isCombining: Bool { value & 0xFF00 == 0x0100 }
  /// Canonical combining class of a combining scalar.
  @inline(__always) var combiningClass: UInt8 { UInt8(truncatingIfNeeded: value) }
  /// Becomes one plain scalar, at this distance.
  @inline(__always) var distance: Int32? { value & 0xC000 == 0x4000 ? Int32(value) - 0x6000 : nil }

  /// Becomes the bytes at this place of the pool.
  var pooled: (bytes: Range<Int>, isPlain: Bool)? {
    guard value & 0x8000 != 0 else { return nil }
    let offset = Int(value & 0x7FFF)
    let header = Self.poolByte(offset)
    return (offset + 1..<offset + 1 + Int(header & 0x7F), header & 0x80 == 0)
  }

  static func poolByte(_ offset: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: NormalizationTable.pool[offset >> 3] >> UInt64((offset & 7) * 8))
  }
}

/// What kind of character a scalar is. The order is that of the generator.
enum CharacterClass: UInt8 {
  case other, letter, mark, digit, number, connector, space, invisible, bidiControl, directionMark, emoji
  case regionalIndicator, emojiModifier, control
}

/// The scripts that matter to us. The order is that of the generator.
enum Script: UInt8, CaseIterable {
  case common, inherited, latin, cyrillic, greek, armenian, hebrew, arabic, devanagari, thai
  case georgian, hangul, cherokee, coptic, hiragana, katakana, han, lisu, joining, other
}

/// Class, script and flags of a scalar.
struct ScalarProperties {
  private var value: UInt16

  @inline(__always)
  init(_ scalar: UInt32) {
    if scalar < directLimit {
      value = PropertyTable.direct[Int(truncatingIfNeeded: scalar)]
    } else if scalar < tableLimit {
      value = lookUp(scalar, PropertyTable.stage1, PropertyTable.stage2)
    } else {
      value = (0xE0000...0xE0FFF).contains(scalar) ? UInt16(CharacterClass.invisible.rawValue) : 0
    }
  }

  @inline(__always) var classNumber: UInt8 { UInt8(value & 0xF) }
  @inline(__always) var characterClass: CharacterClass { CharacterClass(rawValue: classNumber) ?? .other }
  @inline(__always) var script: Script { Script(rawValue: UInt8(value >> 4 & 0x1F)) ?? .other }
  @inline(__always) var isUppercase: Bool { value & 1 << 9 != 0 }
  /// A mark that only decorates letters of Latin, Greek and Cyrillic.
  @inline(__always) var isAccent: Bool { value & 1 << 10 != 0 }
  @inline(__always) var isPictographic: Bool { value & 1 << 11 != 0 }

  /// A letter, mark, digit, other number or connector: `\w` of PCRE2 with UCP (and UTS #18, Annex C).
  @inline(__always) var isWordCharacter: Bool {
    0b11_1110 & (1 << UInt16(classNumber)) != 0
  }
}

/// Which letters a scalar can pass for.
struct LetterShape: Equatable {
  /// The order is that of the generator, which explains each.
  enum Kind: UInt8 {
    case none, latinOwn, latinNear, latinFar, latinCapital, cyrillicOwn, cyrillicNear, cyrillicCapital
    case foreign, ornament, symbol, digit, otherLetter, mark
  }

  private var value: UInt16

  @inline(__always)
  init(_ scalar: UInt32) {
    if scalar < directLimit {
      value = LookAlikeTable.direct[Int(truncatingIfNeeded: scalar)]
    } else {
      value = scalar < tableLimit ? lookUp(scalar, LookAlikeTable.stage1, LookAlikeTable.stage2) : 0
    }
  }

  @inline(__always) var kindNumber: UInt8 { UInt8(value >> 11) }
  @inline(__always) var kind: Kind { Kind(rawValue: kindNumber) ?? .none }
  @inline(__always) var kindBit: UInt16 { 1 << UInt16(kindNumber) }
  /// The Latin letter it passes for, or 0.
  @inline(__always) var latin: UInt32 { value & 0x1F == 0 ? 0 : UInt32(value & 0x1F) + 0x60 }
  /// The Cyrillic letter it passes for, or 0.
  @inline(__always) var cyrillic: UInt32 { value >> 5 & 0x3F == 0 ? 0 : UInt32(value >> 5 & 0x3F) + 0x42F }
}
