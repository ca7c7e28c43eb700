/// The letters of a text without anything between them, one byte each, and where something stood between.
///
/// Whoever hides a word puts signs into it, and whoever hunts one writes `ка\W?зи\W?но`; in the letters alone both read
/// «казино». Letters are those of ``WordEdge``: ASCII letters and digits as they are, U+0400 to U+047F as 0x80 to 0xFF, so
/// that four bytes are four letters in either alphabet.
///
/// Reused from text to text.
struct LetterStream: Sendable {
  /// What the reading makes of a byte.
  enum ByteClass {
    static let other: UInt8 = 0
    static let letter: UInt8 = 1
    /// The first of two bytes that are a letter.
    static let cyrillic: UInt8 = 2
    /// The first byte of something else whose place is wanted.
    static let wantedSign: UInt8 = 4
  }

  /// Room behind the last letter. Its first eight bytes are zero, which no letter is.
  static let padding = 16

  /// By byte, when no sign is wanted.
  static let classes: [UInt8] = (0..<256).map { number in
    let byte = UInt8(number)
    if byte & 0xFE == 0xD0 { return ByteClass.cyrillic }
    return WordEdge.isASCIILetter(byte) && byte < 0x80 ? ByteClass.letter : ByteClass.other
  }

  private(set) var letters: [UInt8] = []
  private(set) var count = 0
  /// A bit for each letter and one for the end: set where something else stands before it, or nothing at all.
  private var gaps: [UInt64] = []
  private var signs: [Int32] = []
  /// Room for as many numbers as there are letters, for whoever walks over them.
  var places: [Int32] = []
  private var signCount = 0

  /// Places in the text of the signs that are wanted.
  var signPlaces: ArraySlice<Int32> { signs[..<signCount] }

  /// Takes the letters out of a text.
  ///
  /// - Parameters:
  ///   - text: Folded UTF-8.
  ///   - classes: 256 of ``ByteClass``.
  ///   - wantsSigns: Whether any class is ``ByteClass/wantedSign``.
  /// - Complexity: O(bytes); allocates only for a text that is longer than all before.
  mutating func read(_ text: Span<UInt8>, _ classes: [UInt8], wantsSigns: Bool) {
    if letters.count < text.count + Self.padding {
      let room = max(512, 2 * text.count) + Self.padding
      letters = Array(repeating: 0, count: room)
      gaps = Array(repeating: 0, count: room / 64 + 2)
      signs = Array(repeating: 0, count: room)
      places = Array(repeating: 0, count: room)
    }
    (count, signCount) = Self.read(text, classes, wantsSigns: wantsSigns, &letters, &gaps, &signs)
  }

  /// The reading itself; how many letters and signs there are.
  ///
  /// Eight bytes at a time, arithmetic on all of them at once (Warren, Hacker's Delight, 6-1): which are letters, then run
  /// by run; or four Cyrillic letters.
  private static func read(
    _ text: Span<UInt8>, _ classes: [UInt8], wantsSigns: Bool, _ letterRoom: inout [UInt8],
    _ gapRoom: inout [UInt64], _ signRoom: inout [Int32]
  ) -> (letters: Int, signs: Int) {
    precondition(classes.count == 256 && letterRoom.count >= text.count + padding)
    precondition(gapRoom.count * 64 >= letterRoom.count + 64 && signRoom.count >= text.count)
    return unsafe letterRoom.withUnsafeMutableBytes { letters in
      unsafe gapRoom.withUnsafeMutableBufferPointer { gaps in
        unsafe signRoom.withUnsafeMutableBufferPointer { signs in
          unsafe classes.withUnsafeBufferPointer { classes in
            guard let letters = letters.baseAddress, let gaps = gaps.baseAddress, let signs = signs.baseAddress,
              let classes = classes.baseAddress
            else { return (0, 0) }
            var writer = unsafe Writer(letters: letters, gaps: gaps, signs: signs, classes: classes)
            return read(text, wantsSigns: wantsSigns, into: &writer)
          }
        }
      }
    }
  }

  /// Where a reading goes.
  ///
  /// Proof of safety. A reading takes bytes of the text and puts at most one letter and one sign for each of them, so at most
  /// as many as the text has bytes; `signs` has room for those. Eight bytes are stored at once where a letter goes, and
  /// `letters` has ``padding`` more than the text has bytes. `gaps` has a word for every 64 letters that `letters` has room
  /// for, and one more. A byte numbers one of 256 classes.
  @safe private struct Writer {
    let letters: UnsafeMutableRawPointer
    let gaps: UnsafeMutablePointer<UInt64>
    let signs: UnsafeMutablePointer<Int32>
    let classes: UnsafePointer<UInt8>
    var letter = 0
    var sign = 0
    var gapWord: UInt64 = 0

    /// - Parameter isGap: 1 when something else stands before the first of the letters.
    @inline(__always)
    mutating func put(_ eight: UInt64, count: Int, isGap: UInt64) {
      unsafe letters.storeBytes(of: eight.littleEndian, toByteOffset: letter, as: UInt64.self)
      gapWord |= isGap &<< UInt64(letter & 63)
      let end = letter &+ count
      if (letter ^ end) & 64 != 0 {
        unsafe gaps[letter >> 6] = gapWord
        gapWord = 0
      }
      letter = end
    }

