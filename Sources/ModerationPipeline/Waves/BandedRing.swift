/// Finds entries that share a band with a query, newest first, in bounded memory.
///
/// Locality-sensitive hashing by bands (Indyk and Motwani, STOC 1998; Broder, 1997): similar entries agree in at least one
/// band with high probability. Entries have rising numbers, and only the latest `capacity` of them are there: the chains of
/// one bucket run from newer to older numbers, as in zlib's window, so that forgetting costs nothing. A chain ends where a
/// number does not fall any more, or fell out of the window.
struct BandedRing: Sendable {
  let bands: Int
  let capacity: Int
  private let mask: UInt32
  /// By band and bucket, the newest entry's number; 0 for none. Made with the first entry.
  private var heads: [UInt32] = []
  /// By slot and band, the number of the next older entry in the same bucket. Grows up to the capacity.
  private var older: [UInt32] = []

  /// - Parameter bucketBits: Buckets of one band are two to this power.
  init(bands: Int, capacity: Int, bucketBits: Int) {
    self.bands = bands
    self.capacity = capacity
    mask = (1 << UInt32(bucketBits)) - 1
  }

  private func bucket(_ band: Int, _ key: UInt32) -> Int { band * (Int(mask) + 1) + Int(key & mask) }

  /// Makes room for an entry that has no bands here.
  mutating func skip(_ number: UInt32) {
    fill(number, with: 0)
  }

  private mutating func fill(_ number: UInt32, with value: UInt32) {
    let slot = Int(number) % capacity
    for band in 0..<bands {
      let place = slot * bands + band
      if place < older.count { older[place] = value } else { older.append(value) }
    }
  }

  /// - Precondition: Numbers begin with 1 and rise by one, here or in `skip`.
  mutating func insert(_ number: UInt32, keys: (Int) -> UInt32) {
    if heads.isEmpty { heads = Array(repeating: 0, count: bands * (Int(mask) + 1)) }
    fill(number, with: 0)
    let slot = Int(number) % capacity
    for band in 0..<bands {
      let head = bucket(band, keys(band))
      older[slot * bands + band] = heads[head]
      heads[head] = number
    }
  }

  /// Hands over the numbers in one bucket, newest first, until `body` says that it is enough.
  func forEach(band: Int, key: UInt32, newest: UInt32, limit: Int, _ body: (UInt32) -> Bool) {
    guard !heads.isEmpty else { return }
    let oldest = newest >= UInt32(capacity) ? newest - UInt32(capacity) : 0
    var number = heads[bucket(band, key)]
    var left = limit
    while number > oldest, number <= newest, left > 0 {
      guard body(number) else { return }
      let next = older[Int(number) % capacity * bands + band]
      guard next < number else { return }
      number = next
      left -= 1
    }
  }

  /// Bytes of one entry, without buckets.
  var bytesPerEntry: Int { 4 * bands }
  var bucketBytes: Int { 4 * heads.count }
}
