import Foundation
import Testing

/// Rule files that are not in order: told like a compiler tells it, and nothing is judged with them.
struct RuleFileTests {
  static let damaged: [(name: String, file: String, code: String)] = [
    ("tabs", "rules:\n\t- id: a\n", "syntax"),
    (
      "duplicate keys", "rules:\n  - id: a\n    score: 1\n    score: 2\n    match:\n      words: [x]\n", "duplicate_key"
    ),
    ("unknown keys", "rules:\n  - id: a\n    scroe: 1\n    match:\n      words: [x]\n", "unknown_key"),
    ("bad regex", "rules:\n  - id: a\n    score: 1\n    match:\n      pcre: 'a(b'\n", "bad_pattern"),
    (
      "cyclic meta",
      "rules:\n  - id: a\n    meta: b\n    score: 1\n  - id: b\n    meta: a\n    score: 1\n", "cyclic_meta"
    ),
  ]

  @Test(arguments: damaged.map(\.name))
  func damagedFilesAreToldAndNeverUsed(name: String) throws {
    let damage = try #require(Self.damaged.first { $0.name == name })
    let newsroom = try Newsroom()
    try newsroom.write("schema: 1\nname: test\n", to: "rules/ruleset.yaml")
    try newsroom.write(damage.file, to: "rules/a.yaml")
    let folder = newsroom.path("rules")
    let lint = try newsroom.json("rules", "lint", folder)
    #expect(lint.status == 1)
    let findings = try #require(try lint.object()["findings"] as? [[String: Any]])
    let found = try #require(findings.first { $0["code"] as? String == damage.code }, "\(findings)")
    #expect(found["severity"] as? String == "error")
    #expect(found["file"] as? String == "a.yaml")
    #expect((found["line"] as? Int ?? 0) >= 2)
    let text = try newsroom.run("rules", "lint", folder)
    #expect(text.output.contains("^"))
    for words in [["check", "текст"], ["articles", "list"], ["comments", "submit", "x", "y", "--name", "z"]] {
      let told = try newsroom.run(words + ["--rules", folder, "--format", "json"])
      #expect(told.status == 2)
      #expect(try told.complaint() == "rules_damaged")
    }
    #expect(!FileManager.default.fileExists(atPath: newsroom.path("comments.sqlite")))
  }

  @Test func aFolderThatIsNotThereIsTrouble() throws {
    let told = try Newsroom().json("check", "текст", "--rules", "/nowhere")
    #expect(told.status == 2)
    #expect(try told.complaint() == "rules_unreadable")
  }

  @Test func theShippedRulesAreCleanAndTheirExamplesHold() throws {
    let newsroom = try Newsroom()
    let lint = try newsroom.run("rules", "lint")
    #expect(lint.status == 0, "\(lint.output)")
    let tests = try newsroom.json("rules", "test")
    #expect(tests.status == 0, "\(tests.output)")
    #expect(try tests.object()["passed"] as? Int ?? 0 > 100)
    #expect(try newsroom.json("rules", "list").object()["rules"] as? [Any] != nil)
  }

  @Test func aFailingExampleIsAFinding() throws {
    let newsroom = try Newsroom()
    try newsroom.write("schema: 1\nname: test\ndefaults: { owner: desk }\n", to: "rules/ruleset.yaml")
    try newsroom.write(
      "rules:\n  - id: a\n    title: A\n    category: spam\n    score: 1\n    match:\n      words: [мост]\n    tests:\n"
        + "      hit: ['дорога']\n      miss: ['река']\n", to: "rules/a.yaml")
    let tests = try newsroom.json("rules", "test", "--rules", newsroom.path("rules"))
    #expect(tests.status == 1)
    #expect(try tests.object()["failed"] as? Int == 1)
  }

  @Test func explainShowsTheViewThatMatched() throws {
    let told = try Newsroom().json("rules", "explain", "Лучшее кaзинo города, заходи на kazik7.top").object()
    let rules = try #require(told["rules"] as? [[String: Any]])
    let hits = rules.flatMap { $0["hits"] as? [[String: Any]] ?? [] }
    #expect(hits.contains { $0["text"] as? String == "кaзинo" && $0["view_text"] as? String == "казино" })
    #expect((told["verdict"] as? [String: Any])?["action"] as? String == "spam")
  }
}
