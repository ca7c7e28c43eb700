import CommentFlow
import CommentStore
import Crypto
import Hummingbird
import ModerationModel
import ModerationPipeline
import NewsSite
import RuleEngine
import Testing

@testable import HTTPService

/// The comments inside somebody's own site, with the site's own sign-in.
@Suite struct EmbeddingTests {
  @Test func theSitesReadersCommentOnItsPages() async throws {
    let flow = CommentFlow(
      store: MemoryStore(), pipeline: ModerationPipeline(ruleSet: .empty), secret: .ephemeral(), passwords: .forTests())
    let article = try #require(ArticleID("bridge"))
    try await flow.add(
      Article(id: article, url: "https://gazeta.example/news/bridge", title: "Мост", publishedAt: .now))
    let site = try NewsSite(flow: flow, secret: ReaderTokenTests.hexSecret, address: "https://gazeta.example")
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let running = Task { try await site.application(port: 0) { continuation.yield($0) }.run() }
    defer { running.cancel() }
    var iterator = ports.makeAsyncIterator()
    let service = TestService(
      flow: flow, service: site.comments, port: try #require(await iterator.next()), article: article)

    #expect(String(decoding: try await service.send(path: "/news/bridge").body, as: UTF8.self) == "Article bridge")
    let seconds = Timestamp.now.milliseconds / 1000 + 60
    let token = ReaderTokenTests.signed(
      ReaderTokenTests.header,
      #"{"iss":"https://gazeta.example","aud":"comments","sub":"reader-7","name":"Анна","exp":\#(seconds)}"#)
    let taken = try await service.send(
      "POST", "/v1/articles/bridge/comments", headers: [("Authorization", "Bearer \(token)")],
      json: ["text": "Хорошая новость", "author": ["name": "Not me"]])
    #expect(taken.status == 201)
    #expect(try taken.json()["comment"]?["author"]?["name"] == "Анна", "the site knows its readers' names")
    #expect(try await service.send(path: "/v1/articles/bridge/comments").json()["total"] == 1)
    #expect(try await service.send("GET", "/v1/queue").status == 401)
  }
}
