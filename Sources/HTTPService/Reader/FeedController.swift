import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

/// An article's newest comments as an Atom feed (RFC 4287).
enum FeedController {
  static let entriesMax = 50

  static let endpoints = [
    Endpoint(.get, "/v1/articles/{article}/feed.atom", access: .anyone, "The newest comments as a feed.", handle: feed)
  ]

  static func feed(_ exchange: Exchange) async throws -> Response {
    let article = try await exchange.flow.article(try exchange.articleID(), site: exchange.site)
    var comments: [Comment] = []
    for state in CommentState.allCases where state.isVisible {
      comments += try await exchange.flow.store.search(
        CommentQuery(site: exchange.site, article: article.id, state: state, limit: entriesMax))
    }
    comments = Array(comments.sorted { $0.id > $1.id }.prefix(entriesMax))
    let page = ThreadCache.Page(written(article, comments: comments, base: exchange.service.baseURL))
    var headers: HTTPFields = [
      .contentType: "application/atom+xml; charset=utf-8", .eTag: page.etag, .cacheControl: "public, no-cache",
      .contentTypeOptions: "nosniff",
    ]
    if exchange.hasCurrent(page.etag) { return Response(status: .notModified, headers: headers) }
    headers[.contentLength] = page.length
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: page.bytes))
  }

  private static func written(_ article: Article, comments: [Comment], base: String) -> [UInt8] {
    let key = article.id.key.utf8.map { byte in percentEncoded(byte) }.joined()
    let own = "\(base)/v1/articles/\(key)/feed.atom"
    let updated = comments.map { $0.editedAt ?? $0.createdAt }.max() ?? article.publishedAt
    var writer = XMLWriter()
    writer.open(
      "feed", attributes: [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", article.language.code)])
    writer.raw("\n")
    writer.element("id", own)
    writer.element("title", "\(word(article.language)): \(article.title)")
    writer.element("updated", "\(updated)")
    writer.empty("link", attributes: [("rel", "self"), ("href", own)])
    writer.empty("link", attributes: [("rel", "alternate"), ("href", article.url)])
    for comment in comments {
      writer.open("entry")
      writer.raw("\n")
      writer.element("id", "urn:uuid:\(comment.id)")
      writer.element("title", comment.authorName)
      writer.element("updated", "\(comment.editedAt ?? comment.createdAt)")
      writer.element("published", "\(comment.createdAt)")
      writer.raw("<author>")
      writer.element("name", comment.authorName)
      writer.raw("</author>\n")
      writer.empty("link", attributes: [("rel", "alternate"), ("href", "\(article.url)#comment-\(comment.id)")])
      writer.element("content", comment.revision.text, attributes: [("type", "text")])
      writer.raw("</entry>\n")
    }
    writer.raw("</feed>\n")
    return writer.bytes
  }

  private static func word(_ language: Language) -> String {
    switch language {
    case .ukrainian: "Коментарі"
    case .english: "Comments"
    default: "Комментарии"
    }
  }

  /// A byte as it stands in a segment of a path (RFC 3986, section 2.3).
  static func percentEncoded(_ byte: UInt8) -> String {
    let character = Character(Unicode.Scalar(byte))
    if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) { return String(character) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
  }
}
