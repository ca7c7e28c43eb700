import EvilCorpus
import ModerationModel
import RuleEngine
import TextNormalization

/// Prints what evil expressions cost on evil texts of 16 KB, worst first: `swift run -c release EvilBenchmark`.
@main
struct EvilBenchmark {
  static let textBytes = [500, 1_000, 4_000, 16_000]

  static func main() throws {
    var costs: [(milliseconds: Double, bytes: Int, code: String, name: String)] = []
    for bytes in textBytes {
      for pattern in EvilPattern.all {
        costs.append(try measure([pattern], on: pattern, bytes: bytes, name: pattern.expression))
      }
    }
    var together = 0.0
    for pattern in EvilPattern.all {
      let cost = try measure(EvilPattern.all, on: pattern, bytes: 16_000, name: "")
      together = max(together, cost.milliseconds)
    }
    costs.sort { $0.milliseconds > $1.milliseconds }
    print("ms      bytes   result         expression")
    for cost in costs.prefix(30) {
      print("\(fixed(cost.milliseconds)) \(pad("\(cost.bytes)", 7)) \(pad(cost.code, 14)) \(cost.name)")
    }
    print("worst: \(fixed(costs.first?.milliseconds ?? 0)) ms for one rule")
    print("worst: \(fixed(together)) ms for all \(EvilPattern.all.count) rules on one text")
  }

  private static func measure(
    _ patterns: [EvilPattern], on evil: EvilPattern, bytes: Int, name: String
  ) throws -> (milliseconds: Double, bytes: Int, code: String, name: String) {
    let rules = try RuleSet(
      files: RuleFiles(["ruleset.yaml": EvilPattern.ruleSetFile, "evil.yaml": EvilPattern.ruleFile(patterns)]))
    let texts = FieldTexts(body: evil.text(bytes: bytes))
    var worker = rules.makeWorker()
    // The first evaluation compiles the metered forms; the second shows the cost of one that meets them.
    var best = Double.infinity
    var code = "-"
    for _ in 0..<3 {
      let begin = ContinuousClock.now
      let outcome = worker.evaluate(texts, now: Timestamp(milliseconds: 0))
      let elapsed = ContinuousClock.now - begin
      best = min(best, Double(elapsed.components.attoseconds) / 1e15 + Double(elapsed.components.seconds) * 1e3)
      code = outcome.faults.first?.code ?? "decided"
    }
    return (best, bytes, code, name)
  }

  private static func fixed(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = "\(hundredths % 100)"
    return pad("\(hundredths / 100)." + (fraction.count == 1 ? "0" : "") + fraction, 7)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
