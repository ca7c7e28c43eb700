import CommentFlow
import HTTPTypes
import Hummingbird
import ModerationModel

/// Taking comments.
enum SubmitController {
  static let endpoints = [
    Endpoint(
      .post, "/v1/articles/{article}/comments", access: .reader, isOnce: false,
      "Takes a comment and says what became of it.",
      handle: submit),
    Endpoint(
      .get, "/v1/articles/{article}/form", access: .anyone,
      "A token for one form, which a guest's form must carry.", handle: formToken),
  ]

  /// 201 when readers see the comment, 202 when a person looks first or it was refused.
  static func submit(_ exchange: Exchange) async throws -> Response {
    let article = try exchange.articleID()
    let reader = try exchange.reader()
    let fields = try await SubmissionFields(exchange)
    let submission = try fields.submission(
      article: article, exchange: exchange, reader: reader, idempotencyKey: try exchange.idempotencyKey())
    try exchange.service.limitAuthor(of: submission)
    let receipt = try await exchange.flow.submit(submission)
    exchange.service.shared.threads.drop(article)
    return response(receipt, exchange: exchange)
  }

  static func response(_ receipt: SubmissionReceipt, exchange: Exchange) -> Response {
    let comment = receipt.comment
    let base = exchange.service.baseURL
    var writer = JSONWriter(reserving: 768 + comment.revision.text.utf8.count)
    writer.raw("{\"comment\":")
    CommentPayload(comment).write(to: &writer)
    writer.raw(",\"state\":")
    writer.string(CommentPayload.word(for: comment.state))
    writer.raw(",\"version\":")
    writer.integer(comment.version)
    writer.raw(",\"edit_token\":")
    writer.string(receipt.editToken)
    writer.raw(",\"repeated\":")
    writer.raw(receipt.isRepeat ? "true" : "false")
    writer.raw(",\"link\":")
    // The token stands behind the hash, where browsers keep it to themselves: no log and no referrer ever has it.
    writer.string("\(base)/embed/comments/\(comment.id)#\(receipt.editToken)")
    writer.raw("}")
    let headers: HTTPFields = [
      .contentType: "application/json", .cacheControl: "no-store", .contentTypeOptions: "nosniff",
      .location: "\(base)/v1/comments/\(comment.id)",
    ]
    return Response(
      status: comment.state.isVisible ? .created : .accepted, headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: writer.bytes)))
  }

  static func formToken(_ exchange: Exchange) async throws -> Response {
    let article = try await exchange.flow.article(try exchange.articleID(), site: exchange.site)
    let parent = try exchange.query().value("parent").map { text throws(Problem) in
      guard let id = CommentID(text) else { throw Problem(field: "parent", "is no comment's identity") }
      return id
    }
    let token = exchange.flow.issueFormToken(
      for: ReplyTarget(site: exchange.site, article: article.id, parent: parent))
    return CommentService.response(json: [
      "token": .string(token), "expires_in": .integer(Int64(FormToken.secondsMax)),
      "honeypot": .string(SubmissionFields.honeypotField), "open": .bool(article.isOpen),
    ])
  }
}

extension CommentService {
  /// - Throws: a problem with 429 when this author has written too much lately.
  func limitAuthor(of submission: Submission) throws(Problem) {
    let key: String
    if let subject = submission.author.subject {
      key = "account:\(subject)"
    } else {
      // A guest's name and address are claims; together with the place they tell neighbours apart.
      let place = submission.client.address.map { NetworkAddress($0)?.visitorPrefix ?? $0 } ?? ""
      key = "guest:\(place):\(submission.author.email?.lowercased() ?? submission.author.name)"
    }
    if let wait = shared.authorRate.take(String(key.prefix(400)), now: shared.seconds) { throw Self.tooMany(wait) }
  }

  /// The wall clock; only tokens of others, which carry dates, are compared with it here.
  func now() -> Timestamp { .now }
}
