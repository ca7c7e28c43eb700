/// Finds which of many literals stand in a text, in one walk whose cost does not grow with their number.
///
/// The walk goes over the letters of the text alone (``LetterStream``), so that what an expression allows between the
/// letters of a word, and between words, does not break its literal into common pieces: `post\W{0,3}like\W{0,3}you` is
/// found by «postlikeyou». Each key is filed under four letters of itself in a row, or under three or two where it has no
/// more. The gram is chosen so that it is rare in what readers write and so that no chain grows long. At each letter the
/// grams that begin there are hashed and asked of bit filters that fit the second-level cache, where nearly every place is
/// dismissed; what passes is compared whole, with the places where something must or must not stand between.
///
/// Literals with too few letters are found by their signs (``SignTable``).
///
/// Made once, then shared by all workers.
struct LiteralIndex: Sendable {
  struct Entry: Sendable {
    /// What the literal stands for: the number that a walk reports.
    var owner: Int32
    var start: Int32
    var length: UInt16
    /// Where the gram begins inside the key.
    var gramOffset: UInt16
    /// The key from its gram on, eight letters at most, and which of those it has: most places where the gram stands
    /// are dismissed without a look at the rest.
    var head: UInt64 = 0
    var headMask: UInt64 = 0
    /// See ``LetterKey``.
    var known: UInt64
    var gaps: UInt64
  }

  private var pool: [UInt8] = []
  private var long = GramTable()
  private var short = GramTable()
  private var pairs = GramTable()
  private var longFilter = GramFilter([], letters: 4)
  private var shortFilter = GramFilter([], letters: 3)
  /// One bit for each pair of letters that is a key.
  private var pairBits = [UInt64](repeating: 0, count: 1 << 10)
  private var signs = SignTable([])
  private(set) var literalCount = 0

  /// - Parameter finders: By what each expression is to be found, with its number.
  init(_ finders: [(finder: LiteralFinder, owner: Int)]) {
    var (longEntries, shortEntries, pairEntries) = ([(UInt64, Entry)](), [(UInt64, Entry)](), [(UInt64, Entry)]())
    var load: [UInt64: Int] = [:]
    var starts: [[UInt8]: Int32] = [:]
    var signed: [(bytes: [UInt8], owner: Int)] = []
    for (finder, owner) in finders {
      guard case .letters(let key) = finder else {
        if case .sign(let bytes) = finder { signed.append((bytes, owner)) }
        continue
      }
      let letters = key.letters
      precondition(letters.count >= 2 && letters.count <= Int(UInt16.max))
      let start = starts[letters] ?? Int32(pool.count)
      if starts.updateValue(start, forKey: letters) == nil { pool += letters }
      let gram = Self.bestGram(letters, load: load)
      let headLetters = min(8, letters.count - (gram?.offset ?? 0))
      let entry = Entry(
        owner: Int32(owner), start: start, length: UInt16(letters.count), gramOffset: UInt16(gram?.offset ?? 0),
        head: Self.gram(letters, at: gram?.offset ?? 0, length: headLetters),
        headMask: .max >> UInt64(64 - 8 * headLetters), known: key.known, gaps: key.gaps)
      if let gram {
        load[gram.key, default: 0] += 1
        longEntries.append((gram.key, entry))
      } else if letters.count > 2 {
        shortEntries.append((Self.gram(letters, at: 0, length: 3), entry))
      } else {
        pairEntries.append((Self.gram(letters, at: 0, length: 2), entry))
      }
    }
    literalCount = finders.count
    long = GramTable(longEntries)
    short = GramTable(shortEntries)
    pairs = GramTable(pairEntries)
    longFilter = GramFilter(longEntries.map(\.0), letters: 4)
    shortFilter = GramFilter(shortEntries.map(\.0), letters: 3)
    for (key, _) in pairEntries { pairBits[Int(key >> 6)] |= 1 << (key & 63) }
    signs = SignTable(signed)
  }

  var isEmpty: Bool { literalCount == 0 }

  /// Calls `found` with the owner of each literal that stands in the text; with the same owner again when it has several,
  /// or stands in several places.
  ///
  /// - Parameters:
  ///   - text: Folded UTF-8.
  ///   - stream: Room for the letters of the text.
  /// - Complexity: O(bytes) and the compared candidates.
  func forEachOwner(in text: Span<UInt8>, _ stream: inout LetterStream, _ found: (Int) -> Void) {
    stream.read(text, signs.classes)
    if literalCount > 0 { walk(&stream, found) }
    if !signs.isEmpty { signs.forEachOwner(in: text, at: stream.signPlaces, found) }
  }

  private func walk(_ stream: inout LetterStream, _ found: (Int) -> Void) {
    // Filtering neither branches nor calls, so that the processor may run ahead; what passed is compared afterwards.
    var places: [Int32] = []
    swap(&places, &stream.places)
    let count =
      pairs.isEmpty && short.isEmpty
      ? filter(stream, isLongOnly: true, into: &places) : filter(stream, isLongOnly: false, into: &places)
    for number in 0..<count { compare(stream, at: Int(places[number]), found) }
    swap(&places, &stream.places)
  }

