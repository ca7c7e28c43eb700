import CommentStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import ModerationModel
import ModerationPipeline
import RuleEngine
import Synchronization
import Testing

@testable import CommentFlow
@testable import HTTPService

/// Deliveries over real sockets to a receiver that believes only what is signed.
@Suite struct WebhookDeliveryTests {
  /// A receiver as an operator would write one after the Standard Webhooks specification, knowing nothing of ours.
  private final class Receiver: Sendable {
    struct Delivery: Sendable {
      var id: String
      var body: [UInt8]
      var isSigned: Bool
      var answer: Int
    }

    private let state = Mutex((deliveries: [Delivery](), answers: [Int](), secret: ""))
    var deliveries: [Delivery] { state.withLock { $0.deliveries } }

    func expect(secret: String) { state.withLock { $0.secret = secret } }

    /// What is answered next; 204 once these are used up.
    func answer(_ statuses: Int...) { state.withLock { $0.answers += statuses } }

    @Sendable func take(_ request: Request, _ context: ServiceContext) async throws -> Response {
      let body = Array(try await request.body.collect(upTo: 100_000).readableBytesView)
      func field(_ name: String) -> String { HTTPField.Name(name).flatMap { request.headers[$0] } ?? "" }
      let (id, timestamp) = (field("webhook-id"), field("webhook-timestamp"))
      let signatures = field("webhook-signature").split(separator: " ")
      let status = state.withLock { state in
        let key = Data(base64Encoded: String(state.secret.dropFirst("whsec_".count))) ?? Data()
        var code = HMAC<SHA256>(key: SymmetricKey(data: key))
        code.update(data: Data("\(id).\(timestamp).".utf8))
        code.update(data: Data(body))
        let right = "v1,\(Data(code.finalize()).base64EncodedString())"
        let answer = state.answers.isEmpty ? 204 : state.answers.removeFirst()
        state.deliveries.append(
          Delivery(id: id, body: body, isSigned: signatures.contains { $0 == right }, answer: answer))
        return answer
      }
      var headers = HTTPFields()
      if status == 503, let name = HTTPField.Name("Retry-After") { headers[name] = "1" }
      if status == 302 { headers[.location] = "/elsewhere" }
      return Response(status: .init(code: status), headers: headers)
    }
  }

  /// A store with a webhook that leads to a running receiver; time stands still until `advance`.
  private static func run(
    _ body: @Sendable @escaping (CommentFlow, WebhookRelay, Receiver, MadeWebhook) async throws -> Void
  ) async throws {
    let receiver = Receiver()
    let router = Router(context: ServiceContext.self)
    router.post("/hook", use: receiver.take)
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
    let running = Task { try await application.run() }
    defer { running.cancel() }
    var iterator = ports.makeAsyncIterator()
    let port = try #require(await iterator.next())

    let flow = CommentFlow(
      store: MemoryStore(), pipeline: ModerationPipeline(ruleSet: .empty), secret: .ephemeral(), passwords: .forTests())
    let article = try #require(ArticleID("bridge"))
    try await flow.add(Article(id: article, url: "https://gazeta.example/bridge", title: "Мост", publishedAt: .now))
    let made = try await flow.addWebhook(url: "https://receiver.example/hook", by: "anna")
    receiver.expect(secret: made.secret)
    // No address within the house can be given; the test puts its own there behind the door's back.
    var row = try #require(try await flow.store.webhooks(site: .default).first)
    row.webhook.url = "http://127.0.0.1:\(port)/hook"
    _ = try await flow.store.change(row, stamp: WriteStamp(at: .now, actor: "test", seed: .random(in: 0 ... .max)))
    let sender = EgressClient(mayDial: { _ in true }, schemes: ["http"])
    try await body(flow, WebhookRelay(flow: flow, sender: sender), receiver, made)
    running.cancel()
    _ = try? await running.value
  }

  private static func submit(_ flow: CommentFlow, _ text: String) async throws {
    let article = try #require(ArticleID("bridge"))
    _ = try await flow.submit(Submission(article: article, text: text, author: AuthorClaim(name: "Анна")))
  }

