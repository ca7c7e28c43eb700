import CommentFlow
import HTTPService
import ModerationModel
import Testing

@Suite struct NewsroomTests {
  @Test func decidesOnceAndUndoesExactly() async throws {
    try await TestService.run { service in
      let header = [("Authorization", "Bearer \(try await service.token(.moderator))")]
      let held = try await service.submit("Лучшее казино")
      let id = try #require(try held.json()["comment"]?["id"]?.text)
      let queue = try await service.send("GET", "/v1/queue", headers: header).json()
      guard case .array(let cases)? = queue["cases"], let first = cases.first else {
        Issue.record("nothing waits")
        return
      }
      #expect(first["verdict"]?["signals"] != nil)
      let caseID = try #require(first["case"]?["id"]?.text)
      let stale = try await service.send(
        "POST", "/v1/reviews", headers: header,
        json: ["cases": [["id": .string(caseID), "version": 7]], "decision": "approve"])
      #expect(stale.status == 409)
      #expect(stale.code == "version_conflict")
      let dry = try await service.send(
        "POST", "/v1/reviews", headers: header,
        json: ["cases": [.string(caseID)], "decision": "approve", "dry_run": true])
      #expect(dry.status == 200)
      let once = header + [("Idempotency-Key", "review-1")]
      let body: JSONValue = ["cases": [.string(caseID)], "decision": "approve", "version": 1]
      let review = try await service.send("POST", "/v1/reviews", headers: once, json: body)
      #expect(review.status == 201)
      #expect(try await service.send("POST", "/v1/reviews", headers: once, json: body).body == review.body)
      #expect(try await service.send(path: "/v1/articles/bridge/comments").json()["total"] == 1)
      let reviewID = try #require(try review.json()["id"]?.text)
      let undone = try await service.send("POST", "/v1/reviews/\(reviewID)/undo", headers: header)
      #expect(undone.status == 200)
      #expect(try await service.send("POST", "/v1/reviews/\(reviewID)/undo", headers: header).code == "already_undone")
      #expect(try await service.send(path: "/v1/articles/bridge/comments").json()["total"] == 0)
      let explained = try await service.send("GET", "/v1/comments/\(id)/explanation", headers: header).json()
      #expect(explained["comment"]?["state"] == "pending")
    }
  }

  /// What the machine found must not lean on whoever checks it.
  @Test func aRandomCheckIsBlindUntilItIsDecided() async throws {
    var policy = CommentPolicy()
    policy.auditRate = 1
    try await TestService.run(policy: policy) { service in
      let header = [("Authorization", "Bearer \(try await service.token(.moderator))")]
      let sent = try await service.submit("Спасибо за разбор")
      #expect(sent.status == 201)
      let id = try #require(try sent.json()["comment"]?["id"]?.text)
      let queue = try await service.send("GET", "/v1/queue", headers: header).json()
      guard case .array(let cases)? = queue["cases"], let first = cases.first else {
        Issue.record("nothing waits")
        return
      }
      #expect(first["case"]?["cause"] == "audit")
      #expect(first["verdict"] == JSONValue.null && first["comment"]?["score"] == JSONValue.null)
      func explained() async throws -> JSONValue {
        try await service.send("GET", "/v1/comments/\(id)/explanation", headers: header).json()
      }
      guard case .array(let revisions)? = try await explained()["revisions"] else { return }
      #expect(revisions.map { $0["verdict"] } == [.null])
      let caseID = try #require(first["case"]?["id"]?.text)
      let review = try await service.send(
        "POST", "/v1/reviews", headers: header, json: ["cases": [.string(caseID)], "decision": "approve"])
      #expect(review.status == 201)
      #expect(try await explained()["comment"]?["action"] == "publish")
    }
  }

