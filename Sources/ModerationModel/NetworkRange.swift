/// A block of IP addresses that share their first bits, such as `203.0.113.0/24` or `2001:db8::/32` (RFC 4632, RFC 4291).
///
/// A single address is a block of one. An IPv4 block and the same block mapped into IPv6 are equal.
public struct NetworkRange: Hashable, Sendable {
  /// The first and the last address as numbers of 128 bits, IPv4 mapped into `::ffff:0:0/96`.
  public let bounds: ClosedRange<UInt128>

  /// Why a text is no block.
  public enum Problem: Error, Hashable, Sendable {
    case notAnAddress
    /// The bits after the stroke are no number, or more than the address has.
    case badLength(bitsMax: Int)
    /// The address is not the first of its block; this would be.
    case notTheFirst(NetworkRange)
  }

  /// Reads `ADDRESS` or `ADDRESS/BITS`.
  ///
  /// - Throws: ``Problem``; with `.notTheFirst`, the block that was probably meant.
  public init(_ text: some StringProtocol) throws(Problem) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = NetworkAddress(parts[0]), !parts[0].contains("%") else { throw .notAnAddress }
    let isWrittenInSix = parts[0].contains(":")
    let bitsMax = isWrittenInSix ? 128 : 32
    var bits = bitsMax
    if parts.count == 2 {
      let digits = parts[1]
      guard !digits.isEmpty, digits.utf8.count <= 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(digits), number <= bitsMax
      else { throw .badLength(bitsMax: bitsMax) }
      bits = number
    }
    let shift = UInt128(bitsMax - bits)
    let rest: UInt128 = shift == 128 ? .max : (1 << shift) - 1
    let value = address.value
    bounds = (value & ~rest)...(value | rest)
    guard value & rest == 0 else { throw .notTheFirst(self) }
  }

  public func contains(_ address: NetworkAddress) -> Bool { bounds.contains(address.value) }

  /// Whether every address of the other block is in this one.
  public func contains(_ other: NetworkRange) -> Bool {
    bounds.lowerBound <= other.bounds.lowerBound && other.bounds.upperBound <= bounds.upperBound
  }

  /// How many leading bits are fixed, of 128; an IPv4 block has 96 more than are written.
  public var fixedBits: Int { (bounds.lowerBound ^ bounds.upperBound).leadingZeroBitCount }
}

extension NetworkRange: CustomStringConvertible {
  public var description: String {
    let bytes = (0..<16).map { UInt8(truncatingIfNeeded: bounds.lowerBound >> UInt128(120 - 8 * $0)) }
    let isFour = fixedBits >= 96 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    let address = NetworkAddress(bytes: isFour ? Array(bytes[12...]) : bytes)
    let (bits, bitsMax) = isFour ? (fixedBits - 96, 32) : (fixedBits, 128)
    return bits == bitsMax ? address.description : "\(address.description)/\(bits)"
  }
}

extension NetworkAddress {
  /// As a number of 128 bits, IPv4 mapped into `::ffff:0:0/96`.
  public var value: UInt128 {
    let mapped: UInt128 = bytes.count == 4 ? 0xFFFF << 32 : 0
    return bytes.reduce(0) { $0 << 8 | UInt128($1) } | mapped
  }
}
