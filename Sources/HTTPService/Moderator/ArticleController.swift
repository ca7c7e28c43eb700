import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Articles as the site's own system keeps them up to date.
enum ArticleController {
  static let endpoints = [
    Endpoint(.get, "/v1/articles", access: .moderator(.read), "Articles, newest first.", handle: list),
    Endpoint(.post, "/v1/articles", access: .moderator(.edit), "Adds an article that takes comments.", handle: add),
    Endpoint(
      .patch, "/v1/articles/{article}", access: .moderator(.edit), "Changes title, address, or whether it is open.",
      handle: change),
    Endpoint(
      .put, "/v1/articles/{article}/shares/{network}", access: .moderator(.edit),
      "Sets the number that a network reports.", handle: setShares),
  ]

  static func list(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let limit = try query.integer("limit", in: 1...500, default: 50)
    let articles = try await exchange.flow.store.articles(
      site: exchange.site, limit: limit, after: try query.article("after"))
    let next = articles.count == limit ? articles.last?.id.key : nil
    return CommentService.response(json: ["articles": .array(articles.map(payload)), "next": JSONValue(next)])
  }

  static func add(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["id", "url", "title", "language", "published_at", "open"])
    guard let id = ArticleID(try fields.requiredText("id", bytesMax: ArticleID.keyBytesMax)) else {
      throw Problem(field: "id", "must have 1 to \(ArticleID.keyBytesMax) bytes without control characters")
    }
    let article = Article(
      site: exchange.site, id: id, url: try fields.requiredText("url", bytesMax: Article.urlBytesMax),
      title: try fields.requiredText("title", bytesMax: Article.titleBytesMax),
      language: try language(fields) ?? .russian,
      publishedAt: try fields.time("published_at") ?? exchange.service.now(),
      isOpen: try fields.flag("open") ?? true)
    try await exchange.flow.add(article, by: try exchange.actorName())
    return CommentService.response(json: payload(article), status: .created)
  }

  static func change(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["url", "title", "language", "open"])
    let url = try fields.text("url", bytesMax: Article.urlBytesMax)
    let title = try fields.text("title", bytesMax: Article.titleBytesMax)
    let language = try language(fields)
    let isOpen = try fields.flag("open")
    let article = try await exchange.flow.update(
      try exchange.articleID(), site: exchange.site, by: try exchange.actorName()
    ) { article in
      article.url = url ?? article.url
      article.title = title ?? article.title
      article.language = language ?? article.language
      article.isOpen = isOpen ?? article.isOpen
    }
    return CommentService.response(json: payload(article))
  }

  static func setShares(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["source", "count", "precision", "fetched_at", "error"])
    let article = try exchange.articleID()
    try await exchange.flow.setShares(
      [
        ReportedShareCount(
          site: exchange.site, article: article, network: try SharesController.network(of: exchange),
          source: try fields.requiredText("source", bytesMax: ReportedShareCount.sourceBytesMax),
          count: try fields.integer("count", in: 0...ReportedShareCount.countMax),
          precision: try fields.choice("precision") ?? .exact,
          fetchedAt: try fields.time("fetched_at") ?? exchange.service.now(),
          lastError: try fields.text("error", bytesMax: ReportedShareCount.errorBytesMax))
      ], by: try exchange.actorName())
    let counts = try await exchange.flow.shares(of: article, site: exchange.site)
    return CommentService.response(json: SharesController.payload(counts))
  }

  private static func language(_ fields: JSONFields) throws(Problem) -> Language? {
    guard let code = try fields.text("language", bytesMax: 35) else { return nil }
    guard let language = Language(code) else {
      throw Problem(field: "language", "must be a code such as ru, uk or en")
    }
    return language
  }

  private static func payload(_ article: Article) -> JSONValue {
    [
      "id": .string(article.id.key), "url": .string(article.url), "title": .string(article.title),
      "language": .string(article.language.code), "published_at": NewsroomPayloads.time(article.publishedAt),
      "open": .bool(article.isOpen), "version": .integer(Int64(article.version)),
    ]
  }
}
