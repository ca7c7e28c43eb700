/// Finds which of many literals stand in a text, in one walk whose cost does not grow with their number.
///
/// Each literal is filed under one gram of itself: the four bytes from an ASCII character on, or the six from any other,
/// which are two or three letters of Cyrillic. A walk hashes the gram at each character of the text and asks a bit
/// filter that fits the second-level cache; nearly every place is dismissed there. What passes is looked up and
/// compared whole. The gram is chosen so that it is rare in what readers write, and so that no chain grows long.
///
/// Made once, then shared by all workers.
struct LiteralIndex: Sendable {
  struct Entry: Sendable {
    /// What the literal stands for: the number that a walk reports.
    var owner: Int32
    var start: Int32
    var length: Int32
    /// Where the gram begins inside the literal.
    var gramOffset: Int32
  }

  /// Bits of a filter's hash: 2^20 bits are 128 KiB.
  private static let filterBitsMax = 20

  private var pool: [UInt8] = []
  private var entries: [Entry] = []
  private var long = GramTable()
  /// Literals too short for a whole gram, filed under their first three bytes, or two.
  private var short = GramTable()
  private var pairs = GramTable()

  /// Entries of grams that are equal, found by open addressing.
  private struct GramTable: Sendable {
    var filter: [UInt64] = []
    var filterShift: UInt64 = 63
    var keys: [UInt64] = []
    var slots: [Range<Int32>] = []
    var chains: [Int32] = []
    var mask = 0

    var isEmpty: Bool { chains.isEmpty }

    init() {}

    init(_ grams: [(key: UInt64, entry: Int32)]) {
      guard !grams.isEmpty else { return }
      var bits = 10
      while bits < LiteralIndex.filterBitsMax, 1 << bits < grams.count * 64 { bits += 1 }
      filterShift = UInt64(64 - bits)
      filter = Array(repeating: 0, count: 1 << (bits - 6))
      var capacity = 16
      while capacity < grams.count * 2 { capacity *= 2 }
      mask = capacity - 1
      keys = Array(repeating: 0, count: capacity)
      slots = Array(repeating: 0..<0, count: capacity)
      let sorted = grams.sorted { ($0.key, $0.entry) < ($1.key, $1.entry) }
      var index = 0
      while index < sorted.count {
        let key = sorted[index].key
        let begin = Int32(chains.count)
        while index < sorted.count, sorted[index].key == key {
          chains.append(sorted[index].entry)
          index += 1
        }
        let hash = LiteralIndex.hash(key)
        filter[Int(truncatingIfNeeded: hash >> filterShift) >> 6] |= 1 << (hash >> filterShift & 63)
        var slot = Int(truncatingIfNeeded: hash >> 20) & mask
        while !slots[slot].isEmpty { slot = (slot + 1) & mask }
        keys[slot] = key
        slots[slot] = begin..<Int32(chains.count)
      }
    }

    func chain(_ key: UInt64, hash: UInt64) -> Range<Int32> {
      var slot = Int(truncatingIfNeeded: hash >> 20) & mask
      while !slots[slot].isEmpty {
        if keys[slot] == key { return slots[slot] }
        slot = (slot + 1) & mask
      }
      return 0..<0
    }
  }

  /// - Parameter literals: Whole characters in folded UTF-8, at least two bytes each, with what they stand for.
  init(_ literals: [(bytes: [UInt8], owner: Int)]) {
    var longGrams: [(key: UInt64, entry: Int32)] = []
    var shortGrams: [(key: UInt64, entry: Int32)] = []
    var pairGrams: [(key: UInt64, entry: Int32)] = []
    var load: [UInt64: Int] = [:]
    for (bytes, owner) in literals {
      precondition(bytes.count >= 2)
      let number = Int32(entries.count)
      var entry = Entry(owner: Int32(owner), start: Int32(pool.count), length: Int32(bytes.count), gramOffset: 0)
      pool += bytes
      if let offset = Self.bestGram(bytes, load: load) {
        entry.gramOffset = Int32(offset)
        let key = Self.key(bytes, at: offset, length: Self.gramLength(bytes[offset]))
        load[key, default: 0] += 1
        longGrams.append((key, number))
      } else if bytes.count > 2 {
        shortGrams.append((Self.key(bytes, at: 0, length: 3), number))
      } else {
        pairGrams.append((Self.key(bytes, at: 0, length: 2), number))
      }
      entries.append(entry)
    }
    long = GramTable(longGrams)
    short = GramTable(shortGrams)
    pairs = GramTable(pairGrams)
  }

