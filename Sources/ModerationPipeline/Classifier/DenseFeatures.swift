package import ModerationModel
package import TextNormalization

/// What a model weighs beside the words: measures of the text, and what rules have found in it.
///
/// All are 0...1 or near it. The order is that of the model's file.
package struct DenseFeatures: Sendable {
  /// Names in their order; a model knows its own by number.
  package static let names = [
    "links", "caps_share", "digits_share", "mixed_script", "invisible", "emoji", "length", "exclamation", "question",
    "handles", "line_breaks", "money", "long_number", "repeated_char", "repeated_word", "cyrillic", "russian",
    "ukrainian", "english", "rules.spam", "rules.advert", "rules.abuse", "rules.hate", "rules.threat", "rules.obscene",
    "rules.evasion", "rules.personal_data", "rules.any",
  ]
  package static var count: Int { names.count }
  /// The last ones say what rules have found.
  package static var rulesCount: Int { names.count { $0.hasPrefix("rules.") } }

  package private(set) var values = [Float](repeating: 0, count: DenseFeatures.count)

  package init() {}

  /// Measures a text and what rules said of it.
  ///
  /// - Parameter signals: Findings so far; those of rules in force and of the words count.
  package mutating func measure(_ text: NormalizedText, language: Language?, signals: [Signal]) {
    let statistics = text.statistics
    let scalars = max(1, Double(statistics.scalars))
    let letters = max(1, Double(statistics.letters.total))
    let signs = Signs(text.bytes(of: .raw).span)
    func capped(_ count: Int, _ most: Int) -> Float { Float(min(count, most)) / Float(most) }
    values[0] = capped(text.links.count, 3)
    values[1] = Float(Double(statistics.upperLetters) / letters)
    values[2] = Float(Double(statistics.digits) / scalars)
    values[3] = capped(statistics.mixedScriptWords.count, 4)
    values[4] = capped(statistics.invisible.count, 3)
    values[5] = capped(statistics.emoji, 5)
    values[6] = Float(Self.logarithm(statistics.scalars)) / 12
    values[7] = capped(signs.exclamations, 4)
    values[8] = capped(signs.questions, 4)
    values[9] = signs.handles > 0 ? 1 : 0
    values[10] = signs.lineBreaks > 0 ? 1 : 0
    values[11] = signs.money > 0 ? 1 : 0
    values[12] = signs.longestNumber >= 9 ? 1 : 0
    values[13] = capped(statistics.longestCharacterRun?.count ?? 0, 12)
    values[14] = capped(statistics.longestWordRun?.count ?? 0, 6)
    values[15] = Float(Double(statistics.letters.cyrillic) / letters)
    values[16] = language?.code == "ru" ? 1 : 0
    values[17] = language?.code == "uk" ? 1 : 0
    values[18] = language?.code == "en" ? 1 : 0
    weigh(signals)
  }

  /// Points by category, five of which hold a comment.
  private mutating func weigh(_ signals: [Signal]) {
    for index in 19..<Self.count { values[index] = 0 }
    for signal in signals where signal.status == .live && signal.source == .rule && signal.score > 0 {
      let points = Float(signal.score) / 5
      switch signal.category {
      case .spam: values[19] += points
      case .advert: values[20] += points
      case .abuse: values[21] += points
      case .hate: values[22] += points
      case .threat: values[23] += points
      case .obscene: values[24] += points
      case .evasion: values[25] += points
      case .personalData: values[26] += points
      case .other: break
      }
      values[27] += points
    }
    for index in 19..<Self.count { values[index] = min(values[index], 1.6) }
  }

  /// Base 2, of whole numbers: where it lies between two powers is read off as a straight line.
  private static func logarithm(_ value: Int) -> Double {
    guard value > 0 else { return 0 }
    let whole = Int.bitWidth - 1 - value.leadingZeroBitCount
    return Double(whole) + Double(value - 1 << whole) / Double(1 << whole)
  }

  /// Signs of the text as it was written.
  private struct Signs {
    var exclamations = 0
    var questions = 0
    var handles = 0
    var lineBreaks = 0
    var money = 0
    var longestNumber = 0

    init(_ bytes: Span<UInt8>) {
      var run = 0
      for index in 0..<bytes.count {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          run += 1
          longestNumber = max(longestNumber, run)
          continue
        // What stands inside telephone numbers.
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "."): continue
        case UInt8(ascii: "!"): exclamations += 1
        case UInt8(ascii: "?"): questions += 1
        case UInt8(ascii: "@"): handles += 1
        case 0x0A: lineBreaks += 1
        case UInt8(ascii: "$"): money += 1
        // € ₴ ₽ are U+20AC, U+20B4, U+20BD.
        case 0x82 where index > 0 && index + 1 < bytes.count && bytes[index - 1] == 0xE2:
          let last = bytes[index + 1]
          if last == 0xAC || last == 0xB4 || last == 0xBD { money += 1 }
        default: break
        }
        run = 0
      }
    }
  }
}
