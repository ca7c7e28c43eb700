public import ModerationModel

/// Which of the latest comments of a site read like a new one.
///
/// A value without clock, store or randomness: whoever inserts the same comments in the same order gets the same answers. It
/// finds candidates in three layers, equal fingerprints first, then bands of min-hashes (long texts) and bands of bits (short
/// ones), and compares each candidate's own fingerprint before it counts.
///
/// Holds at most `countMax` comments of the last `Wave.windowSeconds`; the oldest are forgotten. An entry takes 278 bytes, so
/// that a full index takes 28 MB, and 2.5 MB of buckets.
/// ```swift
/// let alike = index.matches(fingerprint, at: now)
/// index.insert(comment, fingerprint, at: now)
/// ```
public struct WaveIndex: Sendable {
  public static let countMax = 100_000
  /// Matches that one lookup reports.
  public static let matchesMax = 4
  /// Candidates of one bucket that one lookup compares.
  static let candidatesMax = 64

  private static let minHashBands = 16
  private static let bitBands = 10

  private let capacity: Int
  private let windowMilliseconds: Int64
  /// The latest entry's number; numbers begin with 1.
  private var newest: UInt32 = 0
  private var exact: BandedRing
  private var long: BandedRing
  private var short: BandedRing
  // By slot, the entries' parts.
  private var comments: [UInt128] = []
  private var times: [Int64] = []
  private var shingles: [UInt32] = []
  private var shingleCounts: [UInt8] = []
  private var pieces: [UInt128] = []
  private var hasPieces: [Bool] = []

  public init(capacity: Int = countMax, windowSeconds: Double = Wave.windowSeconds) {
    precondition(capacity > 0 && capacity <= 1 << 24, "a capacity of 1 to 16,777,216")
    self.capacity = capacity
    windowMilliseconds = Int64(windowSeconds * 1000)
    exact = BandedRing(bands: 1, capacity: capacity, bucketBits: 16)
    long = BandedRing(bands: Self.minHashBands, capacity: capacity, bucketBits: 15)
    short = BandedRing(bands: Self.bitBands, capacity: capacity, bucketBits: 12)
  }

  public var count: Int { min(Int(newest), capacity) }

  /// Memory in use, without what arrays keep in reserve.
  public var bytes: Int {
    let perEntry =
      exact.bytesPerEntry + long.bytesPerEntry + short.bytesPerEntry + 4 * WaveFingerprint.shinglesMax + 16 + 8 + 1 + 16
      + 1
    return perEntry * count + exact.bucketBytes + long.bucketBytes + short.bucketBytes
  }

  /// Adds a comment. One that is there already, with other words, goes on being found by both.
  ///
  /// - Complexity: O(1): 1,024 hash steps for long texts, 10 for short ones.
  public mutating func insert(_ comment: CommentID, _ fingerprint: WaveFingerprint, at time: Timestamp) {
    // After four thousand million comments numbers would begin anew: so does the index.
    if newest == .max { self = WaveIndex(capacity: capacity, windowSeconds: Double(windowMilliseconds) / 1000) }
    newest += 1
    let slot = Int(newest) % capacity
    // Numbers begin with 1, so slot 0 is filled when the ring closes.
    while comments.count <= slot {
      comments.append(0)
      times.append(0)
      shingleCounts.append(0)
      pieces.append(0)
      hasPieces.append(false)
      for _ in 0..<WaveFingerprint.shinglesMax { shingles.append(0) }
      if comments.count <= slot {
        exact.skip(UInt32(comments.count - 1))
        long.skip(UInt32(comments.count - 1))
        short.skip(UInt32(comments.count - 1))
      }
    }
    comments[slot] = comment.bits
    times[slot] = time.milliseconds
    shingleCounts[slot] = UInt8(fingerprint.shingles.count)
    pieces[slot] = fingerprint.pieces?.bits ?? 0
    hasPieces[slot] = fingerprint.pieces != nil
    for (offset, shingle) in fingerprint.shingles.enumerated() {
      shingles[slot * WaveFingerprint.shinglesMax + offset] = shingle
    }
    let equal = Self.equalKey(fingerprint)
    exact.insert(newest) { _ in equal }
    if fingerprint.shingles.isEmpty {
      long.skip(newest)
    } else {
      let keys = Self.minHashKeys(fingerprint.shingles)
      long.insert(newest) { keys[$0] }
    }
    if let bits = fingerprint.pieces?.bits {
      short.insert(newest) { Self.bitKey(bits, band: $0) }
    } else {
      short.skip(newest)
    }
  }

  /// Takes back the insertion of a comment that was not stored after all; looks among the latest thousand.
  public mutating func remove(_ comment: CommentID) {
    for back in 0..<UInt32(min(1_000, count)) {
      let slot = Int(newest - back) % capacity
      guard comments[slot] == comment.bits else { continue }
      comments[slot] = 0
      shingleCounts[slot] = 0
      hasPieces[slot] = false
      return
    }
  }

