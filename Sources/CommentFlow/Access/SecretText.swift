import Crypto
import Foundation
import ModerationModel

/// Secrets that people and programs carry: they are recognised by their beginning, shown once, and kept as hashes.
enum SecretText {
  /// A session's token, in a cookie.
  static let sessionPrefix = "mds_"
  /// A program's token. Scanners for leaked secrets find `mdt_` followed by 72 hexadecimal digits, the last eight of which
  /// are a checksum.
  static let tokenPrefix = "mdt_"
  private static let checksumBytes = 4

  /// 256 random bits behind a prefix, with a checksum over both, so that a mistyped one is told without asking a store.
  static func make(_ prefix: String, random: [UInt8]) -> String {
    let body = prefix + Hexadecimal.text(random)
    return body + checksum(body)
  }

  static func isWellFormed(_ text: String, prefix: String) -> Bool {
    guard text.utf8.count == prefix.utf8.count + 64 + 2 * checksumBytes, text.hasPrefix(prefix) else { return false }
    return String(text.suffix(2 * checksumBytes)) == checksum(String(text.dropLast(2 * checksumBytes)))
  }

  private static func checksum(_ body: String) -> String {
    Hexadecimal.text(FlowSecret.sha256(body).prefix(checksumBytes))
  }

  /// A recovery code of 80 random bits, in four groups that can be read over a telephone.
  static func recoveryCode(random: [UInt8]) -> String {
    let text = Array(Base32.text(Array(random.prefix(10))).lowercased())
    return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }
      .joined(separator: "-")
  }

  /// The hash of a recovery code, however it was typed.
  static func recoveryHash(_ code: String) -> [UInt8] {
    FlowSecret.sha256("recovery:" + code.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }
}

extension FlowSecret {
  /// Seals bytes so that only the same secret opens them, for the same purpose and owner (AES-GCM).
  func sealed(_ bytes: [UInt8], for purpose: Purpose, owner: String) -> [UInt8] {
    let box = try? AES.GCM.seal(bytes, using: sealingKey(purpose), authenticating: Array(owner.utf8))
    // A box with a nonce of the usual length always has the combined form.
    return Array(box?.combined ?? Data())
  }

  /// `nil` for what was sealed by another secret, for another purpose or owner, or was changed since.
  func opened(_ bytes: [UInt8], for purpose: Purpose, owner: String) -> [UInt8]? {
    guard let box = try? AES.GCM.SealedBox(combined: bytes),
      let plain = try? AES.GCM.open(box, using: sealingKey(purpose), authenticating: Array(owner.utf8))
    else { return nil }
    return Array(plain)
  }

  private func sealingKey(_ purpose: Purpose) -> SymmetricKey {
    SymmetricKey(data: code(purpose, ["sealing"]))
  }
}

extension Surroundings {
  /// Random bytes that nobody can guess.
  func randomBytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let word = random()
      bytes += (0..<16).map { UInt8(truncatingIfNeeded: word >> UInt128(8 * $0)) }
    }
    return Array(bytes.prefix(count))
  }
}
