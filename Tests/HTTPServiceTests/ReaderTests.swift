import CommentFlow
import CommentStore
import HTTPService
import ModerationModel
import SQLiteStore
import Testing

@Suite struct ReaderTests {
  @Test func takesACommentAndShowsIt() async throws {
    try await TestService.run { service in
      let taken = try await service.submit()
      #expect(taken.status == 201)
      #expect(try taken.json()["state"] == "visible")
      let page = try await service.send(path: "/v1/articles/bridge/comments")
      #expect(page.status == 200)
      #expect(try page.json()["total"] == 1)
      #expect(page["cache-control"] == "public, no-cache")
      let etag = try #require(page["etag"])
      let again = try await service.send(
        "GET", "/v1/articles/bridge/comments", headers: [("If-None-Match", "W/\(etag), \"other\"")])
      #expect(again.status == 304)
      #expect(again.body.isEmpty)
    }
  }

  @Test func holdsWithoutShowingAndOnlyItsAuthorSeesIt() async throws {
    try await TestService.run { service in
      let held = try await service.submit("Лучшее казино")
      #expect(held.status == 202)
      #expect(try held.json()["state"] == "pending")
      let id = try #require(try held.json()["comment"]?["id"]?.text)
      let token = try #require(try held.json()["edit_token"]?.text)
      #expect(try held.json()["link"]?.text == "http://comments.example/embed/comments/\(id)#\(token)")
      #expect(try await service.send(path: "/v1/articles/bridge/comments").json()["total"] == 0)
      #expect(try await service.send(path: "/v1/comments/\(id)").status == 404)
      let own = try await service.send("GET", "/v1/comments/\(id)", headers: [("Edit-Token", token)])
      #expect(own.status == 200)
      #expect(own["cache-control"] == "private, no-store")
      #expect(try await service.send("GET", "/v1/comments/\(id)", headers: [("Edit-Token", "0")]).status == 403)
      let report = try await service.send("POST", "/v1/comments/\(id)/reports", json: ["reason": "spam"])
      #expect(report.status == 404, "asking about a hidden comment tells nothing")
    }
  }

  @Test func onlyItsAuthorEditsAndWithdraws() async throws {
    try await TestService.run { service in
      let taken = try await service.submit()
      let id = try #require(try taken.json()["comment"]?["id"]?.text)
      let token = try #require(try taken.json()["edit_token"]?.text)
      let other = try await service.submit("Другое мнение")
      let otherToken = try #require(try other.json()["edit_token"]?.text)
      let path = "/v1/comments/\(id)"
      #expect(try await service.send("PATCH", path, json: ["text": "Иначе"]).code == "sign_in_needed")
      let stranger = try await service.send(
        "PATCH", path, headers: [("Edit-Token", otherToken)], json: ["text": "Иначе"])
      #expect(stranger.status == 403)
      #expect(stranger.code == "not_the_author")
      let edited = try await service.send("PATCH", path, headers: [("Edit-Token", token)], json: ["text": "Иначе"])
      #expect(edited.status == 200)
      #expect(try edited.json()["comment"]?["text"] == "Иначе")
      #expect(try await service.send("DELETE", path, headers: [("Edit-Token", otherToken)]).status == 403)
      #expect(try await service.send("DELETE", path, headers: [("Edit-Token", token)]).status == 204)
      #expect(try await service.send(path: "/v1/articles/bridge/comments").json()["total"] == 1)
    }
  }

