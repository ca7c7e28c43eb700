/// Finds which of many literals stand in a text, in one walk whose cost does not grow with their number.
///
/// Each literal is filed under one gram of itself: the four bytes from an ASCII character on, or the six from any other,
/// which are two or three letters of Cyrillic. Literals without room for that are filed under their first three bytes,
/// or two. A walk hashes the grams at each character of the text and asks bit filters that fit the second-level cache;
/// nearly every place is dismissed there. What passes is looked up and compared whole, with what must stand around it.
/// The gram is chosen so that it is rare in what readers write, and so that no chain grows long.
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
    /// The literal from its gram on, eight bytes at most, and which of those it has: most places where the gram stands
    /// are dismissed without a look at the rest.
    var head: UInt64 = 0
    var headMask: UInt64 = 0
  }

  /// No literal is longer, since ``LiteralSummary/exactBytesMax`` ends one before.
  static let literalBytesMax = 1_024

  private var pool: [UInt8] = []
  private var long = GramTable()
  private var short = GramTable()
  private var pairs = GramTable()
  private var longFilter = GramFilter([], width: .long)
  private var shortFilter = GramFilter([], width: .short)
  /// One bit for each pair of bytes that is a literal.
  private var pairBits: [UInt64] = []
  private var surroundings = LiteralSurroundings()
  private(set) var literalCount = 0

  /// - Parameter literals: Whole characters in folded UTF-8, at least two bytes each, with what they stand for.
  init(_ literals: [(literal: NeededLiteral, owner: Int)]) {
    var (longEntries, shortEntries, pairEntries) = ([(UInt64, Entry)](), [(UInt64, Entry)](), [(UInt64, Entry)]())
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
      let gram = Self.bestGram(bytes, load: load)
      let headBytes = min(8, bytes.count - (gram?.offset ?? 0))
      entry.head = Self.key(bytes, at: gram?.offset ?? 0, length: headBytes)
      entry.headMask = .max >> UInt64(64 - 8 * headBytes)
      if let gram {
        entry.gramOffset = UInt16(gram.offset)
        load[gram.key, default: 0] += 1
        longEntries.append((gram.key, entry))
      } else if bytes.count > 2 {
        shortEntries.append((Self.key(bytes, at: 0, length: 3), entry))
      } else {
        pairEntries.append((Self.key(bytes, at: 0, length: 2), entry))
      }
    }
    surroundings.seal()
    literalCount = literals.count
    long = GramTable(longEntries)
    short = GramTable(shortEntries)
    pairs = GramTable(pairEntries)
    longFilter = GramFilter(longEntries.map(\.0), width: .long)
    shortFilter = GramFilter(shortEntries.map(\.0), width: .short)
    if !pairEntries.isEmpty {
      pairBits = Array(repeating: 0, count: 1 << 10)
      for (key, _) in pairEntries { pairBits[Int(key >> 6)] |= 1 << (key & 63) }
    }
  }

  var isEmpty: Bool { literalCount == 0 }

  /// Calls `found` with the owner of each literal that stands in the text with what must stand around it; with the same
  /// owner again when it has several, or stands in several places.
  ///
  /// - Complexity: O(bytes) and the compared candidates.
  func forEachOwner(in text: Span<UInt8>, _ found: (Int) -> Void) {
    if !long.isEmpty || !short.isEmpty { walkGrams(text, found) }
    if !pairs.isEmpty { walkPairs(text, found) }
  }

  /// How many places are looked at before those that passed are compared.
  private static let batchMax = 512

  private func walkGrams(_ text: Span<UInt8>, _ found: (Int) -> Void) {
    // Filtering neither branches nor calls, so that the processor may run ahead; what passed is compared afterwards.
    unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.batchMax) { passed in
      guard let places = passed.baseAddress else { return }
      var place = 0
      while place < text.count {
        let end = min(text.count, place + Self.batchMax)
        let count =
          unsafe short.isEmpty
          ? filter(text, from: place, to: end, hasShort: false, into: places)
          : filter(text, from: place, to: end, hasShort: true, into: places)
        for number in 0..<count { unsafe compare(text, at: Int(places[number]), found) }
        place = end
      }
    }
  }

  /// Notes the places from which a gram of the index may begin; answers how many.
  ///
  /// - Parameter places: Room for as many as there are places to look at.
  @inline(__always)
  private func filter(
    _ text: Span<UInt8>, from start: Int, to end: Int, hasShort: Bool, into places: UnsafeMutablePointer<Int32>
  ) -> Int {
    // Proof of safety. `base` has `text.count` bytes, and eight of them are loaded at `place` only while
    // `place + 8 <= text.count`. A filter has 2^(64 - shift) words, and a hash shifted right by `shift` numbers one of
    // them. `passed` grows by one at most for each place, so it stays below `end - start` while something is written.
    unsafe text.withUnsafeBufferPointer { buffer in
      unsafe longFilter.words.withUnsafeBufferPointer { longWords in
        unsafe shortFilter.words.withUnsafeBufferPointer { shortWords in
          guard let base = buffer.baseAddress, let long = longWords.baseAddress, let short = shortWords.baseAddress
          else { return 0 }
          let (longShift, shortShift) = (longFilter.shift, shortFilter.shift)
          let whole = min(end, text.count - 7)
          var place = start
          var passed = 0
          while place < whole {
            let hashes = unsafe GramHashes(
              UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian)
            var bits = unsafe long[Int(truncatingIfNeeded: hashes.long &>> longShift)] & GramFilter.bit(hashes.long)
            if hasShort {
              bits |=
                unsafe short[Int(truncatingIfNeeded: hashes.short &>> shortShift)] & GramFilter.bit(hashes.short)
            }
            unsafe places[passed] = Int32(truncatingIfNeeded: place)
            passed &+= bits == 0 ? 0 : 1
            place &+= 1
          }
          // What is too near to the end for a whole window is compared without a filter.
          while place < end {
            unsafe places[passed] = Int32(truncatingIfNeeded: place)
            passed += 1
            place += 1
          }
          return passed
        }
      }
    }
  }

  /// Eight bytes of a text, the first one lowest. Behind its end stand zeros, which no literal has.
  private static func window(_ text: Span<UInt8>, at place: Int) -> UInt64 {
    if place + 8 <= text.count {
      // All eight lie inside.
      return unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
    }
    var window: UInt64 = 0
    for offset in 0..<(text.count - place) { window |= UInt64(text[place + offset]) << UInt64(8 * offset) }
    return window
  }

  /// Compares the literals whose gram begins at a place.
  private func compare(_ text: Span<UInt8>, at place: Int, _ found: (Int) -> Void) {
    let window = Self.window(text, at: place)
    let hashes = GramHashes(window)
    if longFilter.mayHold(hashes.long) { compare(long, GramWidth.long.key(window), window, text, at: place, found) }
    if shortFilter.mayHold(hashes.short) { compare(short, GramWidth.short.key(window), window, text, at: place, found) }
  }

  /// Literals of two bytes in a walk of their own: few sets have any.
  private func walkPairs(_ text: Span<UInt8>, _ found: (Int) -> Void) {
    guard text.count >= 2 else { return }
    // Proof of safety: places are below `text.count - 1`, and a pair of bytes is below 2^16, for which there are bits.
    unsafe text.withUnsafeBufferPointer { text in
      unsafe pairBits.withUnsafeBufferPointer { starts in
        guard let base = text.baseAddress, let bits = starts.baseAddress else { return }
        var pair = unsafe UInt64(base[0]) << 8
        for place in 0..<(text.count - 1) {
          pair = unsafe pair >> 8 | UInt64(base[place + 1]) << 8
          if unsafe bits[Int(truncatingIfNeeded: pair >> 6)] & (1 &<< (pair & 63)) != 0 {
            unsafe compare(pairs, pair, pair, text.span, at: place, found)
          }
        }
      }
    }
  }

  /// Reports the literals that really stand around a gram.
  @inline(never)
  private func compare(
    _ table: borrowing GramTable, _ key: UInt64, _ window: UInt64, _ text: Span<UInt8>, at place: Int,
    _ found: (Int) -> Void
  ) {
    // Entries of one literal lie side by side, and it is compared once.
    var (start, isStanding) = (Int32(-1), false)
    for number in table.range(of: key) {
      let entry = table.entries[number]
      guard window & entry.headMask == entry.head else { continue }
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

  private static func key(_ bytes: [UInt8], at offset: Int, length: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<length { key |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return key
  }

  /// The gram that is rarest in texts, a shared one counting as more common; `nil` for a literal without room for one.
  private static func bestGram(_ bytes: [UInt8], load: [UInt64: Int]) -> (offset: Int, key: UInt64)? {
    var best: (offset: Int, key: UInt64, bits: Double)?
    for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
      let length = GramWidth.long.bytes(from: bytes[offset])
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
  case long, short

  @inline(__always)
  func bytes(from first: UInt8) -> Int {
    switch self {
    case .long: first < 0x80 ? 4 : 6
    case .short: 3
    }
  }

  /// The gram at the beginning of eight bytes, the first one lowest.
  func key(_ window: UInt64) -> UInt64 {
    window & (.max >> UInt64(64 - 8 * bytes(from: UInt8(truncatingIfNeeded: window))))
  }

  /// The hash of a gram, as ``GramHashes`` has it.
  func hash(_ key: UInt64) -> UInt64 {
    let hashes = GramHashes(key)
    return self == .long ? hashes.long : hashes.short
  }
}

/// The hashes of the grams that begin at a place of a text.
///
/// The low 8n bits of a product depend on the low n bytes of its factors only. Shifted to the top, the low bits of one
/// product are therefore multiplicative hashes (Knuth, The Art of Computer Programming 3, 6.4) of the first three, four
/// and six bytes.
private struct GramHashes {
  let long: UInt64
  let short: UInt64

  /// - Parameter window: Eight bytes, the first one lowest.
  @inline(__always)
  init(_ window: UInt64) {
    let product = window &* 0x9E37_79B9_7F4A_7C15
    long = window & 0x80 == 0 ? product &<< 32 : product &<< 16
    short = product &<< 40
  }
}

/// A set of grams that may say yes too often, never no.
private struct GramFilter: Sendable {
  /// 2^14 words are 128 KiB.
  private static let wordBitsMax = 14

  let words: [UInt64]
  /// How far a hash is shifted to number a word.
  let shift: UInt64

  init(_ grams: [UInt64], width: GramWidth) {
    // At one gram a word, one place in 64 passes by chance.
    var bits = 4
    while bits < Self.wordBitsMax, 1 << bits < grams.count { bits += 1 }
    shift = UInt64(64 - bits)
    var words = [UInt64](repeating: 0, count: 1 << bits)
    for gram in grams {
      let hash = width.hash(gram)
      words[Int(hash >> shift)] |= Self.bit(hash)
    }
    self.words = words
  }

  /// From other bits of the hash than those that number the word.
  @inline(__always)
  static func bit(_ hash: UInt64) -> UInt64 { 1 &<< (hash &>> 44 & 63) }

  func mayHold(_ hash: UInt64) -> Bool { words[Int(hash >> shift)] & Self.bit(hash) != 0 }
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
  private static func place(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 24) }

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
