/// Makes the view `fold` of the view `norm`, and looks at the words while it is there.
struct FoldPass: Sendable {
  private var folder = WordFolder()
  private let functionWords = FunctionWords.shared

  /// A word on the way to its end.
  private struct Outline {
    /// Negative between words.
    var start = -1
    /// One bit for each kind of shape.
    var kinds: UInt16 = 0
    /// Some letter does not stay itself in its own alphabet.
    var isUnsettled = false
    /// The last eight bytes.
    var tail: UInt64 = 0
    /// Scalars, of which a word of one stretched letter has one.
    var scalars = 0
  }

  /// What stays the same for all words of a text.
  struct Surroundings {
    /// Ranges of `norm` where digits and signs mean themselves.
    var links: [Range<Int>]
    var leansCyrillic: Bool
    /// Whether the scalar at this offset of `norm` was typed in upper case.
    var isUppercase: (Int) -> Bool
  }

  /// Kinds of shapes as sets of bits.
  private static let latin: UInt16 = 0b0001_1110
  private static let plainLatin: UInt16 = 0b0000_0100
  private static let cyrillic: UInt16 = 0b1110_0000
  private static let odd: UInt16 = 1 << 8 | 1 << 9
  private static let leet: UInt16 = 1 << 10 | 1 << 11
  private static let starts: UInt16 = latin | cyrillic | odd | 1 << 11 | 1 << 12 | 1 << 13

  /// The view, with a map to `norm`, and whether it differs; if not, the view is empty.
  mutating func run(
    _ source: [UInt8], in surroundings: Surroundings, tally: inout WordTally, reusing old: consuming TextView
  ) -> (view: TextView, hasChanges: Bool) {
    var writer = ViewWriter(reusing: old)
    var word = Outline()
    var link = 0
    var singles = 0
    var lastValue: UInt32 = 0
    var run = 0
    var index = 0
    let end = source.count
    while index < end {
      // Plain letters inside a word, the most of all text.
      if word.start >= 0, source[index] &- 0x61 < 26 {
        let start = index
        while index < end, source[index] &- 0x61 < 26, run < 2 || UInt32(source[index]) != lastValue {
          let letter = UInt32(source[index])
          run = letter == lastValue ? run + 1 : 1
          lastValue = letter
          word.tail = word.tail << 8 | UInt64(letter)
          index += 1
        }
        word.scalars += index - start
        if index > start {
          word.kinds |= Self.plainLatin
          continue
        }
      }
      let (value, length) = scalar(in: source.span, at: index)
      if value == 0x20, lastValue != 0x20 {
        endWord(&word, at: index, source, surroundings, &tally, &writer, &link, &singles)
        run = 1
        lastValue = 0x20
        index += 1
        continue
      }
      if value == lastValue {
        run += 1
        if run >= WordTally.characterRunMin {
          tally.addRun(of: value, run, index + length - run * length..<index + length)
        }
      } else {
        run = 1
        lastValue = value
      }
      let shape = LetterShape(value)
      let kind = shape.kindBit
      if kind & Self.starts != 0 || belongs(source.span, at: index, length, value, shape, to: word) {
        if value >= 0x1F1E6, let flagsEnd = FlagRun.end(in: source.span, at: index) {
          endWord(&word, at: index, source, surroundings, &tally, &writer, &link, &singles)
          index = flagsEnd
          continue
        }
        if word.start < 0 { word = Outline(start: index) }
        word.kinds |= kind
        if kind & Self.cyrillic != 0 {
          if shape.cyrillic != value, shape.cyrillic != 0 { word.isUnsettled = true }
        } else if value >= 0x80, kind & Self.latin != 0 {
          word.isUnsettled = true
        }
        word.tail = length == 1 ? word.tail << 8 | UInt64(value) : Self.tail(word.tail, source.span, index, length)
        word.scalars += 1
        if run > 3, run == word.scalars || word.scalars == 2 { word.scalars = 1 }
      } else if word.start >= 0 {
        endWord(&word, at: index, source, surroundings, &tally, &writer, &link, &singles)
      }
      index += length
    }
    if word.start >= 0 { endWord(&word, at: end, source, surroundings, &tally, &writer, &link, &singles) }
    guard writer.hasChanges else { return (writer.view, false) }
    return (writer.finish(source: source), true)
  }

