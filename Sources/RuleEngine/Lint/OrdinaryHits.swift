import ModerationModel
import PCRE2
import TextNormalization

/// Finds substrings that fire inside ordinary words, and that no exception takes back there.
struct OrdinaryHits: ~Copyable {
  /// How many words a finding names.
  private static let wordsShown = 4

  private var folding = LiteralFolding()
  private var worker = try? MatchWorker()

  /// - Parameter languages: Of the rule; words of all are looked at when it has none.
  mutating func check(_ group: PatternGroup, languages: [Language], _ diagnostics: inout Diagnostics) {
    let (scope, view) = (group.scope, group.scope.view)
    guard view == .fold || view == .norm || view == .squeeze, !scope.flags.contains(.caseSensitive) else { return }
    for definition in group.patterns where definition.kind == .substring {
      guard case .literal = definition.content else { continue }
      let entry = String(decoding: folding.fold(definition.text.text, as: view), as: UTF8.self)
      guard !entry.isEmpty else { continue }
      var found: [String] = []
      for language in OrdinaryWords.languages where languages.isEmpty || languages.contains(language) {
        for word in OrdinaryWords.words(of: language) where word.contains(entry) && !Self.isForm(word, of: entry) {
          guard !found.contains(word), !isExcused(entry, in: word, group, view) else { continue }
          found.append(word)
        }
      }
      guard !found.isEmpty else { continue }
      let more = found.count > Self.wordsShown ? " and others" : ""
      diagnostics.warning(
        .listEntryHitsDictionary, definition.text.place,
        "«\(definition.text.text.clipped(to: 40))» is met inside ordinary words: "
          + found.prefix(Self.wordsShown).joined(separator: ", ") + more,
        expected: "words, a longer piece, or except: with these words")
    }
  }

  /// The word itself, or the entry with an ending of a letter or two: what its author surely wants to find.
  private static func isForm(_ word: String, of entry: String) -> Bool {
    word.hasPrefix(entry) && word.unicodeScalars.count - entry.unicodeScalars.count <= 2
  }

  /// Whether an exception covers the entry wherever it stands in a word.
  private mutating func isExcused(_ entry: String, in word: String, _ group: PatternGroup, _ view: ViewName) -> Bool {
    guard !group.exceptions.isEmpty else { return false }
    let text = Array(word.utf8)
    let piece = Array(entry.utf8)
    var covered: [Range<Int>] = []
    for exception in group.exceptions {
      switch exception.content {
      case .literal:
        let bytes = folding.fold(exception.text.text, as: view)
        if exception.kind == .substring {
          covered += Self.places(of: bytes, in: text)
        } else if bytes == text {
          covered.append(0..<text.count)
        }
      case .expression(let expanded):
        let options = PatternSetBuilder.options(group.scope.flags)
        let expression =
          exception.kind == .word ? PatternSetBuilder.bounded(expanded.text, options) : expanded.text
        guard let pattern = try? Pattern(expression, options: options),
          let span = try? UTF8Span(validating: text.span)
        else { continue }
        _ = try? worker?.forEachMatch(of: pattern, in: span) { range in
          covered.append(range)
          return covered.count < 100
        }
      // A list of exceptions is somebody's considered word.
      case .list: return true
      }
    }
    return Self.places(of: piece, in: text).allSatisfy { place in
      covered.contains { $0.lowerBound <= place.lowerBound && $0.upperBound >= place.upperBound }
    }
  }

  private static func places(of piece: [UInt8], in text: [UInt8]) -> [Range<Int>] {
    guard !piece.isEmpty, piece.count <= text.count else { return [] }
    return (0...(text.count - piece.count)).compactMap { start in
      text[start..<start + piece.count].elementsEqual(piece) ? start..<start + piece.count : nil
    }
  }
}
