import ModerationModel
import ModerationPipeline

/// What a replay has counted. Sums of two stretches are the counts of both, so that workers count by themselves and a
/// replay that was stopped goes on from what it had.
public struct ReplayTotals: Hashable, Sendable, Codable {
  /// Flips by what people say to them.
  public struct Flips: Hashable, Sendable, Codable {
    public var nowAgree = 0
    public var nowDisagree = 0
    public var unreviewed = 0

    public init() {}

    public var count: Int { nowAgree + nowDisagree + unreviewed }

    /// Of the flips on which a person has decided, those that come nearer to the decision.
    public var agreement: ShareInterval? { ShareInterval(nowAgree, of: nowAgree + nowDisagree) }

    mutating func add(_ kind: Flip.Kind) {
      switch kind {
      case .nowAgree: nowAgree += 1
      case .nowDisagree: nowDisagree += 1
      case .unreviewed: unreviewed += 1
      }
    }

    mutating func add(_ other: Flips) {
      nowAgree += other.nowAgree
      nowDisagree += other.nowDisagree
      unreviewed += other.unreviewed
    }
  }

  /// Comments on which a person has decided, by what one side does with them.
  public struct Confusion: Hashable, Sendable, Codable {
    public var badStopped = 0
    public var badPublished = 0
    public var goodStopped = 0
    public var goodPublished = 0

    public init() {}

    mutating func add(isBad: Bool, isStopped: Bool) {
      switch (isBad, isStopped) {
      case (true, true): badStopped += 1
      case (true, false): badPublished += 1
      case (false, true): goodStopped += 1
      case (false, false): goodPublished += 1
      }
    }

    mutating func add(_ other: Confusion) {
      badStopped += other.badStopped
      badPublished += other.badPublished
      goodStopped += other.goodStopped
      goodPublished += other.goodPublished
    }

    /// Of what is stopped and decided on, how much a person found unfit.
    public var precision: ShareInterval? { ShareInterval(badStopped, of: badStopped + goodStopped) }
  }

  /// One week, from Monday, in UTC.
  public struct Week: Hashable, Sendable, Codable {
    public var comments = 0
    public var flips = Flips()

    public init() {}
  }

  /// Comments that were judged.
  public var comments = 0
  /// Of them, how many a person has decided on.
  public var labelled = 0
  public var flips = Flips()
  /// From what to what, such as `publish hold`, flips only.
  public var moves: [String: Int] = [:]
  public var before = Confusion()
  public var after = Confusion()
  /// By rule that is responsible; a flip that takes several counts for each.
  public var byRule: [String: Flips] = [:]
  /// By leading category; `none` where nothing scored.
  public var byCategory: [String: Flips] = [:]
  /// By language; `unknown` where it is not clear.
  public var byLanguage: [String: Flips] = [:]
  /// By the Monday that it begins with, such as `2026-11-23`.
  public var byWeek: [String: Week] = [:]
  /// Comments that were judged before their circumstances were kept: about author and moment, what was found then counts.
  public var withoutCircumstances = 0
  /// Comments of which a rule could not be decided, on either side.
  public var withFaults = 0

  public init() {}

  /// Comments that both sides decide alike.
  public var unchanged: Int { comments - flips.count }

  mutating func add(_ other: ReplayTotals) {
    comments += other.comments
    labelled += other.labelled
    flips.add(other.flips)
    moves.merge(other.moves, uniquingKeysWith: +)
    before.add(other.before)
    after.add(other.after)
    byRule.merge(other.byRule, uniquingKeysWith: Self.sum)
    byCategory.merge(other.byCategory, uniquingKeysWith: Self.sum)
    byLanguage.merge(other.byLanguage, uniquingKeysWith: Self.sum)
    byWeek.merge(other.byWeek) { left, right in
      var sum = left
      sum.comments += right.comments
      sum.flips.add(right.flips)
      return sum
    }
    withoutCircumstances += other.withoutCircumstances
    withFaults += other.withFaults
  }

  private static func sum(_ left: Flips, _ right: Flips) -> Flips {
    var sum = left
    sum.add(right)
    return sum
  }

  mutating func count(_ row: HistoryRow, before old: Verdict, after new: Verdict) {
    comments += 1
    byWeek[Self.week(of: row.context.now), default: Week()].comments += 1
    if row.context.keptFindings != nil, !row.context.isEdit { withoutCircumstances += 1 }
    if !old.faults.isEmpty || !new.faults.isEmpty { withFaults += 1 }
    guard let isBad = row.label?.isBad else { return }
    labelled += 1
    before.add(isBad: isBad, isStopped: old.action != .publish)
    after.add(isBad: isBad, isStopped: new.action != .publish)
  }

  mutating func count(_ flip: Flip, at time: Timestamp) {
    flips.add(flip.kind)
    moves["\(flip.before.action) \(flip.after.action)", default: 0] += 1
    for rule in flip.rules { byRule[rule, default: Flips()].add(flip.kind) }
    byCategory[flip.category ?? "none", default: Flips()].add(flip.kind)
    byLanguage[flip.language ?? "unknown", default: Flips()].add(flip.kind)
    byWeek[Self.week(of: time), default: Week()].flips.add(flip.kind)
  }

  /// The Monday of a moment's week.
  static func week(of time: Timestamp) -> String {
    let day = Int64((Double(time.milliseconds) / 86_400_000).rounded(.down))
    // 1970-01-01 was a Thursday.
    let weekday = ((day + 3) % 7 + 7) % 7
    return String(Timestamp(milliseconds: (day - weekday) * 86_400_000).description.prefix(10))
  }
}
