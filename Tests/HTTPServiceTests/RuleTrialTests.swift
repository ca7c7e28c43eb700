import CommentFlow
import CommentStore
import HTTPService
import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

/// The box in which a text and a draft of rules are tried, as a page and as JSON.
@Suite struct RuleTrialTests {
  private static let password = "eine lange Losung 7"

  private struct Visitor {
    let service: TestService
    let cookie: String
    let key: String

    init(_ service: TestService, role: Moderator.Role = .viewer) async throws {
      let moderator = try await service.flow.addModerator(named: "ira", role: role, by: "test")
      try await service.flow.setPassword(password, of: moderator, by: "test")
      let signedIn = try await service.send(
        "POST", "/v1/session", json: ["name": "ira", "password": .string(password)])
      self.service = service
      cookie = String(try #require(signedIn["set-cookie"]).prefix { $0 != ";" })
      key = try #require(try signedIn.json()["form_key"]?.text)
    }

    func post(_ fields: [(String, String)], key given: String? = nil) async throws -> RawResponse {
      let body = ([("form_key", given ?? key)] + fields).map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
      return try await service.send(
        "POST", "/admin/rules/try",
        headers: [
          ("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded"),
          ("Origin", "http://comments.example"), ("Accept-Language", "en"),
        ], body: Array(body.utf8))
    }

    func page(_ fields: [(String, String)], status: Int = 200) async throws -> String {
      let answer = try await post(fields)
      #expect(answer.status == status)
      return String(decoding: answer.body, as: UTF8.self)
    }

    private static func escaped(_ text: String) -> String {
      text.utf8.map { byte in
        let digits = String(byte, radix: 16)
        return "%" + (digits.utf8.count == 1 ? "0" + digits : digits)
      }.joined()
    }
  }

  /// Holds «новость» and lets «казино» pass, against what `TestService.rules` say.
  private static let draft = """
    rules:
      - id: casino
        title: Casino
        owner: desk
        category: spam
        status: shadow
        match: { words: [новость] }
        score: 6
        tests: { hit: [Новость дня], miss: [мост] }

    """

  @Test func whatHitIsMarkedWhereItStands() async throws {
    try await TestService.run { service in
      let page = try await Visitor(service).page([("text", "Лучшее кaзино города"), ("author", "Анна")])
      #expect(page.contains("Лучшее <mark class=\"hit\" title=\"casino, heuristic.mixed_script\">кaзино</mark> города"))
      #expect(page.contains("Enough for this verdict: <span class=\"chip\">casino</span>"))
      #expect(page.contains("<dt>fold</dt><dd class=\"words\" dir=\"auto\">лучшее казино города</dd>"))
      #expect(page.contains("<div class=\"hint\">rules.yaml:"))
      #expect(page.contains(">Лучшее кaзино города</textarea>"), "what was typed stands in the form again")
    }
  }

  @Test func theFormIsThereWithoutAQuestionAndSaysWhatIsMissing() async throws {
    try await TestService.run { service in
      let visitor = try await Visitor(service)
      let form = try await service.send("GET", "/admin/rules/try", headers: [("Cookie", visitor.cookie)])
      #expect(form.status == 200)
      #expect(String(decoding: form.body, as: UTF8.self).contains("action=\"/admin/rules/try\""))
      #expect(try await visitor.page([("text", " "), ("draft", "")], status: 422).contains("id=\"problem\""))
      #expect(try await visitor.page([("text", "мост"), ("last", "0")], status: 400).contains("1 to 2000"))
    }
  }

  @Test func hostileWordsStayWords() async throws {
    try await TestService.run { service in
      let visitor = try await Visitor(service)
      let evil = "</textarea><script>alert(1)</script>\"\u{301} казино"
      let draft = "rules:\n  - id: \"</textarea><script>alert(2)</script>\"\n    colour: <img src=x onerror=alert(3)>\n"
      let page = try await visitor.page([("text", evil), ("draft", draft), ("author", "\"><script>alert(4)</script>")])
      #expect(!page.contains("<script>alert") && !page.contains("<img"))
      #expect(page.contains("&lt;script&gt;alert(1)"))
      #expect(page.contains("&lt;img src=x"))
    }
  }

  @Test func aBrokenDraftIsShownWithItsLine() async throws {
    try await TestService.run { service in
      let visitor = try await Visitor(service)
      let broken = Self.draft.replacing("category: spam", with: "category: spamm")
      let page = try await visitor.page([("draft", broken), ("text", "казино")])
      #expect(page.contains("draft:5:15: error:"))
      #expect(page.contains("did you mean «spam»?"))
      #expect(page.contains("no comment was judged with it"))
      #expect(page.contains("<mark class=\"hit\" title=\"casino\">казино</mark>"), "the text is judged all the same")
      for draft in ["rules: [", "- - -\n\t\u{1}", "policy: { hold: 1 }", "rules: []", "&a [*a]"] {
        #expect(try await visitor.page([("draft", draft)]).contains("<pre"), "\(draft)")
      }
      let failing = Self.draft.replacing("miss: [мост]", with: "miss: [старая новость]")
      #expect(try await visitor.page([("draft", failing)]).contains("draft:9:"), "a test that fails is a finding")
    }
  }

