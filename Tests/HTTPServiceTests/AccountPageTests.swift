import CommentFlow
import HTTPService
import ModerationModel
import Testing

/// A moderator's own settings, as forms send them.
@Suite struct AccountPageTests {
  private struct Visitor {
    let service: TestService
    let cookie: String
    let key: String

    init(_ service: TestService, password: String = password) async throws {
      let signedIn = try await service.send(
        "POST", "/v1/session", json: ["name": "ira", "password": .string(password)])
      try #require(signedIn.status == 200)
      self.service = service
      cookie = String(try #require(signedIn["set-cookie"]).prefix { $0 != ";" })
      key = try #require(try signedIn.json()["form_key"]?.text)
    }

    func page(_ path: String = "/admin/account") async throws -> RawResponse {
      try await service.send("GET", path, headers: [("Cookie", cookie)])
    }

    func post(_ path: String, _ fields: String) async throws -> RawResponse {
      try await service.send(
        "POST", path,
        headers: [
          ("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded"),
          ("Origin", "http://comments.example"),
        ], body: Array("form_key=\(key)&\(fields)".utf8))
    }
  }

  private static let password = "eine lange Losung 7"

  private static func run(_ body: @Sendable @escaping (TestService) async throws -> Void) async throws {
    try await TestService.run { service in
      let moderator = try await service.flow.addModerator(named: "ira", role: .moderator, by: "test")
      try await service.flow.setPassword(password, of: moderator, by: "test")
      try await body(service)
    }
  }

  private static func words(_ answer: RawResponse) -> String { String(decoding: answer.body, as: UTF8.self) }

  @Test func anotherPasswordNeedsThePresentOneAndEndsEverySession() async throws {
    try await Self.run { service in
      let here = try await Visitor(service)
      let elsewhere = try await Visitor(service)
      let wrong = try await here.post("/admin/account/password", "password=falsch&new=noch+eine+Losung+8")
      #expect(wrong.status == 200 && Self.words(wrong).contains("id=\"password-problem\""))
      #expect(!Self.words(wrong).contains("falsch"))
      let weak = try await here.post("/admin/account/password", "password=eine+lange+Losung+7&new=kurz")
      #expect(weak.status == 200 && Self.words(weak).contains("id=\"password-problem\""))
      #expect(try await elsewhere.page().status == 200)
      let changed = try await here.post(
        "/admin/account/password", "password=eine+lange+Losung+7&new=noch+eine+Losung+8")
      #expect(changed.status == 303 && changed["location"] == "/admin/sign-in")
      #expect(try await here.page().status == 303, "a session of the old password is over")
      #expect(try await elsewhere.page().status == 303)
      #expect(try await Visitor(service, password: "noch eine Losung 8").page().status == 200)
    }
  }

  @Test func oneSessionOrAllOthersCanBeEnded() async throws {
    try await Self.run { service in
      let (here, second, third) = try await (Visitor(service), Visitor(service), Visitor(service))
      let ids = Self.words(try await here.page()).matches(of: /name="session" value="([0-9a-f-]{36})"/).map { $0.1 }
      #expect(ids.count == 2, "its own session has no such button")
      #expect(try await here.post("/admin/account/sessions", "session=\(ids[0])").status == 303)
      let alive = try await [second.page().status, third.page().status].sorted()
      #expect(alive == [200, 303])
      #expect(try await here.post("/admin/account/sessions", "session=x").status == 400)
      #expect(try await here.post("/admin/account/sessions", "").status == 303)
      #expect(try await second.page().status == 303)
      #expect(try await third.page().status == 303)
      #expect(try await here.page().status == 200)
    }
  }

  @Test func nobodyEndsAColleaguesSession() async throws {
    try await Self.run { service in
      let colleague = try await service.flow.addModerator(named: "oleh", role: .moderator, by: "test")
      try await service.flow.setPassword("ganz andere Losung", of: colleague, by: "test")
      let theirs = try await service.flow.signIn(name: "oleh", password: "ganz andere Losung", device: "x")
      let id = try #require(try await service.flow.sessions(of: colleague.id).first?.id)
      _ = try await Visitor(service).post("/admin/account/sessions", "session=\(id)")
      #expect(try await service.flow.session(token: theirs.token) != nil)
    }
  }

  @Test func theSecondFactorIsAlsoAPicture() async throws {
    try await Self.run { service in
      let offered = Self.words(try await Visitor(service).post("/admin/account/factor", "act=begin"))
      #expect(offered.contains("otpauth://totp/Moderato:ira"))
      #expect(offered.contains(/<svg class="code-picture" viewBox="-4 -4 \d+ \d+"[^>]*><path d="M0 0h7v1h-7z/))
    }
  }

  @Test func aCaseIsPassedOnWithAQuestionAndBack() async throws {
    try await Self.run { service in
      let visitor = try await Visitor(service)
      let id = try #require(try await service.submit("Лучшее казино").json()["comment"]?["id"]?.text)
      let header = [("Authorization", "Bearer \(try await service.token(.moderator))")]
      func cases(_ filter: String = "") async throws -> [JSONValue] {
        guard
          case .array(let cases)? = try await service.send("GET", "/v1/queue\(filter)", headers: header).json()["cases"]
        else { return [] }
        return cases
      }
      let caseID = try #require(try await cases().first?["case"]?["id"]?.text)
      let path = "/v1/queue/escalations/\(caseID)"
      let question = "Это <b>реклама</b>?"
      let asked = try await service.send("PUT", path, headers: header, json: ["question": .string(question)])
      #expect(try asked.json()["escalation"] == .string(question))
      #expect(try await cases("?escalated=true").count == 1)
      let page = Self.words(try await visitor.page("/admin/comments/\(id)"))
      #expect(page.contains("Это &lt;b&gt;реклама&lt;/b&gt;?") && !page.contains(question))
      // Taken back on the page.
      #expect(try await visitor.post("/admin/escalations", "case=\(caseID)&question=").status == 303)
      #expect(try await cases("?escalated=true").isEmpty)
      #expect(try await service.send("PUT", path, headers: header, json: ["question": ""]).status == 400)
      #expect(
        try await service.send(
          "PUT", path, headers: header, json: ["question": .string(String(repeating: "a", count: 2001))]
        ).status == 400)
      #expect(try await service.send("DELETE", path, headers: header).status == 200)
      let none = "/v1/queue/escalations/01a21a5d-3b2b-720e-baf0-e8dcfb386197"
      #expect(try await service.send("DELETE", none, headers: header).code == "unknown_case")
    }
  }
}
