import CommentFlow
import HTTPTypes
import HummingbirdCore
import ModerationModel

/// A submission as it arrives, in JSON or from a form.
struct SubmissionFields {
  var text: String
  var parent: CommentID?
  var name: String?
  var email: String?
  var url: String?
  var token: String?
  /// What stood in the field that people do not see.
  var honeypot: String
  var isForm: Bool

  /// The form's fields. `homepage` is not shown to people: who fills it in is a program.
  static let honeypotField = "homepage"

  init(_ exchange: Exchange) async throws {
    switch exchange.contentType {
    case "application/json": try self.init(json: try await exchange.jsonObject())
    case "application/x-www-form-urlencoded": try self.init(form: try await exchange.form())
    default:
      throw Problem(.unsupportedMediaType, "send application/json or application/x-www-form-urlencoded")
    }
  }

  init(json: JSONFields) throws(Problem) {
    try json.allowOnly(["text", "parent", "author", "token", Self.honeypotField])
    let bytesMax = CommentPolicy.bodyBytesCeiling
    guard case .string(let text)? = json.object["text"] else { throw Problem(field: "text", "is missing") }
    self.text = text
    parent = try Self.parent(try json.text("parent", bytesMax: 64))
    let author = try json.fields("author")
    try author?.allowOnly(["name", "email", "url"])
    name = try author?.text("name", bytesMax: bytesMax)
    email = try author?.text("email", bytesMax: bytesMax).flatMap { $0.isEmpty ? nil : $0 }
    url = try author?.text("url", bytesMax: bytesMax).flatMap { $0.isEmpty ? nil : $0 }
    token = try json.text("token", bytesMax: 1000)
    honeypot = try json.text(Self.honeypotField, bytesMax: bytesMax) ?? ""
    isForm = false
  }

  init(form: FormFields) throws(Problem) {
    func value(_ name: String) throws(Problem) -> String? {
      do { return try form.value(name) } catch { throw Problem(form: error, place: "the form") }
    }
    func filled(_ name: String) throws(Problem) -> String? { try value(name).flatMap { $0.isEmpty ? nil : $0 } }
    // Browsers send line ends as CR LF, whatever was typed.
    text = (try value("text") ?? "").replacing("\r\n", with: "\n")
    parent = try Self.parent(try filled("parent"))
    name = try filled("name")
    email = try filled("email")
    url = try filled("url")
    token = try filled("token")
    honeypot = try value(Self.honeypotField) ?? ""
    isForm = true
  }

  private static func parent(_ text: String?) throws(Problem) -> CommentID? {
    guard let text else { return nil }
    guard let id = CommentID(text) else { throw Problem(field: "parent", "is no comment's identity") }
    return id
  }

  /// The submission, once it is known where it goes and who sends it.
  func submission(
    article: ArticleID, exchange: Exchange, reader: ReaderToken?, idempotencyKey: String?
  ) throws(Problem) -> Submission {
    let settings = exchange.service.settings
    var claim = AuthorClaim(name: name ?? reader?.name ?? settings.guestName, email: email, url: url)
    if let reader {
      // The site knows its readers better than a form does.
      claim.subject = reader.subject
      claim.name = reader.name ?? claim.name
      claim.email = reader.email ?? email
    }
    let needsToken = isForm || (settings.requiresFormToken && reader == nil && exchange.actor == nil)
    let form: FormFacts =
      needsToken || token != nil ? .form(token: token, honeypot: honeypot) : .trusted
    return Submission(
      site: exchange.site, article: article, parent: parent, text: text, author: claim, client: exchange.client,
      form: form, idempotencyKey: idempotencyKey)
  }
}

extension Exchange {
  /// The caller's key for repeated deliveries; `nil` without one.
  ///
  /// The draft has it as a quoted string (draft-ietf-httpapi-idempotency-key-header-07); bare words are taken as well.
  func idempotencyKey() throws(Problem) -> String? {
    guard let field = request.headers[.idempotencyKey] else { return nil }
    var key = field[...]
    if key.utf8.count >= 2, key.hasPrefix("\""), key.hasSuffix("\"") { key = key.dropFirst().dropLast() }
    guard (1...Submission.idempotencyKeyBytesMax).contains(key.utf8.count),
      key.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
    else {
      throw Problem(
        .badIdempotencyKey, "1 to \(Submission.idempotencyKeyBytesMax) printable ASCII characters are taken")
    }
    return String(key)
  }
}
