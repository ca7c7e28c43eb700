/// Months of comments of a made-up newsroom: our own sentences in Russian, Ukrainian and English, in waves and with words
/// that change, and the truth about each. The same seed gives the same comments.
///
/// Two comments in three are ordinary talk. Part of the talk has words that rules look for, and part of the advertising
/// has none of them; towards the end more and more of it has not. So hand-set scores err in both directions, and rules
/// that overlap are counted twice.
public struct GeneratedHistory: Sendable {
  /// The first day.
  public static let begin: Int64 = 1_767_225_600_000  // 2026-01-01
  public static let days = 180

  /// How a desk errs and looks; shares of comments.
  public struct Desk: Hashable, Sendable {
    /// Unfit comments that a moderator lets pass.
    public var missRate = 0.06
    /// Fit comments that a moderator refuses.
    public var harshRate = 0.02
    /// Held comments that somebody decides.
    public var heldShare = 0.97
    /// Published comments that chance brings before a moderator.
    public var auditRate = 0.05
    /// Unfit published comments that readers report, and a moderator then sees.
    public var reportRate = 0.25

    public init() {}
  }

  public var seed: UInt64
  public var count: Int

  public init(count: Int, seed: UInt64) {
    self.count = max(0, count)
    self.seed = seed
  }

  /// All comments, by time.
  ///
  /// - Complexity: O(`count`); 100,000 take a few seconds in a debug build.
  public func comments() -> [HistoryComment] {
    var random = HistoryRandom(seed: seed)
    let plan = WavePlan(random: &random)
    let span = Int64(Self.days) * 86_400_000
    var comments: [HistoryComment] = []
    comments.reserveCapacity(count)
    for number in 0..<count {
      let share = Double(number) / Double(max(1, count))
      let at = Self.begin + Int64(share * Double(span)) + Int64(random.below(max(1, Int(span) / max(1, count))))
      let kind = plan.kind(at: share, &random)
      let language = HistoryWords.language(of: kind, &random)
      let wave = plan.wave(of: kind, at: share)
      var text = HistoryWords.text(kind, language, wave: wave, at: share, &random)
      if kind.isAdvertising { text = Disguise.applied(to: text, at: share, &random) }
      // Those who advertise have seldom been approved before; readers often.
      let isKnown = random.chance(kind.isAdvertising ? 0.03 : kind == .talk ? 0.7 : 0.5)
      comments.append(
        HistoryComment(
          number: number, at: at, language: language, text: text,
          author: HistoryWords.name(language, &random), approved: isKnown ? 1 + random.below(60) : 0, kind: kind,
          campaign: wave?.number, isBad: kind.isBad))
    }
    return comments
  }

  /// What a desk makes of comments that a machine has judged: held ones are mostly decided, published ones only by the
  /// audit's chance or when a reader complains, and people err at known rates.
  ///
  /// - Parameter isHeld: What the machine does with a comment.
  public func reviewed(
    _ comments: [HistoryComment], by desk: Desk = Desk(), isHeld: (HistoryComment) -> Bool
  ) -> [ReviewedComment] {
    var random = HistoryRandom(seed: seed ^ 0x5EED_0FDE_5C00)
    let moderators = ["olena", "ihor", "marta"]
    return comments.map { comment in
      let held = isHeld(comment)
      // Drawn for every comment in the same order, so that another machine changes as little as possible.
      let (first, second, third) = (random.unit(), random.unit(), random.unit())
      let isAudited = !held && first < desk.auditRate
      let isReported = !held && comment.isBad && first >= desk.auditRate && second < desk.reportRate
      let isSeen = held ? first < desk.heldShare : isAudited || isReported
      let errs = third < (comment.isBad ? desk.missRate : desk.harshRate)
      let decision = HistoryDecision(
        isRefused: comment.isBad != errs, moderator: moderators[comment.number % moderators.count],
        at: comment.at + 60_000 * Int64(5 + comment.number % 240), isFromAudit: isAudited)
      return ReviewedComment(
        comment: comment, isHeld: held, decision: isSeen ? decision : nil, inclusion: held ? 1 : desk.auditRate)
    }
  }
}

extension HistoryComment.Kind {
  /// Whether it comes in waves and hides its words.
  var isAdvertising: Bool {
    switch self {
    case .gambling, .earnings, .loans, .crypto, .goods: true
    case .talk, .lookalikeTalk, .source, .insult, .obscenity: false
    }
  }

  /// Whether an editor would not publish it.
  public var isBad: Bool { isAdvertising || self == .insult || self == .obscenity }
}

/// A campaign: who advertises, from when to when, and by which words of its own.
struct Wave: Sendable {
  var number: Int
  var kind: HistoryComment.Kind
  /// Shares of the whole time.
  var time: ClosedRange<Double>
  /// A name that only this campaign uses.
  var brand: String
}

/// Which campaigns run when.
struct WavePlan: Sendable {
  private var waves: [Wave] = []

  init(random: inout HistoryRandom) {
    let kinds: [HistoryComment.Kind] = [.gambling, .earnings, .loans, .crypto, .goods]
    for number in 0..<15 {
      let begin = Double(number) / 16 + random.unit() * 0.03
      let brand = HistoryWords.brands[number % HistoryWords.brands.count]
      waves.append(
        Wave(number: number, kind: kinds[number % kinds.count], time: begin...(begin + 0.14), brand: brand))
    }
  }

  func wave(of kind: HistoryComment.Kind, at share: Double) -> Wave? {
    waves.last { $0.kind == kind && $0.time.contains(share) }
  }

  /// Talk mostly; advertising of the campaigns that run, and little of the others.
  func kind(at share: Double, _ random: inout HistoryRandom) -> HistoryComment.Kind {
    let draw = random.unit()
    switch draw {
    case ..<0.62: return .talk
    case ..<0.76: return .lookalikeTalk
    case ..<0.81: return .source
    case ..<0.85: return .insult
    case ..<0.87: return .obscenity
    default:
      let running = waves.filter { $0.time.contains(share) }
      guard !running.isEmpty, random.chance(0.8) else {
        return random.choice([.gambling, .earnings, .loans, .crypto, .goods])
      }
      return random.choice(running).kind
    }
  }
}

/// Tricks by which advertisers hide words, more of them as time goes on.
enum Disguise {
  private static let lookAlikes: [Character: Character] = [
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "і": "i",
  ]

  static func applied(to text: String, at share: Double, _ random: inout HistoryRandom) -> String {
    guard random.chance(0.1 + 0.25 * share) else { return text }
    if random.chance(0.7) {
      return String(text.map { random.chance(0.3) ? lookAlikes[$0] ?? $0 : $0 })
    }
    return text.uppercased()
  }
}