  /// Notes the places from which a gram of the index may begin; answers how many.
  ///
  /// - Parameter room: For as many places as there are letters.
  @inline(__always)
  private func filter(_ stream: borrowing LetterStream, isLongOnly: Bool, into room: inout [Int32]) -> Int {
    let end = stream.count
    precondition(room.count >= end && stream.letters.count >= end + LetterStream.padding)
    var places = room.mutableSpan
    let letters = unsafe stream.letters.span.bytes
    let (long, short, pairs) = (longFilter.words.span, shortFilter.words.span, pairBits.span)
    let (longShift, shortShift) = (longFilter.shift, shortFilter.shift)
    var passed = 0
    // Proof of safety. Behind the letters stand eight bytes more, so that four can be loaded at any place. A filter has
    // 2^(64 - shift) words, and a hash shifted right by `shift` numbers one of them; two letters number one of 2^16 bits.
    // `passed` grows by one at most for each place, so it stays below `end` while something is written.
    for place in 0..<end {
      let window = unsafe letters.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt32.self).littleEndian
      let hashes = GramHashes(UInt64(window))
      var bits =
        unsafe long[unchecked: Int(truncatingIfNeeded: hashes.long &>> longShift)] & GramFilter.bit(hashes.long)
      if !isLongOnly {
        bits |=
          unsafe short[unchecked: Int(truncatingIfNeeded: hashes.short &>> shortShift)] & GramFilter.bit(hashes.short)
        bits |=
          unsafe pairs[unchecked: Int(truncatingIfNeeded: (window & 0xFFFF) &>> 6)] & (1 &<< UInt64(window & 63))
      }
      unsafe places[unchecked: passed] = Int32(truncatingIfNeeded: place)
      passed &+= bits == 0 ? 0 : 1
    }
    return passed
  }

  /// Compares the keys whose gram begins at a place.
  private func compare(_ stream: borrowing LetterStream, at place: Int, _ found: (Int) -> Void) {
    let letters = stream.letters.span
    // Behind the last letter stand eight bytes more.
    let window = unsafe letters.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
    let hashes = GramHashes(window)
    if longFilter.mayHold(hashes.long) { compare(long, window & 0xFFFF_FFFF, window, stream, at: place, found) }
    if shortFilter.mayHold(hashes.short) { compare(short, window & 0xFF_FFFF, window, stream, at: place, found) }
    let pair = window & 0xFFFF
    if pairBits[Int(pair >> 6)] & 1 &<< (pair & 63) != 0 { compare(pairs, pair, window, stream, at: place, found) }
  }

  /// Reports the keys that really stand around a gram.
  private func compare(
    _ table: borrowing GramTable, _ gram: UInt64, _ window: UInt64, _ stream: borrowing LetterStream, at place: Int,
    _ found: (Int) -> Void
  ) {
    // Entries of one key lie side by side, and it is compared once.
    var (start, isStanding) = (Int32(-1), false)
    for number in table.range(of: gram) {
      let entry = table.entries[number]
      guard window & entry.headMask == entry.head else { continue }
      let begin = place - Int(entry.gramOffset)
      if entry.start != start {
        start = entry.start
        isStanding = begin >= 0 && begin + Int(entry.length) <= stream.count && isEqual(entry, stream, at: begin)
      }
      guard isStanding else { continue }
      if (stream.gaps(from: begin) ^ entry.gaps) & entry.known == 0 { found(Int(entry.owner)) }
    }
  }

  private func isEqual(_ entry: Entry, _ stream: borrowing LetterStream, at begin: Int) -> Bool {
    let start = Int(entry.start)
    for offset in 0..<Int(entry.length) where pool[start + offset] != stream.letters[begin + offset] { return false }
    return true
  }

  private static func gram(_ letters: [UInt8], at offset: Int, length: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in 0..<length { key |= UInt64(letters[offset + index]) << UInt64(8 * index) }
    return key
  }

  /// The four letters that are rarest in texts, shared ones counting as more common; `nil` for a key without so many.
  private static func bestGram(_ letters: [UInt8], load: [UInt64: Int]) -> (offset: Int, key: UInt64)? {
    guard letters.count >= 4 else { return nil }
    var best: (offset: Int, key: UInt64, bits: Double)?
    for offset in 0...(letters.count - 4) {
      let key = gram(letters, at: offset, length: 4)
      let bits =
        LetterRarity.bits(of: LetterKey.utf8(letters[offset..<(offset + 4)])[...])
        - 0.5 * Double(min(load[key] ?? 0, 64))
      if best.map({ bits > $0.bits }) ?? true { best = (offset, key, bits) }
    }
    return best.map { ($0.offset, $0.key) }
  }
}

/// The hashes of the grams that begin at a place.
///
/// The low 8n bits of a product depend on the low n bytes of its factors only. Shifted to the top, the low bits of one
/// product are therefore multiplicative hashes (Knuth, The Art of Computer Programming 3, 6.4) of the first three and four
/// letters.
private struct GramHashes {
  let long: UInt64
  let short: UInt64

  /// - Parameter window: Four letters or more, the first one lowest.
  @inline(__always)
  init(_ window: UInt64) {
    let product = window &* 0x9E37_79B9_7F4A_7C15
    long = product &<< 32
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

  /// - Parameter letters: 3 or 4, of each gram.
  init(_ grams: [UInt64], letters: Int) {
    // At one gram a word, one place in 64 passes by chance.
    var bits = 4
    while bits < Self.wordBitsMax, 1 << bits < grams.count { bits += 1 }
    shift = UInt64(64 - bits)
    var words = [UInt64](repeating: 0, count: 1 << bits)
    for gram in grams {
      let hashes = GramHashes(gram)
      let hash = letters == 4 ? hashes.long : hashes.short
      words[Int(hash >> shift)] |= Self.bit(hash)
    }
    self.words = words
  }

  /// From other bits of the hash than those that number the word.
  @inline(__always)
  static func bit(_ hash: UInt64) -> UInt64 { 1 &<< (hash &>> 44 & 63) }

  @inline(__always)
  func mayHold(_ hash: UInt64) -> Bool { words[Int(hash >> shift)] & Self.bit(hash) != 0 }
}

/// Keys by gram, found by open addressing.
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
