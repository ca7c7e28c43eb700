import DefaultRules
import Foundation
import HistoryFixtures
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Testing

@Suite struct InspectionTests {
  private static func set(_ rules: String) throws -> RuleSet {
    try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nrules:\n" + rules]))
  }

  private static func judged(_ texts: [String], _ set: RuleSet) -> [JudgedRow] {
    let rows = texts.enumerated().map { number, text in
      let now = Timestamp(milliseconds: 1_000 * Int64(number))
      return HistoryRow(
        comment: CommentID(time: now, random: UInt128(number)),
        revision: RevisionID(time: now, random: UInt128(number)),
        submission: Submission(article: Rehearsal.article, text: text, author: AuthorClaim(name: "Оля")),
        context: .standalone(now: now), verdict: Verdict(action: .publish, score: 0, ruleSet: ""))
    }
    return HistoryJudge(pipeline: ModerationPipeline(ruleSet: set), threads: 1).judge(rows)
  }

  @Test func overlapAndStaleTellWhatCouldGo() throws {
    let set = try Self.set(
      """
        - { id: a, match: { words: [казино] }, score: 1 }
        - { id: b, match: { words: ['казино', 'casino'] }, score: 1 }
        - { id: c, match: { words: [никогда] }, score: 1 }
        - { id: d, match: { words: [мост] }, score: 1, expires: 1970-01-01 }
        - { id: e, match: { words: [casino] }, score: 1, status: off }

      """)
    let rows = Self.judged(
      Array(repeating: "казино", count: 12) + Array(repeating: "casino", count: 3) + ["мост", "парк"], set)
    let pairs = RuleOverlap.pairs(rows, set)
    #expect(pairs.map { [$0.first, $0.second] } == [["a", "b"]])
    #expect(pairs.first?.common == 12 && pairs.first?.secondGivenFirst == 1 && pairs.first?.likeness == 0.8)
    let stale = StaleRule.find(rows, set, now: Timestamp(milliseconds: 86_400_000))
    #expect(stale.map(\.rule) == ["a", "c", "d"])
    #expect(stale.map(\.reasons.first) == [.alwaysBeside("b"), .neverHit, .expired(Timestamp(milliseconds: 0))])
  }

  @Test func bisectNamesEntriesAndTheLeastThatIsEnough() throws {
    let set = try Self.set(
      """
        - { id: a, match: { words: [казино, слоты] }, score: 3 }
        - { id: b, match: { words: [бонус] }, score: 3 }
        - { id: c, match: { words: [сегодня] }, score: 0.5 }

      """)
    let cause = VerdictCause(
      Submission(
        article: Rehearsal.article, text: "Только сегодня лучшее казино города, бонус каждому",
        author: AuthorClaim(name: "-")),
      in: .standalone(now: Timestamp(milliseconds: 0)), pipeline: ModerationPipeline(ruleSet: set))
    #expect(cause.verdict.action == .hold)
    #expect(cause.hits.map { "\($0.rule) \($0.hit.pattern)" } == ["a казино", "b бонус", "c сегодня"])
    #expect(cause.enough.sorted() == ["a", "b"])
    #expect(cause.leastText == "казино бонус" || cause.leastText == "казино города, бонус", "\(cause.leastText)")
  }

  @Test func minesWordsThatRulesMissAndWritesADraftThatLoads() throws {
    let files = RuleFiles(NewsroomRules.files)
    let set = try RuleSet(files: files)
    let rows = HistoryJudge(pipeline: ModerationPipeline(ruleSet: set), threads: 2).judge(try Rehearsal.rows(12_000))
    let report = try PhraseMiner().suggest(rows, files: files, today: "2026-11-20")
    #expect(report.suggestions.count >= 2)
    #expect(report.suggestions.allSatisfy { $0.precisionLower >= 0.5 && !$0.hitExamples.isEmpty })
    let patterns = report.suggestions.map(\.pattern).joined(separator: " ")
    #expect(patterns.contains("инвайт") || patterns.contains("профил") || patterns.contains("темк"), "\(patterns)")
    var together = files
    together["suggested.yaml"] = report.draft
    let findings = RuleSet.lint(together, now: Timestamp(milliseconds: 1_783_000_000_000)).filter {
      $0.severity != .note
    }
    #expect(findings.isEmpty, "\(findings)")
    let loaded = try RuleSet(files: together, requireTests: true)
    #expect(loaded.rules.filter { $0.status == .draft }.count == report.suggestions.count)

    // Judged by the truth, which the miner never saw: as good as it says.
    let truth = GeneratedHistory(count: 12_000, seed: 1).comments()
    var live = together
    live["suggested.yaml"] = report.draft.replacing("status: draft", with: "status: live")
    let judged = HistoryJudge(pipeline: ModerationPipeline(ruleSet: try RuleSet(files: live)), threads: 2)
      .judge(rows.map(\.row))
    let hit = zip(judged, truth).filter { row, _ in row.verdict.signals.contains { $0.name.hasPrefix("suggested.") } }
    let bad = hit.count { $0.1.isBad }
    #expect(bad > 30 && Double(bad) / Double(hit.count) > 0.9, "\(bad) of \(hit.count)")
  }

  @Test func shippedRulesSeeThroughDisguises() throws {
    let set = try RuleSet(files: RuleFiles(folder: DefaultRules.folder().path(percentEncoded: false)))
    let survival = set.survival()
    let total = survival.total
    print(
      "disguises: \(total.promised.survived) of \(total.promised.tried) found, \(total.promised.rightRange) in place")
    for mutation in Mutation.allCases {
      if let count = total.byMutation[mutation] { print("  \(mutation.rawValue): \(count.survived) of \(count.tried)") }
    }
    #expect(total.promised.tried > 1_000)
    #expect(total.promised.share >= 0.95)
    #expect(Double(total.promised.rightRange) >= 0.95 * Double(total.promised.survived))
  }

  @Test func survivalTellsPromisedFromBeyond() throws {
    let set = try Self.set(
      """
        - { id: seen, match: { words: [казино] }, view: squeeze, score: 1, tests: { hit: [казино] } }
        - { id: blind, match: { words: [казино] }, view: raw, score: 1, tests: { hit: [казино] } }
        - { id: link, when: { links: '>= 1' }, score: 1, tests: { hit: ['https://a.example'] } }

      """)
    let survival = set.survival()
    #expect(survival.map(\.rule) == ["blind", "seen"], "a rule without words has nothing to hide")
    #expect(survival[1].promised.share == 1, "\(survival[1])")
    #expect(survival[1].promised.rightRange == survival[1].promised.survived)
    #expect(survival[1].byMutation[.transliterated]?.survived == 0)
    #expect(survival[0].promised.tried == 2 && survival[0].byMutation[.zeroWidth]?.survived == 0)
  }
}
