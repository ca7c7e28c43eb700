public import RuleEngine

/// What came of an attempt to tune scores.
public enum TuningOutcome: Sendable {
  /// There is too little to go by; what is missing, the most wanted first.
  case refused([TuningShortage])
  case tuned(TuningReport)
}

/// Labels, or something else, of which there are too few.
public struct TuningShortage: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Live rules with `fit:`.
    case fitRules = "fit_rules"
    case trainingBad = "training_bad"
    case trainingGood = "training_good"
    case holdoutBad = "holdout_bad"
    case holdoutGood = "holdout_good"
    /// Rules that enough labelled comments have met.
    case rulesWithHits = "rules_with_hits"
  }

  public var kind: Kind
  public var have: Int
  public var need: Int
}

/// New scores, and how they did on later comments that they were not found on.
public struct TuningReport: Sendable {
  /// One score that may move.
  public struct Score: Hashable, Sendable {
    public var rule: String
    public var bounds: ClosedRange<Double>
    /// What the rule file says.
    public var initial: Double
    public var before: Double
    public var after: Double
    /// Labelled comments of the training time that the rule hit.
    public var labelledHits: Int
    /// It stayed as it was, because too few labelled comments met its rule.
    public var isHeldBack: Bool
  }

  /// Holdout comments on which old and new scores decide differently; each once, without weights.
  public struct Changes: Hashable, Sendable {
    /// Wrongly held before, and not now.
    public var released = 0
    /// Let through before, and rightly held now.
    public var caught = 0
    /// Rightly held before, and let through now.
    public var lost = 0
    /// Let through before, and wrongly held now.
    public var wronglyHeld = 0
    /// The same by weight: what was gained and what was lost.
    public var better = 0.0
    public var worse = 0.0
  }

  public var training: ScoreLock.Window
  public var holdout: ScoreLock.Window
  public var before: DecisionMeasures
  public var after: DecisionMeasures
  /// The same labels used one rule at a time: every score in proportion to its rule's own precision.
  public var independent: DecisionMeasures
  /// By how much the log loss fell from comment to comment, in nats, with its 95 % interval.
  public var lossFall: (mean: Double, lower: Double, upper: Double)
  public var changes: Changes
  public var scores: [Score]
  /// The probability of being unfit from which the new scores hold a comment.
  public var holdProbability: Double
  public var lock: ScoreLock
  /// The set with the new scores, and its files.
  public var files: RuleFiles
  public var revision: String

  /// Whether the new scores may be written: later comments are more likely under them, more decisions became right than
  /// wrong, and fit comments are not held more often than chance explains.
  public var isBetter: Bool {
    let most = before.wronglyHeld?.upper ?? 1
    return lossFall.mean > 0 && changes.better > changes.worse && (after.wronglyHeld?.value ?? 0) <= most
  }
}
