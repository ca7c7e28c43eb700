import CommentFlow
import CommentStore
import ModerationModel
import ModerationPipeline
import RuleEngine
import Synchronization

/// Judges texts by themselves on as many threads as are wanted.
final class CheckBench: Sendable {
  private struct Lent: @unchecked Sendable {
    // A worker is either in the idle list or with the one caller that took it out under the lock, never both.
    let worker: PipelineWorker
  }

  private let pipeline: ModerationPipeline
  private let policy: CommentPolicy
  private let now: Timestamp
  private let idle = Mutex<[Lent]>([])

  init(pipeline: ModerationPipeline, policy: CommentPolicy, now: Timestamp) {
    self.pipeline = pipeline
    self.policy = policy
    self.now = now
  }

  var revision: String { pipeline.ruleSet.revision }

  /// Calls the body with a judge that nobody else uses meanwhile.
  func withJudge<Value>(_ body: (Judge) throws -> Value) rethrows -> Value {
    let lent = idle.withLock { $0.popLast() } ?? Lent(worker: pipeline.makeWorker())
    defer { idle.withLock { $0.append(lent) } }
    return try body(Judge(worker: lent.worker, policy: policy, now: now))
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
