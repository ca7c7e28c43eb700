import Crypto
import CryptoExtras
import Foundation

/// How the site's own tokens for its readers are verified: JSON Web Tokens (RFC 7519), signed, with the algorithm bound to
/// each key by configuration and never taken from the token.
public struct ReaderTokenSettings: Sendable {
  /// Two machines' clocks may differ by this.
  public static let leewaySeconds = 30.0

  /// One key, or several while keys are changed; then each has an identity.
  public var keys: [ReaderTokenKey]
  /// The `iss` that tokens must carry.
  public var issuer: String
  /// The `aud` that tokens must carry, alone or among others.
  public var audience: String

  public init(keys: [ReaderTokenKey], issuer: String, audience: String) {
    self.keys = keys
    self.issuer = issuer
    self.audience = audience
  }
}

/// A key that verifies readers' tokens, with the one algorithm that it is for.
public struct ReaderTokenKey: Sendable {
  /// Names of RFC 7518 and RFC 8037.
  public enum Algorithm: String, Hashable, Sendable, CaseIterable {
    case hs256 = "HS256"
    case rs256 = "RS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
  }

  /// Why a key cannot be used; never with the key itself.
  public enum KeyError: Error, Hashable, Sendable {
    /// Not a key of this kind: PEM for the public ones, hexadecimal digits for HS256.
    case unreadable
    /// HS256 needs 32 bytes, RS256 2048 bits.
    case tooShort
  }

  enum Material: Sendable {
    case secret(SymmetricKey)
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }

  /// The `kid` that tokens must carry; `nil` for a key without one, whose tokens must not carry any.
  public let id: String?
  let algorithm: Algorithm
  let material: Material

  /// - Parameter key: A public key in PEM; for HS256 at least 64 hexadecimal digits.
  public init(_ algorithm: Algorithm, key: String, id: String? = nil) throws(KeyError) {
    self.id = id
    self.algorithm = algorithm
    let pem = key.trimmingCharacters(in: .whitespacesAndNewlines)
    switch algorithm {
    case .hs256:
      guard let bytes = Self.hexadecimal(pem) else { throw .unreadable }
      guard bytes.count >= 32 else { throw .tooShort }
      material = .secret(SymmetricKey(data: bytes))
    case .rs256:
      guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: pem) else { throw .unreadable }
      guard key.keySizeInBits >= 2048 else { throw .tooShort }
      material = .rsa(key)
    case .es256:
      guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else { throw .unreadable }
      material = .p256(key)
    case .edDSA:
      guard let raw = Self.ed25519(pem: pem), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else {
        throw .unreadable
      }
      material = .ed25519(key)
    }
  }

  /// Whether the signature is this key's over the message; compared in constant time where that matters.
  func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    switch material {
    case .secret(let key): HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: message, using: key)
    case .rsa(let key):
      key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: message),
        padding: .insecurePKCS1v1_5)
    case .p256(let key):
      (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map { key.isValidSignature($0, for: message) }
        ?? false
    case .ed25519(let key): signature.count == 64 && key.isValidSignature(signature, for: message)
    }
  }

  private static func hexadecimal(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// The 32 bytes of a SubjectPublicKeyInfo for Ed25519, whose first 12 bytes are always these (RFC 8410, section 4).
  private static func ed25519(pem: String) -> [UInt8]? {
    let lines = pem.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    guard lines.first == "-----BEGIN PUBLIC KEY-----", lines.last == "-----END PUBLIC KEY-----",
      let der = Data(base64Encoded: lines.dropFirst().dropLast().joined())
    else { return nil }
    let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    guard der.count == 44, der.starts(with: prefix) else { return nil }
    return Array(der.dropFirst(prefix.count))
  }
}
