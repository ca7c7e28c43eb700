/// Cuts a view of a text into what a linear model weighs: pieces of words, words, and words in each other's company.
///
/// Pieces are runs of 2 to 5 characters inside what stands between spaces, with one space on either side as part of it, so
/// that a beginning differs from a middle. Words come alone, in twos, in threes and with one left out between them; and
/// each word that stands near one for the person spoken to or of («ты», "you", «вони») comes once more as such, because the
/// same word is an insult to somebody and none about something.
///
/// A feature is its code: the low bits choose a row of the model's table, the high eight bits say whether the row is meant.
/// The memory is kept from text to text, so that nothing is allocated once it has grown.
package struct FeatureScanner: Sendable {
  /// Characters that are looked at; what a text has beyond them does not count.
  package static let scalarsMax = 4096
  static let piece = 2...5
  /// How far before and behind a personal word another is near it.
  static let nearBefore = 4
  static let nearBehind = 5

  /// Occurrences in order of the text: the feature's code in the low half, the number of the token that it ends in above.
  package private(set) var marks = FeatureMarks()
  /// What stands between spaces, as ranges of the view's bytes.
  package private(set) var tokens: [Range<Int>] = []

  private var scalars: [UInt32] = []
  private var places: [Int32] = []
  private var words: [Word] = []

  private struct Word {
    var hash: UInt32
    var token: UInt16
    var isPersonal: Bool
    var isSign: Bool
  }

  package init() {}

  /// Fills ``codes`` with the features of a view's bytes and of the hosts that the text links to.
  ///
  /// - Complexity: O(bytes), of ``scalarsMax`` characters at most.
  package mutating func scan(_ view: [UInt8], hosts: [UInt8]) {
    // Handed from function to function, so that writing does not ask each time who else holds it.
    var found = FeatureMarks()
    swap(&found, &marks)
    found.all.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    decode(view)
    cut(into: &found)
    joinWords(into: &found)
    Self.scanHosts(hosts, into: &found)
    swap(&found, &marks)
  }

  private mutating func decode(_ view: [UInt8]) {
    scalars.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    let bytes = view.span
    var index = 0
    while index < bytes.count, scalars.count < Self.scalarsMax {
      let first = UInt32(bytes[index])
      places.append(Int32(index))
      if first < 0x80 {
        scalars.append(first)
        index += 1
      } else if first < 0xE0 {
        scalars.append((first & 0x1F) << 6 | UInt32(bytes[index + 1]) & 0x3F)
        index += 2
      } else if first < 0xF0 {
        scalars.append((first & 0x0F) << 12 | (UInt32(bytes[index + 1]) & 0x3F) << 6 | UInt32(bytes[index + 2]) & 0x3F)
        index += 3
      } else {
        scalars.append(
          (first & 0x07) << 18 | (UInt32(bytes[index + 1]) & 0x3F) << 12 | (UInt32(bytes[index + 2]) & 0x3F) << 6
            | UInt32(bytes[index + 3]) & 0x3F)
        index += 4
      }
    }
    places.append(Int32(index))
  }

  private mutating func cut(into found: inout FeatureMarks) {
    let scalars = scalars
    var words: [Word] = []
    swap(&words, &self.words)
    defer { swap(&words, &self.words) }
    var start = 0
    while start < scalars.count {
      if Self.isSpace(scalars[start]) {
        start += 1
        continue
      }
      var end = start + 1
      while end < scalars.count, !Self.isSpace(scalars[end]) { end += 1 }
      let token = UInt16(truncatingIfNeeded: tokens.count)
      tokens.append(Int(places[start])..<Int(places[end]))
      Self.addPieces(scalars.span, start, end, token, into: &found)
      Self.addWords(scalars.span, start, end, token, into: &words)
      start = end
    }
  }

  /// Pieces of one token, with a space before and behind it.
  private static func addPieces(
    _ scalars: Span<UInt32>, _ start: Int, _ end: Int, _ token: UInt16, into found: inout FeatureMarks
  ) {
    let length = end - start + 2
    for first in 0..<length - 1 {
      var hash: UInt32 = 0x811C_9DC5
      let last = min(length, first + piece.upperBound)
      for place in first..<last {
        let scalar = place == 0 || place == length - 1 ? 0x20 : scalars[start + place - 1]
        hash = (hash ^ scalar) &* 0x0100_0193
        hash ^= hash >> 15
        if place > first { found.add(hash, token) }
      }
    }
  }

  /// Words and single signs of one token, noted for ``joinWords()``.
  private static func addWords(
    _ scalars: Span<UInt32>, _ start: Int, _ end: Int, _ token: UInt16, into words: inout [Word]
  ) {
    var index = start
    while index < end {
      var hash: UInt32 = 0x9E37_79B9
      guard isWord(scalars[index]) else {
        hash = (hash ^ scalars[index]) &* 0x85EB_CA6B
        words.append(Word(hash: hash, token: token, isPersonal: false, isSign: true))
        index += 1
        continue
      }
      let first = index
      while index < end, isWord(scalars[index]) || (scalars[index] == 0x27 && index > first) {
        hash = (hash ^ scalars[index]) &* 0x85EB_CA6B
        hash ^= hash >> 13
        index += 1
      }
      words.append(
        Word(hash: hash, token: token, isPersonal: PersonalWords.contains(scalars, first..<index), isSign: false))
    }
  }

  private func joinWords(into found: inout FeatureMarks) {
    var (before, beforeThat): (UInt32?, UInt32?) = (nil, nil)
    var previous: UInt32?
    for index in words.indices {
      let word = words[index]
      found.add(Self.joined(1, word.hash, 0), word.token)
      if let previous { found.add(Self.joined(2, previous, word.hash), word.token) }
      previous = word.hash
      guard !word.isSign else { continue }
      if let before, let beforeThat {
        found.add(Self.joined(3, Self.joined(2, beforeThat, before), word.hash), word.token)
        found.add(Self.joined(4, beforeThat, word.hash), word.token)
      }
      (beforeThat, before) = (before, word.hash)
      if word.isPersonal { addNear(index, into: &found) }
    }
  }

  /// The words near a personal one.
  private func addNear(_ index: Int, into found: inout FeatureMarks) {
    var left = Self.nearBehind
    var other = index + 1
    while other < words.count, left > 0 {
      if !words[other].isSign {
        found.add(Self.joined(5, words[other].hash, 0), words[other].token)
        left -= 1
      }
      other += 1
    }
    left = Self.nearBefore
    other = index - 1
    while other >= 0, left > 0 {
      if !words[other].isSign {
        found.add(Self.joined(6, words[other].hash, 0), words[other].token)
        left -= 1
      }
      other -= 1
    }
  }

  /// Each host whole, and its last label.
  private static func scanHosts(_ hosts: [UInt8], into found: inout FeatureMarks) {
    guard !hosts.isEmpty else { return }
    var (whole, label): (UInt32, UInt32) = (7, 7)
    var isEmpty = true
    for index in 0...min(hosts.count, scalarsMax) {
      let byte = index < hosts.count ? hosts[index] : 0x0A
      switch byte {
      case 0x0A:
        guard !isEmpty else { continue }
        found.add(joined(7, whole, 0), .max)
        found.add(joined(8, label, 0), .max)
        (whole, label, isEmpty) = (7, 7, true)
        continue
      case UInt8(ascii: "."): label = 7
      default: label = (label ^ UInt32(byte)) &* 0x0100_0193
      }
      whole = (whole ^ UInt32(byte)) &* 0x0100_0193
      isEmpty = false
    }
  }

  private static func joined(_ kind: UInt32, _ left: UInt32, _ right: UInt32) -> UInt32 {
    var hash = (left ^ kind &* 0x9E37_79B1) &* 0xC2B2_AE35
    hash ^= hash >> 16
    hash = (hash &+ right) &* 0x27D4_EB2F
    return hash ^ hash >> 15
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    scalar <= 0x20 || scalar == 0xA0 || scalar == 0x2028 || scalar == 0x2029 || scalar == 0x3000
  }

  /// Letters and digits; beyond ASCII, whatever is neither a punctuation mark nor a symbol nor an emoji.
  private static func isWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    case ..<0xAA: false
    case 0xAB, 0xB6, 0xB7, 0xBB, 0xBF, 0xD7, 0xF7: false
    case 0x2000...0x2BFF, 0x3000...0x303F, 0xFE00...0xFE0F, 0x1F000...0x1FFFF: false
    default: true
    }
  }
}

