/// A read-only hash table from 64-bit keys to chains of small numbers.
///
/// Open addressing with linear probing at a load of at most one half; chains run through ``next``. Made once, then
/// shared by all workers.
struct KeyTable: Sendable {
  private var keys: [UInt64]
  private var heads: [Int32]
  private var next: [Int32]
  private let mask: Int
  /// One bit for each hash of a key: most keys that are not there are dismissed by it.
  private var filter: [UInt64]

  /// - Parameter entries: Keys; entry `i` is number `i` in the chains.
  init(_ entries: [UInt64]) {
    var capacity = 16
    while capacity < entries.count * 2 { capacity *= 2 }
    mask = capacity - 1
    filter = Array(repeating: 0, count: min(1 << 14, capacity / 2))
    keys = Array(repeating: 0, count: capacity)
    heads = Array(repeating: -1, count: capacity)
    next = Array(repeating: -1, count: entries.count)
    for (number, key) in entries.enumerated() {
      var slot = Self.mix(key) & mask
      while heads[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
      keys[slot] = key
      next[number] = heads[slot]
      heads[slot] = Int32(number)
      let place = filterPlace(key)
      filter[place.word] |= place.bit
    }
  }

  /// Whether the key may be there; `false` is certain.
  @inline(__always)
  func mayHold(_ key: UInt64) -> Bool {
    let place = filterPlace(key)
    return filter[place.word] & place.bit != 0
  }

  @inline(__always)
  private func filterPlace(_ key: UInt64) -> (word: Int, bit: UInt64) {
    let product = key &* 0x9E37_79B9_7F4A_7C15
    // A power of two of words, as the capacity is.
    return (Int(truncatingIfNeeded: product >> 44) & (filter.count - 1), 1 &<< (product >> 38 & 63))
  }

  var isEmpty: Bool { next.isEmpty }

  /// The last number entered under a key; -1 when there is none.
  func first(_ key: UInt64) -> Int {
    var slot = Self.mix(key) & mask
    while heads[slot] >= 0 {
      if keys[slot] == key { return Int(heads[slot]) }
      slot = (slot + 1) & mask
    }
    return -1
  }

  /// The number entered before this one under the same key; -1 at the end.
  func following(_ number: Int) -> Int { Int(next[number]) }

  private static func mix(_ key: UInt64) -> Int {
    let product = key &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product >> 20)
  }
}

/// FNV-1a with 64 bits: short keys, no secret, the same on every machine.
struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = FNV1a()
    for byte in bytes { hash.add(byte) }
    return hash.value
  }
}
