import CommentStore
import Foundation
import ModerationModel
import Synchronization
import Testing

@testable import CommentFlow

/// A receiver that answers as it is told and remembers what it was sent.
private final class Receiver: WebhookSender {
  private let state = Mutex((requests: [WebhookRequest](), answers: [Result<WebhookResponse, WebhookFailure>]()))
  var requests: [WebhookRequest] { state.withLock { $0.requests } }

  /// What is answered next; 200 once these are used up.
  func answer(_ answers: Result<WebhookResponse, WebhookFailure>...) {
    state.withLock { $0.answers += answers }
  }

  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookResponse {
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? .success(WebhookResponse(status: 200)) : state.answers.removeFirst()
    }
    return try answer.get()
  }

  func payloads() throws -> [[String: Any]] {
    try requests.map { request in
      try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
    }
  }
}

@Suite struct WebhookTests {
  private static func made(
    _ kinds: Set<ModerationEvent.Kind> = []
  ) async throws -> (Newsroom, Receiver, WebhookRelay, MadeWebhook) {
    let newsroom = try await Newsroom()
    let receiver = Receiver()
    let relay = WebhookRelay(flow: newsroom.flow, sender: receiver)
    let made = try await newsroom.flow.addWebhook(url: "https://receiver.example/hook", kinds: kinds, by: "anna")
    return (newsroom, receiver, relay, made)
  }

  private static func current(_ newsroom: Newsroom) async throws -> Webhook {
    try #require(try await newsroom.flow.webhooks().first)
  }

