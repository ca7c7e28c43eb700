import ModerationModel

/// A comment's own words, cut where evidence begins and ends.
///
/// Evidence is kept as bytes of the text as it was given. A range that would split a character is widened to the whole
/// character, so that nothing is shown in halves.
struct MarkedText {
  struct Piece: Hashable {
    var words: String
    /// Findings that stand on these words, as places in `signals`; none for plain words.
    var standing: [Int]
  }

  /// Ranges that are looked at; a text may be full of evidence.
  static let rangesMax = 400

  let signals: [Signal]
  let pieces: [Piece]

  /// - Complexity: O(bytes + ranges²), with at most ``rangesMax`` ranges.
  init(_ text: String, signals: [Signal], field: TextField = .body) {
    self.signals = signals
    var ranges: [(range: Range<String.Index>, signal: Int)] = []
    for (number, signal) in signals.enumerated() {
      for evidence in signal.evidence where evidence.field == field && ranges.count < Self.rangesMax {
        if let range = Self.characters(evidence.range, of: text) { ranges.append((range, number)) }
      }
    }
    let bounds = Set(ranges.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
      .union([text.startIndex, text.endIndex]).sorted()
    var pieces: [Piece] = []
    for (begin, end) in zip(bounds, bounds.dropFirst()) where begin < end {
      var standing: [Int] = []
      for (range, signal) in ranges where range.lowerBound <= begin && end <= range.upperBound {
        if !standing.contains(signal) { standing.append(signal) }
      }
      let words = String(text[begin..<end])
      if let last = pieces.indices.last, pieces[last].standing == standing {
        pieces[last].words += words
      } else {
        pieces.append(Piece(words: words, standing: standing))
      }
    }
    self.pieces = pieces
  }

  /// The whole characters around a range of bytes; `nil` for what lies outside the text.
  private static func characters(_ bytes: Range<Int>, of text: String) -> Range<String.Index>? {
    let begin = max(0, bytes.lowerBound)
    let end = min(text.utf8.count, bytes.upperBound)
    guard begin < end else { return nil }
    let utf8 = text.utf8
    let first = utf8.index(utf8.startIndex, offsetBy: begin)
    let last = utf8.index(first, offsetBy: end - begin - 1)
    // Moving from inside a character goes to the end of that character.
    let upper = text.index(after: last)
    return text.index(before: text.index(after: first))..<upper
  }

  /// Categories whose words are hidden from those who wish it.
  private static let coarse: Set<Category> = [.obscene, .hate, .abuse]

  /// The pieces in the words of the template.
  ///
  /// - Parameter charactersMax: Longer texts are cut; what is left begins shortly before the first evidence.
  func view(isMasked: Bool, charactersMax: Int? = nil) -> [PageView] {
    (charactersMax.map(shortened) ?? pieces).map { piece in
      let standing = piece.standing.map { signals[$0] }
      let isCoarse = standing.contains { Self.coarse.contains($0.category) && $0.score > 0 }
      let isLive = standing.contains { $0.status == .live }
      return [
        "words": piece.words, "isMark": !standing.isEmpty, "tone": isLive ? "hit" : "shadow",
        "why": standing.map(\.name).joined(separator: ", "),
        "veil": isMasked && isCoarse ? Self.veiled(piece.words) as Any : false,
      ]
    }
  }

  /// The first letter of each word, and a dot for each further one.
  private static func veiled(_ words: String) -> String {
    words.split(separator: " ", omittingEmptySubsequences: false)
      .map { $0.prefix(1) + String(repeating: "•", count: max(0, min($0.count, 24) - 1)) }.joined(separator: " ")
  }

  private func shortened(_ charactersMax: Int) -> [Piece] {
    var pieces = pieces
    let lead = 80
    if let first = pieces.first, first.standing.isEmpty, pieces.count > 1, first.words.count > 2 * lead {
      pieces[0].words = "…" + first.words.suffix(lead)
    }
    var kept: [Piece] = []
    var room = charactersMax
    for var piece in pieces {
      guard room > 0 else { break }
      let count = piece.words.count
      if count > room { piece.words = piece.words.prefix(room) + "…" }
      kept.append(piece)
      room -= count
    }
    return kept
  }
}
