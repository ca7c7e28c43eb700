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

  /// Bytes behind the last letter that may be read, all zero, which no letter is.
  static let padding = 8

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
  /// - Complexity: O(bytes); allocates only for a text that is longer than all before.
  mutating func read(_ text: Span<UInt8>, _ classes: [UInt8]) {
    if letters.count < text.count + Self.padding {
      let room = max(512, 2 * text.count) + Self.padding
      letters = Array(repeating: 0, count: room)
      gaps = Array(repeating: 0, count: room / 64 + 2)
      signs = Array(repeating: 0, count: room)
      places = Array(repeating: 0, count: room)
    }
    (count, signCount) = Self.read(text, classes, &letters, &gaps, &signs)
  }

  /// The reading itself; how many letters and signs there are.
  private static func read(
    _ text: Span<UInt8>, _ classes: [UInt8], _ letterRoom: inout [UInt8], _ gapRoom: inout [UInt64],
    _ signRoom: inout [Int32]
  ) -> (letters: Int, signs: Int) {
    precondition(classes.count == 256)
    let classes = classes.span
    var letters = letterRoom.mutableSpan
    var gaps = gapRoom.mutableSpan
    var signs = signRoom.mutableSpan
    var (letter, sign) = (0, 0)
    // Before the first letter the text begins.
    var isGap: UInt64 = 1
    var gapWord: UInt64 = 0
    var (last, isSecond): (UInt8, UInt64) = (0, 0)
    // Without branches but for signs, since where words end is hard to foresee.
    //
    // Proof of safety. Each round writes at most one letter and one sign, of which `letters` and `signs` have more room
    // than the text has bytes. A byte numbers one of 256 classes. `gaps` has a word for every 64 letters that `letters`
    // has room for.
    for index in 0..<text.count {
      let byte = unsafe text[unchecked: index]
      let byteClass = unsafe classes[unchecked: Int(byte)]
      let isLetter = UInt64(byteClass & ByteClass.letter) | isSecond
      let isFirst = UInt64(byteClass >> 1 & 1)
      unsafe letters[unchecked: letter] = isSecond == 0 ? byte : 0x80 | (last & 1) << 6 | byte & 0x3F
      gapWord |= (isGap & isLetter) &<< UInt64(letter & 63)
      isGap = (isGap | (isFirst ^ 1)) & (isLetter ^ 1)
      let before = letter
      letter &+= Int(isLetter)
      last = byte
      isSecond = isFirst
      if byteClass == ByteClass.wantedSign {
        unsafe signs[unchecked: sign] = Int32(truncatingIfNeeded: index)
        sign &+= 1
      }
      if (before ^ letter) & 64 != 0 {
        unsafe gaps[unchecked: before >> 6] = gapWord
        gapWord = 0
      }
    }
    unsafe gaps[unchecked: letter >> 6] = gapWord | 1 &<< UInt64(letter & 63)
    unsafe gaps[unchecked: letter >> 6 + 1] = 0
    for offset in 0..<padding { unsafe letters[unchecked: letter + offset] = 0 }
    return (letter, sign)
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
