/// A reader's text as pieces: words, and addresses that become links.
///
/// Pieces joined give the text again, byte for byte. Nothing here makes HTML.
struct TextPiece: Hashable {
  var words: Substring
  /// Whether the words are an address with `http` or `https` that may be followed.
  var isLink: Bool

  static let linkBytesMax = 2000

  /// - Complexity: O(bytes).
  static func pieces(of text: String) -> [TextPiece] {
    var pieces: [TextPiece] = []
    let scalars = text.unicodeScalars
    var wordsStart = scalars.startIndex
    var index = scalars.startIndex
    var isInsideWord = false
    while index < scalars.endIndex {
      if !isInsideWord, scalars[index] == "h" || scalars[index] == "H", let end = linkEnd(in: scalars, from: index) {
        if wordsStart < index { pieces.append(TextPiece(words: text[wordsStart..<index], isLink: false)) }
        pieces.append(TextPiece(words: text[index..<end], isLink: true))
        index = end
        wordsStart = end
        isInsideWord = false
        continue
      }
      let scalar = scalars[index]
      isInsideWord = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      index = scalars.index(after: index)
    }
    if wordsStart < scalars.endIndex { pieces.append(TextPiece(words: text[wordsStart...], isLink: false)) }
    return pieces
  }

  private typealias Scalars = String.UnicodeScalarView

  /// Where an address that begins at `start` ends; `nil` when none does.
  private static func linkEnd(in scalars: Scalars, from start: Scalars.Index) -> Scalars.Index? {
    var index = start
    func skip(_ word: String) -> Bool {
      var ahead = index
      for wanted in word.unicodeScalars {
        guard ahead < scalars.endIndex,
          scalars[ahead] == wanted || scalars[ahead].properties.lowercaseMapping == String(wanted)
        else { return false }
        ahead = scalars.index(after: ahead)
      }
      index = ahead
      return true
    }
    guard skip("https://") || skip("http://") else { return nil }
    let host = index
    var end = index
    var open = 0
    while end < scalars.endIndex, isPart(scalars[end]) {
      if scalars[end] == "(" { open += 1 }
      if scalars[end] == ")" { open -= 1 }
      end = scalars.index(after: end)
    }
    // A sentence's punctuation is not the address's, unless a bracket was opened in it.
    while end > host {
      let last = scalars[scalars.index(before: end)]
      guard closing.contains(last) || last == ")" && open < 0 else { break }
      if last == ")" { open += 1 }
      end = scalars.index(before: end)
    }
    let name = scalars[host..<end].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    // Somebody's name before an @ makes one site look like another.
    guard let first = name.first, first != ".", first != ":", name.contains("."), !name.contains("@"),
      String(scalars[start..<end]).utf8.count <= linkBytesMax
    else { return nil }
    return end
  }

  private static let closing: Set<Unicode.Scalar> = [
    ".", ",", ";", ":", "!", "?", "'", "]", "»", "“", "”", "’", "…",
  ]

  /// Whether a scalar can stand in an address. Unseen ones cannot: they would hide where a link leads.
  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "\"", "`", "{", "}", "|", "\\", "^", "«", "„": return false
    default: break
    }
    guard scalar.value > 0x20, scalar.value != 0x7F, !scalar.properties.isWhitespace else { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .surrogate, .unassigned: return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
