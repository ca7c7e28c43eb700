/// Finds which of many literals stand in a text, in one walk whose cost does not grow with their number.
///
/// Each literal is filed under one gram of itself: the six bytes from an ASCII character on, or the eight from any other,
/// which are four letters of Cyrillic. Literals without room for that are filed under two bytes less, and those without
/// room for even that under their first two bytes. A walk hashes the grams at each character of the text and asks bit
/// filters that fit the second-level cache; nearly every place is dismissed there. What passes is looked up and compared
/// whole, with what must stand around it. The gram is chosen so that it is rare in what readers write, and so that no
/// chain grows long.
///
/// Made once, then shared by all workers.
struct LiteralIndex: Sendable {
  struct Entry: Sendable {
    /// What the literal stands for: the number that a walk reports.
    var owner: Int32
    var start: Int32
    var length: UInt16
    /// Where the gram begins inside the literal.
    var gramOffset: UInt16
    /// What is asked around the literal; -1 for nothing.
    var surroundings: Int32
  }

  /// No literal is longer, since ``LiteralSummary/exactBytesMax`` ends one before.
  static let literalBytesMax = 1_024

  private var pool: [UInt8] = []
  private var long = GramTable()
  private var middle = GramTable()
  private var short = GramTable()
  private var longFilter = GramFilter([])
  private var middleFilter = GramFilter([])
  /// One bit for each pair of bytes that a short literal begins with.
  private var shortStarts: [UInt64] = []
  private var surroundings = LiteralSurroundings()
  private(set) var literalCount = 0

  /// - Parameter literals: Whole characters in folded UTF-8, at least two bytes each, with what they stand for.
  init(_ literals: [(literal: NeededLiteral, owner: Int)]) {
    var (longEntries, middleEntries, shortEntries) = ([(UInt64, Entry)](), [(UInt64, Entry)](), [(UInt64, Entry)]())
    var load: [UInt64: Int] = [:]
    var starts: [[UInt8]: Int32] = [:]
    for (literal, owner) in literals {
      let bytes = literal.bytes
      precondition(bytes.count >= 2 && bytes.count <= Self.literalBytesMax)
      let start = starts[bytes] ?? Int32(pool.count)
      if starts.updateValue(start, forKey: bytes) == nil { pool += bytes }
      var entry = Entry(
        owner: Int32(owner), start: start, length: UInt16(bytes.count), gramOffset: 0,
        surroundings: surroundings.add(literal))
      if let gram = Self.bestGram(bytes, width: .long, load: load) {
        entry.gramOffset = UInt16(gram.offset)
        load[gram.key, default: 0] += 1
        longEntries.append((gram.key, entry))
      } else if let gram = Self.bestGram(bytes, width: .middle, load: load) {
        entry.gramOffset = UInt16(gram.offset)
        load[gram.key, default: 0] += 1
        middleEntries.append((gram.key, entry))
      } else {
        shortEntries.append((Self.key(bytes, at: 0, length: 2), entry))
      }
    }
    surroundings.seal()
    literalCount = literals.count
    long = GramTable(longEntries)
    middle = GramTable(middleEntries)
    short = GramTable(shortEntries)
    longFilter = GramFilter(longEntries.map(\.0))
    middleFilter = GramFilter(middleEntries.map(\.0))
    if !shortEntries.isEmpty {
      shortStarts = Array(repeating: 0, count: 1 << 10)
      for (key, _) in shortEntries { shortStarts[Int(key >> 6)] |= 1 << (key & 63) }
    }
  }

  var isEmpty: Bool { literalCount == 0 }

  /// Calls `found` with the owner of each literal that stands in the text with what must stand around it; with the same
  /// owner again when it has several, or stands in several places.
  ///
  /// - Complexity: O(bytes) and the compared candidates.
  func forEachOwner(in text: Span<UInt8>, _ found: (Int) -> Void) {
    if !long.isEmpty || !middle.isEmpty { walkGrams(text, found) }
    if !short.isEmpty { walkPairs(text, found) }
  }

