import Foundation
import ModerationModel
import RuleEngine
import TextNormalization

/// A whole evaluation, with prefilter and confirmation, of many expressions as one list.
struct RulePass {
  private let material: Material
  private let texts: [FieldTexts]
  private let now = Timestamp(milliseconds: 1_795_000_000_000)

  init(_ material: Material) {
    self.material = material
    texts = material.comments.map { FieldTexts(body: $0) }
  }

  /// - Parameter rounds: More make a profile of the pass alone.
  func run(yardstick: String?, rounds: Int = 7) throws {
    Report.head("Rule pass")
    let rules = try RuleSet(files: Material.listFiles(material.expressions))
    let (pass, hits) = evaluate(rules, rounds: rounds)
    Report.row(
      "\(material.expressions.count) expressions, one comment", pass.micros, "\(hits) of \(texts.count) comments hit")
    Report.row("  of a text that has left the cache", evaluateFarApart(rules, rounds: min(rounds, 7)).micros)
    Report.row("by view", rules.filterSummary)
    for tried in mostTried(rules) {
      Report.row("  tried on \(Report.number(tried.share * 100)) % of comments", String(tried.pattern.prefix(80)))
    }
    guard let yardstick else {
      Report.row("one by one, Hyperscan", "not measured", "no yardstick program was given")
      return
    }
    for (name, values) in try measureOthers(with: yardstick) {
      let micros = Double(values.first ?? "") ?? 0
      switch name {
      case "loop":
        Report.row(
          "PCRE2 one by one, one comment", "\(values.joined(separator: " ")) µs",
          "our pass is \(Report.number(micros / (pass.median * 1e6))) × as fast")
      case "hyperscan":
        Report.row(
          "Hyperscan without UCP and PCRE2, one comment", "\(values.joined(separator: " ")) µs",
          "our pass is \(Report.number(micros / (pass.median * 1e6))) × as fast")
      case "compile", "hyperscan_compile": Report.row("its \(name)", "\(values.joined()) s")
      default: Report.row("its \(name)", values.joined(separator: " "))
      }
    }
  }

  /// The expressions that most comments get past the prefilter for, and all tries of a comment together.
  private func mostTried(_ rules: RuleSet) -> [(pattern: String, share: Double)] {
    var worker = rules.makeWorker()
    for text in texts { _ = worker.evaluate(text, now: now).signals.count }
    let all = worker.mostTried(.max).map {
      (pattern: $0.pattern, share: Double($0.tries) / Double(max(1, texts.count)))
    }
    return [("(all of them, tries a comment × 100)", all.reduce(0) { $0 + $1.share })] + Array(all.prefix(8))
  }

  private func evaluate(_ rules: RuleSet, rounds: Int) -> (Spread, hits: Int) {
    var worker = rules.makeWorker()
    var hits = 0
    // The first round compiles what is met.
    for text in texts { hits += worker.evaluate(text, now: now).signals.isEmpty ? 0 : 1 }
    var kept = 0
    // A text has just been normalised when rules look at it, and so have the texts of the yardsticks been touched.
    let pass = Stopwatch.measure(rounds: rounds) {
      for start in stride(from: 0, to: texts.count, by: Self.block) {
        for _ in 0..<Self.repeats {
          for text in texts[start..<min(texts.count, start + Self.block)] {
            kept += worker.evaluate(text, now: now).signals.count
          }
        }
      }
    }
    precondition(kept >= 0)
    return (pass.over(texts.count * Self.repeats), hits)
  }

  /// Texts that are looked at in turn, as often in a row as they stay in the processor's cache.
  private static let block = 100
  private static let repeats = 8

  /// One text after another, each from memory.
  private func evaluateFarApart(_ rules: RuleSet, rounds: Int) -> Spread {
    var worker = rules.makeWorker()
    var kept = 0
    for text in texts { kept += worker.evaluate(text, now: now).signals.count }
    let pass = Stopwatch.measure(rounds: rounds) {
      for text in texts { kept += worker.evaluate(text, now: now).signals.count }
    }
    precondition(kept >= 0)
    return pass.over(texts.count)
  }

  /// Runs the other program over the same expressions and the same folded texts, line ends in them as blanks.
  private func measureOthers(with program: String) throws -> [(String, [String])] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "yardstick-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (patterns, comments) = (folder.appending(path: "patterns"), folder.appending(path: "comments"))
    try material.expressions.joined(separator: "\n").write(to: patterns, atomically: false, encoding: .utf8)
    let folded = texts.map { text in
      String(decoding: text[.body]?[.fold].bytes.map { $0 == 0x0A || $0 == 0 ? 0x20 : $0 } ?? [], as: UTF8.self)
    }
    try folded.joined(separator: "\n").write(to: comments, atomically: false, encoding: .utf8)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = [patterns.path, comments.path, "\(min(texts.count, 100))"]
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      return (words[0], Array(words.dropFirst()))
    }
  }

  /// The same with ever more expressions; what is beyond the given ones is varied further.
  func growth() throws {
    Report.head("Growth of the rule pass")
    let most = ExpressionVariants.make(100_000, from: material.expressions)
    var first: Double?
    for count in [100, 1_000, 10_000, 30_000, 100_000] where count <= most.count {
      let (pass, hits) = evaluate(try RuleSet(files: Material.listFiles(most.prefix(count))), rounds: 3)
      first = first ?? pass.median
      Report.row(
        "\(count) expressions", pass.micros,
        "\(Report.number(pass.median / (first ?? 1))) × the time of 100; \(hits) of \(texts.count) comments hit")
    }
    // Hits cost what they cost: words that nobody writes show the search alone.
    first = nil
    for count in [100, 1_000, 10_000, 100_000] {
      let words = (0..<count).map { "qz\(String($0, radix: 36))zxj" }
      let (pass, _) = evaluate(try RuleSet(files: Material.listFiles(words)), rounds: 3)
      first = first ?? pass.median
      Report.row(
        "\(count) that never hit", pass.micros, "\(Report.number(pass.median / (first ?? 1))) × the time of 100")
    }
  }
}
