/// Literals with too few letters to be found by them: `!!!`, `$$`, «日本», `18+`.
///
/// Each is filed under up to four bytes of itself, from a character on that is no letter of a ``LetterStream``, so that only
/// the places of such characters are looked at, and no text without them costs anything.
struct SignTable: Sendable {
  private struct Entry: Sendable {
    var owner: Int32
    var start: Int32
    var length: Int32
    /// Where the gram begins inside the literal.
    var gramOffset: Int32
  }

  private static let gramBytesMax = 4

  private var pool: [UInt8] = []
  private var entries: [Entry] = []
  private var grams = KeyTable([])
  /// How long grams are, ascending.
  private var lengths: [Int] = []
  /// The classes of bytes for a ``LetterStream`` that is to note the places where a gram may begin.
  private(set) var classes = LetterStream.classes

  var isEmpty: Bool { entries.isEmpty }

  /// - Parameter literals: Whole characters in folded UTF-8, not letters alone, with what they stand for.
  init(_ literals: [(bytes: [UInt8], owner: Int)]) {
    var keys: [UInt64] = []
    for (bytes, owner) in literals {
      let offset = Self.gramOffset(bytes)
      let length = min(Self.gramBytesMax, bytes.count - offset)
      entries.append(
        Entry(
          owner: Int32(owner), start: Int32(pool.count), length: Int32(bytes.count), gramOffset: Int32(offset)))
      pool += bytes
      keys.append(Self.key(bytes.span, at: offset, length: length))
      if !lengths.contains(length) { lengths.append(length) }
      classes[Int(bytes[offset])] = LetterStream.ByteClass.wantedSign
    }
    lengths.sort()
    grams = KeyTable(keys)
  }

  /// Calls `found` with the owner of each literal that stands in the text, perhaps several times.
  ///
  /// - Parameter places: Where bytes of class ``LetterStream/ByteClass/wantedSign`` stand.
  func forEachOwner(in text: Span<UInt8>, at places: ArraySlice<Int32>, _ found: (Int) -> Void) {
    for place in places {
      for length in lengths where Int(place) + length <= text.count {
        let key = Self.key(text, at: Int(place), length: length)
        guard grams.mayHold(key) else { continue }
        var number = grams.first(key)
        while number >= 0 {
          let entry = entries[number]
          if stands(entry, in: text, at: Int(place) - Int(entry.gramOffset)) { found(Int(entry.owner)) }
          number = grams.following(number)
        }
      }
    }
  }

  private func stands(_ entry: Entry, in text: Span<UInt8>, at begin: Int) -> Bool {
    guard begin >= 0, begin + Int(entry.length) <= text.count else { return false }
    for offset in 0..<Int(entry.length) where pool[Int(entry.start) + offset] != text[begin + offset] { return false }
    return true
  }

  private static func key(_ bytes: Span<UInt8>, at offset: Int, length: Int) -> UInt64 {
    var key = UInt64(length) << 32
    for index in 0..<length { key |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return key
  }

  /// Where the rarest gram begins; a blank is the last resort.
  private static func gramOffset(_ bytes: [UInt8]) -> Int {
    var best: (offset: Int, bits: Double)?
    var index = 0
    while index < bytes.count {
      let length = UTF8Bytes.scalar(bytes.span, at: index).length
      if LetterStream.classes[Int(bytes[index])] == LetterStream.ByteClass.other {
        let bits =
          LetterRarity.bits(of: bytes[index..<min(bytes.count, index + gramBytesMax)])
          - (bytes[index] == 0x20 ? 100 : 0)
        if best.map({ bits > $0.bits }) ?? true { best = (index, bits) }
      }
      index += length
    }
    guard let best else { preconditionFailure("a literal of letters alone was filed under a sign") }
    return best.offset
  }
}
