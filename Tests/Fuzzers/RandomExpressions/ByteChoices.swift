/// Choices that are read off given bytes, one byte each; when those are used up, repeatable ones follow.
///
/// A fuzzer so changes one choice by changing one byte. What follows the last byte is drawn by SplitMix64 from a seed made
/// of all of them, so that a few bytes are a whole case already.
package struct ByteChoices: RandomNumberGenerator {
  private let bytes: [UInt8]
  private var index = 0
  private var rest: SplitMix

  package init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    // FNV-1a.
    rest = SplitMix(state: self.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  package mutating func next() -> UInt64 {
    guard index < bytes.count else { return rest.next() }
    defer { index += 1 }
    // The same byte eight times over: a choice among n ≤ 256 follows its size.
    return UInt64(bytes[index]) &* 0x0101_0101_0101_0101
  }
}

/// SplitMix64, so that a failure can be repeated from its seed.
package struct SplitMix: RandomNumberGenerator {
  package var state: UInt64

  package init(state: UInt64) {
    self.state = state
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
