public import ModerationModel

/// What a moderator shows on signing in. Kept apart from the moderator, so that no list of people carries it.
public struct ModeratorCredential: Hashable, Sendable {
  public static let hashBytesMax = 500
  public static let recoveryCodesMax = 20

  /// A second factor: time-based one-time codes (RFC 6238).
  public struct SecondFactor: Hashable, Sendable {
    /// The shared secret, sealed with the site's own; a store never sees it open.
    public var sealedSecret: [UInt8]
    /// False until a first code has shown that the moderator's device knows the secret; until then it is not asked for.
    public var isConfirmed: Bool
    /// The last step, 30 seconds each since 1970, whose code was taken; it and those before it are not taken again.
    public var lastStep: Int64
    /// SHA-256 of the codes for the day the device is lost, each good once.
    public var recoveryHashes: [[UInt8]]

    public init(
      sealedSecret: [UInt8], isConfirmed: Bool = false, lastStep: Int64 = 0, recoveryHashes: [[UInt8]] = []
    ) {
      self.sealedSecret = sealedSecret
      self.isConfirmed = isConfirmed
      self.lastStep = lastStep
      self.recoveryHashes = recoveryHashes
    }
  }

  public var site: SiteID
  public var moderator: ModeratorID
  /// A PHC string, such as `$scrypt$ln=17,r=8,p=1$…$…`.
  public var passwordHash: String
  public var secondFactor: SecondFactor?
  /// Rises by one with every change, so that a sign-in that was checked against an older one is refused.
  public var version: Int

  public init(
    site: SiteID, moderator: ModeratorID, passwordHash: String, secondFactor: SecondFactor? = nil, version: Int = 1
  ) {
    self.site = site
    self.moderator = moderator
    self.passwordHash = passwordHash
    self.secondFactor = secondFactor
    self.version = version
  }
}

/// How often somebody may try.
public struct AttemptLimit: Hashable, Sendable {
  public var attemptsMax: Int
  public var windowSeconds: Double

  public init(attemptsMax: Int, windowSeconds: Double) {
    self.attemptsMax = attemptsMax
    self.windowSeconds = windowSeconds
  }

  /// Ten a quarter of an hour for one name, whether anybody has it or not.
  public static let account = AttemptLimit(attemptsMax: 10, windowSeconds: 900)
  /// Three hundred in five minutes for everybody on a site together.
  public static let site = AttemptLimit(attemptsMax: 300, windowSeconds: 300)
}

/// Attempts counted in one window.
public struct AttemptRecord: Hashable, Sendable {
  public var count: Int
  public var endsAt: Timestamp

  public init(count: Int, endsAt: Timestamp) {
    self.count = count
    self.endsAt = endsAt
  }
}

/// A proven sign-in, ready to become a session.
public struct SessionOpening: Hashable, Sendable {
  public var session: ModeratorSession
  /// SHA-256 of the session's token.
  public var tokenHash: [UInt8]
  /// The credential that was checked.
  public var credentialVersion: Int
  /// The step of the one-time code that was shown.
  public var step: Int64?
  /// SHA-256 of the recovery code that was shown instead.
  public var recoveryHash: [UInt8]?
  /// The same password by today's parameters, when the stored hash is by older ones.
  public var renewedHash: String?
  /// Whose attempts are forgiven.
  public var attemptKey: String

  public init(
    session: ModeratorSession, tokenHash: [UInt8], credentialVersion: Int, step: Int64? = nil,
    recoveryHash: [UInt8]? = nil, renewedHash: String? = nil, attemptKey: String
  ) {
    self.session = session
    self.tokenHash = tokenHash
    self.credentialVersion = credentialVersion
    self.step = step
    self.recoveryHash = recoveryHash
    self.renewedHash = renewedHash
    self.attemptKey = attemptKey
  }
}

/// A session with whose it is.
public struct SessionHolder: Hashable, Sendable {
  public var session: ModeratorSession
  public var moderator: Moderator

  public init(session: ModeratorSession, moderator: Moderator) {
    self.session = session
    self.moderator = moderator
  }
}

/// A token with whose it is.
public struct TokenHolder: Hashable, Sendable {
  public var token: AccessToken
  public var moderator: Moderator

  public init(token: AccessToken, moderator: Moderator) {
    self.token = token
    self.moderator = moderator
  }
}
