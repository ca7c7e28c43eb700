/// A short stand-in for a text: equal for texts that read alike once folded, so that repeats are found without keeping
/// words twice.
public struct TextDigest: Hashable, Sendable {
  public var bits: UInt64

  public init(bits: UInt64) {
    self.bits = bits
  }
}
