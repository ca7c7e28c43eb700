/// An IP address, reduced to what stands for one visitor: all of an IPv4 address, the first 64 bits of an IPv6 one.
///
/// IPv6 networks are handed out in blocks of 2^64 addresses (RFC 6177), so that a single visitor owns a whole /64.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
  /// 4 bytes for IPv4, 16 for IPv6.
  public let bytes: [UInt8]

  /// Reads a textual address (RFC 4291, section 2.2): dotted IPv4; IPv6 with `::`, with a dotted tail, or with a zone,
  /// which is dropped. An IPv4 address mapped into IPv6 is the IPv4 address. `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    // Almost every address of a reader, and read several times a comment.
    if let four = Self.dotted(text.utf8) {
      bytes = four
      return
    }
    let withoutZone = text.prefix { $0 != "%" }
    if let four = Self.dotted(withoutZone.utf8) {
      bytes = four
      return
    }
    guard let sixteen = Self.ipv6(withoutZone) else { return nil }
    let isMapped = sixteen[..<10].allSatisfy { $0 == 0 } && sixteen[10] == 0xFF && sixteen[11] == 0xFF
    bytes = isMapped ? Array(sixteen[12...]) : sixteen
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What one visitor is told by: `192.0.2.7`, or `2001:db8:1:2::/64`.
  public var visitorPrefix: String {
    if bytes.count == 4 { return description }
    return stride(from: 0, to: 8, by: 2).map { Self.group(bytes, at: $0) }.joined(separator: ":") + "::/64"
  }

  /// Where neighbours sit: `192.0.2.0/24`, or `2001:db8:1::/48`.
  public var neighbourhoodPrefix: String {
    if bytes.count == 4 { return bytes[..<3].map { "\($0)." }.joined() + "0/24" }
    return stride(from: 0, to: 6, by: 2).map { Self.group(bytes, at: $0) }.joined(separator: ":") + "::/48"
  }

  public var description: String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2).map { Self.group(bytes, at: $0) }.joined(separator: ":")
  }

  private static func group(_ bytes: [UInt8], at index: Int) -> String {
    String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
  }

  /// Four numbers from 0 to 255 with dots between them.
  private static func dotted(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var parts: (UInt8, UInt8, UInt8) = (0, 0, 0)
    var dots = 0
    var value = 0
    var digits = 0
    for character in text {
      if character == UInt8(ascii: ".") {
        guard digits > 0 else { return nil }
        switch dots {
        case 0: parts.0 = UInt8(value)
        case 1: parts.1 = UInt8(value)
        case 2: parts.2 = UInt8(value)
        default: return nil
        }
        dots += 1
        (value, digits) = (0, 0)
        continue
      }
      guard character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") else { return nil }
      // A leading zero would be octal to some readers: refused, so that all read the same.
      guard digits == 0 || value != 0 else { return nil }
      value = value * 10 + Int(character - UInt8(ascii: "0"))
      digits += 1
      guard value <= 255 else { return nil }
    }
    guard dots == 3, digits > 0 else { return nil }
    return [parts.0, parts.1, parts.2, UInt8(value)]
  }

  private static func ipv6(_ text: some StringProtocol) -> [UInt8]? {
    func groups(_ part: some StringProtocol) -> [UInt8]? {
      guard !part.isEmpty else { return [] }
      var bytes: [UInt8] = []
      let fields = part.split(separator: ":", omittingEmptySubsequences: false)
      for (index, field) in fields.enumerated() {
        if index == fields.count - 1, field.contains(".") {
          guard let four = dotted(field.utf8) else { return nil }
          bytes += four
        } else {
          guard (1...4).contains(field.utf8.count), field.first != "+", field.first != "-",
            let value = UInt16(field, radix: 16)
          else { return nil }
          bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
      }
      return bytes
    }
    let string = String(text)
    guard let gap = string.ranges(of: "::").first else {
      guard let bytes = groups(string), bytes.count == 16 else { return nil }
      return bytes
    }
    let head = string[..<gap.lowerBound]
    let tail = string[gap.upperBound...]
    guard !head.contains("."), let front = groups(head), let back = groups(tail), front.count + back.count <= 14 else {
      return nil
    }
    return front + Array(repeating: 0, count: 16 - front.count - back.count) + back
  }
}
