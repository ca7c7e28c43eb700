public import ModerationModel
public import ModerationPipeline
public import RuleEngine

/// What rules say of a text, and what a draft of rules would do to comments that have come: asked by somebody who waits for
/// the answer, so everything about it is bounded. Nothing is written.
public struct RuleTrial: Sendable {
  /// Comments that a draft is tried on, unless somebody asks for another number.
  public static let commentsUsual = 500
  public static let commentsMax = 2_000
  /// Changed decisions that are kept; all are counted.
  public static let flipsMax = 50
  /// After so long the comments that are left are not judged any more.
  public static let secondsMax = 20.0

  /// A text, judged.
  public struct TextAnswer: Sendable {
    public var text: String
    /// With the draft where one was given and could be read, else with the rules in force.
    public var cause: VerdictCause
    /// What the rules in force say, where a draft was asked.
    public var before: Verdict?
  }

  /// A draft, tried.
  public struct DraftAnswer: Sendable {
    public var draft: RuleDraft
    /// `nil` for a draft that could not be read.
    public var replay: ReplayState?
  }

  public var text: TextAnswer?
  public var draft: DraftAnswer?

  /// - Parameters:
  ///   - submission: The text, with what is to be known of its author; its sizes are the caller's business.
  ///   - draft: See ``RuleEngine/RuleSet/trying(_:now:)``.
  ///   - pipeline: The rules in force.
  ///   - policy: What applies to the text.
  ///   - history: The comments that the draft is tried on, ``commentsMax`` at most.
  public init(
    _ submission: Submission?, draft text: String?, over pipeline: ModerationPipeline, policy: CommentPolicy,
    history: any HistorySource, now: Timestamp
  ) async throws {
    let tried = text.map { pipeline.ruleSet.trying($0, now: now) }
    let after = tried?.ruleSet.map { pipeline.replacing($0) }
    if let submission {
      let context = SubmissionContext.standalone(now: now, policy: policy)
      let worker = pipeline.makeWorker()
      self.text = TextAnswer(
        text: submission.text,
        cause: VerdictCause(submission, in: context, pipeline: after ?? pipeline, findsLeastText: false),
        before: after == nil ? nil : worker.verdict(on: worker.prepare(submission), in: context, isTraffic: false))
    }
    guard let tried else { return }
    var answer = DraftAnswer(draft: tried)
    if let after {
      let replay = Replay(before: pipeline, after: after, changedRules: Set(tried.rules), threads: 1)
      answer.replay = try await Self.run(replay, history)
    }
    draft = answer
  }

  /// A replay that ends early when it takes too long; ``ReplayState/isComplete`` says so.
  private static func run(_ replay: Replay, _ history: any HistorySource) async throws -> ReplayState {
    let work = Task { try await replay.run(history) }
    let clock = Task {
      try await Task.sleep(for: .seconds(secondsMax))
      work.cancel()
    }
    defer { clock.cancel() }
    var state = try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      work.cancel()
    }
    // The newest are the ones that people remember.
    state.flips = state.flips.suffix(flipsMax).reversed()
    return state
  }
}
