/// Plain texts of one view, found together: one walk over a text, however many there are.
///
/// Whole words and phrases are found by the hash of one of their words, which must then stand in the text as a whole word
/// too: of the words of a phrase the one that fewest entries have in common, long ones before short ones. Substrings are
/// found by four of their bytes. Every candidate is compared byte by byte, a blank in an entry standing for any run of
/// blanks, and its surroundings are checked.
struct LiteralTable: Sendable {
  struct Entry: Sendable {
    var pattern: Int32
    var start: Int32
    var length: Int32
    /// Where the key stands in the entry; of a whole word or phrase known once the table is sealed.
    var keyStart: Int32
    var keyLength: Int32
    /// No letter, digit or mark may stand beside one at its ends.
    var isWhole: Bool
  }

  private(set) var entries: [Entry] = []
  private var pool: [UInt8] = []
  /// Numbers of the entries that are found by a word, in the order of `words`.
  private var wordEntries: [Int32] = []
  private var gramEntries: [Int32] = []
  private var words = KeyTable([])
  private var grams = KeyTable([])
  /// One bit for each hash of a gram: most places of a text are dismissed by it.
  private var gramFilter: [UInt64] = []
  /// For each byte, the lengths of the grams that begin with it: bit 0 for one byte, bit 3 for four.
  private var gramLengths: [UInt8] = []

  var isEmpty: Bool { entries.isEmpty }

  /// Adds an entry; call ``seal()`` after the last one.
  ///
  /// - Parameters:
  ///   - bytes: The entry as the view would fold it, blanks collapsed; not empty.
  ///   - isWhole: It counts only as a whole word or phrase.
  mutating func add(_ bytes: [UInt8], isWhole: Bool, pattern: Int) {
    let hasWord = isWhole && WordHash.nextWord(in: bytes.span, from: 0) != nil
    let start = pool.count
    pool += bytes
    var entry = Entry(
      pattern: Int32(pattern), start: Int32(start), length: Int32(bytes.count), keyStart: 0, keyLength: 0,
      isWhole: isWhole)
    if hasWord {
      wordEntries.append(Int32(entries.count))
    } else {
      let gram = Self.gram(bytes)
      entry.keyStart = Int32(gram.lowerBound)
      entry.keyLength = Int32(gram.count)
      gramEntries.append(Int32(entries.count))
    }
    entries.append(entry)
  }

  /// Builds the tables.
  mutating func seal() {
    words = KeyTable(chooseWords())
    let gramKeys = gramEntries.map { number -> UInt64 in
      let entry = entries[Int(number)]
      let first = Int(entry.start + entry.keyStart)
      return Self.gramKey(pool[first..<(first + Int(entry.keyLength))])
    }
    grams = KeyTable(gramKeys)
    gramFilter = Array(repeating: 0, count: gramEntries.isEmpty ? 0 : 1 << 10)
    for key in gramKeys { gramFilter[Self.filterWord(key)] |= 1 << Self.filterBit(key) }
    gramLengths = Array(repeating: 0, count: 256)
    for key in gramKeys { gramLengths[Int(key & 0xFF)] |= 1 << UInt8((key >> 32) - 1) }
  }

  /// Gives each entry with words the one it is looked for by.
  ///
  /// - Returns: The hashes of the chosen words, in the order of `wordEntries`.
  private mutating func chooseWords() -> [UInt64] {
    var sharers: [UInt64: Int] = [:]
    for number in wordEntries { forEachWord(of: entries[Int(number)]) { hash, _ in sharers[hash, default: 0] += 1 } }
    return wordEntries.map { number in
      var best: (hash: UInt64, cost: Int, place: Range<Int>) = (0, .max, 0..<0)
      forEachWord(of: entries[Int(number)]) { hash, place in
        // Short words stand in nearly every text, whoever else shares them.
        let weight = place.count <= 3 ? 16 : place.count <= 6 ? 4 : 1
        let cost = (sharers[hash] ?? 1) * weight
        if cost < best.cost || cost == best.cost && place.count > best.place.count { best = (hash, cost, place) }
      }
      entries[Int(number)].keyStart = Int32(best.place.lowerBound)
      entries[Int(number)].keyLength = Int32(best.place.count)
      return best.hash
    }
  }

  private func forEachWord(of entry: Entry, _ body: (_ hash: UInt64, _ place: Range<Int>) -> Void) {
    let text = pool.span.extracting(Int(entry.start)..<Int(entry.start + entry.length))
    var index = 0
    while let word = WordHash.nextWord(in: text, from: index) {
      body(WordHash.of(text, word), word)
      index = word.upperBound
    }
  }