  private func walkGrams(_ text: Span<UInt8>, _ found: (Int) -> Void) {
    // Proof of safety. `base` has `count` bytes. Eight bytes are loaded at `place` only while `place + 8 <= count`;
    // behind that, bytes are read one by one below `count`. A filter has `wordMask + 1` words, and a hash is masked
    // before it numbers one. All other arrays are indexed with checks.
    unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let count = text.count
      unsafe longFilter.words.withUnsafeBufferPointer { longWords in
        unsafe middleFilter.words.withUnsafeBufferPointer { middleWords in
          guard let longBits = longWords.baseAddress, let middleBits = middleWords.baseAddress else { return }
          let (longMask, middleMask) = (longFilter.wordMask, middleFilter.wordMask)
          var place = 0
          while place &+ 8 <= count {
            let window = unsafe UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
            let keys = GramKeys(window)
            let first = Self.hash(keys.long)
            let second = Self.hash(keys.middle)
            let firstWord = unsafe longBits[Int(truncatingIfNeeded: GramFilter.word(first) & longMask)]
            let secondWord = unsafe middleBits[Int(truncatingIfNeeded: GramFilter.word(second) & middleMask)]
            if firstWord & GramFilter.bit(first) != 0 {
              compare(long, keys.long, text, at: place, found)
            }
            if secondWord & GramFilter.bit(second) != 0 {
              compare(middle, keys.middle, text, at: place, found)
            }
            place &+= 1
          }
          // The last bytes, with zeros behind them, which no literal has.
          while place < count {
            var window: UInt64 = 0
            for offset in 0..<(count - place) { window |= unsafe UInt64(base[place + offset]) << UInt64(8 * offset) }
            let keys = GramKeys(window)
            if longFilter.mayHold(keys.long) { compare(long, keys.long, text, at: place, found) }
            if middleFilter.mayHold(keys.middle) { compare(middle, keys.middle, text, at: place, found) }
            place &+= 1
          }
        }
      }
    }
  }

  /// Literals of two letters, or of one beside something, in a walk of their own: few sets have any.
  private func walkPairs(_ text: Span<UInt8>, _ found: (Int) -> Void) {
    guard text.count >= 2 else { return }
    // Proof of safety: places are below `text.count - 1`, and a pair of bytes is below 2^16, for which there are bits.
    unsafe text.withUnsafeBufferPointer { text in
      unsafe shortStarts.withUnsafeBufferPointer { starts in
        guard let base = text.baseAddress, let bits = starts.baseAddress else { return }
        var pair = unsafe UInt64(base[0]) << 8
        for place in 0..<(text.count - 1) {
          pair = unsafe pair >> 8 | UInt64(base[place + 1]) << 8
          if unsafe bits[Int(truncatingIfNeeded: pair >> 6)] & (1 &<< (pair & 63)) != 0 {
            unsafe compare(short, pair, text.span, at: place, found)
          }
        }
      }
    }
  }

  /// Reports the literals that really stand around a gram.
  @inline(never)
  private func compare(
    _ table: borrowing GramTable, _ key: UInt64, _ text: Span<UInt8>, at place: Int, _ found: (Int) -> Void
  ) {
    let range = table.range(of: key)
    guard !range.isEmpty else { return }
    // Entries of one literal lie side by side, and it is compared once.
    var (start, isStanding) = (Int32(-1), false)
    for number in range {
      let entry = table.entries[number]
      let begin = place - Int(entry.gramOffset)
      if entry.start != start {
        start = entry.start
        isStanding = begin >= 0 && begin + Int(entry.length) <= text.count && isEqual(entry, text, at: begin)
      }
      guard isStanding else { continue }
      if entry.surroundings < 0
        || surroundings.mayHold(entry.surroundings, text, around: begin..<(begin + Int(entry.length)))
      {
        found(Int(entry.owner))
      }
    }
  }

  private func isEqual(_ entry: Entry, _ text: Span<UInt8>, at begin: Int) -> Bool {
    let start = Int(entry.start)
    for offset in 0..<Int(entry.length) where pool[start + offset] != text[begin + offset] { return false }
    return true
  }

  @inline(__always)
  fileprivate static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

  private static func key(_ bytes: [UInt8], at offset: Int, length: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<length { key |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return key
  }

  /// The gram that is rarest in texts, a shared one counting as more common; `nil` for a literal without room for one.
  private static func bestGram(
    _ bytes: [UInt8], width: GramWidth, load: [UInt64: Int]
  ) -> (offset: Int, key: UInt64)? {
    var best: (offset: Int, key: UInt64, bits: Double)?
    for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
      let length = width.bytes(from: bytes[offset])
      guard offset + length <= bytes.count else { continue }
      let key = key(bytes, at: offset, length: length)
      let bits = LetterRarity.bits(of: bytes[offset..<(offset + length)]) - 0.5 * Double(min(load[key] ?? 0, 64))
      if best.map({ bits > $0.bits }) ?? true { best = (offset, key, bits) }
    }
    return best.map { ($0.offset, $0.key) }
  }
}

