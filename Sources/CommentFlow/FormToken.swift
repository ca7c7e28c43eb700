public import ModerationModel

/// What a comment form carries so that only our own, shown form can be sent, and only once.
///
/// The token is bound to site and article, says when the form was shown and which reply it was shown for, and has a
/// nonce that the store accepts a single time. It has no secret in it and needs no session.
public struct FormToken: Hashable, Sendable {
  /// A form older than this must be shown again; what was typed stays with the reader.
  public static let secondsMax = 86_400.0

  public var site: SiteID
  public var article: ArticleID
  /// The comment that the form was shown under. A script may move the form afterwards, so this only informs.
  public var parent: CommentID?
  public var issuedAt: Timestamp
  /// 128 random bits in hexadecimal digits.
  public var nonce: String

  public var expiresAt: Timestamp { issuedAt.adding(seconds: Self.secondsMax) }

  init(target: ReplyTarget, issuedAt: Timestamp, nonce: UInt128) {
    site = target.site
    article = target.article
    parent = target.parent
    self.issuedAt = issuedAt
    let digits = String(nonce, radix: 16)
    self.nonce = String(repeating: "0", count: 32 - digits.utf8.count) + digits
  }

  /// The text that goes into the form: `1.issued.parent.nonce.signature`.
  func signed(with secret: FlowSecret) -> String {
    let parts = ["1", String(issuedAt.milliseconds), parent?.description ?? "", nonce]
    return (parts + [Hexadecimal.text(secret.code(.form, [site.key, article.key] + parts))]).joined(separator: ".")
  }

  /// Reads a token that came back with a form for the given article.
  ///
  /// - Throws: `FormError.badToken` for anything that we did not sign for this article, `expired` for what we signed
  ///   too long ago or, by the clock of this machine, in the future.
  init(_ text: String, for target: ReplyTarget, secret: FlowSecret, now: Timestamp) throws(FormError) {
    guard text.utf8.count <= 300 else { throw FormError.badToken }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let signature = Hexadecimal.bytes(parts[4]),
      secret.isValid(signature, .form, [target.site.key, target.article.key] + parts[..<4]),
      let milliseconds = Int64(parts[1])
    else { throw FormError.badToken }
    site = target.site
    article = target.article
    parent = CommentID(parts[2])
    issuedAt = Timestamp(milliseconds: milliseconds)
    nonce = parts[3]
    let age = now.seconds(since: issuedAt)
    // Two machines' clocks may differ a little.
    guard age >= -60, age < Self.secondsMax else { throw FormError.expired }
  }
}

/// Why a form is not accepted. The text stays with the reader; a fresh form can be shown with it.
public enum FormError: Error, Hashable, Sendable, CaseIterable {
  case missingToken
  case badToken
  case expired
}
