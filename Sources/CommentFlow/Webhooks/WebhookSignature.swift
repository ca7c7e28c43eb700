import Crypto
import Foundation

/// Keys and signatures by Standard Webhooks 1.0.0:
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
enum WebhookSignature {
  static let secretBytes = 32
  private static let secretPrefix = "whsec_"

  /// A key as a receiver is given it.
  static func text(of secret: [UInt8]) -> String { secretPrefix + Data(secret).base64EncodedString() }

  /// HMAC-SHA-256 over `id.timestamp.body`, for every key.
  static func sign(id: String, timestamp: Int64, body: [UInt8], secrets: [[UInt8]]) -> String {
    let message = Array("\(id).\(timestamp).".utf8) + body
    return secrets.map { secret in
      let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret))
      return "v1," + Data(code).base64EncodedString()
    }.joined(separator: " ")
  }
}
