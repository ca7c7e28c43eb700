/// One line of the review log: who did what to which subject, when. Appended, never changed.
///
/// Each entry's hash covers the one before, so that a removed, changed or moved entry shows (`log verify`). Entries
/// name comments and authors by identity only, so that erasing a person leaves the chain whole.
public struct LogEntry: Hashable, Sendable {
  public enum Act: String, Hashable, Sendable, CaseIterable {
    case review, undo
    case claim, release, escalate, tag
    case sanction
    case sanctionLifted = "sanction_lifted"
    case articleAdded = "article_added"
    case articleChanged = "article_changed"
    case userAdded = "user_added"
    case userChanged = "user_changed"
    case passwordSet = "password_set"
    case secondFactorSet = "second_factor_set"
    case secondFactorLifted = "second_factor_lifted"
    case signedIn = "signed_in"
    case sessionsRevoked = "sessions_revoked"
    case tokenMade = "token_made"
    case tokenRevoked = "token_revoked"
    case appealFiled = "appeal_filed"
    case webhookAdded = "webhook_added"
    case webhookChanged = "webhook_changed"
    case webhookRemoved = "webhook_removed"
    case rescan
    case repair
    case erasure
    case sharesSet = "shares_set"
    case rulesChanged = "rules_changed"
    case ruleQuarantined = "rule_quarantined"
    case ruleGuarded = "rule_guarded"
  }

  public var site: SiteID
  /// 1 for a site's first entry, without gaps.
  public var index: Int64
  public var at: Timestamp
  /// Who acted: a moderator's name, or `system`.
  public var actor: String
  public var act: Act
  /// What was acted on, such as `comment:0190…` or `article:bridge`.
  public var subject: String
  /// What else matters, by name; values hold no author's words.
  public var details: [String: String]
  /// The hash of the entry before, 32 bytes; all zero for the first.
  public var previousHash: [UInt8]
  /// SHA-256 over the previous hash and this entry's canonical bytes.
  public var hash: [UInt8]

  public init(
    site: SiteID, index: Int64, at: Timestamp, actor: String, act: Act, subject: String,
    details: [String: String] = [:], previousHash: [UInt8], hash: [UInt8]
  ) {
    self.site = site
    self.index = index
    self.at = at
    self.actor = actor
    self.act = act
    self.subject = subject
    self.details = details
    self.previousHash = previousHash
    self.hash = hash
  }
}
