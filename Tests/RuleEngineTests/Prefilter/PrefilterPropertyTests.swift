import Foundation
import PCRE2
import Testing
import TextNormalization

@testable import RuleEngine

/// Whatever PCRE2 matches, the prefilter lets through. Random expressions over all the syntax that is read, random texts
/// over the characters that are hard.
@Suite struct PrefilterPropertyTests {
  /// More cases on demand: `MODERATO_CASES=1000000 swift test --filter PrefilterPropertyTests`.
  private static let cases = ProcessInfo.processInfo.environment["MODERATO_CASES"].flatMap { Int($0) } ?? 24_000

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func neverHidesAMatch(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    var worker = try MatchWorker(limits: MatchLimits(steps: 5_000))
    var (matches, compiled, filtered, masked, surrounded) = (0, 0, 0, 0, 0)
    var folded: [UInt8] = []
    for _ in 0..<(Self.cases / 4 / 8) {
      let expression = ExpressionMaker.expression(depth: 3, &random)
      var options = PatternOptions.standard
      let isExtended = Int.random(in: 0..<6, using: &random) == 0
      if isExtended { options.insert(.extended) }
      if Int.random(in: 0..<8, using: &random) == 0 { options.remove(.caseless) }
      if Int.random(in: 0..<8, using: &random) == 0 { options.remove(.unicodeProperties) }
      guard let pattern = try? Pattern(expression, options: options) else { continue }
      compiled += 1
      for isRaw in [false, true] {
        let needs = ExpressionNeeds(
          of: expression, isExtended: isExtended, isUnicode: options.contains(.unicodeProperties),
          fold: ScalarFold(isTextFolded: !isRaw))
        let index = LiteralIndex((needs.literals?.alternatives ?? []).map { ($0, 0) })
        if needs.literals?.alternatives.contains(where: \.hasSurroundings) == true { surrounded += 1 }
        if needs.literals != nil { filtered += 1 }
        if needs.characters != CharacterMask() { masked += 1 }
        for _ in 0..<4 {
          let text = NormalizedText(ExpressionMaker.text(near: expression, &random))
          for view in isRaw ? [ViewName.raw] : [.norm, .fold, .squeeze] {
            let bytes = text[view].bytes
            // A random expression may well run away; that is no match to speak of.
            let found = try? worker.firstMatch(of: pattern, in: UTF8Span(validating: bytes.span))
            guard found != nil else { continue }
            matches += 1
            if isRaw { ScalarFold.fold(raw: bytes.span, into: &folded) } else { folded = bytes }
            var isCandidate = needs.literals == nil
            index.forEachOwner(in: folded.span) { _ in isCandidate = true }
            let shown = "seed \(seed): \(expression.debugDescription) on \(text[view].description.debugDescription)"
            #expect(isCandidate, "\(shown): \(String(describing: needs.literals))")
            #expect(needs.characters.isSubset(of: CharacterMask(folded: folded.span)), "\(shown)")
            #expect(pattern.lengthMin <= bytes.count, "\(shown)")
          }
        }
      }
    }
    #expect(
      matches > compiled / 4 && filtered > compiled / 20 && masked > compiled / 20 && surrounded > compiled / 50,
      "\(matches) \(filtered) \(masked) \(surrounded) of \(compiled)")
  }
}

/// Random expressions and texts that have a chance to meet.
enum ExpressionMaker {
  static let letters = ["а", "б", "К", "ё", "k", "S", "s", "i", "1", "ß", "σ", "і", "ж", "й", "e", "t"]
  static let hard = [
    "А", "к", "\u{212A}", "ſ", "ẞ", "İ", "ı", "ς", "Ё", " ", "  ", ".", "k", "б", "\n", "\u{1C82}", "\u{301}", "é",
    "e\u{301}", "К", "-", "#", "😀", "ﬁ", "й", "И\u{306}", "٣", "_",
  ]

  static func expression(depth: Int, _ random: inout SplitMix) -> String {
    let count = Int.random(in: 1...4, using: &random)
    let body = (0..<count).map { _ in atom(depth, &random) + quantifier(&random) }.joined()
    guard depth == 3 else { return body }
    let starts = ["", "", "", "", "", "", "(*UCP)", "(*UTF)(*UCP)", "(?i)", "(?-i)", "(?x)", "(?s)", "(*NO_JIT)"]
    return (starts.randomElement(using: &random) ?? "") + body
  }

