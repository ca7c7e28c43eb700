public import CommentStore
public import ModerationModel

/// A clock that is turned by hand, and the source of identities that goes with it.
public struct ManualTime: Sendable {
  public private(set) var now: Timestamp
  private var random: SeededRandom

  public init(_ now: Timestamp = Examples.morning, seed: UInt64 = 1) {
    self.now = now
    random = SeededRandom(seed: seed)
  }

  public mutating func advance(seconds: Double) {
    now = now.adding(seconds: seconds)
  }

  /// A stamp for one write at this moment; every call gives another seed.
  public mutating func stamp(by actor: String = "system") -> WriteStamp {
    WriteStamp(at: now, actor: actor, seed: random.next128())
  }

  public mutating func identifier<Subject>() -> Identifier<Subject> {
    Identifier(time: now, random: random.next128())
  }
}
