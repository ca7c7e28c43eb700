import Foundation
import PCRE2
import RandomExpressions
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
    var (folded, letters): ([UInt8], LetterStream) = ([], LetterStream())
    for _ in 0..<(Self.cases / 4 / 8) {
      let expression = ExpressionMaker.expression(&random)
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
        // Which of them a set looks for depends on what else is in the set.
        let chosen = needs.options.randomElement(using: &random)
        let finders = chosen.map { LiteralChoice(among: []).best(of: [$0]) } ?? []
        let index = LiteralIndex(finders.map { (finder: $0, owner: 0) })
        if chosen?.alternatives.contains(where: \.hasSurroundings) == true { surrounded += 1 }
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
            var isCandidate = chosen == nil
            index.forEachOwner(in: folded.span, &letters) { _ in isCandidate = true }
            let shown = "seed \(seed): \(expression.debugDescription) on \(text[view].description.debugDescription)"
            #expect(isCandidate, "\(shown): \(String(describing: chosen))")
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