  @inline(__always)
  private static func tail(_ tail: UInt64, _ source: Span<UInt8>, _ index: Int, _ length: Int) -> UInt64 {
    var tail = tail
    for offset in index..<index + length { tail = tail << 8 | UInt64(source[offset]) }
    return tail
  }

  /// Whether a character that is no letter or digit is part of the word that it touches.
  @inline(__always)
  private func belongs(
    _ source: Span<UInt8>, at index: Int, _ length: Int, _ value: UInt32, _ shape: LetterShape, to word: Outline
  ) -> Bool {
    if word.start < 0 { return value == 0x24 && isLetter(in: source, at: index + length) }
    if value == 0x27 { return isLetter(in: source, at: index + 1) }
    return shape.kindNumber == 10 && isSymbolInside(source, at: index, length, value)
  }

  private mutating func endWord(
    _ word: inout Outline, at end: Int, _ source: [UInt8], _ surroundings: Surroundings, _ tally: inout WordTally,
    _ writer: inout ViewWriter, _ link: inout Int, _ singles: inout Int
  ) {
    guard word.start >= 0 else { return }
    let range = word.start..<end
    tally.add(range, tail: word.tail, in: source, functionWords)
    singles = word.scalars == 1 ? singles + 1 : 0
    if singles >= 3 { tally.mayNeedSqueeze = true }
    if needsFolding(word) {
      let links = surroundings.links
      while link < links.count, links[link].upperBound <= range.lowerBound { link += 1 }
      let isInLink = link < links.count && links[link].lowerBound < end
      fill(from: source.span, range, word.kinds, isUppercase: surroundings.isUppercase)
      let hasChanges = folder.fold(
        in: .init(
          leansCyrillic: surroundings.leansCyrillic,
          allowsLeet: !isInLink && !isMention(in: source.span, at: range.lowerBound),
          isFreeOnLeft: isFree(in: source.span, before: range.lowerBound)))
      if hasChanges {
        write(source, &writer)
        if hasDoubles { tally.mayNeedSqueeze = true }
      }
    }
    word.start = -1
  }

  /// Folds the cells of a word that was put together elsewhere.
  mutating func fold(cells: inout [WordFolder.Cell], leansCyrillic: Bool) {
    swap(&cells, &folder.cells)
    _ = folder.fold(in: .init(leansCyrillic: leansCyrillic, allowsLeet: true, isFreeOnLeft: false))
    swap(&cells, &folder.cells)
  }

  private func needsFolding(_ word: Outline) -> Bool {
    let kinds = word.kinds
    if word.isUnsettled || kinds & Self.odd != 0 { return true }
    let letters = kinds & (Self.latin | Self.cyrillic)
    guard letters != 0 else { return false }
    return kinds & Self.leet != 0 || kinds & Self.latin != 0 && kinds & Self.cyrillic != 0
  }

  /// Whether a sign belongs to the word it touches. See rule 4 of `WordFolder`.
  private func isSymbolInside(_ source: Span<UInt8>, at index: Int, _ length: Int, _ value: UInt32) -> Bool {
    let before = scalar(in: source, at: scalarStart(before: index, in: source)).value
    let left = LetterShape(before)
    guard left.kind == .symbol && before == value || Self.starts & left.kindBit != 0 else { return false }
    guard left.kind != .digit || value == 0x40 else { return false }
    var next = index + length
    if next < source.count {
      var (following, followingLength) = scalar(in: source, at: next)
      if following == value {
        next += followingLength
        guard next < source.count else { return value == 0x24 }
        (following, followingLength) = scalar(in: source, at: next)
      }
      if Self.starts & LetterShape(following).kindBit != 0 {
        return value != 0x40 || !isAddress(source, from: next)
      }
    }
    return value == 0x40 || value == 0x24
  }