  @Test func repeatsAreAnsweredAlike() async throws {
    try await TestService.run { service in
      let key = [("Idempotency-Key", "\"b1946ac9\"")]
      let first = try await service.submit(headers: key)
      let second = try await service.submit(headers: key)
      #expect(first.status == 201)
      #expect(second.status == 201)
      #expect(try first.json()["comment"] == second.json()["comment"])
      #expect(try second.json()["repeated"] == true)
      #expect(try await service.submit("Другой текст", headers: key).code == "idempotency_mismatch")
      let id = try #require(try first.json()["comment"]?["id"]?.text)
      let vote = [("Idempotency-Key", "vote-1")]
      let voted = try await service.send("POST", "/v1/comments/\(id)/votes", headers: vote)
      let again = try await service.send("POST", "/v1/comments/\(id)/votes", headers: vote)
      #expect(voted.body == again.body)
      #expect(try voted.json()["votes"] == 1)
      #expect(
        try await service.send("DELETE", "/v1/comments/\(id)/votes", headers: vote).code == "idempotency_mismatch")
    }
  }

  @Test func aVanishedParentOffersTheTopLevel() async throws {
    try await TestService.run { service in
      let answer = try await service.submit(parent: "01a21a5d-3b2b-720e-baf0-e8dcfb386197")
      #expect(answer.status == 409)
      #expect(answer.code == "parent_gone")
      #expect(try answer.json()["post_as_top_level"] == true)
      #expect(answer["content-type"] == "application/problem+json")
    }
  }

  @Test func formsNeedAToken() async throws {
    try await TestService.run { service in
      let type = [("Content-Type", "application/x-www-form-urlencoded")]
      let path = "/v1/articles/bridge/comments"
      let bare = try await service.send("POST", path, headers: type, body: Array("text=Hello&name=Ann".utf8))
      #expect(bare.code == "form_missing")
      let form = try await service.send(path: "/v1/articles/bridge/form")
      let token = try #require(try form.json()["token"]?.text)
      let body =
        "text=%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82%2C+%D1%81%D0%BE%D1%81%D0%B5%D0%B4%D0%B8&name=Ann&token=\(token)"
      let taken = try await service.send("POST", path, headers: type, body: Array(body.utf8))
      #expect([201, 202].contains(taken.status))
      #expect(try taken.json()["comment"]?["text"] == "Привет, соседи")
      #expect(try await service.send("POST", path, headers: type, body: Array(body.utf8)).code == "form_reused")
      let cut = try await service.send("POST", path, headers: type, body: Array("text=%D0".utf8))
      #expect(cut.code == "bad_form")
    }
  }

  @Test(arguments: [
    (#"{"text":"a","text":"b"}"#, "bad_json"), (#"{"text":"\ud800"}"#, "bad_json"), (#"{"text":1}"#, "bad_field"),
    (#"{"text":"a","admin":true}"#, "bad_field"), ("[]", "bad_json"), ("", "bad_json"), ("{", "bad_json"),
    (#"{"text":"a\u0000"}"#, "contains_null"), (#"{"text":" "}"#, "empty_text"),
    (#"{"text":"a","author":{"name":"b","url":"javascript:alert(1)"}}"#, "bad_url"),
    (#"{"text":"a","author":{"name":"b","email":"b"}}"#, "bad_email"),
    (#"{"text":"a","author":{"name":" "}}"#, "empty_name"),
    (#"{"text":"a","parent":"1"}"#, "bad_field"),
    (#"{"a":"# + String(repeating: "[", count: 20) + String(repeating: "]", count: 20) + "}", "bad_json"),
  ])
  func badSubmissionsAreToldWhatToChange(body: String, code: String) async throws {
    try await TestService.run { service in
      let answer = try await service.send(
        "POST", "/v1/articles/bridge/comments", headers: [("Content-Type", "application/json")], body: Array(body.utf8))
      #expect(answer.code == code)
      #expect((400..<500).contains(answer.status))
    }
  }

  @Test func sizesAreLimitedToTheByte() async throws {
    try await TestService.run { service in
      let longest = String(repeating: "я", count: 8192)
      #expect(try await service.submit(longest).status == 201)
      #expect(try await service.submit(longest + "a").code == "too_long")
      let large = try await service.send(
        "POST", "/v1/articles/bridge/comments", headers: [("Content-Type", "application/json")],
        body: Array(repeating: UInt8(ascii: " "), count: 65_537))
      #expect(large.status == 413)
      let broken = try await service.send(
        "POST", "/v1/articles/bridge/comments", headers: [("Content-Type", "application/json")],
        body: Array(#"{"text":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8))
      #expect(broken.code == "not_utf8")
    }
  }

  @Test func countsSharesAndArticlesAreTold() async throws {
    try await TestService.run { service in
      _ = try await service.submit()
      let unknown = try await service.send(path: "/v1/articles/bridge/shares")
      #expect(try unknown.json()["total"] == .null, "unknown is not zero")
      let agent = [("User-Agent", "Mozilla/5.0 Firefox/140.0")]
      let shared = try await service.send("POST", "/v1/articles/bridge/shares/telegram", headers: agent)
      #expect(try shared.json()["counted"] == true)
      let again = try await service.send("POST", "/v1/articles/bridge/shares/telegram", headers: agent)
      #expect(try again.json()["counted"] == false)
      let counts = try await service.send(
        path: "/v1/counts?url=https%3A%2F%2Fgazeta.example%2Fbridge&url=https://gazeta.example/none")
      let rows = try counts.json()["counts"]
      #expect(
        rows == [
          ["url": "https://gazeta.example/bridge", "article": "bridge", "comments": 1, "shares": 1],
          ["url": "https://gazeta.example/none", "article": nil, "comments": nil, "shares": nil],
        ])
      #expect(try await service.send(path: "/v1/counts").code == "bad_field")
      #expect(try await service.send(path: "/v1/articles/bridge").json()["open"] == true)
      #expect(try await service.send(path: "/v1/articles/none").code == "unknown_article")
    }
  }

  @Test func theFeedEscapesEverything() async throws {
    try await TestService.run { service in
      _ = try await service.submit("<script>alert(1)</script> & ]]> \u{1}")
      let feed = try await service.send(path: "/v1/articles/bridge/feed.atom")
      let text = String(decoding: feed.body, as: UTF8.self)
      #expect(feed["content-type"] == "application/atom+xml; charset=utf-8")
      #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt; \u{FFFD}"))
      #expect(!text.contains("<script"))
    }
  }

  /// What another process writes is shown as well, a moment later.
  @Test func pagesFollowWhatOthersWrite() async throws {
    let store = MemoryStore()
    try await TestService.run(store: store) { service in
      let path = "/v1/articles/bridge/comments"
      #expect(try await service.send(path: path).json()["total"] == 0)
      let other = CommentFlow(
        store: store, pipeline: service.flow.pipeline, secret: .ephemeral(), passwords: .forTests())
      _ = try await other.submit(
        Submission(article: service.article, text: "Из другой программы", author: AuthorClaim(name: "Олег")))
      for _ in 0..<100 {
        if try await service.send(path: path).json()["total"] == 1 { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("the page never showed what another process had written")
    }
  }
}

extension TestService {
  func send(path: String) async throws -> RawResponse { try await send("GET", path) }
}
