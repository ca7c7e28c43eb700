import Foundation
import ModerationModel
import ModerationPipeline
import PCRE2
import RuleEngine
import TextNormalization

/// Measures rule passes against PCRE2 one by one, in the same run.
///
///     RuleBenchmark COMMENTS.jsonl PATTERNS.txt [PATTERNS.txt …]
///
/// COMMENTS has `{"text": …}` a line; PATTERNS one expression a line, perhaps after its flags and a tab. Prints medians of
/// several rounds. Without PATTERNS only the shipped rules are measured.
@main
enum Entrypoint {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let commentsPath = arguments.first else {
      print("usage: RuleBenchmark COMMENTS.jsonl PATTERNS.txt …")
      return
    }
    let comments = try Bench.comments(at: commentsPath)
    let patterns = try arguments.dropFirst().flatMap { try Bench.lines(of: $0) }.map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].allSatisfy({ "imsx-".contains($0) }) else { return line }
      return ["", "i", "-"].contains(parts[0]) ? String(parts[1]) : "(?\(parts[0].filter { $0 != "i" }))\(parts[1])"
    }
    let bench = Bench(comments: comments)
    print("comments: \(comments.count), mean \(bench.bytes / max(1, comments.count)) bytes")
    if !patterns.isEmpty {
      try bench.rulePass(patterns)
      try bench.growth(patterns)
    }
    try bench.verdicts()
  }
}

/// One benchmark's input.
struct Bench {
  let comments: [String]
  let texts: [FieldTexts]
  let bytes: Int
  private let now = Timestamp(milliseconds: 1_795_000_000_000)

  init(comments: [String]) {
    self.comments = comments
    texts = comments.map { FieldTexts(body: $0) }
    bytes = comments.reduce(0) { $0 + $1.utf8.count }
  }

  static func lines(of path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// The texts of a file of JSON lines, at most ten thousand.
  static func comments(at path: String) throws -> [String] {
    try lines(of: path).prefix(10_000).compactMap { line in
      (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["text"] as? String
    }
  }

  /// Seconds of the median round.
  private func median(rounds: Int = 5, _ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<rounds {
      let time = try clock.measure { try body() }
      times.append(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }
    return times.sorted()[rounds / 2]
  }

  private func print(_ name: String, _ seconds: Double, per count: Int, note: String = "") {
    let micros = seconds / Double(max(1, count)) * 1e6
    Swift.print("\(name): \(String(format: "%.2f", micros)) µs a comment\(note.isEmpty ? "" : ", " + note)")
  }

  /// A set of one rule that has all the expressions as a list.
  private func set(_ patterns: some Sequence<String>) throws -> RuleSet {
    try RuleSet(
      files: RuleFiles([
        "ruleset.yaml": "schema: 1\nname: bench\nlists: { all: { file: lists/all.txt, kind: regex } }\n",
        "lists/all.txt": patterns.joined(separator: "\n"),
        "rules.yaml":
          "rules:\n  - { id: all, owner: bench, category: other, match: { list: all }, max_hits: 1, score: 0 }\n",
      ]))
  }

  /// Expressions that a set can take: no comment sign of list files, and PCRE2 compiles them.
  private func usable(_ patterns: [String]) -> [String] {
    patterns.filter { pattern in
      !pattern.hasPrefix("#") && pattern == pattern.trimmingCharacters(in: .whitespaces)
        && (try? set([pattern])) != nil
    }
  }

  func rulePass(_ all: [String]) throws {
    let patterns = usable(all)
    let clock = ContinuousClock()
    var made: RuleSet?
    let compile = try clock.measure { made = try set(patterns) }
    guard let rules = made else { return }
    Swift.print("patterns: \(patterns.count) of \(all.count) compiled in \(compile)")
    Swift.print("filter: \(rules.filterSummary)")

    let sample = Array(texts.prefix(200))
    let shared = try patterns.map { try SharedPattern($0) }
    var matcher = try MatchWorker()
    var loopHits = 0
    let loop = try median(rounds: 1) {
      for text in sample {
        guard let view = text[.body]?[.fold].bytes else { continue }
        for pattern in shared {
          if try matcher.firstMatch(of: pattern.pattern, in: UTF8Span(validating: view.span)) != nil { loopHits += 1 }
        }
      }
    }
    print("one by one (\(sample.count) comments)", loop, per: sample.count, note: "\(loopHits) matches")

    var worker = rules.makeWorker()
    var hits = 0
    let pass = median {
      hits = 0
      for text in texts { hits += worker.evaluate(text, now: now).signals.count }
    }
    let ratio = loop / Double(sample.count) / (pass / Double(texts.count))
    print("rule pass", pass, per: texts.count, note: "\(hits) comments hit, \(Int(ratio)) × one by one")
    printTried(worker, rounds: 5, count: 25)
  }

  /// The expressions that PCRE2 was asked about most.
  private func printTried(_ worker: borrowing RuleWorker, rounds: Int, count: Int) {
    for tried in worker.mostTried(count) {
      let share = Double(tried.tries) / Double(rounds * texts.count)
      Swift.print("  tried on \(String(format: "%.2f", share)) of comments: \(tried.rule) \(tried.pattern.prefix(90))")
    }
  }

  func growth(_ all: [String]) throws {
    let patterns = usable(Array(all.prefix(2000)))
    for count in [100, 1000, 10_000, 100_000] {
      // Beyond what there is: words nobody writes, so that hits stay the same.
      let invented = (0..<max(0, count - patterns.count)).map { "qz\($0)zxj" }
      let rules = try set(patterns.prefix(count) + invented)
      var worker = rules.makeWorker()
      let pass = median(rounds: 3) { for text in texts { _ = worker.evaluate(text, now: now).signals.count } }
      print("growth, \(count) patterns", pass, per: texts.count)
    }
  }

  /// Whole verdicts with the shipped rules.
  func verdicts() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let rules = try RuleSet.load(folder: root.appending(path: "Rules").path)
    Swift.print("shipped rules: \(rules.rules.count), \(rules.filterSummary)")
    var normalizer = Normalizer()
    var text = NormalizedText("")
    let normalise = median { for comment in comments { normalizer.normalize(comment, into: &text) } }
    print("normalise", normalise, per: comments.count)
    var worker = rules.makeWorker()
    let pass = median { for text in texts { _ = worker.evaluate(text, now: now).signals.count } }
    print("shipped rules", pass, per: texts.count)
    printTried(worker, rounds: 5, count: 40)
    let pipeline = ModerationPipeline(ruleSet: rules)
    let judge = pipeline.makeWorker()
    guard let article = ArticleID("bench") else { return }
    let context = SubmissionContext.standalone(now: now)
    let submissions = comments.map { Submission(article: article, text: $0, author: AuthorClaim(name: "x")) }
    let whole = median {
      for submission in submissions { _ = judge.verdict(on: judge.prepare(submission), in: context).score }
    }
    print("whole verdict", whole, per: comments.count, note: "\(Int(Double(comments.count) / whole)) a second and core")
  }
}
