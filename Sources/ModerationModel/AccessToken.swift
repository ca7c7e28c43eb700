/// A key by which a program acts in a moderator's name. What it may do is bounded by its scopes and by the moderator's
/// role, whichever is less.
public struct AccessToken: Hashable, Sendable {
  /// What a token is for.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// Handing in comments that somebody else's form has taken, and answering for them.
    case submit
    /// Asking for verdicts, and teaching by spam and ham; what the Akismet and Perspective endpoints need.
    case check
    case read, decide, edit, administer
  }

  public static let labelBytesMax = 100
  /// Tokens in force that one site may have.
  public static let countMax = 1000

  public var site: SiteID
  public var id: TokenID
  public var moderator: ModeratorID
  /// What it is used for, in its owner's words.
  public var label: String
  public var scopes: Set<Scope>
  public var createdAt: Timestamp
  public var createdBy: String
  /// `nil` never.
  public var expiresAt: Timestamp?
  /// To the minute.
  public var lastUsedAt: Timestamp?
  public var revokedAt: Timestamp?

  public init(
    site: SiteID, id: TokenID, moderator: ModeratorID, label: String, scopes: Set<Scope>, createdAt: Timestamp,
    createdBy: String, expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, revokedAt: Timestamp? = nil
  ) {
    self.site = site
    self.id = id
    self.moderator = moderator
    self.label = label
    self.scopes = scopes
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
    self.revokedAt = revokedAt
  }

  public func isInForce(at now: Timestamp) -> Bool {
    revokedAt == nil && (expiresAt.map { now < $0 } ?? true)
  }
}
