public import TextNormalization

/// A way to write a word so that people still read it and a filter may not.
public enum Mutation: String, Hashable, Sendable, CaseIterable {
  case upperCase = "upper_case"
  case mixedCase = "mixed_case"
  /// Letters that nobody sees between the others.
  case zeroWidth = "zero_width"
  case fullWidth = "full_width"
  /// Letters of another script that look the same.
  case lookAlikes = "look_alikes"
  /// Digits and signs for letters.
  case leet
  case yo
  /// The letters of one word set apart by spaces.
  case spaced
  /// The same by dots.
  case dotted
  /// A vowel held down.
  case stretched
  /// Russian and Ukrainian words in Latin letters.
  case transliterated
  /// Typed with the keyboard in the other language.
  case keyboardLayout = "keyboard_layout"

  /// Whether a view shows the word as it was; what a rule that looks at this view may be held to.
  ///
  /// `norm` undoes case, unseen and wide letters; `fold` also look-alikes, leet and ё; `squeeze` also letters set apart and
  /// held down. Nothing undoes transliteration and keyboard layout, which patterns must know themselves.
  public func isPromised(by view: ViewName) -> Bool {
    switch self {
    case .upperCase, .mixedCase: true
    case .zeroWidth, .fullWidth: view != .raw
    case .lookAlikes, .leet, .yo: view == .fold || view == .squeeze
    case .spaced, .dotted, .stretched: view == .squeeze
    case .transliterated, .keyboardLayout: false
    }
  }
}

/// A text in which some words were written differently, with where each of its characters went.
struct MutatedText {
  /// Images of the characters, in bytes of the new text, without what was put between them.
  private(set) var images: [Range<Int>] = []
  /// Where the characters begin in the old text, and its length.
  private(set) var offsets: [Int] = []
  private(set) var text = ""

  /// - Parameters:
  ///   - ranges: Bytes of the text that may be written differently; the rest stays.
  /// - Returns: `nil` when nothing changes.
  init?(_ original: String, in ranges: [Range<Int>], by mutation: Mutation) {
    let scalars = Array(original.unicodeScalars)
    var offset = 0
    for scalar in scalars {
      offsets.append(offset)
      offset += scalar.utf8Length
    }
    offsets.append(offset)
    let isInside = scalars.indices.map { index in ranges.contains { $0.contains(offsets[index]) } }
    // Two words set apart by the same blanks cannot be told from one, by people neither.
    let isAlone = mutation == .spaced || mutation == .dotted
    let longest = isAlone ? Self.longestWord(scalars, isInside) : nil
    var begin = 0
    while begin < scalars.count {
      let isWord = isInside[begin] && scalars[begin].properties.isAlphabetic
      var end = begin + 1
      while end < scalars.count, isInside[end] && scalars[end].properties.isAlphabetic == isWord, isWord { end += 1 }
      if isWord, longest.map({ $0 == begin }) ?? !isAlone {
        append(WordMutation.pieces(of: Array(scalars[begin..<end]), by: mutation))
      } else {
        append(scalars[begin..<end].map { (String($0), "") })
      }
      begin = end
    }
    guard text != original else { return nil }
  }

  /// Where the longest word begins that may be rewritten.
  private static func longestWord(_ scalars: [Unicode.Scalar], _ isInside: [Bool]) -> Int? {
    var best: (begin: Int, count: Int)?
    var begin: Int?
    for index in 0...scalars.count {
      let isLetter = index < scalars.count && isInside[index] && scalars[index].properties.isAlphabetic
      if isLetter {
        begin = begin ?? index
      } else if let from = begin {
        if index - from > best?.count ?? 0 { best = (from, index - from) }
        begin = nil
      }
    }
    return best?.begin
  }

  private mutating func append(_ pieces: [(image: String, filler: String)]) {
    for piece in pieces {
      let begin = text.utf8.count
      text += piece.image
      images.append(begin..<text.utf8.count)
      text += piece.filler
    }
  }

