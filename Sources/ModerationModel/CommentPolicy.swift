/// Whether comments appear before or after a person has looked.
public enum ModerationMode: String, Hashable, Sendable, CaseIterable {
  /// What the machine lets through appears at once.
  case post
  /// Everything waits for a person; what the machine refuses is still refused.
  case pre
}

/// How a site, or one article, takes comments. Every limit says its unit in its name.
public struct CommentPolicy: Hashable, Sendable {
  /// No policy may take longer texts than this many UTF-8 bytes.
  public static let bodyBytesCeiling = 65_536
  /// No policy may allow deeper replies.
  public static let depthCeiling = 32
  /// No threshold may be higher: what is out of reach would never be held.
  public static let thresholdCeiling = 1000.0

  public var mode = ModerationMode.post
  /// UTF-8 bytes of one comment; more is refused, never cut.
  public var bodyBytesMax = 16_384
  /// Levels of replies under a top-level comment; 0 allows none.
  public var depthMax = 5
  /// Days after publication when an article stops taking comments; `nil` never.
  public var closeAfterDays: Double?
  /// Seconds after submission in which authors may change or withdraw their comment.
  public var editWindowSeconds = 300.0
  /// Weighted reports that bring a published comment before a person.
  public var reportsToHold = 3.0
  /// The share of published comments, 0...1, that moderators are shown blind to keep the figures honest.
  public var auditRate = 0.0
  /// Replace the rule set's own thresholds when given.
  public var holdThreshold: Double?
  public var rejectThreshold: Double?

  public init() {}

  /// What is wrong with the thresholds, over those of the rule set; `nil` when they can stand.
  public func thresholdProblem(over own: Thresholds = Thresholds()) -> String? {
    let hold = holdThreshold ?? own.hold
    for points in [holdThreshold, rejectThreshold].compactMap(\.self)
    where !(points > 0 && points <= Self.thresholdCeiling) {
      return "a threshold must be above 0 and at most \(Int(Self.thresholdCeiling)) points"
    }
    // A reject threshold of the site stands for spam as well.
    let refusing = rejectThreshold ?? min(own.reject, own.spam)
    guard hold <= refusing else {
      return "the hold threshold, \(hold), must not be above the reject threshold, \(refusing)"
    }
    return nil
  }

  /// This policy as one article changes it.
  public func applying(_ overrides: PolicyOverrides) -> CommentPolicy {
    var policy = self
    policy.mode = overrides.mode ?? mode
    policy.bodyBytesMax = overrides.bodyBytesMax ?? bodyBytesMax
    policy.depthMax = overrides.depthMax ?? depthMax
    policy.closeAfterDays = overrides.closeAfterDays ?? closeAfterDays
    policy.editWindowSeconds = overrides.editWindowSeconds ?? editWindowSeconds
    policy.holdThreshold = overrides.holdThreshold ?? holdThreshold
    policy.rejectThreshold = overrides.rejectThreshold ?? rejectThreshold
    return policy
  }
}

/// The parts of a policy that one article sets for itself; `nil` leaves the site's value.
public struct PolicyOverrides: Hashable, Sendable {
  public var mode: ModerationMode?
  public var bodyBytesMax: Int?
  public var depthMax: Int?
  public var closeAfterDays: Double?
  public var editWindowSeconds: Double?
  public var holdThreshold: Double?
  public var rejectThreshold: Double?

  public init() {}
}
