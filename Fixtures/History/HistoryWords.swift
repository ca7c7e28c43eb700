/// Puts sentences together from the templates of `SentencesRU`, `SentencesUK` and `SentencesEN`.
enum HistoryWords {
  /// A template's pieces: plain text, and names of vocabularies in turn.
  struct Template: Sendable {
    enum Piece: Sendable {
      case text(String)
      case slot(String)
    }

    let pieces: [Piece]

    /// - Parameter text: `{name}` stands for a word of the vocabulary of that name, `{brand}` for the campaign's own name.
    init(_ text: String) {
      var pieces: [Piece] = []
      var rest = text[...]
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
        pieces.append(.slot(String(rest[rest.index(after: open)..<close])))
        rest = rest[rest.index(after: close)...]
      }
      if !rest.isEmpty { pieces.append(.text(String(rest))) }
      self.pieces = pieces
    }
  }

  /// All that one language has.
  struct Sentences: Sendable {
    var templates: [HistoryComment.Kind: [Template]]
    /// Templates of the last third of the time, without the words that rules of the first day know.
    var newer: [HistoryComment.Kind: [Template]]
    var vocabulary: [String: [String]]
    var names: [String]

    init(
      _ templates: [HistoryComment.Kind: [String]], newer: [HistoryComment.Kind: [String]],
      vocabulary: [String: [String]], names: [String]
    ) {
      self.templates = templates.mapValues { $0.map(Template.init) }
      self.newer = newer.mapValues { $0.map(Template.init) }
      self.vocabulary = vocabulary
      self.names = names
    }
  }

  static let brands = [
    "fortuna-club.example", "zarobitok24.example", "kredo-lite.example", "moon-signal.example", "fit-lavka.example",
    "lucky-dom.example", "rabota-doma.example", "groshi-tut.example", "x10-crypto.example", "chasy-sale.example",
  ]

  private static let all: [String: Sentences] = [
    "ru": SentencesRU.sentences, "uk": SentencesUK.sentences, "en": SentencesEN.sentences,
  ]

  static func language(of kind: HistoryComment.Kind, _ random: inout HistoryRandom) -> String {
    let draw = random.unit()
    if kind.isAdvertising { return draw < 0.6 ? "ru" : draw < 0.85 ? "uk" : "en" }
    return draw < 0.5 ? "ru" : draw < 0.8 ? "uk" : "en"
  }

  static func name(_ language: String, _ random: inout HistoryRandom) -> String {
    random.choice(all[language]?.names ?? ["-"])
  }

  static func text(
    _ kind: HistoryComment.Kind, _ language: String, wave: Wave?, at share: Double, _ random: inout HistoryRandom
  ) -> String {
    guard let sentences = all[language] else { return "" }
    let isNew = random.chance(max(0, 1.5 * share - 0.45))
    let templates = (isNew ? sentences.newer[kind] : nil) ?? sentences.templates[kind] ?? []
    guard !templates.isEmpty else { return "" }
    var text = ""
    for piece in random.choice(templates).pieces {
      switch piece {
      case .text(let words): text += words
      case .slot("brand"): text += wave?.brand ?? random.choice(brands)
      case .slot("number"): text += String(2 + random.below(900))
      case .slot(let name): text += random.choice(sentences.vocabulary[name] ?? ["…"])
      }
    }
    return text
  }
}
