import CommentFlow
import CommentStore
import HTTPService
import HTTPTypes
import ModerationModel
import Testing

/// Requests that no honest program sends (Docs/Threats.md).
@Suite struct HostileRequestTests {
  private static let path = "/v1/articles/bridge/comments"

  @Test(arguments: [
    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\n{}",
    "POST \(path) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "GET \(path) HTTP/1.1\r\nHost: a\r\nX:\u{0}b\r\n\r\n",
    "GET  HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\r\n\r\n",
    "GET \(path) HTTP/1.1\r\nHost: a\r\n" + String(repeating: "A: b\r\n", count: 150) + "\r\n",
    "GET \(path) HTTP/1.1\r\nHost: a\r\nA: " + String(repeating: "b", count: 20_000) + "\r\n\r\n",
  ])
  func malformedRequestsAreRefused(request: String) async throws {
    try await TestService.run { service in
      let bytes = try await RawClient.exchange(port: service.port, sending: Array(request.utf8))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 400"), "\(text.prefix(100))")
      #expect(try await service.send(path: "/healthz").status == 200)
    }
  }

  /// What a proxy took for the host must not be something else here (RFC 9112, 3.2).
  @Test(arguments: [
    "GET \(path) HTTP/1.1\r\n\r\n", "GET \(path) HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET \(path) HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", "GET \(path) HTTP/1.1\r\nHost:\r\n\r\n",
    "GET http://evil.example\(path) HTTP/1.1\r\n\r\n",
  ])
  func missingAndDoubledHostsAreRefused(request: String) async throws {
    try await TestService.run { service in
      let answer = try RawResponse(try await RawClient.exchange(port: service.port, sending: Array(request.utf8)))
      #expect(answer.status == 400)
      #expect(answer["connection"] == "close")
    }
  }

  /// A refusal on a connection with an open request would be taken for that one's answer.
  @Test func refusalsAreNotTakenForAnotherRequestsAnswer() async throws {
    try await TestService.run { service in
      let good = "GET \(Self.path) HTTP/1.1\r\nHost: a\r\n\r\n"
      let bytes = try await RawClient.exchange(
        port: service.port, sending: Array((good + "GET \(Self.path) HTTP/1.1\r\n\r\n").utf8))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 200"), "\(text.prefix(100))")
    }
  }

  @Test func slowBodiesAndHeadsAreCutOff() async throws {
    try await TestService.run(
      settings: .changed {
        $0.requestSeconds = 1
        $0.idleSeconds = 1
      }
    ) { service in
      let head =
        "POST \(Self.path) HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
      let start = ContinuousClock.now
      let trickle = Array(repeating: Array(" ".utf8), count: 20)
      async let body = RawClient.exchange(
        port: service.port, sending: Array(head.utf8), pieces: trickle, pause: .milliseconds(200))
      async let half = RawClient.exchange(port: service.port, sending: Array("GET / HTTP/1.1\r\nHo".utf8))
      async let silent = RawClient.exchange(port: service.port)
      _ = try await (body, half, silent)
      #expect(ContinuousClock.now - start < .seconds(15))
    }
  }

  @Test func theHostFieldDecidesNothing() async throws {
    try await TestService.run { service in
      let body = #"{"text":"Хорошая новость","author":{"name":"Анна"}}"#
      let request =
        "POST \(Self.path) HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      let answer = try RawResponse(try await RawClient.exchange(port: service.port, sending: Array(request.utf8)))
      #expect(answer.status == 201)
      #expect(answer["location"]?.hasPrefix("http://comments.example/") == true)
      #expect(!String(decoding: answer.body, as: UTF8.self).contains("evil"))
    }
  }

