import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel
import NIOCore

/// A readers' page that is kept as bytes: most visitors, who have written and voted for nothing, see the same.
///
/// Laying a page out costs milliseconds, and everybody who opens an article asks for one. What differs is the form's token,
/// which is set in anew each time, and which votes are one's own: who has given one among these comments gets a page laid
/// out for them. Pages lie in the thread cache, which drops them when their article changes.
enum ReadyReaderPage {
  /// What is needed to hand a kept page out.
  struct Seam: Sendable {
    /// Bytes before the form's token; `nil` where the page has no form.
    var tokenAt: Int?
    /// Comments on it that somebody has voted for.
    var votedFor: [CommentID]
    /// Seconds on the service's clock from which «5 минут назад» is no longer true.
    var staleAt: Double
  }

  /// For so long a page may tell the same ages.
  static let seconds = 20.0
  /// Parts of the query that the page depends on and that name no visitor.
  private static let fields: Set<String> = ["sort", "lang", "theme", "cursor", "only"]

  /// Under what a request's page is kept; `nil` when it is for one visitor.
  static func key(_ exchange: Exchange, query: FormFields) -> String? {
    let headers = exchange.request.headers
    guard exchange.request.method == .get, headers[.authorization] == nil,
      query.fields.allSatisfy({ fields.contains($0.name) })
    else { return nil }
    let extent = headers[.moderatoPart] == nil ? "page" : "part"
    return "\(extent) \(exchange.request.head.path ?? "")"
  }

  /// The kept page for this visitor; `nil` when it has to be laid out.
  static func response(to exchange: Exchange, key: String) async throws -> Response? {
    let shared = exchange.service.shared
    guard let page = shared.threads.page(key, now: shared.seconds), let seam = page.seam else { return nil }
    if !seam.votedFor.isEmpty {
      let own = try await exchange.flow.ownVotes(
        among: seam.votedFor, site: exchange.site, voter: try exchange.claim(), client: exchange.client)
      guard own.isEmpty else { return nil }
    }
    var bytes = page.bytes
    if let tokenAt = seam.tokenAt {
      let target = ReplyTarget(site: exchange.site, article: try exchange.articleID(), parent: nil)
      let token = exchange.flow.issueFormToken(for: target)
      var whole = ByteBufferAllocator().buffer(capacity: bytes.readableBytes + token.utf8.count)
      if var head = bytes.readSlice(length: tokenAt) { whole.writeBuffer(&head) }
      whole.writeString(token)
      whole.writeBuffer(&bytes)
      bytes = whole
    }
    return exchange.response(html: bytes, for: .readers)
  }

  /// Lays a page out and keeps it for the next visitor, unless it shows something of this one's.
  static func keep(
    _ page: ReaderPage, html: String, key: String, mark: UInt64, exchange: Exchange
  ) {
    guard page.visit.own.isEmpty, page.voted.isEmpty else { return }
    let shared = exchange.service.shared
    var bytes = ByteBuffer()
    var tokenAt: Int?
    // The token is a signature that nobody could have written into a comment before.
    if let place = html.utf8.firstRange(of: page.token.utf8) {
      bytes.writeSubstring(html[..<place.lowerBound])
      tokenAt = bytes.readableBytes
      bytes.writeSubstring(html[place.upperBound...])
    } else {
      bytes.writeString(html)
    }
    var ready = ThreadCache.Page(bytes: bytes, etag: "")
    ready.seam = Seam(
      tokenAt: tokenAt, votedFor: page.items.filter { $0.comment.votes != 0 }.map(\.comment.id),
      staleAt: shared.seconds + seconds)
    shared.threads.keep(ready, at: key, of: page.visit.article.id, mark: mark)
  }
}
