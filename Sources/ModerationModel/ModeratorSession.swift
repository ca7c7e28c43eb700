/// A moderator's stay after signing in. It ends by itself when nobody acts, and in any case after half a day.
public struct ModeratorSession: Hashable, Sendable {
  /// Seconds without a request after which it is over.
  public static let idleSeconds = 1800.0
  /// Seconds after signing in when it is over, whatever happens.
  public static let absoluteSeconds = 43_200.0
  /// Sessions that one moderator may have at once; a further one ends the oldest.
  public static let countMax = 20
  public static let deviceBytesMax = 200

  public var site: SiteID
  /// Names it in lists and when it is revoked; it opens nothing.
  public var id: SessionID
  public var moderator: ModeratorID
  public var createdAt: Timestamp
  public var lastSeenAt: Timestamp
  /// What the browser calls itself, so that a moderator recognises their own; may be empty.
  public var device: String

  public init(
    site: SiteID, id: SessionID, moderator: ModeratorID, createdAt: Timestamp, lastSeenAt: Timestamp, device: String
  ) {
    self.site = site
    self.id = id
    self.moderator = moderator
    self.createdAt = createdAt
    self.lastSeenAt = lastSeenAt
    self.device = device
  }

  /// When it is over unless somebody acts before.
  public var endsAt: Timestamp {
    min(lastSeenAt.adding(seconds: Self.idleSeconds), createdAt.adding(seconds: Self.absoluteSeconds))
  }

  /// A clock that was set back does not prolong a session: what begins in the future is over.
  public func isAlive(at now: Timestamp) -> Bool {
    now < endsAt && now.seconds(since: createdAt) > -60
  }
}
