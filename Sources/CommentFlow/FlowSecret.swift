import Crypto
import ModerationModel

/// The site's secret and everything that is derived from it: keyed hashes that name nobody, and signatures.
///
/// The purpose is part of every message, so that a value made for one says nothing about another. Whoever has the secret
/// can forge form and edit tokens; whoever changes it makes guests new authors and open forms stale.
public struct FlowSecret: Sendable {
  /// Shorter secrets are refused.
  public static let bytesMin = 32

  private let key: SymmetricKey

  /// `nil` when the secret has fewer than 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count >= Self.bytesMin else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// A secret for this process only, as tests and demonstrations need it.
  public static func ephemeral() -> FlowSecret {
    FlowSecret(key: SymmetricKey(size: .bits256))
  }

  private init(key: SymmetricKey) {
    self.key = key
  }

  /// What a keyed hash is for.
  enum Purpose: String {
    case guestEmail = "guest-email"
    case guestName = "guest-name"
    case visitor
    case reporter
    case form
    case edit
    case voter
    case signIn = "sign-in"
    case sessionForm = "session-form"
    case secondFactor = "second-factor"
    case webhook
    case addressPrefix = "address-prefix"
  }

  /// HMAC-SHA-256 over fields that cannot run into each other.
  func code(_ purpose: Purpose, _ fields: [String]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Self.message(purpose, fields), using: key))
  }

  /// Compares in constant time.
  func isValid(_ code: [UInt8], _ purpose: Purpose, _ fields: [String]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Self.message(purpose, fields), using: key)
  }

  private static func message(_ purpose: Purpose, _ fields: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for field in [purpose.rawValue] + fields {
      let count = UInt32(field.utf8.count)
      for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
      bytes += field.utf8
    }
    return bytes
  }

  /// Who wrote, as far as can be told without keeping an address: the account; else the e-mail address; else the name
  /// together with the network address.
  ///
  /// An e-mail address is a claim that nobody has proven, so a guest's good record is worth only as much as readers'
  /// discretion about their address. Sites that need more sign their readers in.
  func identity(of claim: AuthorClaim, client: ClientFacts, site: SiteID) -> AuthorIdentity {
    if let subject = claim.subject { return .account(subject: subject) }
    if let email = claim.email {
      return .guest(key: Hexadecimal.text(code(.guestEmail, [site.key, email.lowercased()]).prefix(16)))
    }
    let place = client.address.map { NetworkAddress($0)?.visitorPrefix ?? $0 } ?? ""
    return .guest(key: Hexadecimal.text(code(.guestName, [site.key, claim.name.lowercased(), place]).prefix(16)))
  }

  /// Who reports: the account, or where a guest sits, because names and addresses of guests cost nothing to invent.
  func reporter(_ identity: AuthorIdentity, client: ClientFacts, site: SiteID) -> String {
    let place = client.address.map { NetworkAddress($0)?.visitorPrefix ?? $0 }
    let fields =
      switch (identity, place) {
      case (.guest, let place?): [site.key, "place", place]
      default: [site.key, identity.canonicalKey]
      }
    return Hexadecimal.text(code(.reporter, fields).prefix(16))
  }

  /// What stands for the prefix of a network address where arrivals are remembered; `nil` where none is known.
  func addressKey(client: ClientFacts, site: SiteID) -> UInt64? {
    guard let address = client.address, let prefix = NetworkAddress(address)?.neighbourhoodPrefix else { return nil }
    return code(.addressPrefix, [site.key, prefix]).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// One reader's stand-in for counting shares, different on every site and from one period to the next.
  func visitor(client: ClientFacts, site: SiteID, now: Timestamp) -> String {
    let period = now.milliseconds / Int64(Self.visitorPeriodSeconds * 1000)
    let place = client.address.map { NetworkAddress($0)?.visitorPrefix ?? $0 } ?? ""
    return Hexadecimal.text(
      code(.visitor, [site.key, String(period), place, client.userAgent ?? ""]).prefix(16))
  }

  /// After this time a visitor is somebody else; a share then may count once more.
  static let visitorPeriodSeconds = 7 * 86_400.0

  /// The token that lets a guest change a comment; derived, so that a repeated delivery gets the same one.
  func editToken(for comment: CommentID) -> String {
    Hexadecimal.text(code(.edit, [comment.description]))
  }

  static func sha256(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }

  /// Whether two hashes are equal, in a time that does not tell where they differ.
  static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

/// Bytes as lower-case hexadecimal digits.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `nil` unless the text is an even number of hexadecimal digits.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for unit in text.utf8 {
      guard let digit = Character(Unicode.Scalar(unit)).hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return high == nil ? bytes : nil
  }
}
