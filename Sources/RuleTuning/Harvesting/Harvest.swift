public import ModerationModel
import ModerationPipeline
public import RuleEngine

/// Decisions of the machine that people overturned, as examples for the rules that were responsible.
///
/// A comment that was held and approved becomes a `miss` example of each rule without which it would not have been held; a
/// comment that was let through and refused becomes a `hit` example of each rule that has found something in it since.
/// Texts are masked (``PersonalDataMask``) and stand once.
public struct Harvest: Sendable {
  public struct Example: Hashable, Sendable {
    public var rule: String
    /// `hit` or `miss`.
    public var expectation: RuleTestResult.Expectation
    /// Masked, on one line.
    public var text: String
    /// Whether the rule passes the example as it is now. One that does not would keep the set from loading.
    public var holds: Bool
    public var comment: CommentID
  }

  /// A longer text makes no example.
  public static let textBytesMax = 600
  /// Examples for a rule in one go, of each kind.
  public static let examplesPerRule = 5

  public var examples: [Example]
  /// Unfit comments that were let through and in which no rule finds anything: work for `rules suggest`.
  public var foundByNoRule: Int

  /// - Parameters:
  ///   - rows: Judged with the set as it is now.
  ///   - set: The set.
  public init(_ rows: [JudgedRow], _ set: RuleSet) throws {
    let known = Set(set.examples.flatMap { example in example.texts.values.map { "\(example.rule)\u{0}\($0)" } })
    var worker = set.makeWorker()
    let places = Dictionary(uniqueKeysWithValues: set.rules.map { ($0.id, $0.place) })
    var seen = known
    var counts: [String: Int] = [:]
    examples = []
    foundByNoRule = 0
    for row in rows.reversed() {
      guard let isBad = row.row.label?.isBad else { continue }
      let original = row.row.verdict
      // A history without findings of its own is held against what the rules say today.
      let then = original.signals.isEmpty && original.score == 0 ? row.verdict : original
      guard isBad == (then.action == .publish) else { continue }
      let rules = isBad ? Self.finding(row.verdict) : Self.responsible(then, set.policy, row.row.context)
      if isBad, rules.isEmpty { foundByNoRule += 1 }
      let submission = row.row.submission
      guard submission.text.utf8.count <= Self.textBytesMax else { continue }
      let text = PersonalDataMask.masked(submission.text, name: submission.author.name)
        .split(whereSeparator: \.isNewline).joined(separator: " ")
      for rule in rules {
        guard let place = places[rule] else { continue }
        let expectation: RuleTestResult.Expectation = isBad ? .hit : .miss
        let count = "\(rule) \(expectation.rawValue)"
        guard counts[count, default: 0] < Self.examplesPerRule, seen.insert("\(rule)\u{0}\(text)").inserted else {
          continue
        }
        let example = RuleSet.Example(
          rule: rule, expectation: expectation, texts: [.body: text], place: place)
        let isHit = worker.marks(on: example) != nil
        // A rule that hit for something else than the words, such as the author, has no use for them.
        if !isHit, isBad { continue }
        counts[count, default: 0] += 1
        examples.append(
          Example(
            rule: rule, expectation: expectation, text: text, holds: isHit == isBad, comment: row.row.comment))
      }
    }
    examples.sort { ($0.rule, $0.expectation.rawValue, $0.text) < ($1.rule, $1.expectation.rawValue, $1.text) }
  }

  /// The files with the examples added; only those that hold, unless asked for all.
  ///
  /// - Returns: Also the rules that are written in a way to which nothing can be added.
  public func files(_ files: RuleFiles, _ set: RuleSet, withFailing: Bool) -> (files: RuleFiles, left: [String]) {
    var files = files
    var left: [String] = []
    // From the last rule of a file to the first, so that the lines of the others stay where they are.
    let rules = set.rules.sorted { ($1.place.file, $1.place.line) < ($0.place.file, $0.place.line) }
    for rule in rules {
      for expectation in [RuleTestResult.Expectation.miss, .hit] {
        let texts = examples.filter {
          $0.rule == rule.id && $0.expectation == expectation && ($0.holds || withFailing)
        }
        .map(\.text)
        guard !texts.isEmpty else { continue }
        guard let text = files[rule.place.file],
          let edited = RuleFileEdit.adding(
            texts, to: expectation.rawValue, ofRuleAt: rule.place.line, in: text)
        else {
          left.append(rule.id)
          continue
        }
        files[rule.place.file] = edited
      }
    }
    return (files, left)
  }

  /// Live rules that found something, though not enough.
  private static func finding(_ verdict: Verdict) -> [String] {
    verdict.signals.filter { $0.source == .rule && $0.score >= 0 && !$0.evidence.isEmpty }.map(\.name)
  }

  /// Rules without any one of which the comment would have been published; when there is none, because several are enough
  /// each, the strongest.
  private static func responsible(
    _ verdict: Verdict, _ policy: RulePolicy, _ context: SubmissionContext
  ) -> [String] {
    let actions = ActionPolicy(rules: policy)
    func action(_ signals: [Signal]) -> Action {
      actions.outcome(of: signals, policy: context.policy, sanction: context.author.sanction).action
    }
    let rules = verdict.signals.filter { $0.source == .rule && $0.status == .live && $0.score > 0 }
    let needed = rules.filter { rule in
      action(verdict.signals.filter { $0.name != rule.name }) == .publish
    }
    if needed.isEmpty { return rules.max { $0.score < $1.score }.map { [$0.name] } ?? [] }
    return needed.map(\.name)
  }
}

/// Lines of a file that were added, with a few around them: what an editor looks at before anything is written.
public enum AddedLines {
  /// Both texts line by line, where the second has all lines of the first or longer ones in their place.
  public static func diff(_ old: String, _ new: String, file: String) -> [String] {
    let (old, new) = (
      old.split(separator: "\n", omittingEmptySubsequences: false),
      new.split(separator: "\n", omittingEmptySubsequences: false)
    )
    var lines: [String] = []
    for change in new.difference(from: old) {
      switch change {
      case .insert(let offset, let line, _): lines.append("\(offset)\u{0}1+ \(line)")
      case .remove(let offset, let line, _): lines.append("\(offset)\u{0}0- \(line)")
      }
    }
    guard !lines.isEmpty else { return [] }
    let sorted = lines.map { line -> (Int, String) in
      let parts = line.split(separator: "\u{0}", maxSplits: 1)
      return (Int(parts[0]) ?? 0, String(parts[1]))
    }
    .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    return ["--- \(file)", "+++ \(file)"] + sorted.flatMap { ["@@ line \($0.0 + 1)", String($0.1.dropFirst())] }
  }
}
