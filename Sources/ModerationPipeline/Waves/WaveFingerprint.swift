public import ModerationModel
import RuleEngine
import TextNormalization

/// What a text is compared with others by: near-duplicates have similar ones, and no words can be read from it.
///
/// Of texts with twelve words and more the 32 least hashes of three-word shingles (bottom-k, Cohen and Kaplan, PODC 2007):
/// all of them where there are no more, which makes the similarity exact. Of shorter texts a SimHash of five-character
/// pieces, `TextFingerprint`. Texts near the border have both. Everything is taken from the view `fold`, with numbers as one
/// sign, so that disguises, prices and counters change nothing.
public struct WaveFingerprint: Hashable, Sendable {
  /// Texts with fewer letters, or fewer different words, say what everybody says.
  public static let lettersMin = TextFingerprint.lettersMin
  public static let differentWordsMin = 5
  /// From here on shingles, up to there pieces: one is enough to match by.
  public static let shingleWordsMin = 10
  public static let pieceWordsMax = 18
  public static let shinglesMax = 32
  /// Two texts are near from this share of common shingles on, or up to so many different bits.
  public static let shareMin = 0.35
  public static let distanceMax = 22

  /// In rising order; empty for short texts.
  public let shingles: [UInt32]
  /// `nil` for long texts.
  public let pieces: TextFingerprint?

  /// The share of common shingles, as far as both texts have any: exact up to 32 shingles in both together, else estimated
  /// with a standard error of at most 0.09.
  public func share(with other: WaveFingerprint) -> Double? {
    guard !shingles.isEmpty, !other.shingles.isEmpty else { return nil }
    return Self.share(shingles[...], other.shingles[...])
  }

  /// Whether two texts are copies of each other.
  public func isNear(_ other: WaveFingerprint) -> Bool {
    if let share = share(with: other), share >= Self.shareMin { return true }
    guard let pieces, let theirs = other.pieces else { return false }
    return pieces.distance(to: theirs) <= Self.distanceMax
  }

  /// Of the least hashes of both together, the share that both have.
  static func share(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Double {
    var (i, j) = (left.startIndex, right.startIndex)
    var (seen, common) = (0, 0)
    while seen < shinglesMax, i < left.endIndex || j < right.endIndex {
      seen += 1
      if j == right.endIndex || i < left.endIndex && left[i] < right[j] {
        i += 1
      } else if i == left.endIndex || right[j] < left[i] {
        j += 1
      } else {
        common += 1
        i += 1
        j += 1
      }
    }
    return seen == 0 ? 0 : Double(common) / Double(seen)
  }
}

// MARK: - As bytes

extension WaveFingerprint {
  private static let version: UInt8 = 1
  /// No fingerprint takes more.
  public static let bytesMax = 3 + 16 + 4 * shinglesMax

