import ModerationModel
public import RuleEngine
import TextNormalization

/// Turns a submission and its context into a verdict.
///
/// A pure function: no clock, no store, no randomness, so that live traffic, replay, rescan and rule tests all go
/// through the same lines. The compiled rules are shared; what changes while judging lives in a `PipelineWorker`, one
/// for each thread at a time.
/// ```swift
/// let pipeline = ModerationPipeline(ruleSet: rules)
/// let worker = pipeline.makeWorker()
/// let prepared = worker.prepare(submission)
/// let verdict = worker.verdict(on: prepared, in: .standalone(now: now))
/// ```
public struct ModerationPipeline: Sendable {
  public let ruleSet: RuleSet
  /// The model that is asked after the rules; `nil` for none.
  public let classifier: ClassifierModel?
  let policy: ActionPolicy
  let duplicates: DuplicateHeuristic
  let flood: FloodHeuristic
  let form: FormHeuristic
  let standing: AuthorStandingHeuristic
  let links: LinkHeuristic
  let shouting: ShoutingHeuristic
  let disguise: DisguiseHeuristic
  let waves: WaveHeuristic
  let rates: RateHeuristic
  let reputation: ReputationHeuristic
  let names: NameHeuristic

  /// A pipeline with the thresholds, caps and heuristics that the rule set names.
  ///
  /// - Parameter classifier: A model to be asked as well.
  public init(ruleSet: RuleSet, classifier: ClassifierModel? = nil) {
    self.ruleSet = ruleSet
    self.classifier = classifier
    policy = ActionPolicy(rules: ruleSet.policy)
    let settings = ruleSet.policy.heuristics
    duplicates = DuplicateHeuristic(settings: settings)
    flood = FloodHeuristic(settings: settings)
    form = FormHeuristic(settings: settings)
    standing = AuthorStandingHeuristic(settings: settings)
    links = LinkHeuristic(settings: settings)
    shouting = ShoutingHeuristic(settings: settings)
    disguise = DisguiseHeuristic(settings: settings)
    waves = WaveHeuristic(settings: settings)
    rates = RateHeuristic(settings: settings)
    reputation = ReputationHeuristic(settings: settings)
    names = NameHeuristic(settings: settings)
  }

  /// The same with other rules; the model stays.
  public func replacing(_ rules: RuleSet) -> ModerationPipeline {
    ModerationPipeline(ruleSet: rules, classifier: classifier)
  }

  public func makeWorker() -> PipelineWorker {
    PipelineWorker(pipeline: self)
  }
}
