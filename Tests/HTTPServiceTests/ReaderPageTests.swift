import CommentFlow
import Foundation
import HTTPService
import ModerationModel
import Testing

/// The readers' page as a browser without scripts meets it, over a real socket.
@Suite struct ReaderPageTests {
  /// A page's fields that its one form carries.
  private static func token(_ page: String) throws -> String {
    let start = try #require(page.firstRange(of: "name=\"token\" value=\""))
    return String(page[start.upperBound...].prefix { $0 != "\"" })
  }

  private static func form(_ fields: [(String, String)]) -> [UInt8] {
    let allowed = CharacterSet.alphanumerics
    return Array(
      fields.map { name, value in
        "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
      }.joined(separator: "&").utf8)
  }

  private static func post(
    _ service: TestService, _ path: String, _ fields: [(String, String)]
  ) async throws -> (status: Int, page: String, location: String?) {
    let answer = try await service.send(
      "POST", path, headers: [("Content-Type", "application/x-www-form-urlencoded")], body: form(fields))
    return (answer.status, String(decoding: answer.body, as: UTF8.self), answer["location"])
  }

  private static func page(_ service: TestService, _ path: String = "/embed/bridge") async throws -> String {
    String(decoding: try await service.send("GET", path).body, as: UTF8.self)
  }

  @Test func hasAStrictPolicyAndNoCookie() async throws {
    try await TestService.run { service in
      let answer = try await service.send("GET", "/embed/bridge")
      #expect(answer.status == 200)
      let policy = try #require(answer["content-security-policy"])
      #expect(policy.hasPrefix("default-src 'none'"))
      #expect(policy.contains("require-trusted-types-for 'script'"))
      #expect(!policy.contains("unsafe"))
      #expect(answer["set-cookie"] == nil)
      #expect(answer["referrer-policy"] == "same-origin")
      #expect(try await service.send("GET", "/embed/nowhere").status == 404)
    }
  }

  @Test func replyAndCancelCarryTheDraft() async throws {
    try await TestService.run { service in
      let first = try await service.submit().json()
      let id = try #require(first["comment"]?["id"]?.text)
      let draft = "Текст «с кавычками»\nи второй строкой"
      let replying = try await Self.post(
        service, "/embed/bridge?replyto=\(id)", [("text", draft), ("name", "Анна"), ("parent", "")])
      #expect(replying.page.contains("name=\"parent\" id=\"parent\" value=\"\(id)\""))
      #expect(replying.page.contains(draft))
      for _ in 1...2 {
        let cancelled = try await Self.post(
          service, "/embed/bridge", [("text", draft), ("name", "Анна"), ("parent", id)])
        #expect(cancelled.status == 200)
        #expect(cancelled.page.contains("name=\"parent\" id=\"parent\" value=\"\""))
        #expect(cancelled.page.contains(draft))
        #expect(cancelled.page.contains("value=\"Анна\""))
      }
    }
  }

  @Test func heldCommentIsShownToItsAuthorAlone() async throws {
    var policy = CommentPolicy()
    policy.mode = .pre
    try await TestService.run(policy: policy) { service in
      let token = try Self.token(try await Self.page(service))
      let sent = try await Self.post(
        service, "/embed/bridge/comments", [("text", "Добрый день всем"), ("name", "Анна"), ("token", token)])
      #expect(sent.status == 200)
      #expect(sent.page.contains("Ждёт проверки"))
      let proof = try #require(sent.page.firstRange(of: "data-own=\"")).upperBound
      let own = String(sent.page[proof...].prefix { $0 != "\"" })
      #expect(!(try await Self.page(service)).contains("Добрый день всем"))
      let again = try await Self.post(service, "/embed/bridge", [("mine", own)])
      #expect(again.page.contains("Добрый день всем"))
      let forged = try await Self.post(service, "/embed/bridge", [("mine", own.dropLast(4) + "0000")])
      #expect(!forged.page.contains("Добрый день всем"))
    }
  }

  @Test func whatGoesWrongKeepsTheText() async throws {
    try await TestService.run { service in
      let text = "Слова, которые нельзя потерять"
      let cases: [[(String, String)]] = [
        [("text", text), ("name", "Анна")],
        [("text", text), ("name", "Анна"), ("token", "1.2.3.4.5")],
        [("text", text), ("name", " "), ("token", try Self.token(try await Self.page(service)))],
        [("text", text), ("name", "Анна"), ("email", "нет"), ("token", try Self.token(try await Self.page(service)))],
        [
          ("text", text), ("name", "Анна"), ("parent", "01900000-0000-7000-8000-000000000000"),
          ("token", try Self.token(try await Self.page(service))),
        ],
      ]
      for fields in cases {
        let answer = try await Self.post(service, "/embed/bridge/comments", fields)
        #expect((400..<500).contains(answer.status), "\(fields)")
        #expect(answer.page.contains(text), "\(fields)")
        #expect(answer.page.contains("role=\"alert\""), "\(fields)")
        #expect(try Self.token(answer.page).isEmpty == false)
      }
      _ = try await service.flow.update(service.article) { $0.isOpen = false }
      let late = try await Self.post(service, "/embed/bridge/comments", cases[2])
      #expect(late.page.contains(text))
    }
  }

