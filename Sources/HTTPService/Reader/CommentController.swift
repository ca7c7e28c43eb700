import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

/// One comment: read, changed or taken back by its author, reported by others.
enum CommentController {
  static let endpoints = [
    Endpoint(
      .get, "/v1/comments/{comment}", access: .anyone,
      "A comment that readers can see, or with its author's proof any comment of theirs.", handle: show),
    Endpoint(
      .patch, "/v1/comments/{comment}", access: .reader,
      "Changes the words within the edit window; they get a verdict of their own.", handle: edit),
    Endpoint(
      .delete, "/v1/comments/{comment}", access: .reader, "Takes the comment back within the edit window.",
      handle: withdraw),
    Endpoint(
      .post, "/v1/comments/{comment}/reports", access: .reader, "Tells the newsroom that a comment is out of place.",
      handle: report),
  ]

  static func show(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.commentID()
    let headers = exchange.request.headers
    guard headers[.editToken] != nil || headers[.authorization] != nil else {
      let comment = try await exchange.flow.visibleComment(id, site: exchange.site)
      let page = ThreadCache.Page(CommentPayload(comment).bytes())
      var fields: HTTPFields = [
        .contentType: "application/json", .eTag: page.etag, .cacheControl: "public, no-cache",
        .contentTypeOptions: "nosniff",
      ]
      if exchange.hasCurrent(page.etag) { return Response(status: .notModified, headers: fields) }
      fields[.contentLength] = page.length
      return Response(status: .ok, headers: fields, body: .init(byteBuffer: page.bytes))
    }
    let comment = try await exchange.flow.ownComment(id, site: exchange.site, proof: try exchange.authorProof())
    return try await own(comment, exchange: exchange)
  }

  static func edit(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.commentID()
    let proof = try exchange.authorProof()
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["text", "version"])
    guard case .string(let text)? = fields.object["text"] else { throw Problem(field: "text", "is missing") }
    let comment = try await exchange.flow.edit(
      id, site: exchange.site, text: text, version: try fields.integer("version", in: 1...Int(Int32.max)), proof: proof)
    exchange.service.shared.threads.drop(comment.article)
    return try await own(comment, exchange: exchange)
  }

  static func withdraw(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.commentID()
    let comment = try await exchange.flow.withdraw(id, site: exchange.site, proof: try exchange.authorProof())
    exchange.service.shared.threads.drop(comment.article)
    return Response(status: .noContent, headers: [.cacheControl: "no-store"])
  }

  static func report(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.commentID()
    let claim = try exchange.claim()
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["reason", "note"])
    let word = try fields.requiredText("reason", bytesMax: 64)
    guard let reason = Report.Reason(rawValue: word) else {
      throw Problem(
        field: "reason", "must be one of \(Report.Reason.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    // Only what readers see can be reported; asking about anything else tells nothing.
    let comment = try await exchange.flow.visibleComment(id, site: exchange.site)
    let outcome = try await exchange.flow.report(
      id, site: exchange.site, reason: reason, note: try fields.text("note", bytesMax: Report.noteBytesMax) ?? "",
      reporter: claim, client: exchange.client)
    if outcome.isHeldNow { exchange.service.shared.threads.drop(comment.article) }
    return CommentService.response(json: ["reported": true], status: .accepted)
  }

  /// A comment as only its author is shown it.
  private static func own(_ comment: Comment, exchange: Exchange) async throws -> Response {
    let article = try await exchange.flow.article(comment.article, site: exchange.site)
    let window = exchange.flow.policy.applying(article.overrides).editWindowSeconds
    var writer = JSONWriter(reserving: 512 + comment.revision.text.utf8.count)
    writer.raw("{\"comment\":")
    CommentPayload(comment).write(to: &writer)
    writer.raw(",\"state\":")
    writer.string(CommentPayload.word(for: comment.state))
    writer.raw(",\"version\":")
    writer.integer(comment.version)
    writer.raw(",\"editable_until\":")
    writer.string("\(comment.createdAt.adding(seconds: window))")
    writer.raw("}")
    let headers: HTTPFields = [
      .contentType: "application/json", .cacheControl: "private, no-store", .contentTypeOptions: "nosniff",
    ]
    return Response(
      status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: writer.bytes)))
  }
}
