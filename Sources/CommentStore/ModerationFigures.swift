public import ModerationModel

/// The time that figures are asked for.
public struct FigureWindow: Hashable, Sendable {
  public static let daysMax = 92.0
  /// Comments looked at, newest first; beyond that the figures say that they are cut short.
  public static let scanMax = 200_000

  public var site: SiteID
  public var from: Timestamp
  public var to: Timestamp
  /// How far local midnight lies before midnight in UTC: 7200 for Kyiv in winter.
  public var dayOffsetSeconds: Double

  public init(site: SiteID = .default, from: Timestamp, to: Timestamp, dayOffsetSeconds: Double = 0) {
    self.site = site
    self.from = from
    self.to = to
    self.dayOffsetSeconds = dayOffsetSeconds
  }
}

/// What happened in a window, for a dashboard.
public struct ModerationFigures: Hashable, Sendable {
  /// One day.
  public struct Day: Hashable, Sendable {
    /// Local midnight.
    public var startsAt: Timestamp
    /// Comments that came on this day, by where they stand now.
    public var comments: [CommentState: Int]
    /// Comments decided on this day, by decision; what was undone does not count.
    public var decisions: [Decision: Int]

    public init(startsAt: Timestamp, comments: [CommentState: Int] = [:], decisions: [Decision: Int] = [:]) {
      self.startsAt = startsAt
      self.comments = comments
      self.decisions = decisions
    }
  }

  /// Cases that have waited for less than `seconds` and not less than the bar before.
  public struct AgeBar: Hashable, Sendable {
    /// `nil` in the last bar.
    public var seconds: Double?
    public var count: Int

    public init(seconds: Double?, count: Int) {
      self.seconds = seconds
      self.count = count
    }
  }

  /// How one rule or heuristic fared against people, over the newest wordings of the window's comments.
  public struct RuleRecord: Hashable, Sendable {
    public var name: String
    /// Comments that it counted in.
    public var hits = 0
    /// Of these, what the machine did.
    public var published = 0
    public var held = 0
    public var refused = 0
    /// Held or refused by the machine, and refused by a person.
    public var confirmed = 0
    /// Held or refused by the machine, and approved by a person.
    public var overturned = 0
    /// Let through by the machine all the same, and refused by a person.
    public var missed = 0
    /// Waiting for a person.
    public var open = 0

    public init(name: String) {
      self.name = name
    }
  }

  /// Bounds of the bars, in seconds: 5 and 30 minutes, 2, 6 and 24 hours, 3 and 7 days.
  public static let ageBounds: [Double] = [300, 1800, 7200, 21_600, 86_400, 259_200, 604_800]

  public var days: [Day]
  /// How long the cases open now have waited.
  public var queueAges: [AgeBar]
  /// Most hits first, at most 200.
  public var rules: [RuleRecord]
  public var appeals: [Appeal.State: Int]
  /// Decided comments by moderator; what was undone does not count.
  public var decisionsByModerator: [String: Int]
  /// Half of the window's decided comments were decided within this time of their arrival; `nil` without any.
  public var medianSecondsToDecision: Double?
  /// Whether there were more comments than are looked at.
  public var isCutShort: Bool

  public init(
    days: [Day] = [], queueAges: [AgeBar] = [], rules: [RuleRecord] = [], appeals: [Appeal.State: Int] = [:],
    decisionsByModerator: [String: Int] = [:], medianSecondsToDecision: Double? = nil, isCutShort: Bool = false
  ) {
    self.days = days
    self.queueAges = queueAges
    self.rules = rules
    self.appeals = appeals
    self.decisionsByModerator = decisionsByModerator
    self.medianSecondsToDecision = medianSecondsToDecision
    self.isCutShort = isCutShort
  }
}
