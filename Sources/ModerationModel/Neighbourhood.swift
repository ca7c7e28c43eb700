/// What is known of a submission's surroundings besides its author and its place: the wave it belongs to, who else writes from
/// there, how people have judged either lately. Nothing in it names or quotes anybody.
public struct Neighbourhood: Hashable, Sendable {
  /// Arrivals whose ages are handed over, of one address prefix or of one wave.
  public static let recentMax = 16

  /// The wave that the words belong to, as it was before them; `nil` for words of their own.
  public var wave: Wave?
  /// A wave is running on the site.
  public var isAlarmed: Bool
  /// What people have lately decided on comments of the author.
  public var author: Reputation
  /// The same of comments from the same address prefix; `nil` where the address is not known.
  public var address: Reputation?
  /// Seconds since the last comments from the same address prefix, newest first.
  public var addressAges: [Double]
  /// Seconds since the last comments of the wave, newest first.
  public var waveAges: [Double]

  public init(
    wave: Wave? = nil, isAlarmed: Bool = false, author: Reputation = Reputation(), address: Reputation? = nil,
    addressAges: [Double] = [], waveAges: [Double] = []
  ) {
    self.wave = wave
    self.isAlarmed = isAlarmed
    self.author = author
    self.address = address
    self.addressAges = addressAges
    self.waveAges = waveAges
  }
}

/// People's decisions on the comments of one author or from one address prefix, of which older ones count less.
///
/// A decision counts half after `halfLifeDays`, a quarter after twice that, and nothing after `daysMax`. Only what people
/// decide counts; what the machine does by itself never teaches it anything.
public struct Reputation: Hashable, Sendable {
  public static let halfLifeDays = 10.0
  public static let daysMax = 30.0
  /// The share that anybody is taken to have refused before something is known, and how many decisions that belief is worth.
  public static let priorShare = 0.25
  public static let priorWeight = 4.0

  /// Decayed numbers of comments.
  public private(set) var approved: Double
  public private(set) var refused: Double

  public init(approved: Double = 0, refused: Double = 0) {
    self.approved = approved
    self.refused = refused
  }

  /// Adds one decision of so long ago.
  public mutating func count(isRefusal: Bool, ageSeconds: Double) {
    let days = max(0, ageSeconds) / 86_400
    guard days <= Self.daysMax else { return }
    let weight = Self.weight(days: days)
    if isRefusal { refused += weight } else { approved += weight }
  }

  /// What one decision counts after so many days: 1 at first, halved every `halfLifeDays`.
  public static func weight(days: Double) -> Double {
    // A straight line between halvings: no more than a twelfth above the exponential, and the same on every machine.
    let halvings = days / halfLifeDays
    let whole = halvings.rounded(.down)
    var weight = 1.0
    for _ in 0..<Int(whole) { weight /= 2 }
    return weight * (1 - (halvings - whole) / 2)
  }

  /// The share refused, drawn toward `priorShare` while little is known.
  public var refusedShare: Double {
    (refused + Self.priorWeight * Self.priorShare) / (approved + refused + Self.priorWeight)
  }

  public var isEmpty: Bool { approved == 0 && refused == 0 }
}
