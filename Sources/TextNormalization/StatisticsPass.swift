/// Counts what `TextStatistics` tells, in one pass over the view `raw`.
struct StatisticsPass {
  var statistics = TextStatistics()
  private(set) var ukrainianLetters = 0
  private(set) var russianLetters = 0

  private static let stackMin = 3

  // The word at hand.
  private var wordStart = -1
  private var wordEnd = 0
  private var scripts: UInt32 = 0
  private var lastScript: UInt32 = 0
  private var turns = 0
  private var lettersInFirstPart = 0
  private var lettersInWord = 0

  // Marks at hand.
  private var marks = 0
  private var marksStart = 0

  // Emoji at hand: what the last visible scalar was.
  private var last = ScalarProperties(0)
  private var lastValue: UInt32 = 0
  private var isAfterJoiner = false
  private var isTagged = false
  private var indicators = 0

  /// Scripts whose letters pass for one another, one bit each.
  private static let mixable: UInt32 = [.latin, .cyrillic, .greek, .armenian, .cherokee, .coptic, .lisu]
    .reduce(0) { (bits: UInt32, script: Script) in bits | 1 << UInt32(script.rawValue) }

  /// Answers whether the text was ASCII.
  mutating func run(_ text: [UInt8]) -> Bool {
    if countASCII(text) { return true }
    let bytes = text.span
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0xD0, 0xD1:
        index = addCyrillic(bytes, from: index)
        continue
      case 0x41...0x5A, 0x61...0x7A:
        index = addLatin(bytes, from: index)
        continue
      case 0x20:
        statistics.scalars += 1
        endWord()
        interrupt(at: index, 0x20)
        index += 1
        continue
      default: break
      }
      let (value, length) = scalar(in: bytes, at: index)
      let properties = ScalarProperties(value)
      let characterClass = properties.characterClass
      statistics.scalars += 1
      let wasAfterJoiner = isAfterJoiner
      isAfterJoiner = false
      switch characterClass {
      case .letter:
        addLetter(value, properties, index, length)
      case .digit, .number:
        if characterClass == .digit { statistics.digits += 1 }
        if wordStart < 0 { startWord(index) }
        wordEnd = index + length
      case .mark:
        if properties.isAccent {
          if marks == 0 { marksStart = index }
          marks += 1
        }
        if wordStart >= 0 { wordEnd = index + length }
      case .invisible:
        addInvisible(value, index, length, bytes)
      case .bidiControl: Self.add(index..<index + length, to: &statistics.bidiControls)
      case .directionMark: Self.add(index..<index + length, to: &statistics.directionMarks)
      case .emoji:
        if !wasAfterJoiner { statistics.emoji += 1 }
        endWord()
      case .regionalIndicator:
        indicators += 1
        if indicators % 2 == 1 { statistics.emoji += 1 }
        endWord()
      default:
        if !isInnerApostrophe(value, index, length, bytes) { endWord() }
      }
      if characterClass != .regionalIndicator, characterClass != .invisible { indicators = 0 }
      if characterClass != .mark, marks > 0 { endMarks(at: index) }
      if characterClass != .invisible {
        last = properties
        lastValue = value
        isTagged = false
      }
      index += length
    }
    endWord()
    if marks > 0 { endMarks(at: bytes.count) }
    return false
  }

  /// ASCII has nothing to find and little to count, a vector at a time. Answers whether it was ASCII.
  private mutating func countASCII(_ bytes: [UInt8]) -> Bool {
    var high: UInt8 = 0
    for byte in bytes { high |= byte }
    guard high < 0x80 else { return false }
    var lower = 0
    var upper = 0
    var digits = 0
    var start = 0
    while start < bytes.count {
      // So few at a time that counters of the width of the data do not overflow.
      let end = min(start + 128, bytes.count)
      var some: (lower: UInt8, upper: UInt8, digits: UInt8) = (0, 0, 0)
      for byte in bytes[start..<end] {
        some.lower &+= byte &- 0x61 < 26 ? 1 : 0
        some.upper &+= byte &- 0x41 < 26 ? 1 : 0
        some.digits &+= byte &- 0x30 < 10 ? 1 : 0
      }
      lower += Int(some.lower)
      upper += Int(some.upper)
      digits += Int(some.digits)
      start = end
    }
    statistics.scalars = bytes.count
    statistics.lowerLetters = lower
    statistics.upperLetters = upper
    statistics.letters.latin = lower + upper
    statistics.digits = digits
    return true
  }

  // MARK: Stretches of plain letters

  /// U+0400 to U+047F, all of them letters.
  private mutating func addCyrillic(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    var value: UInt32 = 0
    var upper = 0
    while index < bytes.count, bytes[index] & 0xFE == 0xD0 {
      value = UInt32(bytes[index] & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F)
      if value < 0x430 || value >= 0x460 && value & 1 == 0 { upper += 1 }
      switch value {
      case 0x404, 0x406, 0x407, 0x454, 0x456, 0x457: ukrainianLetters += 1
      case 0x42A, 0x42B, 0x42D, 0x44A, 0x44B, 0x44D, 0x401, 0x451: russianLetters += 1
      default: break
      }
      index += 2
    }
    statistics.letters.cyrillic += (index - start) / 2
    addStretch(start..<index, of: .cyrillic, letters: (index - start) / 2, upper: upper, last: value)
    return index
  }

  /// A to Z and a to z.
  private mutating func addLatin(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    var upper = 0
    while index < bytes.count, (bytes[index] | 0x20) &- 0x61 < 26 {
      upper += bytes[index] < 0x61 ? 1 : 0
      index += 1
    }
    statistics.letters.latin += index - start
    addStretch(start..<index, of: .latin, letters: index - start, upper: upper, last: UInt32(bytes[index - 1]))
    return index
  }

  private mutating func addStretch(
    _ range: Range<Int>, of script: Script, letters: Int, upper: Int, last value: UInt32
  ) {
    if wordStart < 0 { startWord(range.lowerBound) }
    wordEnd = range.upperBound
    statistics.scalars += letters
    statistics.upperLetters += upper
    statistics.lowerLetters += letters - upper
    join(1 << UInt32(script.rawValue), letters: letters)
    interrupt(at: range.lowerBound, value)
  }

  /// What was going on with marks, flags and emoji ends here.
  private mutating func interrupt(at index: Int, _ value: UInt32) {
    if marks > 0 { endMarks(at: index) }
    indicators = 0
    isAfterJoiner = false
    isTagged = false
    last = ScalarProperties(value)
    lastValue = value
  }

  // MARK: Words

  private mutating func startWord(_ index: Int) {
    wordStart = index
    scripts = 0
    lastScript = 0
    turns = 0
    lettersInFirstPart = 0
    lettersInWord = 0
  }

  private mutating func addLetter(_ value: UInt32, _ properties: ScalarProperties, _ index: Int, _ length: Int) {
    if wordStart < 0 { startWord(index) }
    wordEnd = index + length
    let script = properties.script
    switch script {
    case .latin: statistics.letters.latin += 1
    case .cyrillic:
      statistics.letters.cyrillic += 1
      switch value {
      case 0x404, 0x406, 0x407, 0x454, 0x456, 0x457, 0x490, 0x491: ukrainianLetters += 1
      case 0x42A, 0x42B, 0x42D, 0x44A, 0x44B, 0x44D, 0x401, 0x451: russianLetters += 1
      default: break
      }
    case .greek: statistics.letters.greek += 1
    default: statistics.letters.other += 1
    }
    if (2...4).contains(script.rawValue) {
      if properties.isUppercase { statistics.upperLetters += 1 } else { statistics.lowerLetters += 1 }
    }
    let bit = (1 << UInt32(script.rawValue)) & Self.mixable
    if bit != 0 { join(bit, letters: 1) }
  }

  private mutating func join(_ script: UInt32, letters: Int) {
    lettersInWord += letters
    scripts |= script
    if lastScript != 0, lastScript != script { turns += 1 }
    if turns == 0 { lettersInFirstPart += letters }
    lastScript = script
  }

  private mutating func endWord() {
    guard wordStart >= 0 else { return }
    if scripts & (scripts &- 1) != 0 {
      let isCompound = turns == 1 && lettersInFirstPart >= 2 && lettersInWord - lettersInFirstPart >= 2
      if !isCompound { statistics.mixedScriptWords.append(wordStart..<wordEnd) }
    }
    wordStart = -1
  }

  private func isInnerApostrophe(_ value: UInt32, _ index: Int, _ length: Int, _ bytes: Span<UInt8>) -> Bool {
    guard value == 0x27 || value == 0x2019, wordStart >= 0, index + length < bytes.count else { return false }
    return ScalarProperties(scalar(in: bytes, at: index + length).value).characterClass == .letter
  }

  // MARK: Marks

  private mutating func endMarks(at index: Int) {
    if marks >= Self.stackMin { statistics.stackedMarks.append(marksStart..<index) }
    marks = 0
  }

  // MARK: Invisible

  private mutating func addInvisible(_ value: UInt32, _ index: Int, _ length: Int, _ bytes: Span<UInt8>) {
    let isAtEnd = index == 0 || index + length == bytes.count
    switch value {
    case 0xFEFF where isAtEnd: return
    case 0xFE0E, 0xFE0F:
      // Keycaps, and everything that has both a text and an emoji form.
      if last.isPictographic || last.characterClass == .emoji || last.characterClass == .digit
        || lastValue == 0x23 || lastValue == 0x2A
      {
        if value == 0xFE0F, last.isPictographic, last.characterClass != .emoji { statistics.emoji += 1 }
        return
      }
      if last.characterClass == .other { return }
    case 0xFE00...0xFE0D:
      if last.characterClass == .other || last.script == .han || last.script == .joining { return }
    case 0xE0100...0xE01EF:
      if last.script == .han { return }
    case 0x200D:
      if isEmojiBase, index + length < bytes.count {
        let next = ScalarProperties(scalar(in: bytes, at: index + length).value)
        if next.isPictographic || next.characterClass == .emoji {
          isAfterJoiner = true
          return
        }
      }
      if usesJoiners(last.script) { return }
    case 0x200C:
      if usesJoiners(last.script) { return }
    case 0xE0020...0xE007F:
      if lastValue == 0x1F3F4 || isTagged {
        isTagged = value != 0xE007F
        return
      }
    case 0x180B...0x180F:
      if last.script == .joining { return }
    case 0x115F, 0x1160, 0x3164, 0xFFA0:
      if last.script == .hangul { return }
    default: break
    }
    Self.add(index..<index + length, to: &statistics.invisible)
  }

  private var isEmojiBase: Bool {
    last.isPictographic || last.characterClass == .emoji || last.characterClass == .emojiModifier
  }

  private func usesJoiners(_ script: Script) -> Bool {
    script == .arabic || script == .devanagari || script == .joining || script == .inherited
  }

  /// Adds a range, or lengthens the last one.
  private static func add(_ range: Range<Int>, to ranges: inout [Range<Int>]) {
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
    } else {
      ranges.append(range)
    }
  }
}
