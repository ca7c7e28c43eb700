public import ModerationModel

/// When a write happens, by whom, and the randomness that its new identities are made from.
public struct WriteStamp: Hashable, Sendable {
  public var at: Timestamp
  /// A moderator's name, `author`, or `system`.
  public var actor: String
  /// 128 random bits, used by no other write.
  public var seed: UInt128
  /// Makes the write once, however often it is delivered; `nil` makes it each time.
  public var claim: IdempotencyClaim?

  public init(at: Timestamp, actor: String, seed: UInt128, claim: IdempotencyClaim? = nil) {
    self.at = at
    self.actor = actor
    self.seed = seed
    self.claim = claim
  }

  /// A number in 0..<1, equally likely anywhere, for the one choice by chance that a write may make. The same each time it
  /// is asked for, and of no identity's bits.
  public var chance: Double {
    let drawn: Identifier<WriteStamp> = identifier(-3)
    return Double(UInt64(truncatingIfNeeded: drawn.bits) & 0x1F_FFFF_FFFF_FFFF) / 0x20_0000_0000_0000
  }

  /// The `ordinal`-th identity of this write; the same each time it is asked for.
  ///
  /// Mixed as in SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014), so that
  /// neighbours share nothing.
  public func identifier<Subject>(_ ordinal: Int) -> Identifier<Subject> {
    func mixed(_ word: UInt64) -> UInt64 {
      var z = word
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    let step = UInt64(truncatingIfNeeded: ordinal &+ 1) &* 0x9E37_79B9_7F4A_7C15
    let high = mixed(UInt64(truncatingIfNeeded: seed >> 64) &+ step)
    let low = mixed(UInt64(truncatingIfNeeded: seed) &+ step &+ high)
    return Identifier(time: at, random: UInt128(high) << 64 | UInt128(low))
  }
}
