import ModerationModel
import RandomExpressions
import RuleEngine
import TextNormalization

/// Bytes become expressions and texts; the hits with and without the prefilter must be the same.
@c(LLVMFuzzerTestOneInput)
public func fuzzPrefilter(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The library lends the bytes for the time of the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  PrefilterCase(bytes)?.run()
  return 0
}

/// One to three expressions as a rule each, and a few texts.
struct PrefilterCase {
  private let rules: RuleSet
  private let expressions: [String]
  private var texts: [String] = []

  /// `nil` when the set does not load, as with an expression that PCRE2 refuses.
  init?(_ bytes: [UInt8]) {
    guard let mode = bytes.first else { return nil }
    var random = ByteChoices(bytes.dropFirst())
    if mode & 3 == 0 {
      // The bytes themselves, parted at 0xFF: an expression, then texts.
      let parts = bytes.dropFirst(2).split(separator: 0xFF, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      expressions = Array(parts.prefix(1))
      texts = Array(parts.dropFirst().prefix(4))
      random = ByteChoices(bytes.dropFirst().prefix(1))
    } else {
      let count = mode & 0x30 == 0 ? Int.random(in: 2...3, using: &random) : 1
      expressions = (0..<count).map { _ in
        let expression = ExpressionMaker.expression(&random)
        return mode & 3 == 1 ? ExpressionMaker.mutated(expression, &random) : expression
      }
    }
    for expression in expressions.isEmpty ? [""] : expressions {
      texts += (0..<3).map { _ in ExpressionMaker.text(near: expression, &random) }
    }
    let views = ["fold", "norm", "squeeze", "raw", "urls", "domains"]
    let flags = ["", "", "", "case_sensitive", "extended", "ascii", "multiline", "dotall", "case_sensitive, extended"]
    let file = expressions.enumerated().map { number, expression in
      let view = Int.random(in: 0..<8, using: &random)
      let isWord = Int.random(in: 0..<8, using: &random) == 0
      return """
          - id: n\(number)
            view: \(views[view < views.count ? view : 0])
            flags: [\(flags.randomElement(using: &random) ?? "")]
            match: { \(isWord ? "words" : "pcre"): [\(expression.quotedForYAML)] }

        """
    }
    let files = RuleFiles([
      "ruleset.yaml": "schema: 1\nname: fuzz\ndefaults: { owner: desk }\n", "rules.yaml": "rules:\n" + file.joined(),
    ])
    guard let rules = try? RuleSet(files: files) else { return nil }
    self.rules = rules
  }

  func run() {
    var worker = rules.makeWorker()
    var reference = rules.unfiltered.makeWorker()
    for text in texts {
      let fields = FieldTexts([.body: text, .authorName: "Kк"])
      let found = worker.places(in: fields)
      let expected = reference.places(in: fields)
      // What ran away without the filter may not have been tried with it.
      guard expected.faults.isEmpty else { continue }
      precondition(
        found.faults.isEmpty && found.places == expected.places,
        "\(expressions.map(\.debugDescription)) on \(text.debugDescription): \(found) but \(expected)")
    }
  }
}
