package import ModerationModel

/// A reader as the site's own token names them. Having a value means that the token was verified.
package struct ReaderToken: Hashable, Sendable {
  /// Longer tokens are refused unread.
  package static let bytesMax = 8192
  package static let subjectBytesMax = 200

  package var subject: String
  package var name: String?
  package var email: String?

  /// Why a token is refused. Callers learn only that it is; operators and tests learn this.
  package enum Refusal: Error, Hashable, Sendable {
    case size, shape, header, algorithm, critical, type, key, signature
    case claims, issuer, audience, expired, notYet, subject
  }

  /// Verifies a token in compact form (RFC 7515, section 7.1).
  ///
  /// The header only chooses among the configured keys; the algorithm is the key's. Key material and addresses in the
  /// header (`jwk`, `jku`, `x5u`, `x5c`) are never looked at. Nothing in the claims is read before the signature is good.
  package init(_ text: String, settings: ReaderTokenSettings, now: Timestamp) throws(Refusal) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.bytesMax else { throw .size }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64URL.bytes(parts[0]), let payload = Base64URL.bytes(parts[1]),
      let signature = Base64URL.bytes(parts[2])
    else { throw .shape }
    let key = try Self.key(for: header, settings: settings)
    guard key.isValid(signature, over: Array(bytes[..<parts[1].endIndex])) else { throw .signature }
    try self.init(claims: payload, settings: settings, now: now)
  }

  private static func key(for header: [UInt8], settings: ReaderTokenSettings) throws(Refusal) -> ReaderTokenKey {
    guard let header = try? JSONReader.read(header), case .object = header else { throw .header }
    // No extension is understood here, so none that must be understood can be accepted (RFC 7515, 4.1.11).
    guard header["crit"] == nil else { throw .critical }
    guard header["b64"] == nil, header["zip"] == nil, header["enc"] == nil else { throw .critical }
    if let type = header["typ"] {
      guard type.text?.uppercased() == "JWT" else { throw .type }
    }
    if let content = header["cty"] {
      // A token within a token says so here; there is none that we read.
      guard content.text?.uppercased() != "JWT" else { throw .type }
    }
    let id: String?
    switch header["kid"] {
    case nil: id = nil
    case .string(let text): id = text
    default: throw .key
    }
    guard let key = settings.keys.first(where: { $0.id == id }) else { throw .key }
    guard header["alg"]?.text == key.algorithm.rawValue else { throw .algorithm }
    return key
  }

  private init(claims payload: [UInt8], settings: ReaderTokenSettings, now: Timestamp) throws(Refusal) {
    guard let claims = try? JSONReader.read(payload), case .object = claims else { throw .claims }
    guard claims["iss"]?.text == settings.issuer else { throw .issuer }
    switch claims["aud"] {
    case .string(let audience): guard audience == settings.audience else { throw .audience }
    case .array(let audiences):
      guard audiences.allSatisfy({ $0.text != nil }), audiences.contains(.string(settings.audience)) else {
        throw .audience
      }
    default: throw .audience
    }
    let seconds = Double(now.milliseconds) / 1000
    guard let expiry = try Self.date(claims["exp"]), seconds < expiry + ReaderTokenSettings.leewaySeconds else {
      throw .expired
    }
    if let begin = try Self.date(claims["nbf"]), seconds < begin - ReaderTokenSettings.leewaySeconds { throw .notYet }
    if let issued = try Self.date(claims["iat"]), seconds < issued - ReaderTokenSettings.leewaySeconds {
      throw .notYet
    }
    guard let subject = claims["sub"]?.text, (1...Self.subjectBytesMax).contains(subject.utf8.count),
      subject.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { throw .subject }
    self.subject = subject
    name = try Self.text(claims["name"])
    email = try Self.text(claims["email"])
  }

  private static func text(_ value: JSONValue?) throws(Refusal) -> String? {
    switch value {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw .claims
    }
  }

  /// A NumericDate (RFC 7519, section 2): seconds, whole or not.
  private static func date(_ value: JSONValue?) throws(Refusal) -> Double? {
    switch value {
    case nil: return nil
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: throw .claims
    }
  }
}

/// base64url without padding (RFC 7515, appendix C), read strictly.
enum Base64URL {
  /// `nil` for other letters, impossible lengths, and bits that no encoder writes, so that a value has one form.
  static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for letter in text {
      guard let value = value(letter) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    guard bits & (1 << UInt32(count) - 1) == 0 else { return nil }
    return bytes
  }

  static func text(_ bytes: some Collection<UInt8>) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(letters[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { text.append(letters[Int(bits << UInt32(6 - count) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func value(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
