/// Makes the view `fold` of the view `norm`, and looks at the words while it is there.
struct FoldPass: Sendable {
  private var folder = WordFolder()

  /// What a word is made of, as seen while finding its end.
  private struct Outline {
    var end: Int
    /// One bit for each kind of shape.
    var kinds: UInt16 = 0
    /// Letters stay themselves in their own alphabet.
    var isSettled = true
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    /// The last eight bytes.
    var tail: UInt64 = 0
    var scalars = 0
  }

  /// Kinds of shapes as sets of bits.
  private static let latin: UInt16 = 0b0001_1110
  private static let cyrillic: UInt16 = 0b1110_0000
  private static let odd: UInt16 = 1 << 8 | 1 << 9
  private static let leet: UInt16 = 1 << 10 | 1 << 11
  private static let starts: UInt16 = latin | cyrillic | odd | 1 << 11 | 1 << 12 | 1 << 13

  /// The view, with a map to `norm`, or `nil` when nothing changes.
  ///
  /// - Parameters:
  ///   - links: Ranges of `norm` where digits and signs mean themselves.
  ///   - isUppercase: Whether the scalar at this offset of `norm` was typed in upper case.
  mutating func run(
    _ norm: TextView, links: [Range<Int>], leansCyrillic: Bool, tally: inout WordTally, reusing old: consuming TextView,
    isUppercase: (Int) -> Bool
  ) -> (view: TextView, hasChanges: Bool) {
    let source = norm.bytes
    var writer = ViewWriter(reusing: old)
    var index = 0
    var link = 0
    var singles = 0
    var lastScalar: UInt32 = 0
    var run = 0
    let end = source.count
    while index < end {
      let (value, length) = scalar(in: source.span, at: index)
      let shape = LetterShape(value)
      let isStart =
        Self.starts & shape.kindBit != 0
        || value == 0x24 && isLetter(in: source.span, at: index + length)
      guard isStart else {
        run = value == lastScalar ? run + 1 : 1
        if run >= 3 { tally.mayNeedSqueeze = true }
        lastScalar = value
        index += length
        continue
      }
      if let flagsEnd = FlagRun.end(in: source.span, at: index) {
        index = flagsEnd
        tally.mayNeedSqueeze = true
        continue
      }
      let outline = outline(of: source.span, at: index, tally: &tally, run: &run, lastScalar: &lastScalar)
      if outline.kinds & ~Self.leet != 0 || outline.kinds & 1 << 11 != 0 {
        tally.add(index..<outline.end, hash: outline.hash, tail: outline.tail)
      }
      singles = outline.scalars == 1 ? singles + 1 : 0
      if singles >= 3 { tally.mayNeedSqueeze = true }
      if needsFolding(outline) {
        while link < links.count, links[link].upperBound <= index { link += 1 }
        let isInLink = link < links.count && links[link].lowerBound < outline.end
        fill(from: source.span, index..<outline.end, outline, isUppercase: isUppercase)
        let surroundings = WordFolder.Surroundings(
          leansCyrillic: leansCyrillic, allowsLeet: !isInLink && !isMention(in: source.span, at: index),
          isFreeOnLeft: isFree(in: source.span, before: index))
        if folder.fold(in: surroundings) { write(source, &writer) }
      }
      index = outline.end
    }
    guard writer.hasChanges else { return (writer.view, false) }
    tally.mayNeedSqueeze = true
    return (writer.finish(source: source), true)
  }

  /// Folds the cells of a word that was put together elsewhere.
  mutating func fold(cells: inout [WordFolder.Cell], leansCyrillic: Bool) {
    swap(&cells, &folder.cells)
    _ = folder.fold(in: .init(leansCyrillic: leansCyrillic, allowsLeet: true, isFreeOnLeft: false))
    swap(&cells, &folder.cells)
  }

  private func needsFolding(_ outline: Outline) -> Bool {
    let kinds = outline.kinds
    if !outline.isSettled || kinds & Self.odd != 0 { return true }
    let letters = kinds & (Self.latin | Self.cyrillic)
    guard letters != 0 else { return false }
    return kinds & Self.leet != 0 || kinds & Self.latin != 0 && kinds & Self.cyrillic != 0
  }

  /// Finds the end of the word that starts here.
  private func outline(
    of source: Span<UInt8>, at start: Int, tally: inout WordTally, run: inout Int, lastScalar: inout UInt32
  ) -> Outline {
    var outline = Outline(end: start)
    var index = start
    while index < source.count {
      let (value, length) = scalar(in: source, at: index)
      let shape = LetterShape(value)
      if Self.starts & shape.kindBit == 0 {
        let isInside =
          shape.kind == .symbol
          ? isSymbolInside(source, at: index, length, value, isFirst: index == start)
          : value == 0x27 && index > start && isLetter(in: source, at: index + 1)
        guard isInside else { break }
      } else if (0x1F1E6...0x1F1FF).contains(value), FlagRun.end(in: source, at: index) != nil {
        break
      }
      outline.kinds |= shape.kindBit
      if shape.kindBit & Self.cyrillic != 0 {
        if shape.cyrillic != value, shape.cyrillic != 0 { outline.isSettled = false }
      } else if value >= 0x80, shape.kindBit & Self.latin != 0 {
        outline.isSettled = false
      }
      outline.hash = (outline.hash ^ UInt64(value)) &* 0x0000_0100_0000_01B3
      for offset in index..<index + length { outline.tail = outline.tail << 8 | UInt64(source[offset]) }
      outline.scalars += 1
      run = value == lastScalar ? run + 1 : 1
      if run >= 3 {
        tally.mayNeedSqueeze = true
        if run == outline.scalars { outline.scalars = 1 }
      }
      lastScalar = value
      index += length
    }
    outline.end = index
    return outline
  }

  /// Whether a sign belongs to the word it touches. See rule 4 of `WordFolder`.
  private func isSymbolInside(_ source: Span<UInt8>, at index: Int, _ length: Int, _ value: UInt32, isFirst: Bool)
    -> Bool
  {
    if isFirst { return true }
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
    from source: Span<UInt8>, _ range: Range<Int>, _ outline: Outline, isUppercase: (Int) -> Bool
  ) {
    folder.cells.removeAll(keepingCapacity: true)
    let asksCase = outline.kinds & Self.latin != 0 && outline.kinds & Self.cyrillic != 0
    var index = range.lowerBound
    while index < range.upperBound {
      let (value, length) = scalar(in: source, at: index)
      var cell = WordFolder.Cell(range: index..<index + length, scalar: value, shape: LetterShape(value))
      if asksCase, cell.shape.kind == .latinCapital || cell.shape.kind == .cyrillicCapital {
        cell.isUppercase = isUppercase(index)
      }
      folder.cells.append(cell)
      index += length
    }
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
