public import ModerationModel
public import ModerationPipeline

/// One wording that was judged, with all that a verdict on it may depend on and what people said of it.
///
/// Judging ``submission`` in ``context`` again with the same rules gives ``verdict``; with other rules it says what they
/// would have done at that moment, not today.
public struct HistoryRow: Hashable, Sendable {
  public var comment: CommentID
  public var revision: RevisionID
  /// The words and what else was stored of the arrival; addresses and e-mails are not.
  public var submission: Submission
  /// As it was when the wording was judged; `now` is that moment.
  public var context: SubmissionContext
  /// What the machine said then.
  public var verdict: Verdict
  /// The last decision of a person on this wording that was not undone; `nil` when nobody has looked.
  public var label: HumanLabel?
  /// With which probability, above 0 and at most 1, a person was to look at this comment: 1 where the machine asked for
  /// one, the site's `audit_rate` of that day where the machine let it through; `nil` when the rate was 0 or is not known,
  /// so that no figure may rest on its kind.
  public var inclusion: Double?

  public init(
    comment: CommentID, revision: RevisionID, submission: Submission, context: SubmissionContext, verdict: Verdict,
    label: HumanLabel? = nil, inclusion: Double? = nil
  ) {
    self.comment = comment
    self.revision = revision
    self.submission = submission
    self.context = context
    self.verdict = verdict
    self.label = label
    self.inclusion = inclusion
  }
}

/// What a person decided about one wording.
public struct HumanLabel: Hashable, Sendable {
  public var decision: Decision
  public var reason: DecisionReason?
  public var moderator: String
  public var at: Timestamp
  /// Whether the moderator had been shown neither rule hits nor score.
  public var isBlind: Bool
  /// Whether the comment was chosen by chance, and not because of what the machine, a reader or a colleague found.
  public var isFromAudit: Bool

  /// Whether the person found the comment unfit to be published; `nil` for a decision that leaves it open.
  public var isBad: Bool? {
    switch decision {
    case .approve: false
    case .reject, .spam: true
    case .hold: nil
    }
  }

  public init(
    decision: Decision, reason: DecisionReason? = nil, moderator: String, at: Timestamp, isBlind: Bool = false,
    isFromAudit: Bool = false
  ) {
    self.decision = decision
    self.reason = reason
    self.moderator = moderator
    self.at = at
    self.isBlind = isBlind
    self.isFromAudit = isFromAudit
  }
}
