import CommentFlow
import CommentStore
import HTTPService
import ModerationModel
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// What happens when more is asked than can be given, or an answer is not taken (Docs/Threats.md).
@Suite struct OverloadTests {
  /// Set when listeners have heard enough.
  private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
  }

  private static let path = "/v1/articles/bridge/comments"

  @Test func streamsAreCappedAndSayWhenToComeAgain() async throws {
    try await TestService.run(settings: .changed { $0.streamsMax = 2 }) { service in
      let request = Array("GET /v1/articles/bridge/events HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
      let refused = Flag()
      async let first = RawClient.exchange(port: service.port, sending: request) { _ in refused.isSet }
      async let second = RawClient.exchange(port: service.port, sending: request) { _ in refused.isSet }
      while service.service.listenerCount < 2 { try await Task.sleep(for: .milliseconds(10)) }
      let third = try await service.send(path: "/v1/articles/bridge/events")
      #expect(third.status == 503 && third.code == "busy")
      #expect(third["retry-after"] == "30")
      refused.set()
      // The next event reaches both, and lets them go.
      #expect(try await service.submit().status == 201)
      for heard in try await [first, second] { #expect(String(decoding: heard, as: UTF8.self).contains("retry: 3000")) }
      while service.service.listenerCount > 0 {
        // Whoever has gone is noticed with the next event.
        _ = try await service.submit("Мнение \(service.service.listenerCount)")
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  @Test func oneAddressCannotTakeAllStreams() async throws {
    try await TestService.run(
      settings: .changed { $0.trustedProxies = [AddressRange("127.0.0.0/8")].compactMap(\.self) }
    ) { service in
      // As many as one address may have are open: another one of it is refused, and one of another address is not.
      let request = "GET /v1/articles/bridge/events HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.1\r\n\r\n"
      let isEnough = Flag()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<32 {
          group.addTask {
            _ = try await RawClient.exchange(port: service.port, sending: Array(request.utf8)) { _ in
              isEnough.isSet
            }
          }
        }
        while service.service.listenerCount < 32 { try await Task.sleep(for: .milliseconds(10)) }
        let more = try await service.send(
          "GET", "/v1/articles/bridge/events", headers: [("X-Forwarded-For", "9.9.9.1")])
        #expect(more.status == 503)
        let other = try await RawClient.exchange(
          port: service.port, sending: Array(request.replacing("9.9.9.1", with: "9.9.9.2").utf8)
        ) { String(decoding: $0, as: UTF8.self).contains("retry:") }
        #expect(String(decoding: other, as: UTF8.self).hasPrefix("HTTP/1.1 200"))
        isEnough.set()
        #expect(try await service.submit().status == 201)
        try await group.waitForAll()
      }
    }
  }

  /// Asks for far more than fits into the sockets' buffers and takes nothing of it.
  @Test func readersWhoTakeNothingAreLetGo() async throws {
    try await TestService.run(settings: .changed { $0.stallSeconds = 0.5 }) { service in
      let request = Array("GET /assets/reader.js HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.autoRead, value: false)
        .channelOption(.socketOption(.so_rcvbuf), value: 4096)
        .connect(host: "127.0.0.1", port: service.port).get()
      var requests = ByteBuffer()
      for _ in 0..<4000 { requests.writeBytes(request) }
      channel.writeAndFlush(requests, promise: nil)
      // What is still asked when the service closes makes it a reset, which is heard without reading.
      try await channel.closeFuture.get()
      #expect(try await service.send(path: "/healthz").status == 200)
    }
  }

  /// Far more than the rates let through: refused at once with a time, and taken again after it.
  @Test func floodsAreTurnedAwayWithATime() async throws {
    try await TestService.run(
      settings: .changed {
        $0.rates.site = .init(burst: 5, perMinute: 1)
        $0.rates.address = .init(burst: 5, perMinute: 1)
      }
    ) { service in
      var statuses: [Int: Int] = [:]
      for number in 0..<40 {
        let answer = try await service.submit("Мнение \(number)")
        statuses[answer.status, default: 0] += 1
        if answer.status == 429 {
          #expect(answer["retry-after"].flatMap(Int.init).map { (1...60).contains($0) } == true)
          #expect(answer.code == "rate_limited")
        }
        // Reading goes on.
        if number % 10 == 0 { #expect(try await service.send(path: Self.path).status == 200) }
      }
      // Some of so many by one author wait for a person.
      #expect(Set(statuses.keys).isSubset(of: [201, 202, 429]) && statuses[429] ?? 0 > 0)
      let stored = try await service.flow.store.statistics().comments.values.reduce(0, +)
      #expect(stored == 40 - (statuses[429] ?? 0))
    }
  }

  @Test func jsonOfGuestsNeedsATokenWhereTheSiteSaysSo() async throws {
    try await TestService.run(settings: .changed { $0.requiresFormToken = true }) { service in
      #expect(try await service.submit().code == "form_missing")
      let form = try await service.send(path: "/v1/articles/bridge/form").json()
      let token = try #require(form["token"]?.text)
      func taken(_ token: String) async throws -> RawResponse {
        try await service.send(
          "POST", Self.path, json: ["text": "Хорошая новость", "author": ["name": "Анна"], "token": .string(token)])
      }
      // Who answers a form in no time is looked at by a person; a slow machine takes longer.
      #expect(try await [201, 202].contains(taken(token).status))
      #expect(try await taken(token).code == "form_reused")
      #expect(try await taken("x" + token).code == "form_invalid")
      let stored = try await service.flow.store.statistics().comments.values.reduce(0, +)
      #expect(stored == 1)
    }
  }
}