  /// Calls `found` with the pattern and range of every entry in the text.
  func forEachHit(in text: Span<UInt8>, _ found: (_ pattern: Int, _ range: Range<Int>) -> Void) {
    if !wordEntries.isEmpty { findWords(text, found) }
    if !gramEntries.isEmpty { findGrams(text, found) }
  }

  private func findWords(_ text: Span<UInt8>, _ found: (Int, Range<Int>) -> Void) {
    var index = 0
    while let word = WordHash.nextWord(in: text, from: index) {
      index = word.upperBound
      let hash = WordHash.of(text, word)
      guard words.mayHold(hash) else { continue }
      var number = words.first(hash)
      while number >= 0 {
        confirm(entries[Int(wordEntries[number])], text, keyAt: word.lowerBound, found)
        number = words.following(number)
      }
    }
  }

  private func findGrams(_ text: Span<UInt8>, _ found: (Int, Range<Int>) -> Void) {
    for start in 0..<text.count {
      var lengths = gramLengths[Int(text[start])]
      guard lengths != 0 else { continue }
      var bytes: UInt64 = 0
      for offset in 0..<min(4, text.count - start) { bytes |= UInt64(text[start + offset]) << UInt64(8 * offset) }
      while lengths != 0 {
        let length = lengths.trailingZeroBitCount + 1
        lengths &= lengths - 1
        guard start + length <= text.count else { break }
        let key = UInt64(length) << 32 | bytes & (1 << UInt64(8 * length) - 1)
        guard gramFilter[Self.filterWord(key)] & (1 << Self.filterBit(key)) != 0 else { continue }
        var number = grams.first(key)
        while number >= 0 {
          confirm(entries[Int(gramEntries[number])], text, keyAt: start, found)
          number = grams.following(number)
        }
      }
    }
  }

  /// Compares an entry around the place where its key stands.
  private func confirm(_ entry: Entry, _ text: Span<UInt8>, keyAt place: Int, _ found: (Int, Range<Int>) -> Void) {
    let (first, last) = (Int(entry.start), Int(entry.start + entry.length))
    var (lower, upper) = (place, place)
    var index = first + Int(entry.keyStart)
    while index < last {
      if pool[index] == 0x20 {
        guard upper < text.count, Self.isBlank(text[upper]) else { return }
        while upper < text.count, Self.isBlank(text[upper]) { upper += 1 }
      } else {
        guard upper < text.count, text[upper] == pool[index] else { return }
        upper += 1
      }
      index += 1
    }
    index = first + Int(entry.keyStart) - 1
    while index >= first {
      if pool[index] == 0x20 {
        guard lower > 0, Self.isBlank(text[lower - 1]) else { return }
        while lower > 0, Self.isBlank(text[lower - 1]) { lower -= 1 }
      } else {
        guard lower > 0, text[lower - 1] == pool[index] else { return }
        lower -= 1
      }
      index -= 1
    }
    if isBounded(entry, text, lower..<upper) { found(Int(entry.pattern), lower..<upper) }
  }

  private func isBounded(_ entry: Entry, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard entry.isWhole else { return true }
    // A sign at the edge of an entry, as in `18+`, needs no boundary of its own.
    if range.lowerBound > 0, WordCharacter.isWord(UTF8Bytes.scalar(text, at: range.lowerBound).scalar),
      WordCharacter.isWord(UTF8Bytes.scalar(text, before: range.lowerBound))
    {
      return false
    }
    if range.upperBound < text.count, WordCharacter.isWord(UTF8Bytes.scalar(text, before: range.upperBound)),
      WordCharacter.isWord(UTF8Bytes.scalar(text, at: range.upperBound).scalar)
    {
      return false
    }
    return true
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  /// Up to four bytes without a blank, from the end of the entry, where words of one stem differ most.
  private static func gram(_ bytes: [UInt8]) -> Range<Int> {
    var best = 0..<0
    var index = 0
    while index < bytes.count {
      guard bytes[index] != 0x20 else {
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, bytes[index] != 0x20 { index += 1 }
      let run = max(start, index - 4)..<index
      if run.count >= best.count { best = run }
    }
    return best
  }

  private static func gramKey(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var key = UInt64(bytes.count) << 32
    for (offset, byte) in bytes.enumerated() { key |= UInt64(byte) << UInt64(8 * offset) }
    return key
  }

  private static func filterHash(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }

  private static func filterWord(_ key: UInt64) -> Int { filterHash(key) >> 6 }
  private static func filterBit(_ key: UInt64) -> UInt64 { UInt64(filterHash(key) & 63) }
}