  /// What follows an at sign goes on like a host name: letters, then a dot and a letter.
  private func isAddress(_ source: Span<UInt8>, from start: Int) -> Bool {
    var index = start
    while index < source.count {
      let (value, length) = scalar(in: source, at: index)
      if value == 0x2E { return isLetter(in: source, at: index + 1) }
      guard Self.starts & LetterShape(value).kindBit != 0 || value == 0x2D || value == 0x5F else { return false }
      index += length
    }
    return false
  }

  private func isLetter(in source: Span<UInt8>, at index: Int) -> Bool {
    guard index < source.count else { return false }
    let shape = LetterShape(scalar(in: source, at: index).value)
    return (Self.latin | Self.cyrillic | Self.odd | 1 << 12) & shape.kindBit != 0
  }

  /// The word follows "@", "#" or "_": a name, not prose.
  private func isMention(in source: Span<UInt8>, at index: Int) -> Bool {
    guard index > 0 else { return false }
    return source[index - 1] == 0x40 || source[index - 1] == 0x5F
  }

  /// Nothing stands before the word that could belong to a number.
  private func isFree(in source: Span<UInt8>, before index: Int) -> Bool {
    guard index > 0 else { return true }
    switch source[index - 1] {
    case 0x09, 0x0A, 0x20, 0x22, 0x28, 0x21, 0x3F, 0x3A: return true
    case 0x00...0x7F: return false
    default:
      return ScalarProperties(scalar(in: source, at: scalarStart(before: index, in: source)).value)
        .characterClass != .number
    }
  }

  private mutating func fill(
    from source: Span<UInt8>, _ range: Range<Int>, _ kinds: UInt16, isUppercase: (Int) -> Bool
  ) {
    folder.cells.removeAll(keepingCapacity: true)
    let asksCase = kinds & Self.latin != 0 && kinds & Self.cyrillic != 0
    var index = range.lowerBound
    while index < range.upperBound {
      let (value, length) = scalar(in: source, at: index)
      var cell = WordFolder.Cell(range: index..<index + length, scalar: value, shape: LetterShape(value))
      if asksCase { cell.isUppercase = isUppercase(index) }
      folder.cells.append(cell)
      index += length
    }
  }

  /// Folding may have made neighbours equal: «ёе».
  private var hasDoubles: Bool {
    folder.cells.indices.dropFirst().contains { folder.cells[$0].replacement == folder.cells[$0 - 1].replacement }
  }

  private func write(_ source: [UInt8], _ writer: inout ViewWriter) {
    for (index, cell) in folder.cells.enumerated() where cell.replacement != 0 {
      var range = cell.range
      if index + 1 < folder.cells.count, folder.cells[index + 1].replacement == 0 {
        range = range.lowerBound..<folder.cells[index + 1].range.upperBound
      }
      if cell.replacement != cell.scalar { writer.replace(range, with: cell.replacement, in: source) }
    }
  }
}

/// Runs of regional indicators that are flags, and so are no letters.
enum FlagRun {
  /// Where the run that starts here ends, if all its pairs are flags (UTS #51, ED-14).
  static func end(in source: Span<UInt8>, at start: Int) -> Int? {
    guard source[start] == 0xF0 else { return nil }
    var index = start
    var first: UInt32?
    while index < source.count {
      let (value, length) = scalar(in: source, at: index)
      guard (0x1F1E6...0x1F1FF).contains(value) else { break }
      if let letter = first {
        guard RegionTable.flags[Int(letter)] & 1 << UInt64(value - 0x1F1E6) != 0 else { return nil }
        first = nil
      } else {
        first = value - 0x1F1E6
      }
      index += length
    }
    return index > start && first == nil ? index : nil
  }
}
