import CommentFlow
import CommentStore
import Crypto
import HTTPTypes
import Hummingbird
import ModerationModel

/// Pages of threads.
enum ThreadController {
  static let limitDefault = 50
  static let limitMax = 200

  static let endpoints = [
    Endpoint(
      .get, "/v1/articles/{article}/comments", access: .anyone,
      "A page of an article's comments, each followed by its replies.", handle: page)
  ]

  /// The same bytes for every reader: what is only for one of them is fetched by its own address.
  static func page(_ exchange: Exchange) async throws -> Response {
    let shared = exchange.service.shared
    let target = exchange.request.head.path ?? ""
    if let page = shared.threads.page(target, now: shared.seconds) { return response(page, to: exchange) }

    let article = try exchange.articleID()
    let query = try threadQuery(exchange, article: article)
    let mark = shared.threads.mark(article)
    let thread = try await exchange.flow.thread(query)
    let page = ThreadCache.Page(written(thread))
    shared.threads.keep(page, at: target, of: article, mark: mark)
    return response(page, to: exchange)
  }

  private static func threadQuery(_ exchange: Exchange, article: ArticleID) throws -> ThreadQuery {
    let fields = try exchange.query()
    var query = ThreadQuery(site: exchange.site, article: article, limit: limitDefault)
    if let sort = try fields.value("sort") {
      guard let known = ThreadSort(rawValue: sort) else {
        throw Problem(field: "sort", "must be \(ThreadSort.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      query.sort = known
    }
    if let text = try fields.value("limit") {
      guard let limit = Int(text), (1...limitMax).contains(limit) else {
        throw Problem(field: "limit", "must be 1 to \(limitMax)")
      }
      query.limit = limit
    }
    query.cursor = try fields.value("cursor")
    return query
  }

  private static func written(_ thread: ThreadPage) -> [UInt8] {
    var writer = JSONWriter(reserving: 512 * (thread.items.count + 1))
    writer.raw("{\"comments\":[")
    for (position, item) in thread.items.enumerated() {
      if position > 0 { writer.raw(",") }
      CommentPayload(item).write(to: &writer)
    }
    writer.raw("],\"total\":")
    writer.integer(thread.total)
    writer.raw(",\"next\":")
    if let next = thread.next { writer.string(next) } else { writer.raw("null") }
    writer.raw("}")
    return writer.bytes
  }

  private static func response(_ page: ThreadCache.Page, to exchange: Exchange) -> Response {
    var headers: HTTPFields = [
      .contentType: "application/json", .eTag: page.etag,
      // Whoever keeps it asks again before showing it: a comment that was taken down must not come back from a cache.
      .cacheControl: "public, no-cache", .contentTypeOptions: "nosniff",
    ]
    if exchange.hasCurrent(page.etag) { return Response(status: .notModified, headers: headers) }
    headers[.contentLength] = page.length
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: page.bytes))
  }
}

extension ThreadCache.Page {
  /// A page with an entity tag made from its bytes, so that every node gives the same one.
  init(_ bytes: [UInt8]) {
    let digest = SHA256.hash(data: bytes).prefix(15)
    self.init(bytes: ByteBuffer(bytes: bytes), etag: "\"\(Base64URL.text(Array(digest)))\"")
  }
}