/// Occurrences of features, written one after the other.
package struct FeatureMarks: Sendable {
  package fileprivate(set) var all: [UInt64] = []

  /// The finishing mix of MurmurHash3 (Austin Appleby, public domain).
  @inline(__always)
  fileprivate mutating func add(_ hash: UInt32, _ token: UInt16) {
    var code = hash
    code ^= code >> 16
    code &*= 0x85EB_CA6B
    code ^= code >> 13
    code &*= 0xC2B2_AE35
    code ^= code >> 16
    all.append(UInt64(code) | UInt64(token) << 32)
  }

  package static func code(_ mark: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: mark) }

  package static func owner(_ mark: UInt64) -> Int { Int(truncatingIfNeeded: mark >> 32) }
}

/// Words for the person spoken to or of, in the views' spelling.
enum PersonalWords {
  static func contains(_ scalars: Span<UInt32>, _ range: Range<Int>) -> Bool {
    guard range.count <= 8 else { return false }
    // Letters of the longest word and its signs; most words leave here.
    var key: UInt64 = 0
    for index in range { key = key &* 0x1_0000_01B3 &+ UInt64(scalars[index]) }
    return keys.contains(key)
  }

  private static let keys = Set(
    """
    ты тебя тебе тобои тобой твой твоя твое твои твоего вы вас вам вами ваш ваша ваше ваши он его ему она ее они их им
    ти тобі тобою твій твоє твої ви вами він вона вони її їх
    you your yours u ur yourself you're youre he his him she her they them their he's she's they're
    """.split(whereSeparator: \.isWhitespace).map { word in
      word.unicodeScalars.reduce(UInt64(0)) { $0 &* 0x1_0000_01B3 &+ UInt64($1.value) }
    })
}