  /// A thousand invented addresses are one client as long as no proxy is configured.
  @Test func forwardedFieldsOfStrangersAreNotBelieved() async throws {
    try await TestService.run(settings: .changed { $0.rates.address = .init(burst: 3, perMinute: 0) }) { service in
      var statuses: [Int] = []
      for number in 0..<5 {
        statuses.append(
          try await service.submit("Мнение \(number)", headers: [("X-Forwarded-For", "198.51.100.\(number)")]).status)
      }
      #expect(statuses == [201, 201, 201, 429, 429])
    }
    try await TestService.run(
      settings: .changed {
        $0.rates.address = .init(burst: 1, perMinute: 0)
        $0.trustedProxies = [AddressRange("127.0.0.0/8")].compactMap(\.self)
      }
    ) { service in
      for number in 1...3 {
        let answer = try await service.submit(
          "Мнение \(number)", headers: [("X-Forwarded-For", "1.2.3.4, 9.9.9.\(number)")])
        #expect(answer.status == 201)
      }
      let again = try await service.submit("Ещё", headers: [("X-Forwarded-For", "5.6.7.8, 9.9.9.1")])
      #expect(again.status == 429)
      #expect(again["retry-after"] != nil)
    }
  }

  @Test func pathsLeadNowhereElse() async throws {
    try await TestService.run { service in
      for path in [
        "/assets/..%2F..%2FPackage.swift", "/assets/%2e%2e", "/assets/.hidden", "/assets/%00", "/..",
        "/v1/comments/%FF",
      ] {
        let answer = try await service.send(path: path)
        #expect(answer.status == 404, "\(path)")
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("/work"))
      }
      let wrong = try await service.send("PUT", Self.path)
      #expect(wrong.status == 405)
      #expect(wrong["allow"]?.contains("POST") == true)
      #expect(try await service.send(path: "/none").code == "not_found")
    }
  }

  /// A form is what a page of another site can send without asking.
  @Test func otherSitesFormsChangeNothing() async throws {
    try await TestService.run(settings: .changed { $0.origins = ["https://gazeta.example"] }) { service in
      let form = [("Content-Type", "application/x-www-form-urlencoded")]
      let body = Array("text=Hello&name=Eva&reason=spam&note=".utf8)
      let taken = try await service.submit()
      let id = try #require(try taken.json()["comment"]?["id"]?.text)
      let targets = service.service.endpoints.filter { $0.method == .post }.map { endpoint in
        endpoint.path.replacing("{article}", with: "bridge").replacing("{comment}", with: id)
      }
      #expect(targets.count > 20)
      for path in targets {
        for proof in [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")] {
          let answer = try await service.send("POST", path, headers: form + [proof], body: body)
          #expect(answer.status == 403, "\(path) \(proof)")
        }
      }
      let comment = try #require(CommentID(id))
      let stored = try await service.flow.store.comment(comment, site: .default)
      #expect(stored?.state == .published && stored?.votes == 0 && stored?.version == 1)
      #expect(try await service.send(path: Self.path).json()["total"] == 1)
    }
  }

  @Test func otherSitesPagesChangeNothing() async throws {
    try await TestService.run(settings: .changed { $0.origins = ["https://gazeta.example"] }) { service in
      #expect(try await service.submit(headers: [("Origin", "https://evil.example")]).code == "cross_site")
      #expect(try await service.submit(headers: [("Origin", "null")]).code == "cross_site")
      #expect(try await service.submit(headers: [("Sec-Fetch-Site", "cross-site")]).code == "cross_site")
      #expect(try await service.submit(headers: [("Origin", "http://comments.example")]).status == 201)
      let embedded = try await service.submit("Ещё одно", headers: [("Origin", "https://gazeta.example")])
      #expect(embedded.status == 201)
      #expect(embedded["access-control-allow-origin"] == "https://gazeta.example")
      #expect(embedded["access-control-allow-credentials"] == nil)
      let read = try await service.send("GET", Self.path, headers: [("Origin", "https://evil.example")])
      #expect(read["access-control-allow-origin"] == nil)
      let preflight = try await service.send("OPTIONS", Self.path, headers: [("Origin", "https://gazeta.example")])
      #expect(preflight.status == 204)
      #expect(preflight["access-control-allow-headers"]?.contains("Edit-Token") == true)
    }
  }
}
