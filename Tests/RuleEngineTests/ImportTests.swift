import Foundation
import ModerationModel
import RuleEngine
import Testing
import TextNormalization

/// What other programs keep spam out with, as rules of ours: it loads, it says what it did, and nothing gets lost.
@Suite struct ImportTests {
  private func run(
    _ kind: RuleImport.Kind, _ text: String, mode: RuleImport.Mode = .words, ordinary: [String] = []
  ) throws -> (rules: RuleSet, result: RuleImport.Result) {
    let importer = RuleImport(name: "Old List", mode: mode, now: morning, ordinaryTexts: ordinary)
    let result = importer.run(kind, text)
    return (try RuleSet(files: result.ruleSetFiles(name: "test"), requireTests: true), result)
  }

  private func signals(_ rules: RuleSet, _ body: String) -> [Signal] {
    var worker = rules.makeWorker()
    return worker.evaluate(FieldTexts(body: body), now: morning).signals
  }

  @Test func disallowedKeysGoWhereTheyBelong() throws {
    let (rules, result) = try run(
      .wordpress,
      """
      Casino bonus
      casino BONUS
      viagra
      xyz
      12345
      .spam.shop
      https://spam.example.com/buy
      rude@spam.shop
      192.0.2.7
      #spamtag

      \u{200B}
      it's & ‘quoted’ \\ *a
      """)
    let report = result.report
    #expect(report.items.count == 12)
    #expect(report.count(.duplicate) == 1)
    #expect(report.count(.setAside) == 2)
    #expect(report.remarks.contains { $0.line == 2 && $0.message == "the same as line 1" })
    #expect(report.items.count == ImportReport.Outcome.allCases.reduce(0) { $0 + report.count($1) })
    #expect(rules.rules.allSatisfy { $0.owner == "import" })
    #expect(signals(rules, "Get a casino bonus!").map(\.name) == ["old_list.entries"])
    #expect(signals(rules, "our casinobonus").isEmpty)
    #expect(signals(rules, "xyz").map(\.status) == [.shadow])
    #expect(signals(rules, "go to www.spam.shop").map(\.name) == ["old_list.domains"])
    #expect(signals(rules, "see #spamtag").map(\.name).contains("old_list.tags_1"))
    #expect(signals(rules, "write to rude@spam.shop").map(\.name).contains("old_list.emails"))
  }

  @Test func ordinaryTextsSetEntriesAside() throws {
    let texts = Array(repeating: "наш паровоз летит", count: 3) + ["виагра"]
    let (rules, result) = try run(.list, "# ours\nпаровоз\nвиагра\n", ordinary: texts)
    #expect(result.report.count(.setAside) == 1)
    #expect(signals(rules, "паровоз").map(\.status) == [.shadow])
    #expect(signals(rules, "виагра").map(\.status) == [.live])
  }

  @Test func substringsAreFoundInsideWords() throws {
    let (rules, _) = try run(.list, "казин\n", mode: .substrings)
    #expect(signals(rules, "суперказинище").count == 1)
  }

