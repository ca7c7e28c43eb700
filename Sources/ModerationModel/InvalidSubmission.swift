/// Why a submission cannot be judged at all. The caller still has the text and is told what to change.
public struct InvalidSubmission: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    /// Nothing but spaces and characters that nobody sees.
    case emptyText
    case tooLong(field: TextField, bytes: Int, bytesMax: Int)
    /// U+0000, which some stores cannot keep; `offset` in bytes.
    case containsNull(field: TextField, offset: Int)
    /// Bytes that are not UTF-8, such as overlong forms, lone surrogates or a cut-off character.
    case notUTF8(field: TextField, offset: Int)
    case emptyName
    case badEmail
    /// Not an absolute `http` or `https` address.
    case badURL
    case badIdempotencyKey
  }

  public var code: Code

  public init(_ code: Code) {
    self.code = code
  }

  public var description: String {
    switch code {
    case .emptyText: "the text is empty"
    case .tooLong(let field, let bytes, let bytesMax):
      "\(field.rawValue) has \(bytes) bytes; at most \(bytesMax) are taken, and nothing is cut off"
    case .containsNull(let field, let offset): "\(field.rawValue) has the character U+0000 at byte \(offset)"
    case .notUTF8(let field, let offset): "\(field.rawValue) is not UTF-8 from byte \(offset)"
    case .emptyName: "the author's name is empty"
    case .badEmail: "the e-mail address is not one"
    case .badURL: "the author's address must begin with http:// or https:// and name a host"
    case .badIdempotencyKey: "the idempotency key must have 1 to 200 bytes without control characters"
    }
  }
}

extension Submission {
  /// Bytes of an idempotency key at most.
  public static let idempotencyKeyBytesMax = 200

  /// Refuses what no part of the system should have to look at.
  ///
  /// Sizes are checked before anything else reads the words, and the words are then kept byte for byte.
  /// - Complexity: O(bytes), with the text's share bounded by the policy.
  public func validate(under policy: CommentPolicy) throws(InvalidSubmission) {
    try Self.validate(text, as: .body, bytesMax: policy.bodyBytesMax)
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !$0.isUnseen }) else {
      throw InvalidSubmission(.emptyText)
    }
    try Self.validate(author.name, as: .authorName, bytesMax: AuthorClaim.nameBytesMax)
    guard author.name.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !$0.isUnseen }) else {
      throw InvalidSubmission(.emptyName)
    }
    if let email = author.email {
      try Self.validate(email, as: .authorEmail, bytesMax: AuthorClaim.emailBytesMax)
      guard Self.looksLikeEmail(email) else { throw InvalidSubmission(.badEmail) }
    }
    if let url = author.url {
      try Self.validate(url, as: .authorURL, bytesMax: AuthorClaim.urlBytesMax)
      guard Self.looksLikeWebAddress(url) else { throw InvalidSubmission(.badURL) }
    }
    if let agent = client.userAgent {
      try Self.validate(agent, as: .userAgent, bytesMax: ClientFacts.userAgentBytesMax)
    }
    if let key = idempotencyKey {
      guard (1...Self.idempotencyKeyBytesMax).contains(key.utf8.count),
        key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
      else { throw InvalidSubmission(.badIdempotencyKey) }
    }
  }

  /// Refuses a text that is too long or has U+0000.
  public static func validate(_ text: String, as field: TextField, bytesMax: Int) throws(InvalidSubmission) {
    let bytes = text.utf8
    guard bytes.count <= bytesMax else {
      throw InvalidSubmission(.tooLong(field: field, bytes: bytes.count, bytesMax: bytesMax))
    }
    if let index = bytes.firstIndex(of: 0) {
      throw InvalidSubmission(.containsNull(field: field, offset: bytes.distance(from: bytes.startIndex, to: index)))
    }
  }

  /// Bytes from outside as text, exactly or not at all.
  public static func decode(_ bytes: [UInt8], as field: TextField) throws(InvalidSubmission) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // Decoding with repair agrees with the bytes as far as they are good.
    let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
    let offset = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? bytes.count
    throw InvalidSubmission(.notUTF8(field: field, offset: offset))
  }

  /// Something before and after one `@`, a dot in the host, no spaces. Whether it works only a message can tell.
  private static func looksLikeEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64 else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F }
  }

  /// An allowlist of two schemes: anything else, such as `javascript:`, could run when followed.
  private static func looksLikeWebAddress(_ text: String) -> Bool {
    let lowered = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else { return false }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return !host.isEmpty && host != ":"
      && text.unicodeScalars.allSatisfy { scalar in
        !scalar.properties.isWhitespace && scalar.value >= 0x20 && scalar.value != 0x7F
          && scalar != "\"" && scalar != "'" && scalar != "<" && scalar != ">" && scalar != "\\"
      }
  }
}

extension Unicode.Scalar {
  /// Without a shape of its own: joiners, marks without a letter, controls, fillers.
  fileprivate var isUnseen: Bool {
    properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
      || properties.generalCategory == .format || properties.generalCategory == .nonspacingMark || value == 0x2800
  }
}
