public import ModerationModel
public import ModerationPipeline
public import RuleEngine

/// What a verdict on a text rests on: the entries that were met, the fewest rules that are enough for it, and the least
/// piece of the text that is still judged so.
public struct VerdictCause: Sendable {
  public var verdict: Verdict
  /// The texts as rules see them.
  public var views: [RuleExplanation.View]
  /// Every pattern and list entry that was met, rule by rule.
  public var hits: [(rule: String, hit: RuleExplanation.Hit)]
  /// Fewest rules and heuristics whose points alone lead to the same action; empty when nothing is needed.
  public var enough: [String]
  /// The words that are left when every word without which the action stays the same is taken away.
  public var leastText: String

  /// - Parameter findsLeastText: Whether ``leastText`` is looked for; it is the whole text otherwise.
  /// - Complexity: O(words²) evaluations at worst, O(words × log words) as a rule; ``wordsMax`` words at most are tried.
  ///   Without the least text, O(1) evaluations.
  public init(
    _ submission: Submission, in context: SubmissionContext, pipeline: ModerationPipeline, findsLeastText: Bool = true
  ) {
    let worker = pipeline.makeWorker()
    func judged(_ text: String) -> Verdict {
      var submission = submission
      submission.text = text
      return worker.verdict(on: worker.prepare(submission), in: context, isTraffic: false)
    }
    let verdict = judged(submission.text)
    self.verdict = verdict
    let explanation = Self.explanation(submission, context, pipeline, verdict)
    views = explanation.views
    hits = explanation.rules.flatMap { rule in rule.hits.map { (rule.id, $0) } }
    enough = Self.leastSignals(verdict, context, pipeline)
    leastText =
      verdict.action == .publish
      ? "" : !findsLeastText ? submission.text : Self.leastText(submission.text) { judged($0).action == verdict.action }
  }

  /// Longer texts are taken apart line by line.
  public static let wordsMax = 400

  private static func explanation(
    _ submission: Submission, _ context: SubmissionContext, _ pipeline: ModerationPipeline, _ verdict: Verdict
  ) -> RuleExplanation {
    var texts: [TextField: String] = [.body: submission.text, .authorName: submission.author.name]
    texts[.authorEmail] = submission.author.email
    texts[.authorURL] = submission.author.url
    let fields = FieldTexts(texts)
    var facts = Facts()
    if let body = fields[.body] { facts.measure(body) }
    var worker = pipeline.ruleSet.makeWorker()
    return worker.explain(fields, facts: facts, language: verdict.language, now: context.now)
  }

  /// Takes away findings, the weakest first, as long as the action stays.
  private static func leastSignals(
    _ verdict: Verdict, _ context: SubmissionContext, _ pipeline: ModerationPipeline
  ) -> [String] {
    let policy = ActionPolicy(rules: pipeline.ruleSet.policy)
    func action(_ signals: [Signal]) -> Action {
      policy.outcome(of: signals, policy: context.policy, sanction: context.author.sanction).action
    }
    guard verdict.action != action([]) else { return [] }
    var kept = verdict.signals.filter { $0.status == .live }
    for signal in kept.sorted(by: { ($0.score, $1.name) < ($1.score, $0.name) }) {
      let fewer = kept.filter { $0.name != signal.name }
      if action(fewer) == verdict.action { kept = fewer }
    }
    return kept.map(\.name)
  }

  /// Delta debugging (Zeller, Hildebrandt, IEEE TSE 28, 2002) over words: pieces are left out as long as the rest is judged
  /// the same, in halves first and then smaller.
  private static func leastText(_ text: String, holds: (String) -> Bool) -> String {
    var pieces = text.split(whereSeparator: \.isWhitespace).map(String.init)
    if pieces.count > wordsMax { pieces = text.split(whereSeparator: \.isNewline).map(String.init) }
    guard pieces.count <= wordsMax, holds(pieces.joined(separator: " ")) else { return text }
    var size = max(1, pieces.count / 2)
    while pieces.count > 1 {
      var begin = 0
      var isShorter = false
      while begin < pieces.count, pieces.count > 1 {
        let rest = pieces[..<begin] + pieces[min(pieces.count, begin + size)...]
        if !rest.isEmpty, holds(rest.joined(separator: " ")) {
          pieces = Array(rest)
          isShorter = true
        } else {
          begin += size
        }
      }
      if size == 1, !isShorter { break }
      size = max(1, size / 2)
    }
    return pieces.joined(separator: " ")
  }
}
