import CommentFlow
import CommentStore
import HTTPService
import HTTPTypes
import ModerationModel
import Testing

/// Who may use which route: a row for each, and every row asked with every role over a real socket.
@Suite struct AuthorisationTests {
  /// The least role; `nil` for routes that anybody may use. A route without a row fails.
  static let everybody: Moderator.Role? = nil
  static let rows: [String: Moderator.Role?] = [
    "GET /v1/articles/{article}/comments": everybody, "POST /v1/articles/{article}/comments": everybody,
    "GET /v1/articles/{article}/form": everybody, "GET /v1/comments/{comment}": everybody,
    "PATCH /v1/comments/{comment}": everybody, "DELETE /v1/comments/{comment}": everybody,
    "POST /v1/comments/{comment}/reports": everybody, "POST /v1/comments/{comment}/votes": everybody,
    "DELETE /v1/comments/{comment}/votes": everybody, "POST /v1/comments/{comment}/appeals": everybody,
    "GET /v1/articles/{article}/shares": everybody, "POST /v1/articles/{article}/shares/{network}": everybody,
    "GET /v1/counts": everybody, "GET /v1/articles/{article}": everybody,
    "GET /v1/articles/{article}/events": everybody, "GET /v1/articles/{article}/feed.atom": everybody,
    "POST /v1/session": everybody, "GET /healthz": everybody, "GET /readyz": everybody,
    "GET /openapi.json": everybody, "GET /metrics": everybody, "GET /assets/{file}": everybody,

    "GET /v1/session": .viewer, "DELETE /v1/session": .viewer, "GET /v1/queue": .viewer, "GET /v1/reviews": .viewer,
    "GET /v1/reviews/{review}": .viewer, "GET /v1/comments/{comment}/explanation": .viewer,
    "GET /v1/comments": .viewer, "GET /v1/authors": .viewer, "GET /v1/authors/{author}": .viewer,
    "GET /v1/rules": .viewer, "GET /v1/rules/{rule}": .viewer, "POST /v1/check": .viewer, "POST /v1/rules/try": .viewer,
    "GET /v1/log": .viewer,
    "GET /v1/stats": .viewer, "GET /v1/articles": .viewer,

    "POST /v1/queue/claims": .moderator, "DELETE /v1/queue/claims/{case}": .moderator,
    "PUT /v1/queue/tags/{case}": .moderator, "PUT /v1/queue/escalations/{case}": .moderator,
    "DELETE /v1/queue/escalations/{case}": .moderator,
    "POST /v1/reviews": .moderator, "POST /v1/reviews/{review}/undo": .moderator,
    "PUT /v1/authors/{author}/sanction": .moderator, "DELETE /v1/authors/{author}/sanction": .moderator,

    "POST /v1/articles": .editor, "PATCH /v1/articles/{article}": .editor,
    "PUT /v1/articles/{article}/shares/{network}": .editor,

    "GET /v1/authors/{author}/export": .admin, "DELETE /v1/authors/{author}": .admin, "GET /v1/webhooks": .admin,
    "POST /v1/webhooks": .admin, "PATCH /v1/webhooks/{webhook}": .admin, "DELETE /v1/webhooks/{webhook}": .admin,
    "POST /v1/webhooks/{webhook}/secret": .admin,
  ]

  private static func key(_ endpoint: Endpoint) -> String { "\(endpoint.method.rawValue) \(endpoint.path)" }

  private static func isInterface(_ endpoint: Endpoint) -> Bool {
    endpoint.kind == .interface || endpoint.path.hasPrefix("/assets")
  }

  @Test func everyRouteHasARow() async throws {
    try await TestService.run { service in
      let routes = Set(service.service.endpoints.filter(Self.isInterface).map(Self.key))
      #expect(routes == Set(Self.rows.keys))
    }
  }

  /// Pages are guarded by the same gate; each says for itself who may see it, and only sign-in is for everybody.
  @Test func pagesOfTheNewsroomAreForTheNewsroom() async throws {
    try await TestService.run { service in
      for endpoint in service.service.endpoints where endpoint.path.hasPrefix("/admin") {
        if case .moderator = endpoint.access { continue }
        #expect(endpoint.path.hasPrefix("/admin/sign-in"), "\(endpoint.path) is open to everybody")
      }
    }
  }

  @Test func everyRoleGetsAsFarAsItsRow() async throws {
    try await TestService.run { service in
      let roles: [Moderator.Role] = [.viewer, .moderator, .editor, .admin]
      var tokens: [(Moderator.Role, String)] = []
      for role in roles { tokens.append((role, try await service.token(role))) }
      let blunt = try await service.token(.admin, scopes: [.read], named: "reader-only")
      for endpoint in service.service.endpoints.filter(Self.isInterface) where !endpoint.path.hasSuffix("/events") {
        let least = try #require(Self.rows[Self.key(endpoint)])
        let path = Self.filled(endpoint.path)
        func status(_ headers: [(String, String)]) async throws -> Int {
          try await service.send(
            endpoint.method.rawValue, path, headers: headers, json: endpoint.isUnsafe ? [:] : nil
          ).status
        }
        guard let least else {
          let open = try await status([])
          #expect(open != 403, "\(Self.key(endpoint)) refuses readers")
          continue
        }
        #expect(try await status([]) == 401, "\(Self.key(endpoint)) is open to everybody")
        #expect(try await status([("Authorization", "Bearer mdt_0")]) == 401)
        #expect(try await status([("Authorization", "Basic YTpi")]) == 401)
        for (role, token) in tokens {
          let answer = try await status([("Authorization", "Bearer \(token)")])
          let mayPass = roles.firstIndex(of: role)! >= roles.firstIndex(of: least)!
          #expect((answer != 403) == mayPass, "\(Self.key(endpoint)) answers \(answer) to \(role.rawValue)")
          #expect(answer != 401)
        }
        let scoped = try await status([("Authorization", "Bearer \(blunt)")])
        #expect((scoped != 403) == (least == .viewer), "\(Self.key(endpoint)) goes beyond a token's scopes")
      }
    }
  }

