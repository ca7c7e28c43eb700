public import ModerationModel

/// A block of addresses, such as `10.0.0.0/8` or `2001:db8::/32`.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  private let address: NetworkAddress
  private let bits: Int

  /// Reads an address with or without a prefix length; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let address = NetworkAddress(parts[0]) else { return nil }
    let width = address.bytes.count * 8
    guard parts.count == 2 else {
      self.address = address
      bits = width
      return
    }
    guard parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let bits = Int(parts[1]),
      (0...width).contains(bits)
    else { return nil }
    self.address = address
    self.bits = bits
  }

  public func contains(_ other: NetworkAddress) -> Bool {
    guard other.bytes.count == address.bytes.count else { return false }
    let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
    guard address.bytes[..<whole] == other.bytes[..<whole] else { return false }
    guard rest > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
    return (address.bytes[whole] ^ other.bytes[whole]) & mask == 0
  }

  public var description: String { "\(address)/\(bits)" }
}

/// Finds out who really asks, when proxies stand between.
struct ClientAddress {
  /// Entries of a chain that are looked at; longer ones were made up.
  static let hopsMax = 32

  /// The address next to the last proxy that we trust.
  ///
  /// The chain is walked from the right, where our own proxies have written: as long as the speaker is trusted, the entry
  /// that it wrote is believed. Without configured proxies the header is never looked at.
  static func find(peer: String?, forwarded: [String], trusted: [AddressRange]) -> String? {
    guard let peer, let speaker = NetworkAddress(peer) else { return peer }
    func isTrusted(_ address: NetworkAddress) -> Bool { trusted.contains { $0.contains(address) } }
    guard isTrusted(speaker) else { return "\(speaker)" }
    var current = speaker
    let chain = forwarded.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    for entry in chain.suffix(hopsMax).reversed() {
      let text = entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
      // What a trusted proxy could not write as an address ends the walk at that proxy.
      guard let address = NetworkAddress(Self.withoutPort(text)) else { return "\(current)" }
      current = address
      guard isTrusted(address) else { break }
    }
    return "\(current)"
  }

  /// Some proxies write `192.0.2.7:4711` or `[2001:db8::7]:4711`.
  private static func withoutPort(_ text: Substring) -> Substring {
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return text[text.index(after: text.startIndex)..<end] }
    let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
    return colons == 1 ? text.prefix { $0 != ":" } : text
  }
}