  private static func atom(_ depth: Int, _ random: inout SplitMix) -> String {
    func letter(_ random: inout SplitMix) -> String { letters.randomElement(using: &random) ?? "а" }
    func any(_ choices: [String], _ random: inout SplitMix) -> String { choices.randomElement(using: &random) ?? "." }
    func word(_ random: inout SplitMix) -> String {
      (0..<Int.random(in: 1...4, using: &random)).map { _ in letter(&random) }.joined()
    }
    func inner(_ random: inout SplitMix) -> String { expression(depth: depth - 1, &random) }
    switch Int.random(in: 0..<(depth > 0 ? 30 : 17), using: &random) {
    case 0..<9: return word(&random)
    case 9: return "[\(letter(&random))\(letter(&random))]"
    case 10:
      return any(
        [
          "[а-к]", "[^б]", "[]а]", "[\\]к]", "[а[:]", "[[:alpha:]к]", "[\\x20-\\x7e]", "[\\d.]", "[K-M]", "[а\\-б]",
          "[ßs]",
        ],
        &random)
    case 11: return "."
    case 12:
      return any(
        [
          "\\b", "\\b", "\\W", "[\\W_]*", "\\W{0,3}", "[ .-]?", "[^\\w]", "(?<!\\w)", "(?!\\w)", "(?!\\S)",
          "(?<![\\p{L}\\p{N}\\p{M}])", "\\w", "\\d", "\\s", "^", "$", "\\p{L}", "\\pL", "\\.", "\\K", "\\B", "\\R",
          "\\X", "\\h", "\\N",
        ],
        &random)
    case 13: return any([" ", "# ", "\\ ", "\\#", "-"], &random)
    case 14: return "\\Q" + word(&random) + any(["", ".", "*("], &random) + "\\E"
    case 15: return any(["\\x{43a}", "\\x6b", "\\x{212A}", "\\t", "\\x{17f}", "\\x{df}"], &random)
    case 16: return any(["(?#c)", "\\1", "(*FAIL)", "(*COMMIT)", "(*ACCEPT)", "(*SKIP)"], &random)
    case 17...21:
      let branches = (0..<Int.random(in: 1...3, using: &random)).map { _ in inner(&random) }
      return any(["(?:", "(", "(?>", "(?|", "(?<n>", "(?i:", "(?-i:", "(?x:"], &random)
        + branches.joined(separator: "|") + ")"
    case 22: return "(?=" + inner(&random) + ")"
    case 23: return "(?!" + inner(&random) + ")"
    case 24: return "(?<=" + letter(&random) + ")"
    case 25: return "(?<!" + letter(&random) + ")"
    case 26: return any(["(?i)", "(?-i)", "(?x)", "(?-x)", "(?^)"], &random) + inner(&random)
    case 27: return "(" + inner(&random) + ")(?(1)" + word(&random) + "|" + word(&random) + ")"
    case 28: return "(" + word(&random) + ")(?1)"
    default: return "(?:" + inner(&random) + "|)"
    }
  }

  private static func quantifier(_ random: inout SplitMix) -> String {
    guard Int.random(in: 0..<3, using: &random) == 0 else { return "" }
    return ["?", "*", "+", "{2}", "{0,2}", "{1,}", "+?", "?+", "{0}", "{,2}", "{a", " +", "*+"].randomElement(
      using: &random) ?? ""
  }

  /// Letters, hard characters, and pieces of the expression itself, so that texts are often met.
  static func text(near expression: String, _ random: inout SplitMix) -> String {
    let own = expression.unicodeScalars.filter { $0.properties.isAlphabetic }.map { String(Character($0)) }
    var text = ""
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: text += letters.randomElement(using: &random) ?? ""
      case 1: text += hard.randomElement(using: &random) ?? ""
      case 2:
        guard !own.isEmpty else { continue }
        let start = Int.random(in: 0..<own.count, using: &random)
        text += own[start..<min(own.count, start + Int.random(in: 1...5, using: &random))].joined()
      default:
        let piece = own.randomElement(using: &random) ?? "s"
        text += Bool.random(using: &random) ? piece.uppercased() : piece
      }
    }
    return text
  }
}