  var isEmpty: Bool { entries.isEmpty }
  var literalCount: Int { entries.count }

  /// Calls `found` with the owner of each literal that stands in the text; with the same owner again when it has
  /// several, or stands in several places.
  ///
  /// - Complexity: O(bytes) and the compared candidates.
  func forEachOwner(in text: Span<UInt8>, _ found: (Int) -> Void) {
    if !long.isEmpty { walk(text, long, bytes: nil, found) }
    if !short.isEmpty { walk(text, short, bytes: 3, found) }
    if !pairs.isEmpty { walk(text, pairs, bytes: 2, found) }
  }

  /// The hot loop of a rule pass.
  ///
  /// - Parameter bytes: Of a gram; `nil` where its first byte decides.
  private func walk(_ text: Span<UInt8>, _ table: GramTable, bytes: Int?, _ found: (Int) -> Void) {
    let count = text.count
    let fixed: UInt64? = bytes.map { (1 << UInt64(8 * $0)) - 1 }
    // Proof of safety. `base` has `count` bytes. Eight bytes are loaded at `place` only while `place + 8 <= count`;
    // behind that, bytes are read one by one below `count`. The filter has 2^(64 - shift) bits, and a hash shifted
    // right by `shift` is below that, so its word index is inside. All other arrays are indexed with checks.
    unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe table.filter.withUnsafeBufferPointer { filter in
        let shift = table.filterShift
        var place = 0
        while place < count {
          let first = unsafe base[place]
          // Literals begin with a character, so places inside one cannot begin a gram.
          if first & 0xC0 == 0x80 {
            place += 1
            continue
          }
          var window: UInt64 = 0
          if place + 8 <= count {
            window = unsafe UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
          } else {
            for offset in 0..<(count - place) { window |= unsafe UInt64(base[place + offset]) << UInt64(8 * offset) }
          }
          let key = window & (fixed ?? (first < 0x80 ? 0xFFFF_FFFF : 0xFFFF_FFFF_FFFF))
          let hash = Self.hash(key)
          let bit = hash >> shift
          if unsafe filter[Int(truncatingIfNeeded: bit >> 6)] & (1 << (bit & 63)) != 0 {
            for position in table.chain(key, hash: hash) {
              let entry = entries[Int(table.chains[Int(position)])]
              if stands(entry, in: text, gramAt: place) { found(Int(entry.owner)) }
            }
          }
          place += 1
        }
      }
    }
  }

  /// Whether the whole literal stands around its gram.
  private func stands(_ entry: Entry, in text: Span<UInt8>, gramAt place: Int) -> Bool {
    let begin = place - Int(entry.gramOffset)
    let length = Int(entry.length)
    guard begin >= 0, begin + length <= text.count else { return false }
    let start = Int(entry.start)
    for offset in 0..<length where pool[start + offset] != text[begin + offset] { return false }
    return true
  }

  private static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

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
      let gram = Array(bytes[offset..<(offset + length)])
      let sharers = load[key(bytes, at: offset, length: length)] ?? 0
      let bits = LetterRarity.bits(of: gram) - 0.5 * Double(min(sharers, 64))
      if best.map({ bits > $0.bits }) ?? true { best = (offset, bits) }
    }
    return best?.offset
  }
}
