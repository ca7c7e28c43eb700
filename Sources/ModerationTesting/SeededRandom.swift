/// Random numbers that come again with the same seed: SplitMix64 (Steele, Lea, Flood, 2014).
///
/// A test that uses it prints its seed, so that a failure can be met again.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 128 bits, as identities are made from.
  public mutating func next128() -> UInt128 {
    UInt128(next()) << 64 | UInt128(next())
  }

  public mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < share
  }

  /// `nil` only for nothing to choose from.
  public mutating func choice<Choices: Collection>(_ choices: Choices) -> Choices.Element? {
    choices.randomElement(using: &self)
  }
}
