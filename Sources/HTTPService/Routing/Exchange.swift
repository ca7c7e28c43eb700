package import CommentFlow
import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
package import ModerationModel
package import NIOCore

/// One request on its way to one answer, with everything that a controller needs to decode it.
package struct Exchange: Sendable {
  package var request: Request
  package let parameters: Parameters
  package let service: CommentService
  /// Who is at the other end of the connection: the reader, or a proxy.
  package let peer: SocketAddress?
  /// Bytes of a body, where the route takes more than usual.
  package var bodyBytesMax: Int?
  /// Who acts, once a route for the newsroom has let them in.
  package var actor: Actor?
  package var logger: Logger

  /// The use cases; for a write with an idempotency key those that are carried out once.
  package var flow: CommentFlow
  package var site: SiteID { service.site }

  /// The peer's address, or the one that trusted proxies vouch for; `nil` where there is none.
  package var clientAddress: String? {
    let trusted = service.settings.trustedProxies
    guard !trusted.isEmpty else { return peer?.ipAddress }
    return ClientAddress.find(
      peer: peer?.ipAddress, forwarded: request.headers[values: .forwardedFor], trusted: trusted)
  }

  /// A parameter of the path, percent-decoded strictly.
  ///
  /// - Throws: a problem with 404, because what cannot be named is not there.
  package func parameter(_ name: String) throws(Problem) -> String {
    guard let raw = parameters.get(name), let text = FormFields.decoded(Array(raw.utf8)) else {
      throw Problem(.notFound, "there is nothing at this address")
    }
    return text
  }

  package func articleID() throws(Problem) -> ArticleID {
    guard let id = ArticleID(try parameter("article")) else {
      throw Problem(.unknownArticle, "no article has such a key")
    }
    return id
  }

  package func commentID() throws(Problem) -> CommentID {
    guard let id = CommentID(try parameter("comment")) else {
      throw Problem(.unknownComment, "no comment has such an identity")
    }
    return id
  }

  /// The fields of the query.
  package func query() throws(Problem) -> FormFields {
    guard let text = request.uri.query else { return FormFields() }
    do {
      return try FormFields(text.utf8)
    } catch {
      throw Problem(form: error, place: "the query")
    }
  }

  /// The request's body, whole.
  ///
  /// - Throws: a problem with 413 beyond the limit.
  package func body(bytesMax: Int? = nil) async throws -> [UInt8] {
    let bytesMax = bytesMax ?? max(bodyBytesMax ?? 0, service.settings.bodyBytesMax)
    let tooLarge = Problem(
      .bodyTooLarge, "the request has more than \(bytesMax) bytes; nothing was stored",
      members: [.init("bytes_max", .integer(Int64(bytesMax)))])
    if let length = request.headers[.contentLength].flatMap(Int.init), length > bytesMax { throw tooLarge }
    do {
      let buffer = try await request.body.collect(upTo: bytesMax)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw tooLarge
    }
  }

  /// The media type of the body without its parameters, in lower case.
  package var contentType: String {
    let text = request.headers[.contentType] ?? ""
    let type = text.prefix { $0 != ";" }
    return type.trimmingSuffix(while: { $0 == " " || $0 == "\t" }).lowercased()
  }

  /// The body as a JSON object.
  ///
  /// - Throws: problems with 400 for what is not one, 413, and 415 for another media type.
  package func jsonObject() async throws -> JSONFields {
    guard contentType == "application/json" else {
      throw Problem(.unsupportedMediaType, "send application/json")
    }
    return try JSONFields(bytes: try await body())
  }

  /// The body as fields of a form that a page has sent.
  package func form() async throws -> FormFields {
    guard contentType == "application/x-www-form-urlencoded" else {
      throw Problem(.unsupportedMediaType, "send application/x-www-form-urlencoded")
    }
    let bytes = try await body()
    do {
      return try FormFields(bytes)
    } catch {
      throw Problem(form: error, place: "the form")
    }
  }

  /// What is known of the reader's program, in the words of the use cases.
  package var client: ClientFacts {
    let agent = request.headers[.userAgent].map { text in
      // Longer ones say nothing more about a reader.
      text.utf8.count <= ClientFacts.userAgentBytesMax ? text : String(decoding: text.utf8.prefix(500), as: UTF8.self)
    }
    return ClientFacts(address: clientAddress, userAgent: agent)
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex {
      let before = index(before: end)
      guard predicate(self[before]) else { break }
      end = before
    }
    return self[..<end]
  }
}
