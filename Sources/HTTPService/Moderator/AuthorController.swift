import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Those who write: their record, their sanctions, their right to be forgotten.
enum AuthorController {
  static let endpoints = [
    Endpoint(.get, "/v1/authors", access: .moderator(.read), "Authors by a part of their name.", handle: find),
    Endpoint(.get, "/v1/authors/{author}", access: .moderator(.read), "An author with their record.", handle: show),
    Endpoint(
      .put, "/v1/authors/{author}/sanction", access: .moderator(.decide), "Bans, mutes, premoderates or trusts.",
      handle: sanction),
    Endpoint(
      .delete, "/v1/authors/{author}/sanction", access: .moderator(.decide), "Lifts the sanction.", handle: lift),
    Endpoint(
      .get, "/v1/authors/{author}/export", access: .moderator(.administer),
      "All that is kept of an author, in one document.", handle: export),
    Endpoint(
      .delete, "/v1/authors/{author}", access: .moderator(.administer),
      "Forgets an author: words and name go, shells stay.", handle: erase),
    Endpoint(
      .get, "/v1/comments", access: .moderator(.read), "Comments by article, author, state or a part of the text.",
      handle: search),
  ]

  private static func author(_ exchange: Exchange) async throws -> Author {
    guard let author = try await exchange.flow.store.author(try exchange.authorID(), site: exchange.site) else {
      throw Problem(.unknownAuthor, "no author has this identity")
    }
    return author
  }

  static func find(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    guard let name = try query.text("name"), name.utf8.count <= AuthorClaim.nameBytesMax else {
      throw Problem(field: "name", "must have 1 to \(AuthorClaim.nameBytesMax) bytes")
    }
    let authors = try await exchange.flow.store.authors(
      named: name, site: exchange.site, limit: try query.integer("limit", in: 1...200, default: 50))
    return CommentService.response(json: ["authors": .array(authors.map(NewsroomPayloads.author))])
  }

  static func show(_ exchange: Exchange) async throws -> Response {
    CommentService.response(json: NewsroomPayloads.author(try await author(exchange)))
  }

  static func sanction(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["kind", "until", "reason"])
    guard let kind = try fields.choice("kind", of: Sanction.Kind.self) else {
      throw Problem(field: "kind", "is missing")
    }
    let author = try await exchange.flow.sanction(
      try exchange.authorID(), site: exchange.site, kind: kind, until: try fields.time("until"),
      reason: try fields.text("reason", bytesMax: Sanction.reasonBytesMax) ?? "", by: try exchange.actorName())
    return CommentService.response(json: NewsroomPayloads.author(author))
  }

  static func lift(_ exchange: Exchange) async throws -> Response {
    let author = try await exchange.flow.sanction(
      try exchange.authorID(), site: exchange.site, kind: nil, by: try exchange.actorName())
    return CommentService.response(json: NewsroomPayloads.author(author))
  }

  static func export(_ exchange: Exchange) async throws -> Response {
    let author = try await author(exchange)
    var comments: [JSONValue] = []
    var before: CommentID?
    while true {
      let page = try await exchange.flow.store.search(
        CommentQuery(site: exchange.site, author: author.id, before: before, limit: CommentQuery.limitMax))
      comments += page.map { NewsroomPayloads.comment($0) }
      guard page.count == CommentQuery.limitMax, let last = page.last else { break }
      before = last.id
    }
    return CommentService.response(json: [
      "author": NewsroomPayloads.author(author), "comments": .array(comments),
    ])
  }

  static func erase(_ exchange: Exchange) async throws -> Response {
    let count = try await exchange.flow.erase(
      try exchange.authorID(), site: exchange.site, by: try exchange.actorName())
    exchange.service.shared.threads.dropAll()
    return CommentService.response(json: ["emptied": .integer(Int64(count))])
  }

  static func search(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let limit = try query.integer("limit", in: 1...CommentQuery.limitMax, default: 50)
    let text = try query.text("text")
    guard text?.utf8.count ?? 0 <= 500 else { throw Problem(field: "text", "must have at most 500 bytes") }
    let comments = try await exchange.flow.store.search(
      CommentQuery(
        site: exchange.site, article: try query.article(), author: try query.identity("author", of: Author.self),
        state: try query.choice("state"), text: text, before: try query.identity("before", of: Comment.self),
        limit: limit))
    let next = comments.count == limit ? comments.last?.id : nil
    return CommentService.response(json: [
      "comments": .array(comments.map { NewsroomPayloads.comment($0) }), "next": NewsroomPayloads.id(next),
    ])
  }
}