  /// Lets the webhook try again at once, as somebody does who has mended the receiver.
  private static func forgive(_ flow: CommentFlow, _ made: MadeWebhook) async throws {
    var row = try #require(try await flow.store.webhooks(site: .default).first)
    row.webhook.nextAttemptAt = .now
    row.webhook.state = .active
    _ = try await flow.store.change(row, stamp: WriteStamp(at: .now, actor: "test", seed: .random(in: 0 ... .max)))
  }

  @Test func everyEventArrivesSignedOnceInOrder() async throws {
    try await Self.run { flow, relay, receiver, _ in
      for number in 1...3 { try await Self.submit(flow, "Мнение \(number): 5 < 6 & «так» \" \\") }
      while try await relay.deliverDue() > 0 {}
      let deliveries = receiver.deliveries
      #expect(deliveries.count == 3 && Set(deliveries.map(\.id)).count == 3)
      #expect(deliveries.allSatisfy { $0.isSigned })
      let texts = try deliveries.map { delivery -> String? in
        let payload = try #require(try JSONSerialization.jsonObject(with: Data(delivery.body)) as? [String: Any])
        return ((payload["data"] as? [String: Any])?["comment"] as? [String: Any])?["text"] as? String
      }
      #expect(texts == (1...3).map { "Мнение \($0): 5 < 6 & «так» \" \\" })
    }
  }

  @Test func troubleIsTriedAgainWithTheSameIdAndRedirectsAreNotFollowed() async throws {
    try await Self.run { flow, relay, receiver, made in
      receiver.answer(500, 503, 302)
      try await Self.submit(flow, "раз")
      try await Self.submit(flow, "два")
      for trouble in ["HTTP 500", "HTTP 503", "HTTP 302"] {
        _ = try await relay.deliverDue()
        let webhook = try #require(try await flow.webhooks().first)
        #expect(webhook.lastError == trouble && webhook.state == .active)
        #expect(webhook.nextAttemptAt > .now)
        try await Self.forgive(flow, made)
      }
      while try await relay.deliverDue() > 0 {}
      let deliveries = receiver.deliveries
      #expect(deliveries.map(\.answer) == [500, 503, 302, 204, 204])
      #expect(Set(deliveries.prefix(4).map(\.id)).count == 1 && deliveries[4].id != deliveries[3].id)
      #expect(deliveries.allSatisfy { $0.isSigned })
    }
  }

  @Test func goneSwitchesItOffAndResumingGoesOn() async throws {
    try await Self.run { flow, relay, receiver, made in
      receiver.answer(410)
      try await Self.submit(flow, "раз")
      _ = try await relay.deliverDue()
      #expect(try await flow.webhooks().first?.state == .failed)
      _ = try await relay.deliverDue()
      #expect(receiver.deliveries.count == 1)
      try await Self.forgive(flow, made)
      while try await relay.deliverDue() > 0 {}
      #expect(receiver.deliveries.map(\.answer) == [410, 204])
    }
  }

  @Test func anotherKeySignsBesideTheOneBefore() async throws {
    try await Self.run { flow, relay, receiver, made in
      let renewed = try await flow.renewWebhookSecret(made.webhook.id, by: "anna")
      try await Self.submit(flow, "раз")
      while try await relay.deliverDue() > 0 {}
      receiver.expect(secret: renewed.secret)
      try await Self.submit(flow, "два")
      while try await relay.deliverDue() > 0 {}
      #expect(receiver.deliveries.map(\.isSigned) == [true, true])
    }
  }

  /// The door that deliveries really leave by.
  @Test func theHouseIsNotDialled() async throws {
    let request = WebhookRequest(
      url: "https://127.0.0.1/hook", id: "evt_1", timestamp: 1, signature: "v1,x", body: Array("{}".utf8))
    for url in [
      "https://127.0.0.1/hook", "https://localhost/", "https://[::1]/", "https://169.254.169.254/latest/meta-data/",
      "http://receiver.example/", "https://10.0.0.1/",
    ] {
      var request = request
      request.url = url
      await #expect(throws: WebhookFailure.self) { try await EgressClient().send(request) }
    }
  }
}
