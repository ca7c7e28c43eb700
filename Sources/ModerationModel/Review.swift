/// What a moderator decides.
public enum Decision: String, Hashable, Sendable, CaseIterable {
  case approve, reject, spam, hold

  /// The state that a comment takes on this decision.
  public var state: CommentState {
    switch self {
    case .approve: .approved
    case .reject: .rejected
    case .spam: .spam
    case .hold: .pending
    }
  }
}

/// Why a comment was refused, in the words that its author may be shown.
public enum DecisionReason: String, Hashable, Sendable, CaseIterable {
  case offTopic = "off_topic"
  case insult, threat, hate, obscene, spam
  case advertising
  case personalData = "personal_data"
  case falsehood
  case copyright
  case other
}

/// A moderator's decision on one or many comments, applied whole or not at all.
public struct Review: Hashable, Sendable {
  public static let noteBytesMax = 2000
  public static let itemsMax = 10_000

  /// What happened to one comment, with everything that an undo needs to restore it exactly.
  public struct Item: Hashable, Sendable {
    public var article: ArticleID
    public var comment: CommentID
    public var revision: RevisionID
    public var before: CommentState
    public var causeBefore: StateCause
    public var after: CommentState
    /// The comment's version once the decision was applied; an undo is refused when it has risen since.
    public var version: Int
    /// The case that this closed, if one was open.
    public var closedCase: CaseID?
    /// The case that this opened, if the decision was to hold and none was open.
    public var openedCase: CaseID?

    public init(
      article: ArticleID, comment: CommentID, revision: RevisionID, before: CommentState, causeBefore: StateCause,
      after: CommentState, version: Int, closedCase: CaseID?, openedCase: CaseID? = nil
    ) {
      self.article = article
      self.comment = comment
      self.revision = revision
      self.before = before
      self.causeBefore = causeBefore
      self.after = after
      self.version = version
      self.closedCase = closedCase
      self.openedCase = openedCase
    }
  }

  public var site: SiteID
  public var id: ReviewID
  public var decision: Decision
  public var reason: DecisionReason?
  public var note: String
  /// The moderator's name as it stands in the log; no author ever sees it.
  public var moderator: String
  public var at: Timestamp
  public var items: [Item]
  /// Set when the review was taken back.
  public var undoneAt: Timestamp?

  public init(
    site: SiteID, id: ReviewID, decision: Decision, reason: DecisionReason? = nil, note: String = "",
    moderator: String, at: Timestamp, items: [Item] = [], undoneAt: Timestamp? = nil
  ) {
    self.site = site
    self.id = id
    self.decision = decision
    self.reason = reason
    self.note = note
    self.moderator = moderator
    self.at = at
    self.items = items
    self.undoneAt = undoneAt
  }
}

/// A decision as a moderator asks for it.
public struct ReviewRequest: Hashable, Sendable {
  /// One comment, with the version of it that the moderator saw; `nil` where any version will do.
  public struct Target: Hashable, Sendable {
    public var comment: CommentID
    public var version: Int?

    public init(comment: CommentID, version: Int? = nil) {
      self.comment = comment
      self.version = version
    }
  }

  public var site: SiteID
  public var targets: [Target]
  public var decision: Decision
  public var reason: DecisionReason?
  public var note: String
  public var moderator: String

  public init(
    site: SiteID = .default, targets: [Target], decision: Decision, reason: DecisionReason? = nil, note: String = "",
    moderator: String
  ) {
    self.site = site
    self.targets = targets
    self.decision = decision
    self.reason = reason
    self.note = note
    self.moderator = moderator
  }
}