  /// Whether a range of the new text marks the characters that a range of the old one marked, and no others.
  func isRight(_ new: Range<Int>, for old: Range<Int>) -> Bool {
    let marked = offsets.indices.dropLast().filter { old.contains(offsets[$0]) }
    guard let first = marked.first, let last = marked.last else { return false }
    let least = (begin: images[first].lowerBound, end: images[last].upperBound)
    let mostBegin = first > 0 ? images[first - 1].upperBound : 0
    let mostEnd = last + 1 < images.count ? images[last + 1].lowerBound : text.utf8.count
    return (mostBegin...least.begin).contains(new.lowerBound) && (least.end...mostEnd).contains(new.upperBound)
  }
}

extension Unicode.Scalar {
  fileprivate var utf8Length: Int { value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4 }
}

/// How one word is rewritten.
private enum WordMutation {
  static func pieces(of word: [Unicode.Scalar], by mutation: Mutation) -> [(image: String, filler: String)] {
    func each(_ change: (Int, Unicode.Scalar) -> String) -> [(image: String, filler: String)] {
      word.enumerated().map { (change($0, $1), "") }
    }
    let isLong = word.count >= 4
    switch mutation {
    case .upperCase: return each { $1.properties.uppercaseMapping }
    case .mixedCase:
      return each { $0 % 2 == 0 ? $1.properties.lowercaseMapping : $1.properties.uppercaseMapping }
    case .zeroWidth: return word.enumerated().map { (String($1), $0 + 1 < word.count ? "\u{200B}" : "") }
    case .fullWidth:
      return each { (0x21...0x7E).contains($1.value) ? String(Unicode.Scalar($1.value + 0xFEE0) ?? $1) : String($1) }
    case .lookAlikes: return isLong ? some(of: word, from: lookAlikes, atMost: 2) : each { String($1) }
    case .leet: return isLong ? some(of: word, from: leet, atMost: max(1, word.count / 4)) : each { String($1) }
    case .yo: return each { $1 == "е" ? "ё" : $1 == "ё" ? "е" : String($1) }
    case .spaced: return apart(word, by: " ")
    case .dotted: return apart(word, by: ".")
    case .stretched:
      // A last e is left alone: "freeee" may be "free".
      let letters = word.last == "e" ? word.dropLast() : word[...]
      let vowel = letters.lastIndex { "аеёиіоуыэюяaeiouy".unicodeScalars.contains($0) }
      return each { $0 == vowel ? String(repeating: String($1), count: 4) : String($1) }
    case .transliterated: return each { transliteration[lowered($1)] ?? String($1) }
    case .keyboardLayout: return each { layout[lowered($1)].map { String($0) } ?? String($1) }
    }
  }

  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  /// Letters apart; a short word set apart is no word that anybody hides.
  private static func apart(_ word: [Unicode.Scalar], by filler: String) -> [(image: String, filler: String)] {
    word.enumerated().map { (String($1), word.count >= 4 && $0 + 1 < word.count ? filler : "") }
  }

  /// A few letters replaced, never the first and so few that the word keeps its script.
  private static func some(
    of word: [Unicode.Scalar], from table: [Unicode.Scalar: Unicode.Scalar], atMost: Int
  ) -> [(image: String, filler: String)] {
    var left = atMost
    return word.enumerated().map { index, scalar in
      guard index > 0, left > 0, let other = table[scalar] else { return (String(scalar), "") }
      left -= 1
      return (String(other), "")
    }
  }

  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i",
    "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "i": "і",
  ]

  private static let leet: [Unicode.Scalar: Unicode.Scalar] = [
    "о": "0", "з": "3", "а": "@", "ч": "4", "o": "0", "i": "1", "e": "3", "a": "@", "s": "$",
  ]

  private static let transliteration: [Unicode.Scalar: String] = [
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
  ]

  /// The key that has the Latin letter where a Russian keyboard has the Cyrillic one.
  private static let layout: [Unicode.Scalar: Character] = Dictionary(
    uniqueKeysWithValues: zip("йцукенгшщзхъфывапролджэячсмитьбю".unicodeScalars, "qwertyuiop[]asdfghjkl;'zxcvbnm,."))
}
