import ModerationModel

/// Tells addresses of the public internet from all others, for requests that go where somebody else says.
enum PublicAddress {
  /// Special-purpose blocks of the IANA registries (RFC 6890 and its successors), and multicast.
  private static let closed: [AddressRange] = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    // Within 2000::/3; everything outside is closed anyway. Some of these lead to an IPv4 address of one's choice.
    "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
  ].compactMap { AddressRange($0) }

  private static let global = AddressRange("2000::/3")

  static func isPublic(_ address: NetworkAddress) -> Bool {
    guard address.bytes.count == 4 || global?.contains(address) == true else { return false }
    return !closed.contains { $0.contains(address) }
  }
}
