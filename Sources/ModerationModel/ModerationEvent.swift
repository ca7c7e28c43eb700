/// What happened, written in the same transaction as the change itself.
///
/// Events carry identities and states, never words or names: a reader of the outbox fetches what still exists. So
/// erasing a comment also empties its events.
public struct ModerationEvent: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case articleAdded = "article.added"
    case articleChanged = "article.changed"
    case commentSubmitted = "comment.submitted"
    case commentEdited = "comment.edited"
    case commentMoved = "comment.moved"
    case commentWithdrawn = "comment.withdrawn"
    case commentErased = "comment.erased"
    case commentReported = "comment.reported"
    case commentVoted = "comment.voted"
    case appealFiled = "appeal.filed"
    case appealAnswered = "appeal.answered"
    case reviewApplied = "review.applied"
    case reviewUndone = "review.undone"
    case caseChanged = "case.changed"
    case authorSanctioned = "author.sanctioned"
    case shareRecorded = "share.recorded"
    case shareCountSet = "share.count_set"
    /// Another rule set is in force.
    case rulesChanged = "rules.changed"
    /// A pattern was quarantined, or a guard has acted.
    case ruleMarked = "rule.marked"
  }

  public var site: SiteID
  public var id: EventID
  /// The place in the outbox, given by the store, rising without gaps in commit order; 0 before that.
  public var sequence: Int64
  public var kind: Kind
  public var at: Timestamp
  public var article: ArticleID?
  public var comment: CommentID?
  public var review: ReviewID?
  public var before: CommentState?
  public var after: CommentState?

  public init(
    site: SiteID, id: EventID, sequence: Int64 = 0, kind: Kind, at: Timestamp, article: ArticleID? = nil,
    comment: CommentID? = nil, review: ReviewID? = nil, before: CommentState? = nil, after: CommentState? = nil
  ) {
    self.site = site
    self.id = id
    self.sequence = sequence
    self.kind = kind
    self.at = at
    self.article = article
    self.comment = comment
    self.review = review
    self.before = before
    self.after = after
  }
}
