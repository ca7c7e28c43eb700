import Foundation
import Testing

/// Rule sets that were in force, kept, shown and brought back.
struct RuleHistoryTests {
  private func room() throws -> Newsroom {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_RULES"] = newsroom.path("rules")
    try newsroom.write("schema: 1\nname: test\ndefaults: { owner: desk }\n", to: "rules/ruleset.yaml")
    try write(newsroom, score: 1)
    try newsroom.addArticle()
    return newsroom
  }

  private func write(_ newsroom: Newsroom, score: Int, id: String = "a") throws {
    try newsroom.write(
      "rules:\n  - { id: \(id), title: A, match: { words: [мост] }, score: \(score), tests: { hit: [мост], miss: [река] } }\n",
      to: "rules/a.yaml")
  }

  private func text(_ newsroom: Newsroom, _ name: String) -> String? {
    FileManager.default.contents(atPath: newsroom.path(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func everySetThatJudgedIsKeptAndCanComeBack() throws {
    let newsroom = try room()
    #expect(try newsroom.run("rules", "history").output.contains("No rule set"))
    _ = try newsroom.submit("раз")
    _ = try newsroom.submit("два")
    try write(newsroom, score: 2)
    try newsroom.write("# more\nrules: []\n", to: "rules/b.yaml")
    _ = try newsroom.submit("три")
    let history = try #require(try newsroom.json("rules", "history").object()["history"] as? [[String: Any]])
    let records = history.compactMap { $0["record"] as? [String: Any] }
    #expect(records.compactMap { $0["number"] as? Int } == [2, 1])
    #expect(records.compactMap { $0["actor"] as? String } == ["tester", "tester"])
    let changes = try #require(history[0]["changes"] as? [String: Any])
    #expect((changes["rules"] as? [String: [String]])?["changed"] == ["a"])
    #expect((changes["files"] as? [String: [String]])?["added"] == ["b.yaml"])
    let first = try newsroom.run("rules", "show", "1", "a.yaml")
    #expect(first.output.contains("score: 1"))
    #expect(try newsroom.run("rules", "show", "#2").output == "a.yaml\nb.yaml\nruleset.yaml\n")

    try newsroom.write("unrelated", to: "rules/README.md")
    let dry = try newsroom.run("rules", "rollback", "--dry-run")
    #expect(dry.output.contains("would be as in #1"))
    #expect(text(newsroom, "rules/a.yaml")?.contains("score: 2") == true)
    let back = try newsroom.json("rules", "rollback", "--reason", "held too much")
    #expect(back.status == 0, "\(back.errors)")
    #expect(text(newsroom, "rules/a.yaml")?.contains("score: 1") == true)
    #expect(text(newsroom, "rules/b.yaml") == nil)
    #expect(text(newsroom, "rules/README.md") == "unrelated")
    let record = try #require(try back.object()["record"] as? [String: Any])
    #expect(record["number"] as? Int == 3)
    #expect(record["reason"] as? String == "held too much")
    let acts = try newsroom.json("log", "list").objects().compactMap { $0["act"] as? String }
    #expect(acts.filter { $0 == "rules_changed" }.count == 3)

    // And forward again, by the beginning of its revision.
    let revision = try #require(records[0]["ruleset"] as? String)
    #expect(try newsroom.run("rules", "rollback", String(revision.prefix(8))).status == 0)
    #expect(text(newsroom, "rules/a.yaml")?.contains("score: 2") == true)
    #expect(text(newsroom, "rules/b.yaml") == "# more\nrules: []\n")
    #expect(try newsroom.run("store", "verify").status == 0)
  }

  @Test func editsThatWereNeverInForceAreNotLost() throws {
    let newsroom = try room()
    _ = try newsroom.submit("раз")
    try write(newsroom, score: 7)
    let refused = try newsroom.json("rules", "rollback")
    #expect(refused.status == 1)
    #expect(try refused.complaint() == "unsaved_edits")
    #expect(text(newsroom, "rules/a.yaml")?.contains("score: 7") == true)
    // A damaged folder is what people roll back from.
    try newsroom.write("rules: [", to: "rules/a.yaml")
    #expect(try newsroom.json("rules", "rollback").complaint() == "unsaved_edits")
    let forced = try newsroom.run("rules", "rollback", "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(text(newsroom, "rules/a.yaml")?.contains("score: 1") == true)
    #expect(try newsroom.json("rules", "rollback").complaint() == "nothing_to_roll_back")
  }

  @Test func whatCannotBeMeantIsTold() throws {
    let newsroom = try room()
    _ = try newsroom.submit("раз")
    for name in ["9", "#9", "zz", "ffffffff"] {
      #expect(try newsroom.json("rules", "rollback", name).complaint() == "unknown_revision")
    }
    #expect(try newsroom.json("rules", "show", "1", "b.yaml").complaint() == "unknown_file")
    newsroom.environment["MODERATO_RULES"] = nil
    #expect(try newsroom.json("rules", "rollback").complaint() == "shipped_rules")
    newsroom.environment["MODERATO_RULES"] = newsroom.path("rules")
    #expect(try newsroom.run("users", "add", "tester", "--role", "moderator").status == 0)
    #expect(try newsroom.json("rules", "rollback", "1").complaint() == "role_too_low")
  }

  @Test func aPatternInQuarantineIsSeenByOthersUntilTheSetChanges() throws {
    let newsroom = try room()
    func write(_ pattern: String) throws {
      try newsroom.write(
        "rules:\n  - { id: slow, title: S, match: { pcre: '\(pattern)' }, score: 1, tests: { hit: [xxy], miss: [река] } }\n",
        to: "rules/a.yaml")
    }
    try write("(x+x+)+[yz]")
    let rows = (0..<10).map { number in
      "{\"article\": \"bridge\", \"text\": \"\(String(repeating: "x", count: 3_000)) \(number)\", \"author\": {\"name\": \"a\(number)\"}}"
    }
    let file = try newsroom.write(rows.joined(separator: "\n"), to: "rows.jsonl")
    #expect(try newsroom.run("comments", "submit", "--jsonl", file, "--concurrency", "1").status == 0)
    let list = try newsroom.json("rules", "list").object()
    let marks = try #require(list["marks"] as? [[String: Any]])
    #expect(marks.count == 1)
    #expect(marks.first?["kind"] as? String == "quarantine")
    #expect(marks.first?["rule"] as? String == "slow")
    #expect(marks.first?["code"] as? String == "work_limit")
    #expect(
      try newsroom.run("rules", "list").output.contains("quarantined slow a.yaml:2 (x+x+)+[yz]: work_limit, 8 failures")
    )
    try write("x{2,9}[yz]")
    _ = try newsroom.submit("раз")
    #expect((try newsroom.json("rules", "list").object()["marks"] as? [Any])?.isEmpty == true)
    try write("(x+x+)+[yz]")
    #expect((try newsroom.json("rules", "list").object()["marks"] as? [Any])?.isEmpty == true)
  }

  @Test func aGuardThatActedIsSeenByOthers() throws {
    let newsroom = try room()
    try newsroom.write(
      "schema: 1\nname: test\ndefaults: { owner: desk }\nguards: { window: 1d, trip_if: { share: '> 0.5', hits: '>= 8' } }\n",
      to: "rules/ruleset.yaml")
    try write(newsroom, score: 6)
    let rows = (0..<10).map {
      "{\"article\": \"bridge\", \"text\": \"мост \($0)\", \"author\": {\"name\": \"a\($0)\"}}"
    }
    let file = try newsroom.write(rows.joined(separator: "\n"), to: "rows.jsonl")
    let sent = try newsroom.json("comments", "submit", "--jsonl", file, "--concurrency", "1")
    #expect(try sent.objects().compactMap { $0["state"] as? String }.filter { $0 == "pending" }.count == 8)
    #expect(sent.errors.contains("a guard has taken a rule out of force"))
    let output = try newsroom.run("rules", "list").output
    #expect(output.contains("shadow (guard)"))
    #expect(output.contains("guarded a: 8 hits (100 % of the traffic), shadow since"))
  }

  @Test func profilesNameWhatIsTriedAlways() throws {
    let newsroom = try room()
    try newsroom.write(
      "rules:\n  - { id: a, title: A, match: { pcre: ['мост\\d', '[0-9]{3}-[0-9]{2}'] }, score: 1 }\n",
      to: "rules/a.yaml")
    let file = try newsroom.write("{\"text\": \"мост1 и 123-45\"}\n{\"text\": \"река\"}\n", to: "texts.jsonl")
    let profile = try newsroom.json("rules", "profile", file).object()
    #expect(profile["comments"] as? Int == 2)
    #expect(profile["expressions"] as? Int == 2)
    #expect(profile["without_literal"] as? Int == 1)
    let rule = try #require((profile["rules"] as? [[String: Any]])?.first)
    #expect(rule["hits"] as? Int == 1)
    #expect((rule["tries"] as? Int ?? 0) >= 2)
    #expect(try newsroom.run("rules", "profile", file).output.contains("always tried"))
    #expect(try newsroom.json("rules", "profile").complaint() == "no_comments")
    _ = try newsroom.submit("мост2")
    #expect(try newsroom.json("rules", "profile").object()["comments"] as? Int == 1)
  }

  @Test func theSchemaIsPrinted() throws {
    let schema = try newsroomSchema()
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect((schema["$defs"] as? [String: Any])?["rule"] != nil)
  }

  private func newsroomSchema() throws -> [String: Any] {
    let told = try Newsroom().run("rules", "schema")
    #expect(told.status == 0)
    return try #require(try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
  }
}