  /// A path whose parameters name nothing.
  private static func filled(_ path: String) -> String {
    let segments = path.split(separator: "/").map { segment -> String in
      switch segment {
      case "{article}": "none"
      case "{network}": "telegram"
      case "{rule}", "{file}": "none"
      case _ where segment.hasPrefix("{"): "01a21a5d-3b2b-720e-baf0-e8dcfb386197"
      default: String(segment)
      }
    }
    return "/" + segments.joined(separator: "/")
  }

  @Test func revokedTokensAndOtherSitesTokensOpenNothing() async throws {
    let store = MemoryStore()
    try await TestService.run(store: store) { service in
      let moderator = try await service.flow.addModerator(named: "ira", role: .admin, by: "test")
      let made = try await service.flow.makeToken(for: moderator, label: "x", scopes: [.read], by: "test")
      let header = [("Authorization", "Bearer \(made.text)")]
      #expect(try await service.send("GET", "/v1/queue", headers: header).status == 200)
      _ = try await service.flow.revokeToken(made.token.id, by: "test")
      #expect(try await service.send("GET", "/v1/queue", headers: header).code == "bad_token")
      let elsewhere = try #require(SiteID("elsewhere"))
      let stranger = try await service.flow.addModerator(named: "oleh", role: .admin, site: elsewhere, by: "test")
      let foreign = try await service.flow.makeToken(for: stranger, label: "x", scopes: [.read], by: "test")
      #expect(
        try await service.send("GET", "/v1/queue", headers: [("Authorization", "Bearer \(foreign.text)")]).status == 401
      )
    }
  }

  @Test func sessionsNeedTheirOwnPagesForChanges() async throws {
    try await TestService.run { service in
      let moderator = try await service.flow.addModerator(named: "ira", role: .moderator, by: "test")
      try await service.flow.setPassword("eine lange Losung 7", of: moderator, by: "test")
      let wrong = try await service.send(
        "POST", "/v1/session", json: ["name": "ira", "password": "eine andere Losung"])
      let nobody = try await service.send(
        "POST", "/v1/session", json: ["name": "nobody", "password": "eine andere Losung"])
      #expect(wrong.status == 401)
      #expect(wrong.body == nobody.body, "names are not told apart")
      let signedIn = try await service.send(
        "POST", "/v1/session", json: ["name": "ira", "password": "eine lange Losung 7"])
      #expect(signedIn.status == 200)
      let field = try #require(signedIn["set-cookie"])
      #expect(field.contains("HttpOnly") && field.contains("SameSite=Strict") && field.contains("Path=/"))
      let cookie = String(field.prefix { $0 != ";" })
      let key = try #require(try signedIn.json()["form_key"]?.text)
      #expect(try await service.send("GET", "/v1/queue", headers: [("Cookie", cookie)]).status == 200)
      func claim(_ headers: [(String, String)]) async throws -> RawResponse {
        try await service.send("POST", "/v1/queue/claims", headers: [("Cookie", cookie)] + headers, json: [:])
      }
      #expect(try await claim([]).code == "cross_site")
      #expect(try await claim([("X-CSRF-Token", String(repeating: "0", count: 64))]).code == "cross_site")
      #expect(try await claim([("X-CSRF-Token", key), ("Origin", "https://evil.example")]).code == "cross_site")
      #expect(try await claim([("X-CSRF-Token", key)]).status == 200)
      let double = try await service.send("GET", "/v1/queue", headers: [("Cookie", "\(cookie); \(cookie)")])
      #expect(double.status == 401)
      let out = try await service.send("DELETE", "/v1/session", headers: [("Cookie", cookie), ("X-CSRF-Token", key)])
      #expect(out.status == 204)
      #expect(try await service.send("GET", "/v1/queue", headers: [("Cookie", cookie)]).status == 401)
    }
  }

  @Test func secureSitesHaveHostCookies() async throws {
    try await TestService.run(settings: .changed { $0.baseURL = "https://comments.example" }) { service in
      let moderator = try await service.flow.addModerator(named: "ira", role: .viewer, by: "test")
      try await service.flow.setPassword("eine lange Losung 7", of: moderator, by: "test")
      let signedIn = try await service.send(
        "POST", "/v1/session", json: ["name": "ira", "password": "eine lange Losung 7"])
      let field = try #require(signedIn["set-cookie"])
      #expect(field.hasPrefix("__Host-moderato=mds_"))
      #expect(field.contains("; Secure"))
      #expect(signedIn["strict-transport-security"] != nil)
    }
  }
}