  @Test func tellsWhatHappensFromNowOnInOrderAndSigned() async throws {
    let (newsroom, receiver, relay, made) = try await Self.made()
    let text = "Ціна < 5 & «так» \\ \" \u{2028}</script>"
    let comment = try await newsroom.submit(text).comment
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: comment.id)], decision: .reject, moderator: "vera"))
    _ = try await relay.deliverDue()
    let payloads = try receiver.payloads()
    #expect(payloads.map { $0["type"] as? String } == ["comment.submitted", "review.applied"])
    let request = try #require(receiver.requests.last)
    let secret = try #require(Data(base64Encoded: String(made.secret.dropFirst("whsec_".count))))
    #expect(
      request.signature
        == WebhookSignature.sign(
          id: request.id, timestamp: request.timestamp, body: request.body, secrets: [Array(secret)]))
    // Refused by then: its words are told to nobody.
    let part = try #require((payloads[0]["data"] as? [String: Any])?["comment"] as? [String: Any])
    #expect(part["state"] as? String == "rejected" && part["text"] == nil && part["author_name"] == nil)
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera"))
    _ = try await relay.deliverDue()
    let shown = try #require((try receiver.payloads()[2]["data"] as? [String: Any])?["comment"] as? [String: Any])
    #expect(shown["text"] as? String == text)
    #expect(try await Self.current(newsroom).lastError == nil)
  }

  /// Made with the PyPI package `standardwebhooks`.
  @Test func signsAsTheStandardsOwnLibraryDoes() {
    let body = Array(#"{"type":"comment.moved","text":"Ціна < 5 & «так»"}"#.utf8)
    #expect(
      WebhookSignature.sign(id: "evt_1", timestamp: 1_795_167_000, body: body, secrets: [Array(0..<32)])
        == "v1,4MDpNQSB/Dw+rAi4fT5lfgcjqjgYZJ5OmhnETjyrf4s=")
    #expect(WebhookSignature.text(of: Array(0..<32)) == "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
  }

  @Test func triesAgainLaterWithTheSameIdAndKeepsTheOrder() async throws {
    let (newsroom, receiver, relay, _) = try await Self.made()
    receiver.answer(
      .failure(WebhookFailure("connection refused")), .success(WebhookResponse(status: 302)),
      .success(WebhookResponse(status: 503, retryAfterSeconds: 500)))
    try await newsroom.submit("раз")
    try await newsroom.submit("два")
    for (attempt, expected) in [("connection refused", 5.0), ("HTTP 302", 30), ("HTTP 503", 500)].enumerated() {
      _ = try await relay.deliverDue()
      let webhook = try await Self.current(newsroom)
      #expect(webhook.lastError == expected.0 && webhook.failures == attempt + 1)
      let pause = webhook.nextAttemptAt.seconds(since: newsroom.clock.now)
      #expect(pause >= expected.1 * 0.79 && pause <= expected.1 * 1.21, "\(expected)")
      // Too early, nothing is sent.
      _ = try await relay.deliverDue()
      #expect(receiver.requests.count == attempt + 1)
      newsroom.clock.advance(seconds: pause)
    }
    _ = try await relay.deliverDue()
    let ids = receiver.requests.map(\.id)
    #expect(ids.count == 5 && Set(ids.prefix(4)).count == 1 && ids[4] != ids[3])
    #expect(Set(receiver.requests.prefix(4).map(\.timestamp)).count == 4)
    let webhook = try await Self.current(newsroom)
    #expect(webhook.failures == 0 && webhook.lastError == nil)
  }

  @Test func isSwitchedOffAfterDaysAndGoesOnFromItsPlace() async throws {
    let (newsroom, receiver, relay, made) = try await Self.made()
    try await newsroom.submit("раз")
    for _ in 0...WebhookRelay.pauses.count {
      receiver.answer(.success(WebhookResponse(status: 500)))
      _ = try await relay.deliverDue()
      newsroom.clock.advance(seconds: 60_000)
    }
    #expect(try await Self.current(newsroom).state == .failed)
    try await newsroom.submit("два")
    _ = try await relay.deliverDue()
    #expect(receiver.requests.count == WebhookRelay.pauses.count + 1)
    let days = WebhookRelay.pauses.reduce(0, +) / 86_400
    #expect(days > 2 && days < 5)
    _ = try await newsroom.flow.changeWebhook(made.webhook.id, by: "anna") { $0.state = .active }
    _ = try await relay.deliverDue()
    #expect(receiver.requests.count == WebhookRelay.pauses.count + 3)
  }

  @Test func isSwitchedOffWhenTheReceiverIsGone() async throws {
    let (newsroom, receiver, relay, _) = try await Self.made()
    receiver.answer(.success(WebhookResponse(status: 410)))
    try await newsroom.submit()
    _ = try await relay.deliverDue()
    #expect(try await Self.current(newsroom).state == .failed)
  }

  @Test func tellsErasedCommentsAsErasedWhateverHappenedBefore() async throws {
    let (newsroom, receiver, relay, _) = try await Self.made()
    let comment = try await newsroom.submit("тайна").comment
    _ = try await newsroom.flow.erase(comment.author, by: "anna")
    _ = try await relay.deliverDue()
    let payloads = try receiver.payloads()
    #expect(payloads.map { $0["type"] as? String } == ["comment.erased", "comment.erased"])
    for request in receiver.requests { #expect(!String(decoding: request.body, as: UTF8.self).contains("тайна")) }
  }

  @Test func passesOverWhatNobodyWantsAndReplays() async throws {
    let (newsroom, receiver, relay, made) = try await Self.made([.reviewApplied])
    let comment = try await newsroom.submit().comment
    let moved = try await relay.deliverDue()
    #expect(moved == 1 && receiver.requests.isEmpty)
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera"))
    _ = try await relay.deliverDue()
    #expect(receiver.requests.count == 1)
    _ = try await newsroom.flow.replay(made.webhook.id, after: 0, by: "anna")
    _ = try await relay.deliverDue()
    #expect(receiver.requests.map(\.id).count == 2 && Set(receiver.requests.map(\.id)).count == 1)
    let renewed = try await newsroom.flow.renewWebhookSecret(made.webhook.id, by: "anna")
    #expect(renewed.secret != made.secret)
    _ = try await newsroom.flow.replay(made.webhook.id, after: 0, by: "anna")
    _ = try await relay.deliverDue()
    #expect(receiver.requests.last?.signature.split(separator: " ").count == 2)
  }

  @Test func leavesOutATextThatIsTooLong() async throws {
    let (newsroom, receiver, relay, _) = try await Self.made()
    // Each takes a byte more in JSON.
    try await newsroom.submit(String(repeating: "«\"\"\"\"» ", count: 1600))
    _ = try await relay.deliverDue()
    let request = try #require(receiver.requests.first)
    #expect(request.body.count <= WebhookRequest.bodyBytesMax)
    let part = try #require((try receiver.payloads()[0]["data"] as? [String: Any])?["comment"] as? [String: Any])
    #expect(part["text_omitted"] as? Bool == true && part["text"] == nil, "\(part["state"] ?? "")")
  }

  @Test(arguments: [
    "http://receiver.example/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/x",
    "https://intranet/", "https://user:pass@receiver.example/", "https://receiver.example/#x", "ftp://receiver.example",
    "https://receiver.example/ x", "", "https://", "https://приймач.example/",
  ])
  func refusesAddressesThatAreNoPublicName(url: String) async throws {
    let newsroom = try await Newsroom()
    #expect(await flowError { _ = try await newsroom.flow.addWebhook(url: url, by: "anna") } != nil)
  }
}