    @inline(__always)
    mutating func note(sign place: Int, _ byte: UInt8) {
      guard unsafe classes[Int(byte)] == ByteClass.wantedSign else { return }
      unsafe signs[sign] = Int32(truncatingIfNeeded: place)
      sign &+= 1
    }

    /// The end of the text counts as a gap.
    mutating func finish() -> (letters: Int, signs: Int) {
      unsafe gaps[letter >> 6] = gapWord | 1 &<< UInt64(letter & 63)
      unsafe gaps[letter >> 6 + 1] = 0
      unsafe letters.storeBytes(of: 0, toByteOffset: letter, as: UInt64.self)
      return (letter, sign)
    }
  }

  private static func read(
    _ text: Span<UInt8>, wantsSigns: Bool, into writer: inout Writer
  ) -> (letters: Int, signs: Int) {
    let bytes = unsafe text.bytes
    var index = 0
    // Before the first letter the text begins.
    var isGap: UInt64 = 1
    while index < text.count {
      // What is beyond the end reads as zeros, which are no letters.
      let left = text.count &- index
      var window: UInt64 = 0
      if left >= 8 {
        window = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self).littleEndian
      } else {
        for offset in 0..<left { window |= UInt64(unsafe text[unchecked: index &+ offset]) &<< UInt64(8 &* offset) }
      }
      let high = window & 0x8080_8080_8080_8080
      let asciiCount = min(left, high == 0 ? 8 : high.trailingZeroBitCount >> 3)
      if asciiCount > 0 {
        var mask = asciiLetters(window) & (0xFF &>> UInt64(8 &- asciiCount))
        if wantsSigns {
          var others = ~mask & (0xFF &>> UInt64(8 &- asciiCount))
          while others != 0 {
            let place = others.trailingZeroBitCount
            others &= others &- 1
            writer.note(sign: index &+ place, UInt8(truncatingIfNeeded: window &>> UInt64(8 &* place)))
          }
        }
        var end = 0
        while mask != 0 {
          let start = mask.trailingZeroBitCount
          let count = (~(mask &>> UInt64(start))).trailingZeroBitCount
          writer.put(window &>> UInt64(8 &* start), count: count, isGap: start > end ? 1 : isGap)
          isGap = 0
          end = start &+ count
          mask &= ~0 &<< UInt64(end)
        }
        if end < asciiCount { isGap = 1 }
        index &+= asciiCount
        continue
      }
      let first = UInt8(truncatingIfNeeded: window)
      if first & 0xFE == 0xD0 {
        // Lanes of two bytes: how many from the lowest on are such letters, and what they become.
        let wrong = (window & 0x00FE_00FE_00FE_00FE) ^ 0x00D0_00D0_00D0_00D0
        let count = min(left >> 1, wrong == 0 ? 4 : wrong.trailingZeroBitCount >> 4)
        guard count > 0 else { break }
        var codes =
          0x0080_0080_0080_0080 | (window & 0x0001_0001_0001_0001) &<< 6 | (window &>> 8) & 0x003F_003F_003F_003F
        codes = (codes | codes &>> 8) & 0x0000_FFFF_0000_FFFF
        codes = (codes | codes &>> 16) & 0xFFFF_FFFF
        writer.put(codes, count: count, isGap: isGap)
        isGap = 0
        index &+= 2 &* count
        continue
      }
      if wantsSigns { writer.note(sign: index, first) }
      isGap = 1
      index &+= 1
    }
    return writer.finish()
  }

  /// A bit for each of eight bytes that is an ASCII letter or digit; of bytes behind one that is not ASCII nothing is told.
  @inline(__always)
  private static func asciiLetters(_ window: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let small = window | ones &* 0x20
    // The highest bit of a byte says whether it is at least «a», above «z», at least «0», above «9».
    let isLetter = (small &+ ones &* (0x80 - 0x61)) & ~(small &+ ones &* (0x80 - 0x7B))
    let isDigit = (window &+ ones &* (0x80 - 0x30)) & ~(window &+ ones &* (0x80 - 0x3A))
    // One bit a byte, gathered in the highest byte.
    return ((((isLetter | isDigit) & (ones &* 0x80)) &>> 7) &* 0x0102_0408_1020_4080) &>> 56
  }

  /// The gaps from a letter on, its own in the lowest bit.
  @inline(__always)
  func gaps(from letter: Int) -> UInt64 {
    let (word, bit) = (letter >> 6, UInt64(letter & 63))
    let low = gaps[word] &>> bit
    return bit == 0 ? low : low | gaps[word + 1] &<< (64 &- bit)
  }

  /// The byte that stands for a letter; `nil` for what is none.
  static func code(_ scalar: Unicode.Scalar) -> UInt8? {
    guard WordEdge.isLetter(scalar, isUnicode: true) else { return nil }
    return scalar.value < 0x80 ? UInt8(scalar.value) : UInt8(0x80 | scalar.value & 0x7F)
  }

  /// The letter that a byte stands for.
  static func scalar(_ code: UInt8) -> Unicode.Scalar {
    code < 0x80 ? Unicode.Scalar(code) : Unicode.Scalar(UInt16(0x400) | UInt16(code & 0x7F)) ?? "\u{400}"
  }
}
