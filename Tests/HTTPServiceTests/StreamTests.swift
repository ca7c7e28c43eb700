import CommentFlow
import HTTPService
import ModerationModel
import Testing

@Suite struct StreamTests {
  private static func request(_ more: String = "") -> [UInt8] {
    Array("GET /v1/articles/bridge/events HTTP/1.1\r\nHost: a\r\n\(more)\r\n".utf8)
  }

  @Test func tellsWhatAppearsAndGoes() async throws {
    try await TestService.run { service in
      async let heard = RawClient.exchange(port: service.port, sending: Self.request()) { bytes in
        String(decoding: bytes, as: UTF8.self).contains("event: removed")
      }
      while try await !Self.isListening(service) { try await Task.sleep(for: .milliseconds(20)) }
      let taken = try await service.submit()
      let id = try #require(try taken.json()["comment"]?["id"]?.text)
      _ = try await service.submit("Лучшее казино")
      let token = try #require(try taken.json()["edit_token"]?.text)
      _ = try await service.send("DELETE", "/v1/comments/\(id)", headers: [("Edit-Token", token)])
      let text = String(decoding: try await heard, as: UTF8.self)
      #expect(text.contains("text/event-stream"))
      #expect(text.contains("event: published\ndata: {\"id\":\"\(id)\""))
      #expect(text.contains("event: counts\ndata: {\"comments\":1,"))
      #expect(text.contains("event: removed\ndata: {\"id\":\"\(id)\"}"))
      #expect(!text.contains("казино"), "what is held is nobody's news")
    }
  }

  @Test func catchesUpAfterAnAbsence() async throws {
    try await TestService.run { service in
      let taken = try await service.submit()
      let id = try #require(try taken.json()["comment"]?["id"]?.text)
      let bytes = try await RawClient.exchange(
        port: service.port, sending: Self.request("Last-Event-ID: 0\r\n")
      ) { String(decoding: $0, as: UTF8.self).contains("event: counts") }
      #expect(String(decoding: bytes, as: UTF8.self).contains("data: {\"id\":\"\(id)\""))
      let bad = try RawResponse(
        try await RawClient.exchange(
          port: service.port, sending: Self.request("Last-Event-ID: x\r\nConnection: close\r\n")))
      #expect(bad.code == "bad_field")
    }
  }

  private static func isListening(_ service: TestService) async throws -> Bool {
    service.service.listenerCount > 0
  }
}
