/// Finds which of many literals stand in a text, in one walk whose cost does not grow with their number.
///
/// Each literal is filed under one gram of itself: the four bytes from an ASCII character on, or the six from any other,
/// which are two or three letters of Cyrillic; shorter literals under their first two bytes. A walk hashes the gram at
/// each character of the text and asks a bit filter that fits the second-level cache; nearly every place is dismissed
/// there. What passes is looked up and compared whole, with what must stand around it. The gram is chosen so that it is
/// rare in what readers write, and so that no chain grows long.
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
  private var short = GramTable()
  /// One bit for each pair of bytes that a short literal begins with.
  private var shortStarts: [UInt64] = []
  private var surroundings = LiteralSurroundings()
  private(set) var literalCount = 0

  /// - Parameter literals: Whole characters in folded UTF-8, at least two bytes each, with what they stand for.
  init(_ literals: [(literal: NeededLiteral, owner: Int)]) {
    var longEntries: [(key: UInt64, entry: Entry)] = []
    var shortEntries: [(key: UInt64, entry: Entry)] = []
    var load: [UInt64: Int] = [:]
    longEntries.reserveCapacity(literals.count)
    for (literal, owner) in literals {
      let bytes = literal.bytes
      precondition(bytes.count >= 2 && bytes.count <= Self.literalBytesMax)
      var entry = Entry(
        owner: Int32(owner), start: Int32(pool.count), length: UInt16(bytes.count), gramOffset: 0,
        surroundings: surroundings.add(literal))
      pool += bytes
      if let offset = Self.bestGram(bytes, load: load) {
        entry.gramOffset = UInt16(offset)
        let key = Self.key(bytes, at: offset, length: Self.gramLength(bytes[offset]))
        load[key, default: 0] += 1
        longEntries.append((key, entry))
      } else {
        shortEntries.append((Self.key(bytes, at: 0, length: 2), entry))
      }
    }
    surroundings.seal()
    literalCount = literals.count
    long = GramTable(longEntries)
    short = GramTable(shortEntries)
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
    // Proof of safety. `base` has `count` bytes. Eight bytes are loaded at `place` only while `place + 8 <= count`;
    // behind that, bytes are read one by one below `count`. The filter has 2^(64 - shift) bits, and a hash shifted
    // right by `shift` is below that, so its word index is inside. `shortStarts` has a bit for each of 2^16 pairs, or
    // is not asked. All other arrays are indexed with checks.
    unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let count = text.count
      let hasShort = !short.isEmpty
      unsafe long.filter.withUnsafeBufferPointer { filter in
        unsafe shortStarts.withUnsafeBufferPointer { starts in
          let shift = long.filterShift
          func look(_ window: UInt64, at place: Int) {
            let first = window & 0xFF
            let key = window & (first < 0x80 ? 0xFFFF_FFFF : 0xFFFF_FFFF_FFFF)
            let bit = Self.hash(key) >> shift
            if unsafe filter[Int(truncatingIfNeeded: bit >> 6)] & (1 << (bit & 63)) != 0 {
              compare(long, key, text, gramAt: place, found)
            }
            if hasShort {
              let pair = window & 0xFFFF
              if unsafe starts[Int(truncatingIfNeeded: pair >> 6)] & (1 << (pair & 63)) != 0 {
                compare(short, pair, text, gramAt: place, found)
              }
            }
          }
          var place = 0
          while place + 8 <= count {
            let window = unsafe UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
            // Literals begin with a character, so places inside one cannot begin a gram.
            if window & 0xC0 != 0x80 { look(window, at: place) }
            place += 1
          }
          while place < count {
            var window: UInt64 = 0
            for offset in 0..<(count - place) { window |= unsafe UInt64(base[place + offset]) << UInt64(8 * offset) }
            if window & 0xC0 != 0x80 { look(window, at: place) }
            place += 1
          }
        }
      }
    }
  }

  /// Reports the literals of a gram that really stand around it.
  @inline(never)
  private func compare(
    _ table: GramTable, _ key: UInt64, _ text: Span<UInt8>, gramAt place: Int, _ found: (Int) -> Void
  ) {
    for entry in table.entries(of: key) {
      let begin = place - Int(entry.gramOffset)
      let end = begin + Int(entry.length)
      guard begin >= 0, end <= text.count, isEqual(entry, text, at: begin) else { continue }
      guard entry.surroundings < 0 || surroundings.mayHold(entry.surroundings, text, around: begin..<end) else {
        continue
      }
      found(Int(entry.owner))
    }
  }

  private func isEqual(_ entry: Entry, _ text: Span<UInt8>, at begin: Int) -> Bool {
    let start = Int(entry.start)
    for offset in 0..<Int(entry.length) where pool[start + offset] != text[begin + offset] { return false }
    return true
  }

  fileprivate static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

  private static func gramLength(_ first: UInt8) -> Int { first < 0x80 ? 4 : 6 }

  private static func key(_ bytes: [UInt8], at offset: Int, length: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<length { key |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return key
  }

  /// The place of the gram that is rarest in texts, a shared one counting as more common; `nil` for a literal without
  /// room for one.
  private static func bestGram(_ bytes: [UInt8], load: [UInt64: Int]) -> Int? {
    var best: (offset: Int, bits: Double)?
    for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
      let length = gramLength(bytes[offset])
      guard offset + length <= bytes.count else { continue }
      let sharers = load[key(bytes, at: offset, length: length)] ?? 0
      let bits = LetterRarity.bits(of: bytes[offset..<(offset + length)]) - 0.5 * Double(min(sharers, 64))
      if best.map({ bits > $0.bits }) ?? true { best = (offset, bits) }
    }
    return best?.offset
  }
}

