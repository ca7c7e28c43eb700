import HistoryFixtures
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Testing

@Suite struct HarvestTests {
  private static let rules = """
    schema: 1
    defaults: { owner: desk }
    rules:
      # A remark that stays.
      - id: sale.word
        match: { words: [акция] }
        score: 5
        tests:
          hit: [акция дня]   # the first
          miss:
            - редакция
      - id: loan.word
        match: { words: [кредит] }
        score: 5
      - id: weak.word
        match: { words: [скидка] }
        score: 1

    """

  private static func judged(_ texts: [(text: String, decision: Decision)]) throws -> ([JudgedRow], RuleSet) {
    let set = try RuleSet(files: RuleFiles(["ruleset.yaml": rules]))
    let rows = texts.enumerated().map { number, item in
      let now = Timestamp(milliseconds: 1_000 * Int64(number))
      return HistoryRow(
        comment: CommentID(time: now, random: UInt128(number)),
        revision: RevisionID(time: now, random: UInt128(number)),
        submission: Submission(article: Rehearsal.article, text: item.text, author: AuthorClaim(name: "Виктор")),
        context: .standalone(now: now), verdict: Verdict(action: .publish, score: 0, ruleSet: ""),
        label: HumanLabel(decision: item.decision, moderator: "olena", at: now), inclusion: 1)
    }
    return (HistoryJudge(pipeline: ModerationPipeline(ruleSet: set), threads: 1).judge(rows), set)
  }

  @Test func overturnedDecisionsBecomeExamplesAndRemarksStay() throws {
    let (rows, set) = try Self.judged([
      ("Акция протеста прошла, звоните 0671234567, Виктор", .approve),
      ("Акция протеста прошла, звоните 0671234567, Виктор", .approve),
      ("Кредит взяли на ремонт", .approve),
      ("Скидка дня", .reject),
      ("Реплики часов", .reject),
      ("Акция! Купите", .reject),
    ])
    let harvest = try Harvest(rows, set)
    #expect(harvest.foundByNoRule == 1)
    #expect(
      harvest.examples.map { "\($0.rule) \($0.expectation) \($0.holds) \($0.text)" } == [
        "loan.word miss false Кредит взяли на ремонт",
        "sale.word miss false Акция протеста прошла, звоните 0000000000, Имя",
        "weak.word hit true Скидка дня",
      ])

    let files = RuleFiles(["ruleset.yaml": Self.rules])
    let (all, left) = harvest.files(files, set, withFailing: true)
    #expect(left.isEmpty)
    let text = try #require(all["ruleset.yaml"])
    #expect(text.contains("  # A remark that stays.\n") && text.contains("hit: [акция дня]   # the first"))
    #expect(text.contains("        - редакция\n        - 'Акция протеста прошла, звоните 0000000000, Имя'\n"))
    #expect(text.contains("    tests:\n      miss:\n        - 'Кредит взяли на ремонт'\n"))
    // All that was added are examples: without them the rules are what they were.
    #expect(RuleSet.lint(all, now: Timestamp(milliseconds: 0)).contains { $0.code == .testFailed })
    let (safe, _) = harvest.files(files, set, withFailing: false)
    let reloaded = try RuleSet(files: safe, requireTests: true)
    #expect(reloaded.rules.map(\.testCount) == [0, 2, 1])
  }

  @Test func quotesAndListsOnOneLineAreKept() throws {
    let rules = Self.rules.replacing("miss:\n        - редакция", with: "miss: [редакция, 'д''Арк'] # two")
    let set = try RuleSet(files: RuleFiles(["ruleset.yaml": rules]))
    let (rows, _) = try Self.judged([("Акция 'у моря', день", .approve)])
    let harvest = try Harvest(rows, set)
    let (edited, left) = harvest.files(RuleFiles(["ruleset.yaml": rules]), set, withFailing: true)
    #expect(left.isEmpty)
    #expect(edited["ruleset.yaml"]?.contains("miss: [редакция, 'д''Арк', 'Акция ''у моря'', день'] # two") == true)
    _ = try RuleSet(files: edited)
  }
}