  @Test func oneFormIsOneComment() async throws {
    try await TestService.run { service in
      let token = try Self.token(try await Self.page(service))
      let fields = [("text", "Нажал дважды"), ("name", "Анна"), ("token", token)]
      let first = try await Self.post(service, "/embed/bridge/comments", fields)
      let second = try await Self.post(service, "/embed/bridge/comments", fields)
      #expect((first.status, second.status) == (200, 200))
      #expect(second.page.ranges(of: "Нажал дважды").count == 1)
      let other = try await Self.post(
        service, "/embed/bridge/comments", [("text", "Другое"), ("name", "Анна"), ("token", token)])
      #expect(other.status == 422)
      #expect(other.page.contains("Другое"))
    }
  }

  @Test func wordsStayWords() async throws {
    try await TestService.run { service in
      let token = try Self.token(try await Self.page(service))
      let name = "\"\u{301} autofocus onfocus=x"
      let page = try await Self.post(
        service, "/embed/bridge/comments",
        [("text", "<script>x</script> https://a.example/\"onclick=\"x"), ("name", name), ("token", token)]
      ).page
      #expect(page.contains("&lt;script&gt;x"))
      #expect(page.contains("&quot;\u{301} autofocus"))
      #expect(page.contains("href=\"https://a.example/\" rel=\"nofollow ugc noopener\""))
    }
  }

  @Test func sharesAreCountedByAFormAndLeadOn() async throws {
    try await TestService.run { service in
      let answer = try await Self.post(service, "/embed/bridge/shares", [("network", "telegram")])
      #expect(answer.status == 303)
      #expect(answer.location?.hasPrefix("https://t.me/share/url?url=https%3A%2F%2Fgazeta.example") == true)
      #expect(try await Self.post(service, "/embed/bridge/shares", [("network", "evil")]).status == 400)
    }
  }

  @Test func privateLinkLeadsToTheDiscussion() async throws {
    try await TestService.run { service in
      let first = try await service.submit().json()
      let id = try #require(first["comment"]?["id"]?.text)
      let answer = try await service.send("GET", "/embed/comments/\(id)")
      #expect(answer.status == 303)
      #expect(answer["location"] == "/embed/bridge?only=\(id)")
    }
  }

  @Test func newsroomSendsStrangersToTheDoor() async throws {
    try await TestService.run { service in
      for path in ["/admin", "/admin/rules", "/admin/figures", "/admin/log", "/admin/account", "/admin/appeals"] {
        let answer = try await service.send("GET", path)
        #expect(answer.status == 303)
        #expect(answer["location"]?.hasPrefix("/admin/sign-in") == true)
      }
      let door = try await service.send("GET", "/admin/sign-in?next=//evil.example")
      #expect(door.status == 200)
      #expect(!String(decoding: door.body, as: UTF8.self).contains("evil.example"))
      #expect(door["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
      #expect(door["cache-control"] == "no-store")
    }
  }

  /// What is kept is everybody's; each form has a token of its own, and votes and events are seen at once.
  @Test func keptPagesShowNobodyWhatIsAnothers() async throws {
    let trusted = AddressRange("127.0.0.0/8")
    try await TestService.run(settings: .changed { $0.trustedProxies = [trusted].compactMap(\.self) }) { service in
      func page(_ address: String, _ path: String = "/embed/bridge") async throws -> String {
        let answer = try await service.send("GET", path, headers: [("X-Forwarded-For", address)])
        return String(decoding: answer.body, as: UTF8.self)
      }
      let id = try #require(try await service.submit().json()["comment"]?["id"]?.text)
      let first = try await page("9.9.9.1")
      let again = try await page("9.9.9.2")
      let (token, other) = (try Self.token(first), try Self.token(again))
      #expect(token != other && !token.isEmpty)
      #expect(first.replacing(token, with: "") == again.replacing(other, with: ""))

      let vote = try await service.send(
        "POST", "/embed/bridge/vote",
        headers: [("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", "9.9.9.1")],
        body: Self.form([("vote", id)]))
      #expect(vote.status == 303)
      for _ in 1...2 {
        #expect(try await page("9.9.9.2").contains("aria-pressed=\"false\""))
        #expect(try await page("9.9.9.1").contains("aria-pressed=\"true\""))
        #expect(try await page("9.9.9.2").contains("<span class=\"votes\">1</span>"))
      }
      #expect(try await page("9.9.9.2", "/embed/bridge?lang=uk").contains("lang=\"uk\""))

      _ = try await service.submit("Ещё одно мнение")
      #expect(try await page("9.9.9.2").contains("Ещё одно мнение"))
      // A token of a kept page is as good as any other, once.
      let fields = [("token", other), ("text", "Пишу с готовой страницы"), ("name", "Ира"), ("parent", "")]
      let posted = try await Self.post(service, "/embed/bridge/comments", fields)
      #expect(posted.status < 400 && !posted.page.contains("role=\"alert\""))
    }
  }
}