  /// Comments that read alike, at most `matchesMax`, equal ones first.
  ///
  /// - Parameters:
  ///   - now: What is older than the window by then does not count.
  ///   - excluding: A comment that is no copy of itself.
  /// - Complexity: O(1): at most 64 comparisons in each of 27 buckets.
  public func matches(
    _ fingerprint: WaveFingerprint, at now: Timestamp, excluding own: CommentID? = nil
  ) -> [CommentID] {
    var search = Search(earliest: now.milliseconds - windowMilliseconds, own: own?.bits)
    exact.forEach(band: 0, key: Self.equalKey(fingerprint), newest: newest, limit: Self.candidatesMax) { number in
      look(at: number, fingerprint, &search)
    }
    // Equal words are one wave: more of them tell nothing new.
    guard search.found.isEmpty else { return search.found.map { CommentID(bits: $0) } }
    if !fingerprint.shingles.isEmpty {
      let keys = Self.minHashKeys(fingerprint.shingles)
      for band in 0..<Self.minHashBands where !search.isFull {
        long.forEach(band: band, key: keys[band], newest: newest, limit: Self.candidatesMax) { number in
          look(at: number, fingerprint, &search)
        }
      }
    }
    if let bits = fingerprint.pieces?.bits {
      for band in 0..<Self.bitBands where !search.isFull {
        short.forEach(
          band: band, key: Self.bitKey(bits, band: band), newest: newest, limit: Self.candidatesMax
        ) { number in
          look(at: number, fingerprint, &search)
        }
      }
    }
    return search.found.map { CommentID(bits: $0) }
  }

  private struct Search {
    let earliest: Int64
    let own: UInt128?
    var found: [UInt128] = []
    var isFull: Bool { found.count >= matchesMax }

    init(earliest: Int64, own: UInt128?) {
      self.earliest = earliest
      self.own = own
    }
  }

  /// Compares one candidate; false when the lookup has found enough.
  private func look(at number: UInt32, _ fingerprint: WaveFingerprint, _ search: inout Search) -> Bool {
    let slot = Int(number) % capacity
    guard times[slot] >= search.earliest, comments[slot] != 0, comments[slot] != search.own else { return true }
    guard isNear(slot, fingerprint), !search.found.contains(comments[slot]) else { return true }
    search.found.append(comments[slot])
    return !search.isFull
  }

  private func isNear(_ slot: Int, _ fingerprint: WaveFingerprint) -> Bool {
    let count = Int(shingleCounts[slot])
    if count > 0, !fingerprint.shingles.isEmpty {
      let start = slot * WaveFingerprint.shinglesMax
      let share = WaveFingerprint.share(fingerprint.shingles[...], shingles[start..<start + count])
      if share >= WaveFingerprint.shareMin { return true }
    }
    guard hasPieces[slot], let bits = fingerprint.pieces?.bits else { return false }
    return (bits ^ pieces[slot]).nonzeroBitCount <= WaveFingerprint.distanceMax
  }

  // MARK: Keys

  private static func equalKey(_ fingerprint: WaveFingerprint) -> UInt32 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    if fingerprint.shingles.isEmpty, let bits = fingerprint.pieces?.bits {
      hash = WaveFingerprint.mixed(UInt64(truncatingIfNeeded: bits) ^ WaveFingerprint.mixed(UInt64(bits >> 64)))
    }
    for shingle in fingerprint.shingles { hash = WaveFingerprint.mixed(hash ^ UInt64(shingle)) }
    return UInt32(truncatingIfNeeded: hash)
  }

  /// Sixteen bands of two min-hashes each (MinHash, Broder 1997): texts that share half of their shingles agree in at least
  /// one band 99 times in 100, texts that share a third 84 times, a tenth 15 times. Spun texts have many cousins in a wave, of
  /// which one is enough.
  private static func minHashKeys(_ shingles: [UInt32]) -> [UInt32] {
    var keys: [UInt32] = []
    keys.reserveCapacity(minHashBands)
    for band in 0..<UInt64(minHashBands) {
      var (first, second) = (UInt64.max, UInt64.max)
      for shingle in shingles {
        first = min(first, WaveFingerprint.mixed(UInt64(shingle) | (2 * band + 1) << 32))
        second = min(second, WaveFingerprint.mixed(UInt64(shingle) | (2 * band + 2) << 32))
      }
      keys.append(UInt32(truncatingIfNeeded: WaveFingerprint.mixed(first ^ second << 1)))
    }
    return keys
  }

  /// Ten bands of twelve bits: of texts that differ in 10 of 128 bits, 99 in 100 agree in at least one, in 16 of them 89, in 22
  /// of them 67. A wave has many members, of which one is enough.
  private static func bitKey(_ bits: UInt128, band: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: bits >> UInt128(12 * band)) & 0xFFF
  }
}