  @Test func whatTheDraftWouldChangeIsShownAgainstPeople() async throws {
    try await TestService.run { service in
      let visitor = try await Visitor(service)
      _ = try await service.submit("Просто слова о мосте")
      let held = try #require(try await service.submit("Лучшее казино города").json()["comment"]?["id"]?.text)
      _ = try await service.submit("Хорошая новость для всех")
      let moderator = [("Authorization", "Bearer \(try await service.token(.moderator))")]
      let review = try await service.send(
        "POST", "/v1/reviews", headers: moderator, json: ["comments": [.string(held)], "decision": "spam"])
      try #require(review.status == 201)
      let before = try await service.flow.store.ruleSets(site: .default, limit: 10)
      let page = try await visitor.page([("draft", Self.draft), ("text", "казино")])
      #expect(page.contains("id=\"changed\">2<"))
      #expect(page.contains("/admin/comments/\(held)"))
      #expect(page.contains("hold 6 → publish 0"))
      #expect(page.contains("Against what people decided: "))
      #expect(page.contains("<mark class=\"hit\" title=\"casino\">новость</mark>"), "as live, although it says shadow")
      #expect(page.contains("Without the draft: hold, points: 6"))
      #expect(page.contains("Tests passed: 2 of 2"))
      // The newest comment alone.
      let last = try await visitor.page([("draft", Self.draft), ("last", "1")])
      #expect(last.contains("id=\"changed\">1<") && !last.contains(held))
      // Nothing was stored or put in force.
      #expect(try await service.flow.store.ruleSets(site: .default, limit: 10) == before)
      #expect(service.flow.pipeline.ruleSet.rules.map(\.patternCount) == [1])

      let json = try await service.send(
        "POST", "/v1/rules/try", headers: moderator,
        json: ["text": "Новость", "author": "Анна", "language": "ru", "draft": .string(Self.draft), "last": 10]
      ).json()
      #expect(json["text"]?["verdict"]?["action"] == "hold")
      #expect(json["text"]?["before"]?["action"] == "publish")
      #expect(json["draft"]?["replay"]?["changed"] == 2)
      #expect(json["draft"]?["replay"]?["now_disagree"] == 1)
      #expect(json["draft"]?["replay"]?["complete"] == true)
    }
  }

  @Test func onlyTheNewsroomMayAsk() async throws {
    try await TestService.run { service in
      #expect(try await service.send("GET", "/admin/rules/try").status == 303)
      #expect(try await service.send("POST", "/v1/rules/try", json: ["text": "a"]).status == 401)
      let blunt = try await service.token(.viewer, scopes: [.check], named: "blunt")
      let refused = try await service.send(
        "POST", "/v1/rules/try", headers: [("Authorization", "Bearer \(blunt)")], json: ["text": "a"])
      #expect(refused.status == 403)
      let visitor = try await Visitor(service)
      #expect(try await visitor.post([("text", "казино")], key: String(repeating: "0", count: 64)).status == 403)
    }
  }

  @Test func sizesAreRefusedNotCut() async throws {
    try await TestService.run { service in
      let visitor = try await Visitor(service)
      let long = try await visitor.page([("text", String(repeating: "я", count: 8_193))], status: 422)
      #expect(long.contains("16,386 bytes"))
      // A draft of 64 KB arrives, however a form escapes it; a longer one is told.
      let line = "# \(String(repeating: "я", count: 30_000))\n"
      #expect(try await visitor.page([("draft", Self.draft + line)]).contains("id=\"changed\""))
      #expect(
        try await visitor.page([("draft", Self.draft + line + line)]).contains("the draft has more than 65536 bytes"))
      #expect(try await visitor.post([("draft", String(repeating: "a", count: 200_000))]).status == 413)
      let header = [("Authorization", "Bearer \(try await service.token(.viewer))")]
      func status(_ body: JSONValue) async throws -> String? {
        try await service.send("POST", "/v1/rules/try", headers: header, json: body).code
      }
      #expect(try await status(["draft": .string(String(repeating: "a", count: 65_537))]) == "bad_field")
      #expect(try await status(["text": "a", "last": 2_001]) == "bad_field")
      #expect(try await status(["text": "a", "more": 1]) == "bad_field")
      #expect(try await status([:]) == "bad_field")
    }
  }
}
