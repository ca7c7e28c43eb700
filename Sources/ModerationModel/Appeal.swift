/// The author's objection to a refusal, which somebody else than the decider answers.
public struct Appeal: Hashable, Sendable {
  public enum State: String, Hashable, Sendable, CaseIterable {
    case open
    /// The comment was approved.
    case granted
    /// The comment stays refused. The answer is final: it cannot be appealed against.
    case declined
    /// Nothing is left to decide: the comment was withdrawn or erased, or the decision was taken back.
    case lapsed
  }

  public static let textBytesMax = 4000

  public var site: SiteID
  public var id: AppealID
  public var article: ArticleID
  public var comment: CommentID
  /// The wording that was refused.
  public var revision: RevisionID
  /// The review that refused it; `nil` when the machine did.
  public var review: ReviewID?
  /// The moderator who refused it, and who may not answer; `nil` when the machine did.
  public var decider: String?
  /// The case that waits for the answer.
  public var moderationCase: CaseID
  /// The author's own words; empty once the comment is erased.
  public var text: String
  public var state: State
  public var filedAt: Timestamp
  public var answeredAt: Timestamp?
  /// The review that answered.
  public var answer: ReviewID?

  public init(
    site: SiteID, id: AppealID, article: ArticleID, comment: CommentID, revision: RevisionID, review: ReviewID?,
    decider: String?, moderationCase: CaseID, text: String, state: State = .open, filedAt: Timestamp,
    answeredAt: Timestamp? = nil, answer: ReviewID? = nil
  ) {
    self.site = site
    self.id = id
    self.article = article
    self.comment = comment
    self.revision = revision
    self.review = review
    self.decider = decider
    self.moderationCase = moderationCase
    self.text = text
    self.state = state
    self.filedAt = filedAt
    self.answeredAt = answeredAt
    self.answer = answer
  }
}