/// Literals by gram: a bit filter, then open addressing.
private struct GramTable: Sendable {
  private struct Slot: Sendable {
    var key: UInt64 = 0
    /// Empty where the slot is.
    var begin: Int32 = 0
    var end: Int32 = 0
  }

  /// Bits of a filter's hash: 2^20 bits are 128 KiB.
  private static let filterBitsMax = 20

  private(set) var filter: [UInt64] = [0]
  private(set) var filterShift: UInt64 = 58
  private var slots: [Slot] = [Slot()]
  private var entries: [LiteralIndex.Entry] = []
  private var mask = 0

  var isEmpty: Bool { entries.isEmpty }

  init() {}

  init(_ grams: [(key: UInt64, entry: LiteralIndex.Entry)]) {
    guard !grams.isEmpty else { return }
    var bits = 10
    while bits < Self.filterBitsMax, 1 << bits < grams.count * 64 { bits += 1 }
    filterShift = UInt64(64 - bits)
    filter = Array(repeating: 0, count: 1 << (bits - 6))
    var capacity = 16
    while capacity < grams.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = Array(repeating: Slot(), count: capacity)
    entries.reserveCapacity(grams.count)
    let sorted = grams.sorted { ($0.key, $0.entry.start) < ($1.key, $1.entry.start) }
    var index = 0
    while index < sorted.count {
      let key = sorted[index].key
      let begin = Int32(entries.count)
      while index < sorted.count, sorted[index].key == key {
        entries.append(sorted[index].entry)
        index += 1
      }
      let hash = LiteralIndex.hash(key)
      filter[Int(truncatingIfNeeded: hash >> filterShift) >> 6] |= 1 << (hash >> filterShift & 63)
      var slot = Int(truncatingIfNeeded: hash >> 20) & mask
      while slots[slot].begin != slots[slot].end { slot = (slot + 1) & mask }
      slots[slot] = Slot(key: key, begin: begin, end: Int32(entries.count))
    }
  }

  func entries(of key: UInt64) -> ArraySlice<LiteralIndex.Entry> {
    var slot = Int(truncatingIfNeeded: LiteralIndex.hash(key) >> 20) & mask
    while slots[slot].begin != slots[slot].end {
      let found = slots[slot]
      if found.key == key { return entries[Int(found.begin)..<Int(found.end)] }
      slot = (slot + 1) & mask
    }
    return []
  }
}
