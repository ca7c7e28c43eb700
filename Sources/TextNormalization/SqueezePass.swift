/// Makes the view `squeeze` of the view `fold`: spaced letters joined, stretched letters collapsed.
///
/// 1. Three or more single letters, with the same kind of filler between them, are one word: «к а з и н о»,
///    «К.А.З.И.Н.О», «x у й». The word is then folded again. Between spaces it needs a letter that is no word by
///    itself, or two prepositions side by side, so that «а я и он» stays.
/// 2. Three or more of one character are one of it. Two are left alone: «ссора» meets «ссора», «казиноооо» meets
///    «казино». Latin s, l and g inside a word and e at its end collapse to two, since "asss" is "ass" and "freeee"
///    is "free", while no Russian or Ukrainian word of note ends in a stretched double. Digits never collapse.
struct SqueezePass: Sendable {
  private struct Single {
    var range: Range<Int>
    var scalar: UInt32
    var shape: LetterShape
  }

  private enum Filler { case spaces, signs, both }

  private static let lettersMin = 3
  private static let fillerMax = 6
  private var singles: [Single] = []
  private var cells: [WordFolder.Cell] = []

  /// The view, with a map to `fold`.
  mutating func run(
    _ source: [UInt8], folder: inout FoldPass, leansCyrillic: Bool, reusing old: consuming TextView,
    isUppercase: (Int) -> Bool
  ) -> (view: TextView, hasChanges: Bool) {
    var writer = ViewWriter(reusing: old)
    var index = 0
    var isInWord = false
    while index < source.count {
      let (value, length) = scalar(in: source.span, at: index)
      let shape = LetterShape(value)
      let isWord = Self.isWord(shape)
      if !isInWord, isWord || value == 0x40 || value == 0x24 {
        let last = collectSingles(source.span, from: index)
        if singles.count >= Self.lettersMin, let filler = last.filler, isSpelledOut(filler) {
          join(source, &writer, &folder, leansCyrillic: leansCyrillic, isUppercase: isUppercase)
          index = last.end
          isInWord = true
          continue
        }
        if let final = singles.last, singles.count > 1 {
          // No word: it goes on at the last of them, which may begin another.
          collapse(source, from: index, to: final.range.lowerBound, &writer)
          index = final.range.lowerBound
          continue
        }
      }
      index = collapse(source, at: index, value, length, isWordStart: !isInWord, &writer)
      isInWord = isWord
    }
    guard writer.hasChanges else { return (writer.view, false) }
    return (writer.finish(source: source), true)
  }

  // MARK: Stretched

  private func collapse(_ source: [UInt8], from start: Int, to end: Int, _ writer: inout ViewWriter) {
    var index = start
    var isInWord = false
    while index < end {
      let (value, length) = scalar(in: source.span, at: index)
      index = collapse(source, at: index, value, length, isWordStart: !isInWord, &writer)
      isInWord = Self.isWord(LetterShape(value))
    }
  }

  /// Answers where the run of this character ends.
  private func collapse(
    _ source: [UInt8], at start: Int, _ value: UInt32, _ length: Int, isWordStart: Bool, _ writer: inout ViewWriter
  ) -> Int {
    var end = start + length
    while end < source.count, scalar(in: source.span, at: end).value == value { end += length }
    let count = (end - start) / length
    guard count >= 3, LetterShape(value).kind != .digit else { return end }
    if count == 3, Self.isSpelledTriple(source.span, start..<end, value) { return end }
    let isWordEnd = end == source.count || !Self.isWord(LetterShape(scalar(in: source.span, at: end).value))
    if !isWordStart, Self.isDoubled(value, isWordEnd: isWordEnd) {
      writer.replace(start..<start + length, with: value, in: source)
      writer.replace(start + length..<end, with: value, in: source)
    } else {
      writer.replace(start..<end, with: value, in: source)
    }
    return end
  }

  /// Three of a letter that nobody stretched: "www", Roman numerals, «СССР».
  private static func isSpelledTriple(_ source: Span<UInt8>, _ run: Range<Int>, _ value: UInt32) -> Bool {
    guard isWord(LetterShape(value)) else { return false }
    if value == 0x0441, run.upperBound < source.count { return scalar(in: source, at: run.upperBound).value == 0x0440 }
    var start = run.lowerBound
    var end = run.upperBound
    let isRoman = isRomanDigit(UInt8(truncatingIfNeeded: value)) && value < 0x80
    if isRoman {
      while start > 0, run.lowerBound - start < romanMax, isRomanDigit(source[start - 1]) { start -= 1 }
      while end < source.count, end - run.upperBound < romanMax, isRomanDigit(source[end]) { end += 1 }
    }
    let isFreeOnLeft =
      start == 0 || !isWord(LetterShape(scalar(in: source, at: scalarStart(before: start, in: source)).value))
    let isFreeOnRight = end == source.count || !isWord(LetterShape(scalar(in: source, at: end).value))
    return isFreeOnLeft && isFreeOnRight
  }

  /// Letters on either side of a triple that are looked at; no numeral below four thousand is longer.
  private static let romanMax = 15

