/// An identity that sorts by the time it was made: a UUID of version 7 (RFC 9562, section 5.7), typed by what it names.
///
/// Identifiers are made from a time and random bits that the caller hands in, so that a replay or a simulation gives
/// the same ones. The text form is the usual 36 characters in lower case.
public struct Identifier<Subject>: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The 128 bits, most significant first as in the text form.
  public let bits: UInt128

  /// An identifier with exactly these bits, as read back from a store.
  public init(bits: UInt128) {
    self.bits = bits
  }

  /// A fresh identifier.
  ///
  /// - Parameters:
  ///   - time: Becomes the leading 48 bits, in milliseconds since 1970. Times before 1970 count as 1970.
  ///   - random: 128 random bits, of which 74 are used.
  public init(time: Timestamp, random: UInt128) {
    let milliseconds = UInt128(UInt64(clamping: time.milliseconds) & 0xFFFF_FFFF_FFFF)
    let version: UInt128 = 0x7 << 76
    let variant: UInt128 = 0b10 << 62
    let randomA = (random >> 64) & 0xFFF
    let randomB = random & 0x3FFF_FFFF_FFFF_FFFF
    bits = milliseconds << 80 | version | randomA << 64 | variant | randomB
  }

  /// Reads the text form: 32 hexadecimal digits, with or without the four hyphens. `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    var bits: UInt128 = 0
    var digits = 0
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: "-"): continue
      default: return nil
      }
      digits += 1
      guard digits <= 32 else { return nil }
      bits = bits << 4 | UInt128(digit)
    }
    guard digits == 32, text.utf8.count == 32 || text.utf8.count == 36 else { return nil }
    self.bits = bits
  }

  /// When it was made, to the millisecond.
  public var time: Timestamp {
    Timestamp(milliseconds: Int64(truncatingIfNeeded: bits >> 80))
  }

  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(truncatingIfNeeded: bits >> UInt128(124 - 4 * index)) & 0xF])
    }
    return String(decoding: text, as: UTF8.self)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.bits < right.bits
  }
}

public typealias CommentID = Identifier<Comment>
public typealias RevisionID = Identifier<Revision>
public typealias AuthorID = Identifier<Author>
public typealias CaseID = Identifier<ModerationCase>
public typealias ReviewID = Identifier<Review>
public typealias ReportID = Identifier<Report>
public typealias EventID = Identifier<ModerationEvent>
public typealias ModeratorID = Identifier<Moderator>
public typealias SessionID = Identifier<ModeratorSession>
public typealias TokenID = Identifier<AccessToken>
public typealias AppealID = Identifier<Appeal>
public typealias WebhookID = Identifier<Webhook>
