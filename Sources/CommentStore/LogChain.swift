internal import Crypto
public import ModerationModel

/// How log entries are chained, and where a chain is broken.
///
/// An entry's hash is SHA-256 over the 32 bytes of the previous entry's hash (all zero before the first) followed by the
/// entry's canonical bytes: the ASCII text `moderato-log-1`, then site, index, time, actor, act, subject and the number
/// of details, then each detail's name and value in the byte order of the names. Texts stand as a length of four bytes
/// and their UTF-8; numbers and times (milliseconds since 1970) as eight bytes. All integers are big-endian.
public struct LogChain: Sendable {
  public static let zeroHash = [UInt8](repeating: 0, count: 32)

  /// The index and hash that the chain has been followed to.
  public private(set) var index: Int64 = 0
  public private(set) var hash = LogChain.zeroHash
  public let site: SiteID

  public init(site: SiteID) {
    self.site = site
  }

  /// Follows the chain by one entry.
  ///
  /// - Returns: What is wrong with the entry, or `nil`. After a fault nothing behind it can be trusted.
  public mutating func follow(_ entry: LogEntry) -> String? {
    guard entry.site == site else { return "entry \(index + 1) belongs to another site" }
    guard entry.index == index + 1 else { return "entry \(index + 1) is missing; entry \(entry.index) follows" }
    guard entry.previousHash == hash else { return "entry \(entry.index) does not continue the one before" }
    guard entry.hash == Self.hash(of: entry) else { return "entry \(entry.index) was changed" }
    index = entry.index
    hash = entry.hash
    return nil
  }

  /// The hash that an entry must have, from its previous hash and canonical bytes.
  public static func hash(of entry: LogEntry) -> [UInt8] {
    var bytes = CanonicalBytes()
    bytes.append(raw: entry.previousHash)
    bytes.append(raw: Array("moderato-log-1".utf8))
    bytes.append(entry.site.key)
    bytes.append(entry.index)
    bytes.append(entry.at.milliseconds)
    bytes.append(entry.actor)
    bytes.append(entry.act.rawValue)
    bytes.append(entry.subject)
    bytes.append(Int64(entry.details.count))
    for (name, value) in entry.details.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      bytes.append(name)
      bytes.append(value)
    }
    return bytes.sha256()
  }
}

/// Bytes that can be read in one way only: every text says its length first.
package struct CanonicalBytes: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 256) {
    bytes.reserveCapacity(capacity)
  }

  package mutating func append(raw: some Sequence<UInt8>) {
    bytes.append(contentsOf: raw)
  }

  package mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  package mutating func append(_ text: String) {
    append(length: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func append(_ number: Int64) {
    append(word: UInt64(bitPattern: number))
  }

  package mutating func append(_ number: Double) {
    append(word: number.bitPattern)
  }

  package mutating func append(length: Int) {
    let word = UInt32(clamping: length)
    for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
  }

  private mutating func append(word: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
  }

  package func sha256() -> [UInt8] {
    Array(SHA256.hash(data: bytes))
  }

  /// The first eight bytes of SHA-256, to notice damage, not an enemy.
  package func checksum() -> Int64 {
    Int64(bitPattern: SHA256.hash(data: bytes).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
