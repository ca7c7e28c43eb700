internal import ModerationModel

/// What no store takes, whatever a policy allows. Databases repeat these limits as constraints.
///
/// A value beyond a limit is refused with `invalidValue`, never cut.
package enum StoreLimits {
  package static let textBytesMax = 1_048_576
  package static let questionBytesMax = 2000
  package static let reporterBytesMax = 200
  package static let identityBytesMax = 500
  package static let nonceBytesMax = 200
  package static let subjectBytesMax = 500

  static func check(_ text: String?, bytesMax: Int, _ subject: String) throws(StoreError) {
    guard let text else { return }
    guard text.utf8.count <= bytesMax else { throw StoreError(.invalidValue, "\(subject) over \(bytesMax) bytes") }
    // PostgreSQL keeps no U+0000, and SQLite's own functions stop at it: refused alike everywhere.
    guard !text.utf8.contains(0) else { throw StoreError(.invalidValue, "\(subject) with a NUL") }
  }

  static func check(_ submission: JudgedSubmission) throws(StoreError) {
    try check(submission.text, bytesMax: textBytesMax, "text")
    try check(submission.authorName, bytesMax: AuthorClaim.nameBytesMax, "author's name")
    try check(submission.authorURL, bytesMax: AuthorClaim.urlBytesMax, "author's address")
    try check(submission.formNonce, bytesMax: nonceBytesMax, "nonce")
    try check(submission.idempotencyKey, bytesMax: JudgedSubmission.idempotencyKeyBytesMax, "idempotency key")
    try check(submission.identity)
  }

  static func check(_ identity: AuthorIdentity) throws(StoreError) {
    switch identity {
    case .account(let subject): try check(subject, bytesMax: identityBytesMax, "account")
    case .guest(let key): try check(key, bytesMax: identityBytesMax, "guest's key")
    }
    // Erased authors have the empty key; nobody may become one of them.
    guard identity != .guest(key: ""), identity != .account(subject: "") else {
      throw StoreError(.invalidValue, "author without a key")
    }
  }

  static func check(_ article: Article) throws(StoreError) {
    try check(article.url, bytesMax: Article.urlBytesMax, "address")
    try check(article.title, bytesMax: Article.titleBytesMax, "title")
  }

  static func check(_ report: Report) throws(StoreError) {
    try check(report.note, bytesMax: Report.noteBytesMax, "note")
    try check(report.reporter, bytesMax: reporterBytesMax, "reporter")
    guard report.weight.isFinite, report.weight >= 0 else {
      throw StoreError(.invalidValue, "weight below zero or not a number")
    }
  }

  static func check(_ request: ReviewRequest) throws(StoreError) {
    guard !request.targets.isEmpty else { throw StoreError(.invalidValue, "review without comments") }
    guard request.targets.count <= Review.itemsMax else {
      throw StoreError(.invalidValue, "review of more than \(Review.itemsMax) comments")
    }
    try check(request.note, bytesMax: Review.noteBytesMax, "note")
    try check(request.moderator, bytesMax: Moderator.nameBytesMax, "moderator's name")
  }
}
