import Crypto
import ModerationModel

/// Time-based one-time codes: RFC 6238 with HMAC-SHA-1, six digits and steps of 30 seconds, as every authenticator takes
/// them.
enum OneTimeCode {
  static let stepSeconds = 30.0
  static let secretBytes = 20
  static let digits = 6

  static func step(at time: Timestamp) -> Int64 {
    Int64((Double(time.milliseconds) / 1000 / stepSeconds).rounded(.down))
  }

  /// RFC 4226, section 5.3.
  static func code(secret: [UInt8], step: Int64) -> String {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> Int64(56 - 8 * $0)) }
    let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    let offset = Int(hash[19] & 0xF)
    let word = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let text = String(word % 1_000_000)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// The step that a code belongs to: the present one, the one before or the one after, because clocks differ.
  ///
  /// - Parameter lastStep: Codes of this step and of those before are not taken again.
  static func step(of code: String, secret: [UInt8], now: Timestamp, after lastStep: Int64) -> Int64? {
    let present = step(at: now)
    let given = Array(code.utf8.filter { $0 != UInt8(ascii: " ") })
    return [present - 1, present, present + 1].last { candidate in
      candidate > lastStep && FlowSecret.areEqual(given, Array(Self.code(secret: secret, step: candidate).utf8))
    }
  }

  /// What an authenticator reads from a QR code:
  /// https://github.com/google/google-authenticator/wiki/Key-Uri-Format
  static func address(secret: [UInt8], account: String, issuer: String) -> String {
    func escaped(_ text: String) -> String {
      text.utf8.map { byte in
        let isPlain =
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        return isPlain ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.text([byte]).uppercased()
      }.joined()
    }
    return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(Base32.text(secret))"
      + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=\(digits)&period=\(Int(stepSeconds))"
  }
}

/// RFC 4648, section 6, without padding.
enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var word: UInt32 = 0
    var bits: UInt32 = 0
    for byte in bytes {
      word = word << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(word >> bits & 31)])
      }
    }
    if bits > 0 { text.append(alphabet[Int(word << (5 - bits) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