  /// For stores, which do not look inside.
  public var bytes: [UInt8] {
    var bytes = [Self.version, UInt8(shingles.count), pieces == nil ? 0 : 1]
    if let pieces {
      for shift in stride(from: 0, to: 128, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: pieces.bits >> UInt128(shift)))
      }
    }
    for shingle in shingles {
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: shingle >> UInt32(shift))) }
    }
    return bytes
  }

  /// `nil` for bytes that are not a fingerprint of this kind.
  public init?(bytes: [UInt8]) {
    guard bytes.count >= 3, bytes[0] == Self.version, bytes[1] <= Self.shinglesMax, bytes[2] <= 1 else { return nil }
    let (count, start) = (Int(bytes[1]), 3 + 16 * Int(bytes[2]))
    guard bytes.count == start + 4 * count else { return nil }
    var pieces: TextFingerprint?
    if bytes[2] == 1 {
      pieces = TextFingerprint(bits: bytes[3..<19].reversed().reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }
    let shingles = (0..<count).map { index in
      bytes[start + 4 * index..<start + 4 * index + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    guard zip(shingles, shingles.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    self.init(shingles: shingles, pieces: pieces)
  }
}

// MARK: - From texts

extension WaveFingerprint {
  /// The fingerprint of a text's view `fold`; `nil` where there is too little of it to be anybody's copy.
  ///
  /// - Complexity: O(bytes), some 10 µs for a comment of forty words.
  init?(_ text: borrowing NormalizedText) {
    let words = Self.words(text.bytes(of: .fold))
    guard Set(words).count >= Self.differentWordsMin else { return nil }
    let pieces = words.count <= Self.pieceWordsMax ? TextFingerprint(text) : nil
    var shingles: [UInt32] = []
    if words.count >= Self.shingleWordsMin {
      shingles.reserveCapacity(words.count)
      for index in words.indices.dropLast(2) {
        var hash = words[index] &* 0x9E37_79B9_7F4A_7C15
        hash = Self.mixed(hash ^ words[index + 1]) &* 0x9E37_79B9_7F4A_7C15
        shingles.append(UInt32(truncatingIfNeeded: Self.mixed(hash ^ words[index + 2]) >> 32))
      }
      shingles = Self.least(shingles)
    }
    guard !shingles.isEmpty || pieces != nil else { return nil }
    self.init(shingles: shingles, pieces: pieces)
  }

  private static func least(_ hashes: [UInt32]) -> [UInt32] {
    var least: [UInt32] = []
    for hash in hashes.sorted() where least.last != hash {
      least.append(hash)
      if least.count == shinglesMax { break }
    }
    return least
  }

  /// Hashes of the words in order; all numbers are one word, and a word that is said again at once is said once.
  private static func words(_ bytes: [UInt8]) -> [UInt64] {
    let text = bytes.span
    var words: [UInt64] = []
    var place = 0
    while let word = WordHash.nextWord(in: text, from: place) {
      place = word.upperBound
      let isNumber = word.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[$0]) }
      let hash = isNumber ? 0x30 : WordHash.of(text, word)
      if words.last != hash { words.append(hash) }
    }
    return words
  }

  /// The finaliser of SplitMix64.
  static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension PipelineWorker {
  /// The fingerprint of what a submission says itself, without links, which differ from copy to copy; without lines that
  /// begin with `>`, which are somebody else's words; and without the `@names` of those who are answered.
  package func waveFingerprint(of prepared: PreparedSubmission) -> WaveFingerprint? {
    let text = prepared.submission.text
    guard !prepared.body.links.isEmpty || text.utf8.contains(where: { $0 == 0x3E || $0 == 0x40 }) else {
      return WaveFingerprint(prepared.body)
    }
    return WaveFingerprint(NormalizedText(Self.ownWords(text, without: prepared.body.links.map(\.range))))
  }

  private static func ownWords(_ text: String, without links: [Range<Int>]) -> String {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var place = 0
    for link in links where link.lowerBound >= place && link.upperBound <= bytes.count {
      kept += bytes[place..<link.lowerBound]
      kept.append(UInt8(ascii: " "))
      place = link.upperBound
    }
    kept += bytes[place...]
    let lines = String(decoding: kept, as: UTF8.self).split(whereSeparator: \.isNewline)
      .filter { $0.first { !$0.isWhitespace } != ">" }
    return lines.map { line in
      line.split(separator: " ").filter { $0.first != "@" }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// Whether a text is for the most part a quotation of another, such as the comment that it answers.
  ///
  /// - Complexity: O(bytes of both).
  package func isQuotation(_ text: String, of source: String) -> Bool {
    let quoted = Set(WaveFingerprint.shingleHashes(NormalizedText(source)))
    let own = WaveFingerprint.shingleHashes(NormalizedText(text))
    guard !own.isEmpty else { return false }
    return own.count { quoted.contains($0) } * 2 > own.count
  }
}

extension WaveFingerprint {
  fileprivate static func shingleHashes(_ text: borrowing NormalizedText) -> [UInt64] {
    let words = words(text.bytes(of: .fold))
    guard words.count >= 3 else { return [] }
    return words.indices.dropLast(2).map { index in
      mixed(mixed(words[index] &* 0x9E37_79B9_7F4A_7C15 ^ words[index + 1]) &* 0x9E37_79B9_7F4A_7C15 ^ words[index + 2])
    }
  }
}
