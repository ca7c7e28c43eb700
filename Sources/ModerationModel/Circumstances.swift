/// What a verdict rested on besides the words and the rules, as it was when the words were judged: enough to judge them
/// again as of that moment.
///
/// Kept with each wording, as few bytes; nothing in it names or quotes anybody. What stands elsewhere and never changes
/// (the moment, the place in the thread, who wrote it) is not repeated here. An article's title is read anew.
public struct Circumstances: Hashable, Sendable {
  /// How far back posting times are kept: no fact and no heuristic looks further.
  public static let recentSeconds = 3_600.0

  /// The policy in force, where a verdict depends on it.
  public var mode: ModerationMode
  public var holdThreshold: Double?
  public var rejectThreshold: Double?
  public var articlePublishedAt: Timestamp?
  /// Nobody had met the author before.
  public var isFirst: Bool
  public var record: AuthorRecord
  public var sanction: Sanction.Kind?
  /// Milliseconds since the author's last comments, newest first, none older than `recentSeconds`.
  public var recentPostAges: [Int64]
  public var decidedLastWeek: Int
  public var refusedLastWeek: Int
  public var overturnedLastMonth: Int
  public var form: FormOutcome
  public var copiesBySameAuthor: Int
  public var copiesByOthers: Int
  public var isEdit: Bool
  /// In how many bits the words differed from the nearest confirmed spam; `nil` where no rule asked or nothing was known.
  public var spamDistance: Int?
  /// `nil` where nothing was drawn: the machine did not publish, or the site's rate was 0.
  public var audit: AuditDraw?
  public var neighbourhood: Neighbourhood

  public init(
    mode: ModerationMode = .post, holdThreshold: Double? = nil, rejectThreshold: Double? = nil,
    articlePublishedAt: Timestamp? = nil, isFirst: Bool = false, record: AuthorRecord = AuthorRecord(),
    sanction: Sanction.Kind? = nil, recentPostAges: [Int64] = [], decidedLastWeek: Int = 0, refusedLastWeek: Int = 0,
    overturnedLastMonth: Int = 0, form: FormOutcome = .trusted, copiesBySameAuthor: Int = 0, copiesByOthers: Int = 0,
    isEdit: Bool = false, spamDistance: Int? = nil, audit: AuditDraw? = nil,
    neighbourhood: Neighbourhood = Neighbourhood()
  ) {
    self.mode = mode
    self.holdThreshold = holdThreshold
    self.rejectThreshold = rejectThreshold
    self.articlePublishedAt = articlePublishedAt
    self.isFirst = isFirst
    self.record = record
    self.sanction = sanction
    self.recentPostAges = recentPostAges
    self.decidedLastWeek = decidedLastWeek
    self.refusedLastWeek = refusedLastWeek
    self.overturnedLastMonth = overturnedLastMonth
    self.form = form
    self.copiesBySameAuthor = copiesBySameAuthor
    self.copiesByOthers = copiesByOthers
    self.isEdit = isEdit
    self.spamDistance = spamDistance
    self.audit = audit
    self.neighbourhood = neighbourhood
  }
}

/// Whether chance has chosen a published comment for a person to look at.
public struct AuditDraw: Hashable, Sendable {
  /// With which probability, above 0 and at most 1: the site's `audit_rate` at that moment.
  public var rate: Double
  public var isChosen: Bool

  public init(rate: Double, isChosen: Bool) {
    self.rate = rate
    self.isChosen = isChosen
  }

  /// Chooses where `chance`, equally likely anywhere in 0..<1, falls below the rate; `nil` for a rate that chooses nobody.
  ///
  /// The chance is handed in and has nothing to do with the words, so that nobody can write past it.
  public init?(rate: Double, chance: Double) {
    guard rate > 0 else { return nil }
    self.init(rate: min(rate, 1), isChosen: chance < rate)
  }
}
