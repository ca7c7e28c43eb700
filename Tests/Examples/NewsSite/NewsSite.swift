public import CommentFlow
public import HTTPService
public import Hummingbird

/// A small news site with an own router, own pages and own readers, into which the comments are built.
///
/// It signs its readers in itself and hands each a token that the comments' routes verify.
public struct NewsSite: Sendable {
  public let flow: CommentFlow
  public let comments: CommentService

  public init(flow: CommentFlow, secret: String, address: String) throws {
    self.flow = flow
    var settings = HTTPSettings()
    settings.baseURL = address
    settings.readerTokens = ReaderTokenSettings(
      keys: [try ReaderTokenKey(.hs256, key: secret)], issuer: "https://gazeta.example", audience: "comments")
    comments = CommentService(flow: flow, settings: settings)
  }

  /// The site's pages and the comments' routes side by side.
  public func application(
    port: Int, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let router = Router(context: ServiceContext.self)
    router.get("/") { _, _ in "Gazeta" }
    router.get("/news/{article}") { _, context in "Article \(context.parameters.get("article") ?? "")" }
    comments.addRoutes(to: router)
    var site = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) })
    site.addServices(comments.followers)
    return site
  }
}
