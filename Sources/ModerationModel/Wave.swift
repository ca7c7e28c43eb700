/// Comments that read alike, wherever on a site they stand and whoever sent them: what a person decides on once.
///
/// A comment on its own is no wave. The wave bears the identity of the oldest comment that is known to belong to it, and two
/// waves that turn out to be one go on under the older identity.
public struct Wave: Hashable, Sendable {
  /// Figures rest on so many of the newest comments; `size` counts all.
  public static let lookMax = 128
  /// How long a comment stays where later ones are compared with it.
  public static let windowSeconds = 7 * 86_400.0
  /// How long it is known which wave a comment belongs to.
  public static let keptSeconds = 30 * 86_400.0

  /// What a person has decided on comments of the wave, last of all.
  public struct Ruling: Hashable, Sendable {
    public var decision: Decision
    public var review: ReviewID

    public init(decision: Decision, review: ReviewID) {
      self.decision = decision
      self.review = review
    }
  }

  public var id: WaveID
  /// Comments that belong to it.
  public var size: Int
  public var authors: Int
  public var articles: Int
  /// Comments that wait for a person.
  public var held: Int
  /// Comments refused by people or by the machine.
  public var refused: Int
  /// Authors of it whom people have approved before and refused seldom: what they say alike is an idiom.
  public var regulars: Int
  /// `nil` where nobody has decided, or all of it was undone.
  public var ruling: Ruling?

  public init(
    id: WaveID, size: Int, authors: Int, articles: Int, held: Int = 0, refused: Int = 0, regulars: Int = 0,
    ruling: Ruling? = nil
  ) {
    self.id = id
    self.size = size
    self.authors = authors
    self.articles = articles
    self.held = held
    self.refused = refused
    self.regulars = regulars
    self.ruling = ruling
  }
}

public typealias WaveID = Identifier<Wave>

/// A time in which a site looks closer at newcomers, because a wave is running. It ends by itself.
public struct WaveAlarm: Hashable, Sendable {
  public var site: SiteID
  public var wave: WaveID
  public var since: Timestamp
  public var until: Timestamp

  public init(site: SiteID, wave: WaveID, since: Timestamp, until: Timestamp) {
    self.site = site
    self.wave = wave
    self.since = since
    self.until = until
  }

  public func isInForce(at now: Timestamp) -> Bool { since <= now && now < until }
}
