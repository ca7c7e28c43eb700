import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Comment and share counts for lists of articles.
enum CountsController {
  /// Addresses in one request.
  static let urlsMax = 50

  static let endpoints = [
    Endpoint(
      .get, "/v1/counts", access: .anyone, "Comment and share counts of articles by their addresses.", handle: counts),
    Endpoint(
      .get, "/v1/articles/{article}", access: .anyone, "An article with its counts.", handle: article),
  ]

  static func counts(_ exchange: Exchange) async throws -> Response {
    let urls = try exchange.query().values("url")
    guard (1...urlsMax).contains(urls.count) else {
      throw Problem(field: "url", "must be given 1 to \(urlsMax) times")
    }
    guard urls.allSatisfy({ (1...Article.urlBytesMax).contains($0.utf8.count) && !$0.utf8.contains(0) }) else {
      throw Problem(field: "url", "must have 1 to \(Article.urlBytesMax) bytes")
    }
    let known = Dictionary(
      try await exchange.flow.store.counts(ofURLs: Array(Set(urls)), site: exchange.site).map { ($0.url, $0) },
      uniquingKeysWith: { first, _ in first })
    let rows = urls.map { url -> JSONValue in
      let page = known[url]
      return [
        "url": .string(url), "article": JSONValue(page?.article.key), "comments": JSONValue(page?.comments),
        "shares": JSONValue(page?.shares.total),
      ]
    }
    return CommentService.response(json: ["counts": .array(rows)], cacheControl: "public, max-age=30")
  }

  static func article(_ exchange: Exchange) async throws -> Response {
    let article = try await exchange.flow.article(try exchange.articleID(), site: exchange.site)
    let counts = try await exchange.flow.store.counts(of: article.id, site: exchange.site)
    let shares = try await exchange.flow.store.shares(of: article.id, site: exchange.site)
    let policy = exchange.flow.policy.applying(article.overrides)
    return CommentService.response(
      json: [
        "id": .string(article.id.key), "url": .string(article.url), "title": .string(article.title),
        "language": .string(article.language.code), "published_at": .string("\(article.publishedAt)"),
        "open": .bool(article.accepts(at: exchange.service.now(), policy: policy)),
        "comments": .integer(Int64(counts.visible)), "shares": JSONValue(shares.total),
        "body_bytes_max": .integer(Int64(policy.bodyBytesMax)), "depth_max": .integer(Int64(policy.depthMax)),
        "edit_window_seconds": .number(policy.editWindowSeconds), "version": .integer(Int64(article.version)),
      ], cacheControl: "public, no-cache")
  }
}