  private static func isRomanDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x69, 0x76, 0x78, 0x6C, 0x63, 0x64, 0x6D: true
    default: false
    }
  }

  private static func isDoubled(_ value: UInt32, isWordEnd: Bool) -> Bool {
    switch value {
    case 0x73, 0x6C, 0x67: true
    case 0x65: isWordEnd
    default: false
    }
  }

  // MARK: Spelled out

  /// Fills `singles` with the single letters from here on, as far as the filler between them is of one kind.
  private mutating func collectSingles(_ source: Span<UInt8>, from start: Int) -> (end: Int, filler: Filler?) {
    singles.removeAll(keepingCapacity: true)
    var index = start
    var end = start
    var filler: Filler?
    while let single = single(source, at: index) {
      singles.append(single)
      end = single.range.upperBound
      guard let (next, kind) = self.filler(source, at: end), filler == nil || filler == kind else { break }
      guard next < source.count, self.single(source, at: next) != nil else { break }
      filler = kind
      index = next
    }
    return (end, filler)
  }

  private func single(_ source: Span<UInt8>, at start: Int) -> Single? {
    let (value, length) = scalar(in: source, at: start)
    let shape = LetterShape(value)
    guard Self.isWord(shape) || value == 0x40 || value == 0x24, shape.kind != .mark else { return nil }
    // A digit that no letter looks like is a number.
    if shape.kind == .digit, shape.latin == 0, shape.cyrillic == 0 { return nil }
    var end = start + length
    while end < source.count, scalar(in: source, at: end).value == value { end += length }
    let count = (end - start) / length
    guard count == 1 || count > 3 && shape.kind != .digit else { return nil }
    if end < source.count {
      let (next, _) = scalar(in: source, at: end)
      guard !Self.isWord(LetterShape(next)) else { return nil }
    }
    return Single(range: start..<end, scalar: value, shape: shape)
  }

  private func filler(_ source: Span<UInt8>, at start: Int) -> (end: Int, kind: Filler)? {
    var index = start
    var spaces = 0
    var signs = 0
    while index < source.count, spaces + signs < Self.fillerMax {
      let (value, length) = scalar(in: source, at: index)
      switch value {
      case 0x09, 0x0A, 0x0D, 0x20: spaces += 1
      case 0x2A...0x2F, 0x5F, 0x7E, 0x7C, 0x5C, 0x3D, 0x27, 0x22, 0x5E, 0x3A, 0x3B, 0x21, 0x3F, 0x28, 0x29, 0x5B, 0x5D,
        0x7B, 0x7D, 0x3C, 0x3E, 0x23, 0x25, 0x26, 0xB7, 0x2010...0x2015, 0x2022, 0x2219, 0x22C5, 0xAB, 0xBB, 0xB0:
        signs += 1
      default:
        return spaces + signs > 0 ? (index, spaces == 0 ? .signs : signs == 0 ? .spaces : .both) : nil
      }
      index += length
    }
    return nil
  }

  private func isSpelledOut(_ filler: Filler) -> Bool {
    let letters = singles.count { $0.shape.kind != .digit && $0.shape.kind != .symbol }
    guard letters >= Self.lettersMin, letters * 2 > singles.count, singles[0].shape.kind != .digit else { return false }
    guard filler == .spaces else { return true }
    var wasPreposition = false
    for single in singles where single.shape.kind != .digit && single.shape.kind != .symbol {
      switch single.scalar {
      case 0x0432, 0x043A, 0x043E, 0x0441, 0x0443, 0x0437:
        if wasPreposition { return true }
        wasPreposition = true
      case 0x0430, 0x0431, 0x0436, 0x0438, 0x0439, 0x044F, 0x0454, 0x0456, 0x61, 0x69:
        wasPreposition = false
      default:
        return true
      }
    }
    return false
  }

  private mutating func join(
    _ source: [UInt8], _ writer: inout ViewWriter, _ folder: inout FoldPass, leansCyrillic: Bool,
    isUppercase: (Int) -> Bool
  ) {
    cells.removeAll(keepingCapacity: true)
    var index = 0
    while index < singles.count {
      var last = index
      while last + 1 < singles.count, singles[last + 1].scalar == singles[index].scalar { last += 1 }
      // Three separate letters are as stretched as three adjacent ones.
      let count = last - index + 1
      let kept =
        count < 3
        ? count : index > 0 && Self.isDoubled(singles[index].scalar, isWordEnd: last + 1 == singles.count) ? 2 : 1
      for place in 0..<kept {
        let first = singles[index + place]
        let end = place + 1 == kept ? singles[last].range.upperBound : first.range.upperBound
        var cell = WordFolder.Cell(range: first.range.lowerBound..<end, scalar: first.scalar, shape: first.shape)
        cell.isUppercase = isUppercase(first.range.lowerBound)
        cells.append(cell)
      }
      index = last + 1
    }
    folder.fold(cells: &cells, leansCyrillic: leansCyrillic)
    for (index, cell) in cells.enumerated() where cell.replacement != 0 {
      var range = cell.range
      if index + 1 < cells.count, cells[index + 1].replacement == 0 {
        range = range.lowerBound..<cells[index + 1].range.upperBound
      }
      if index > 0 { writer.skip(to: range.lowerBound) }
      writer.replace(range, with: cell.replacement, in: source)
    }
  }

  private static func isWord(_ shape: LetterShape) -> Bool {
    shape.kind != .none && shape.kind != .symbol
  }
}