  @Test func aQueryIsDecidedAsItWasSeen() async throws {
    try await TestService.run { service in
      let header = [("Authorization", "Bearer \(try await service.token(.moderator))")]
      _ = try await service.submit("Лучшее казино города")
      _ = try await service.submit("Новое казино рядом")
      func review(_ more: [JSONValue.Member]) async throws -> RawResponse {
        try await service.send(
          "POST", "/v1/reviews", headers: header,
          json: .object([.init("query", "rule:casino"), .init("decision", "spam")] + more))
      }
      let preview = try await review([.init("dry_run", true)]).json()
      #expect(preview["count"] == 2)
      let fingerprint = try #require(preview["fingerprint"])
      _ = try await service.submit("Третье казино за углом")
      #expect(try await review([.init("fingerprint", fingerprint)]).code == "selection_changed")
      #expect(try await review([]).status == 201)
      let bad = try await service.send(
        "POST", "/v1/reviews", headers: header, json: ["query": "colour:red", "decision": "spam"])
      #expect(bad.code == "bad_query")
    }
  }

  @Test func aWaveIsOneCaseDecidedAtOnce() async throws {
    var policy = CommentPolicy()
    policy.mode = .pre
    try await TestService.run(policy: policy) { service in
      let header = [("Authorization", "Bearer \(try await service.token(.moderator))")]
      for price in [1_000, 2_000, 3_000] {
        let text = "Девочки, нашла подработку на дому! Плачу от \(price) р в день, пишите в телеграм, берут без опыта"
        let body: JSONValue = [
          "text": .string(text), "author": ["name": "Гость", "email": .string("guest\(price)@post.example")],
        ]
        #expect(try await service.send("POST", "/v1/articles/bridge/comments", json: body).status == 202)
      }
      func cases() async throws -> [JSONValue] {
        guard case .array(let cases)? = try await service.send("GET", "/v1/queue", headers: header).json()["cases"]
        else {
          return []
        }
        return cases
      }
      let listed = try await cases()
      #expect(listed.count == 1)
      let wave = try #require(listed.first?["wave"])
      #expect(wave["size"] == 3 && wave["authors"] == 3 && wave["held"] == 3)
      let id = try #require(wave["id"])
      let dry = try await service.send(
        "POST", "/v1/reviews", headers: header, json: ["wave": id, "decision": "spam", "dry_run": true])
      #expect(dry.status == 200)
      let review = try await service.send(
        "POST", "/v1/reviews", headers: header, json: ["wave": id, "decision": "spam"])
      #expect(review.status == 201)
      guard case .array(let items)? = try review.json()["items"] else { return }
      #expect(items.count == 3)
      #expect(try await cases().isEmpty)
      #expect(
        try await service.send("POST", "/v1/reviews", headers: header, json: ["wave": id, "decision": "spam"]).status
          == 400)
      #expect(
        try await service.send("POST", "/v1/reviews", headers: header, json: ["wave": "x", "decision": "spam"]).status
          == 400)
      let stats = try await service.send("GET", "/v1/stats", headers: header).json()
      #expect(stats["queue"]?["alarm"] == JSONValue.null)
    }
  }

  @Test func articlesRulesLogAndFiguresAreThere() async throws {
    try await TestService.run { service in
      let header = [("Authorization", "Bearer \(try await service.token(.editor))")]
      let article: JSONValue = ["id": "forest", "url": "https://gazeta.example/forest", "title": "Лес"]
      #expect(try await service.send("POST", "/v1/articles", headers: header, json: article).status == 201)
      #expect(try await service.send("POST", "/v1/articles", headers: header, json: article).code == "exists")
      let closed = try await service.send("PATCH", "/v1/articles/forest", headers: header, json: ["open": false])
      #expect(try closed.json()["open"] == false)
      let late = try await service.send(
        "POST", "/v1/articles/forest/comments", json: ["text": "Поздно", "author": ["name": "Анна"]])
      #expect(late.code == "article_closed")
      let verdict = try await service.send("POST", "/v1/check", headers: header, json: ["text": "казино"])
      #expect(try verdict.json()["action"] == "hold")
      #expect(try await service.send("GET", "/v1/rules/casino", headers: header).status == 200)
      for path in ["/v1/log", "/v1/stats", "/v1/rules", "/v1/articles", "/v1/reviews", "/v1/authors?name=a"] {
        #expect(try await service.send("GET", path, headers: header).status == 200, "\(path)")
      }
    }
  }
}