  @Test func spamAssassinIsReadAsFarAsItGoes() throws {
    let (rules, result) = try run(
      .spamassassin,
      #"""
      # ours
      body     __MONEY   /\bmillion (?:dollars|euros)\b/i
      body     PILLS     m{cheap\s+pills}
      uri      SHORT     /^https?:\/\/s\.example\//i
      header   SUBJ      Subject =~ /urgent/i
      header   RCVD      Received =~ /unknown/
      meta     BOTH      (__MONEY && !PILLS)
      meta     LOST      NOWHERE && PILLS
      score    PILLS     0 1.5 0 2.5
      describe PILLS     Cheap pills
      body     BROKEN    /a(b/
      body     BYTES     /\xD0\xBA\xD0\xBE\xD1\x82/i
      body     LATIN     /[\xe9]t\xe9/
      body     FUNC      eval:check_it()
      whitelist_from a@b.example
      """#)
    let broken = result.report.items.filter { $0.outcome == .notUnderstood }.map(\.line)
    #expect(broken == [6, 8, 11, 13, 14, 15])
    #expect(rules.rules.allSatisfy { $0.status == .shadow })
    #expect(rules.rules.first { $0.id == "old_list.pills" }?.score.points == 2.5)
    #expect(rules.rules.first { $0.id == "old_list.pills" }?.title == "Cheap pills")
    #expect(signals(rules, "A MILLION dollars").map(\.name) == ["old_list.both", "old_list.sub_money"])
    #expect(signals(rules, "Cheap pills").isEmpty)
    #expect(signals(rules, "cheap pills").map(\.name) == ["old_list.pills"])
    #expect(signals(rules, "Кот").map(\.name) == ["old_list.bytes"])
  }

  @Test func expressionFilesAreRead() throws {
    let (rules, result) = try run(.regex, "i\tслон\\w*\n\tABC\nq\tx\ni\t(\n")
    #expect(result.report.items.filter { $0.outcome == .notUnderstood }.map(\.line) == [3, 4])
    #expect(signals(rules, "СЛОНЫ").count == 1)
    #expect(signals(rules, "abc").isEmpty)
    #expect(signals(rules, "ABC").count == 1)
  }

  @Test func autoModeratorIsReadAsFarAsItGoes() throws {
    let (rules, result) = try run(
      .automoderator,
      """
      # ours
      type: comment
      body (includes-word): [slots, "free spins"]
      ~body (includes): ["not free"]
      action: remove
      action_reason: Gambling
      moderators_exempt: false
      ---
      title+body (regex, includes): ['bit(coin)?\\s+double']
      author:
          account_age: "< 2 days"
          comment_karma: "< 10"
      action: filter
      ---
      type: submission
      title: [hello]
      action: remove
      ---
      domain: [spam.shop]
      action: spam
      ---
      a: [b
      """)
    #expect(rules.rules.map(\.id) == ["old_list.rule_1", "old_list.rule_2", "old_list.rule_4"])
    #expect(rules.rules.map(\.status) == [.shadow, .draft, .shadow])
    #expect(rules.rules[0].title == "Gambling")
    #expect(rules.rules[0].floor == .reject)
    #expect(signals(rules, "get FREE spins").map(\.name) == ["old_list.rule_1"])
    #expect(signals(rules, "free spins are not free").isEmpty)
    #expect(signals(rules, "see www.spam.shop now").map(\.name) == ["old_list.rule_4"])
    #expect(signals(rules, "see notspam.shop now").isEmpty)
    let report = result.report
    #expect(report.remarks.contains { $0.outcome == .notUnderstood && $0.source.hasPrefix("author.comment_karma") })
    #expect(report.remarks.contains { $0.outcome == .changed && $0.source.hasPrefix("moderators_exempt") })
    #expect(report.remarks.contains { $0.outcome == .notUnderstood && $0.line >= 22 })
  }

  @Test(arguments: ["", "\u{0}", "---", "body", "a: &x 1\nb: *x", "\u{FEFF}", "((((((((", "score X 1e999", "#\n##\n"])
  func oddFilesLoadAllTheSame(text: String) throws {
    for kind in RuleImport.Kind.allCases { _ = try run(kind, text) }
  }

  @Test func thePublicListLetsOrdinaryTextThrough() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = root.appendingPathComponent("../shared/data").path
    guard let bytes = FileManager.default.contents(atPath: data + "/lists/wp_blocklist.literal.txt") else {
      print("skipped: ../shared/data is absent")
      return
    }
    let clock = ContinuousClock()
    let result = RuleImport(name: "wp", now: morning).run(.wordpress, String(decoding: bytes, as: UTF8.self))
    let report = result.report
    print(
      "items \(report.items.count):",
      ImportReport.Outcome.allCases.map { "\($0.rawValue) \(report.count($0))" }.joined(separator: ", "))
    let start = clock.now
    let rules = try RuleSet(files: result.ruleSetFiles(name: "test"))
    print("loaded in", clock.now - start)
    struct Row: Decodable {
      var text: String
      var label: String
    }
    for set in ["uk_ud_iu", "ru_ud_taiga", "en_wiki_context"] {
      guard let rows = FileManager.default.contents(atPath: data + "/comments/\(set).jsonl") else { continue }
      var worker = rules.makeWorker()
      var (count, held, hit) = (0, 0, 0)
      for line in rows.split(separator: UInt8(ascii: "\n")) {
        let row = try JSONDecoder().decode(Row.self, from: line)
        guard row.label == "ok" else { continue }
        count += 1
        let live = worker.evaluate(FieldTexts(body: row.text), now: morning).signals.filter { $0.status == .live }
        if !live.isEmpty { hit += 1 }
        if live.reduce(0, { $0 + $1.score }) >= rules.policy.thresholds.hold { held += 1 }
      }
      print("\(set): \(held) of \(count) held, \(hit) with an entry in them")
      #expect(Double(held) <= 0.002 * Double(count), "\(set): \(held) of \(count)")
    }
  }
}
