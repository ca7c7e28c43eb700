import Foundation
import Testing

/// Looking back on stored comments, and putting a rule into force, from the command line.
struct TuningDeskTests {
  private static let rules = """
    # The desk's own remark stays.
    rules:
      - id: casino
        title: Casino
        category: spam
        match: { words: [казино] }
        score: 6
        tests: { hit: [казино], miss: [река] }
      - id: trial
        title: Trial
        category: spam
        status: shadow  # since Monday
        promote_if: { hits: '>= 2', precision_lower95: '>= 0.1', published_flips: '<= 1' }
        match: { words: [ставка] }
        score: 6
        tests: { hit: [ставка], miss: [река] }

    """

  private func room() throws -> Newsroom {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_RULES"] = newsroom.path("rules")
    newsroom.environment["MODERATO_POLICY_AUDIT_RATE"] = "1"
    try newsroom.write("schema: 1\nname: test\ndefaults: { owner: desk }\n", to: "rules/ruleset.yaml")
    try newsroom.write(Self.rules, to: "rules/a.yaml")
    try newsroom.addArticle()
    return newsroom
  }

  private func text(_ newsroom: Newsroom, _ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: newsroom.path(name)) ?? Data(), as: UTF8.self)
  }

  @Test func whatAnEditWouldDoIsShownBeforeItDoes() throws {
    let newsroom = try room()
    let bad = try newsroom.submit("казино для всех", name: "Бот")
    let fine = try newsroom.submit("казино закрыли", name: "Оля")
    _ = try newsroom.submit("мост открыли", name: "Пётр")
    #expect(try newsroom.run("queue", "spam", bad).status == 0)
    #expect(try newsroom.run("queue", "approve", fine).status == 0)
    let same = try newsroom.run("rules", "replay")
    #expect(same.status == 0, "\(same.errors)")
    #expect(same.output.contains("3 comments judged against the decisions of then: 3 decided alike, 0 otherwise"))

    try newsroom.write(
      Self.rules.replacing("казино]", with: "никогда]").replacing("hit: [казино]", with: "hit: [никогда]"),
      to: "rules/a.yaml")
    let page = newsroom.path("report.html")
    let lines = try newsroom.json(
      "rules", "replay", "--against", "1", "--html", page, "--resume", newsroom.path("state"))
    #expect(lines.status == 0, "\(lines.errors)")
    let objects = try lines.objects()
    let flips = objects.compactMap { $0["flip"] as? [String: Any] }
    #expect(Set(flips.compactMap { $0["kind"] as? String }) == ["now_agree", "now_disagree"])
    #expect(flips.allSatisfy { $0["rules"] as? [String] == ["casino"] })
    let summary = try #require(objects.last?["summary"] as? [String: Any])
    #expect(summary["is_complete"] as? Bool == true)
    #expect(text(newsroom, "report.html").contains("<mark>казино</mark>"))
    // Where it has come to the end already, nothing is judged again.
    let again = try newsroom.json("rules", "replay", "--against", "1", "--resume", newsroom.path("state"))
    #expect(try again.objects().count == 1)
    #expect(try newsroom.json("rules", "replay", "--resume", newsroom.path("state")).complaint() == "other_checkpoint")
    #expect(try newsroom.json("rules", "replay", "--against", "99").complaint() == "unknown_revision")
  }

  @Test func anAuditedCommentIsShownBlindAndMakesRecallKnown() throws {
    let newsroom = try room()
    let plain = try newsroom.submit("ставка на спорт", name: "Бот")
    let listed = try #require(try newsroom.json("queue", "list").object()["cases"] as? [[String: Any]])
    #expect((listed.first?["case"] as? [String: Any])?["cause"] as? String == "audit")
    #expect(listed.first?["verdict"] == nil || listed.first?["verdict"] is NSNull)
    let before = try newsroom.run("queue", "show", plain)
    #expect(before.output.contains("chosen by chance"))
    #expect(!before.output.contains("trial"))
    #expect(try newsroom.run("rules", "stats").output.contains("recall cannot be known".capitalizedFirst))
    #expect(try newsroom.json("rules", "stats").object()["recall_refused"] is String)
    #expect(try newsroom.run("queue", "spam", plain).status == 0)
    #expect(try newsroom.run("queue", "show", plain).output.contains("trial"))
    let stats = try newsroom.json("rules", "stats").object()
    #expect(stats["audit_labels"] as? Int == 1)
    #expect(stats["recall_refused"] == nil)
    #expect(stats["recall"] is [String: Any])
    let rule = try #require((stats["rules"] as? [[String: Any]])?.first { $0["rule"] as? String == "trial" })
    let figures = try #require(rule["figures"] as? [String: Any])
    #expect(figures["hits"] as? Int == 1)
    #expect(figures["marginal"] as? Int == 1)
  }

  @Test func aRuleComesIntoForceThroughItsGate() throws {
    let newsroom = try room()
    let first = try newsroom.submit("ставка раз", name: "Бот")
    let early = try newsroom.json("rules", "promote", "trial")
    #expect(early.status == 1)
    #expect(try early.object()["unmet"] as? [String] == ["hits >= 2", "precision_lower95 >= 0.1"])
    #expect(text(newsroom, "rules/a.yaml") == Self.rules)
    let second = try newsroom.submit("ставка два", name: "Другой")
    #expect(try newsroom.run("queue", "spam", first, second).status == 0)
    let promoted = try newsroom.json("rules", "promote", "trial", "--reason", "it has shown itself")
    #expect(promoted.status == 0, "\(promoted.errors)")
    #expect(try promoted.object()["is_promoted"] as? Bool == true)
    #expect(
      text(newsroom, "rules/a.yaml") == Self.rules.replacing("status: shadow  # since", with: "status: live  # since"))
    let history = try newsroom.run("rules", "history", "--rule", "trial").output
    #expect(history.contains("promote trial: it has shown itself; the gate saw hits 2"))
    #expect(history.contains("tester"))
    #expect(try newsroom.run("rules", "history", "--rule", "casino").output.components(separatedBy: "#").count == 2)
    #expect(try newsroom.json("rules", "promote", "trial").complaint() == "not_in_shadow")
    #expect(try newsroom.json("rules", "promote", "trail").complaint() == "unknown_rule")
    #expect(try newsroom.run("rules", "rollback").status == 0)
    #expect(text(newsroom, "rules/a.yaml") == Self.rules)
    let forced = try newsroom.json("rules", "promote", "trial", "--force", "--reason", "a wave")
    #expect(try forced.object()["is_promoted"] as? Bool == true)
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
