import CommentFlow
import CommentStore
import ModerationModel
import ModerationPipeline
import RuleEngine

/// Judges texts by themselves on as many threads as are wanted.
final class CheckBench: Sendable {
  private let desk: JudgementDesk
  private let policy: CommentPolicy
  private let now: Timestamp

  init(pipeline: ModerationPipeline, policy: CommentPolicy, now: Timestamp) {
    desk = JudgementDesk(pipeline: pipeline)
    self.policy = policy
    self.now = now
  }

  var revision: String { desk.pipeline.ruleSet.revision }

  /// Puts other rules into force; judgements under way finish with theirs.
  func replace(_ rules: RuleSet) {
    desk.pipeline = desk.pipeline.replacing(rules)
  }

  /// Calls the body with a judge that nobody else uses meanwhile.
  func withJudge<Value>(_ body: (Judge) throws -> Value) rethrows -> Value {
    try desk.judge { try body(Judge(worker: $0, policy: policy, now: now)) }
  }

  struct Judge {
    fileprivate let worker: PipelineWorker
    fileprivate let policy: CommentPolicy
    fileprivate let now: Timestamp

    func verdict(on question: CheckQuestion) throws(InvalidSubmission) -> Verdict {
      let submission = try question.submission(under: policy)
      var context = SubmissionContext.standalone(now: now, policy: policy)
      context.articleTitle = question.articleTitle
      return worker.verdict(on: worker.prepare(submission), in: context)
    }
  }
}