/// How many bytes of a literal it is filed under.
private enum GramWidth {
  case long, middle

  func bytes(from first: UInt8) -> Int {
    switch self {
    case .long: first < 0x80 ? 6 : 8
    case .middle: first < 0x80 ? 4 : 6
    }
  }
}

/// The grams that begin at a place of a text; see ``GramWidth``.
private struct GramKeys {
  let long: UInt64
  let middle: UInt64

  /// - Parameter window: Eight bytes, the first one lowest.
  @inline(__always)
  init(_ window: UInt64) {
    // All ones where the first byte is ASCII.
    let isASCII = (window >> 7 & 1) &- 1
    long = window & ~(isASCII & 0xFFFF_0000_0000_0000)
    middle = window & 0xFFFF_FFFF_FFFF & ~(isASCII & 0xFFFF_0000_0000)
  }
}

/// A set of grams that may say yes too often, never no.
private struct GramFilter: Sendable {
  /// 2^20 bits are 128 KiB.
  private static let bitsMax = 20

  let words: [UInt64]
  /// One less than the number of words, which is a power of two.
  let wordMask: UInt64

  init(_ grams: some Collection<UInt64>) {
    var bits = 10
    while bits < Self.bitsMax, 1 << bits < grams.count * 64 { bits += 1 }
    var words = [UInt64](repeating: 0, count: 1 << (bits - 6))
    wordMask = UInt64(words.count - 1)
    for gram in grams {
      let hash = LiteralIndex.hash(gram)
      words[Int(Self.word(hash) & wordMask)] |= Self.bit(hash)
    }
    self.words = words
  }

  /// The number of a hash's word, to be masked.
  @inline(__always)
  static func word(_ hash: UInt64) -> UInt64 { hash &>> 44 }

  @inline(__always)
  static func bit(_ hash: UInt64) -> UInt64 { 1 &<< (hash &>> 38 & 63) }

  func mayHold(_ gram: UInt64) -> Bool {
    let hash = LiteralIndex.hash(gram)
    return words[Int(Self.word(hash) & wordMask)] & Self.bit(hash) != 0
  }
}

/// Literals by gram, found by open addressing.
private struct GramTable: Sendable {
  private struct Slot: Sendable {
    var key: UInt64 = 0
    /// Equal where the slot is empty.
    var begin: Int32 = 0
    var end: Int32 = 0
  }

  private var slots: [Slot] = [Slot()]
  private(set) var entries: [LiteralIndex.Entry] = []
  private var mask = 0

  var isEmpty: Bool { entries.isEmpty }

  init() {}

  init(_ grams: [(key: UInt64, entry: LiteralIndex.Entry)]) {
    guard !grams.isEmpty else { return }
    var capacity = 16
    while capacity < grams.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = Array(repeating: Slot(), count: capacity)
    entries.reserveCapacity(grams.count)
    let sorted = grams.sorted {
      ($0.key, $0.entry.start, $0.entry.gramOffset, $0.entry.owner)
        < ($1.key, $1.entry.start, $1.entry.gramOffset, $1.entry.owner)
    }
    var index = 0
    while index < sorted.count {
      let key = sorted[index].key
      let begin = Int32(entries.count)
      while index < sorted.count, sorted[index].key == key {
        entries.append(sorted[index].entry)
        index += 1
      }
      var slot = Self.place(key) & mask
      while slots[slot].begin != slots[slot].end { slot = (slot + 1) & mask }
      slots[slot] = Slot(key: key, begin: begin, end: Int32(entries.count))
    }
  }

  @inline(__always)
  private static func place(_ key: UInt64) -> Int { Int(truncatingIfNeeded: LiteralIndex.hash(key) &>> 24) }

  /// Numbers of the entries filed under a gram.
  @inline(__always)
  func range(of key: UInt64) -> Range<Int> {
    var slot = Self.place(key) & mask
    while true {
      let found = slots[slot]
      if found.begin == found.end { return 0..<0 }
      if found.key == key { return Int(found.begin)..<Int(found.end) }
      slot = (slot + 1) & mask
    }
  }
}
