import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// `moderato serve` as an operator meets it.
struct ServeTests {
  @Test func servesUntilItIsToldToEnd() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let running = try newsroom.start(["serve", "--port", "0", "--format", "json"])
    defer { running.process.terminate() }
    var address: String?
    for _ in 0..<600 where address == nil {
      try await Task.sleep(for: .milliseconds(100))
      let line = running.linesSoFar().first.map { Data($0.utf8) }
      address = try line.flatMap { try JSONSerialization.jsonObject(with: $0) as? [String: Any] }?["address"] as? String
    }
    let base = try #require(address)
    let thread = "\(base)/v1/articles/bridge/comments"
    let taken = try await Self.ask(thread, json: #"{"text":"Хорошая новость"}"#)
    #expect(taken.contains(#""state":"visible""#), "\(taken)")
    #expect(try await Self.ask(thread).contains("Хорошая новость"))
    running.process.terminate()
    let outcome = try running.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let shown = try newsroom.json("comments", "search", "--text", "новость").objects()
    #expect("\(shown)".contains("Хорошая новость"))
  }

  @Test(arguments: [
    ("http:\n  port: 70000\n", "settings_bad_value"), ("http:\n  base_url: gazeta\n", "settings_bad_value"),
    ("http:\n  trusted_proxies: 10.0.0.0/99\n", "settings_bad_value"),
    ("http:\n  origins: https://gazeta.example/path\n", "settings_bad_value"),
    ("http:\n  author_rate: often\n", "settings_bad_value"), ("http:\n  prot: 1\n", "settings_unknown_key"),
    ("reader_tokens:\n  algorithm: none\n", "settings_bad_value"),
    ("reader_tokens:\n  algorithm: HS256\n  key: abcd\n  issuer: a\n  audience: b\n", "settings_bad_value"),
    ("reader_tokens:\n  issuer: a\n", "settings_bad_value"),
  ])
  func aMistakenSettingIsToldBeforeAnythingIsOpened(text: String, code: String) throws {
    let newsroom = try Newsroom()
    try newsroom.write(text, to: "moderato.yaml")
    let told = try newsroom.json("serve", "--config", "moderato.yaml")
    #expect(told.status == 2)
    #expect(try told.complaint() == code)
    #expect(!told.errors.contains("abcd"), "a key is never shown")
  }

  private static func ask(_ address: String, json: String? = nil) async throws -> String {
    var request = URLRequest(url: try #require(URL(string: address)), timeoutInterval: 20)
    if let json {
      request.httpMethod = "POST"
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(json.utf8)
    }
    return String(decoding: try await URLSession.shared.data(for: request).0, as: UTF8.self)
  }
}
