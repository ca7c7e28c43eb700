import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: scrypt (RFC 7914) with a salt, in the PHC string format.
///
/// `$scrypt$ln=17,r=8,p=1$SALT$HASH`, where `ln` is the logarithm of the cost to the base 2, and salt and hash are Base64
/// without padding. The parameters travel along, so that hashes made by older ones can be told and made anew.
struct PasswordHash: Hashable, Sendable {
  /// How dear one hash is.
  struct Parameters: Hashable, Sendable {
    /// Memory is 128 · r · 2^ln bytes: 128 MiB for these, as OWASP's Password Storage Cheat Sheet asks for.
    static let standard = Parameters(logCost: 17, blockSize: 8, parallelism: 1)

    var logCost: Int
    var blockSize: Int
    var parallelism: Int

    /// A hash that somebody has put into the file must not take all memory.
    var isAcceptable: Bool {
      (1...20).contains(logCost) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
    }
  }

  static let saltBytes = 16
  static let hashBytes = 32

  var parameters: Parameters
  var salt: [UInt8]
  var hash: [UInt8]

  /// Hashes a password. Takes a third of a second and 128 MiB by the standard parameters.
  init(_ password: String, salt: [UInt8], parameters: Parameters) {
    self.parameters = parameters
    self.salt = salt
    hash = Self.derived(from: password, salt: salt, parameters: parameters)
  }

  /// Reads a PHC string; `nil` for anything else, and for parameters that no hash of ours has.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let parameters = Parameters(parts[2]),
      let salt = Self.bytes(parts[3]), let hash = Self.bytes(parts[4]), (8...64).contains(salt.count),
      hash.count == Self.hashBytes
    else { return nil }
    self.parameters = parameters
    self.salt = salt
    self.hash = hash
  }

  var text: String { "$scrypt$\(parameters.text)$\(Self.base64(salt))$\(Self.base64(hash))" }

  func isHash(of password: String) -> Bool {
    let other = Self.derived(from: password, salt: salt, parameters: parameters)
    return !other.isEmpty && FlowSecret.areEqual(other, hash)
  }

  /// Keyboards write the same letters differently: composed, they are the same password.
  ///
  /// Empty where there is no memory for it, and nothing equals that.
  private static func derived(from password: String, salt: [UInt8], parameters: Parameters) -> [UInt8] {
    let composed = Array(password.precomposedStringWithCanonicalMapping.utf8)
    guard !composed.isEmpty, !salt.isEmpty,
      let key = try? KDF.Scrypt.deriveKey(
        from: composed, salt: salt, outputByteCount: hashBytes, rounds: 1 << parameters.logCost,
        blockSize: parameters.blockSize, parallelism: parameters.parallelism),
      // A symmetric key shows its bytes to unsafe code only; a private key of the same 32 bytes gives them back.
      let bytes = try? Curve25519.Signing.PrivateKey(rawRepresentation: key).rawRepresentation
    else { return [] }
    return Array(bytes)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 200, !text.contains("=") else { return nil }
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: text + padding).map { Array($0) }
  }
}

extension PasswordHash.Parameters {
  fileprivate init?(_ text: String) {
    var values: [String: Int] = [:]
    for field in text.split(separator: ",") {
      let pair = field.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, let value = Int(pair[1]), values.updateValue(value, forKey: String(pair[0])) == nil else {
        return nil
      }
    }
    guard values.count == 3, let logCost = values["ln"], let blockSize = values["r"], let parallelism = values["p"]
    else { return nil }
    self.init(logCost: logCost, blockSize: blockSize, parallelism: parallelism)
    guard isAcceptable else { return nil }
  }

  fileprivate var text: String { "ln=\(logCost),r=\(blockSize),p=\(parallelism)" }
}
