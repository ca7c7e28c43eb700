import ModerationModel
import RuleEngine
import Testing

@Suite struct RangePropertyTests {
  static let pieces = [
    "казино", "КАЗИНО", "к а з и н о", "ка\u{200B}зино", "кaзинo", "ставки", "редакции", "акция", "е\u{0308}лка",
    "ёлка", "🎰",
    "👨‍👩‍👧", "kazik7.top", "https://bit.ly/ЪЁ?q=%D0%B0", "ﬁ", "ß", "İ", "ſ", "\u{202E}", "\u{0000}", " ", "\n", "!!!",
    "ооооо",
    "1", "١٢", "العربية", "́", "ＡＢＣ", "a@b.ru",
  ]

  /// Rules of every kind over every view.
  static func rules() throws -> RuleSet {
    var text = "rules:\n"
    for view in ["raw", "norm", "fold", "squeeze", "urls", "domains"] {
      text += """
          - id: \(view)
            view: \(view)
            max_hits: 9
            match:
              words: [казино, ёлка, 'ставк(?:и|ок)', '18+', ß]
              phrase: казино ставки
              substrings: [акци, з, '.top', '!!']
              pcre: ['о{2,}', '\\p{L}+', 'ка\\Kзи', 'x*', '.$']
              except: [редакции]

        """
    }
    return try ruleSet(text)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func evidenceLiesOnCharactersOfTheOriginal(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var worker = try Self.rules().makeWorker()
    for _ in 0..<150 {
      let text = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
        (Self.pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      let bytes = Array(text.utf8)
      let texts = FieldTexts([.body: text, .authorName: text])
      let outcome = worker.evaluate(texts, now: morning)
      for signal in outcome.signals {
        for evidence in signal.evidence {
          let range = evidence.range
          #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count, "seed \(seed)")
          for edge in [range.lowerBound, range.upperBound] where edge < bytes.count {
            #expect(bytes[edge] & 0xC0 != 0x80, "seed \(seed): \(text.debugDescription) \(range)")
          }
        }
        #expect(
          signal.evidence
            == signal.evidence.sorted {
              ($0.field == .body ? 0 : 1, $0.range.lowerBound) < ($1.field == .body ? 0 : 1, $1.range.lowerBound)
            }, "seed \(seed)")
      }
      // A worker that has seen other texts answers as a fresh one does.
      var fresh = worker.rules.makeWorker()
      #expect(fresh.evaluate(texts, now: morning) == outcome, "seed \(seed)")
    }
  }
}
