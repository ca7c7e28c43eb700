package import ModerationModel
import RuleEngine

extension PipelineWorker {
  /// What the machine would do without one finding of a verdict; with it, where it is a shadow rule's.
  ///
  /// The policy decides over the findings as they are, unless other rules ask this one: then the rules are asked again.
  package func action(
    on prepared: PreparedSubmission, in context: SubmissionContext, of verdict: Verdict, turning signal: Signal
  ) -> Action {
    if signal.status == .live, signal.source == .rule, pipeline.ruleSet.isAskedByOthers(signal.name) {
      return self.verdict(on: prepared, in: context, isTraffic: false, leavingOut: [signal.name]).action
    }
    var signals = verdict.signals
    guard let index = signals.firstIndex(of: signal) else { return verdict.action }
    if signal.status == .live { signals.remove(at: index) } else { signals[index].status = .live }
    return pipeline.policy.outcome(of: signals, policy: context.policy, sanction: context.author.sanction).action
  }
}
