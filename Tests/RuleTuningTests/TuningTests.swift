import HistoryFixtures
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Testing

@Suite struct TuningTests {
  private static let now = Timestamp(milliseconds: 1_783_000_000_000)

  /// With every comment decided, as in a set made for it; and as a newsroom has it: erring moderators, and labels of a
  /// twentieth of what was published.
  @Test(arguments: [true, false]) func beatsHandScoresAndEachRuleByItself(isWhole: Bool) async throws {
    let rows = isWhole ? Rehearsal.decided(3_000) : try Rehearsal.rows(12_000, seed: 2)
    let tuning = ScoreTuning(files: RuleFiles(NewsroomRules.files), now: Self.now, threads: 2)
    guard case .tuned(let report) = try await tuning.run(HistoryRows(rows)) else {
      Issue.record("refused")
      return
    }
    #expect(report.isBetter)
    #expect(report.after.logLoss < report.before.logLoss)
    #expect(report.after.logLoss < report.independent.logLoss)
    let (before, after, independent) = try (
      #require(report.before.f1), #require(report.after.f1), #require(report.independent.f1)
    )
    #expect(after > before && after >= independent, "before \(before), independent \(independent), after \(after)")
    for score in report.scores { #expect(score.bounds.contains(score.after), "\(score.rule)") }
    #expect(report.holdout.from > report.training.to, "nothing of the trial was learnt from")

    // What is written is what was measured: the set loads, and its revision is the one reported.
    let tuned = try RuleSet(files: report.files)
    #expect(tuned.revision == report.revision && tuned.scoreLock == report.lock)
  }

  @Test func saysHowManyLabelsAreMissing() async throws {
    let rows = try Rehearsal.rows(300).map { row in
      var row = row
      if row.label?.isBad == true, row.comment.bits % 3 != 0 { row.label = nil }
      return row
    }
    let tuning = ScoreTuning(files: RuleFiles(NewsroomRules.files), now: Self.now, threads: 1)
    guard case .refused(let shortages) = try await tuning.run(HistoryRows(rows)) else {
      Issue.record("not refused")
      return
    }
    let bad = try #require(shortages.first { $0.kind == .trainingBad })
    #expect(bad.need == ScoreTuning.trainingLabelsMin && bad.have < bad.need)
  }

  @Test func refusesASetInWhichNothingMayMove() async throws {
    let tuning = ScoreTuning(
      files: RuleFiles(["ruleset.yaml": "schema: 1\nrules:\n  - { id: a, match: { words: [казино] }, score: 3 }\n"]),
      now: Self.now, threads: 1)
    guard case .refused(let shortages) = try await tuning.run(HistoryRows(try Rehearsal.rows(200))) else {
      Issue.record("not refused")
      return
    }
    #expect(shortages.map(\.kind) == [.fitRules])
  }

  @Test func refusesRecallWithoutChanceLabels() async throws {
    let rows = try Rehearsal.rows(2_500).map { row in
      var row = row
      // No audit: published comments are seen only when readers complain.
      if row.verdict.action == .publish {
        if row.label?.isFromAudit == true { row.label = nil }
        row.inclusion = nil
      }
      return row
    }
    let tuning = ScoreTuning(files: RuleFiles(NewsroomRules.files), now: Self.now, threads: 2)
    guard case .tuned(let report) = try await tuning.run(HistoryRows(rows)) else { return }
    #expect(report.before.recall == nil && report.after.recall == nil)
    #expect(report.before.publishedCoverage == 0)
    #expect(report.before.precision != nil)
  }

  @Test func labelsCountByChanceAndNotByComplaint() throws {
    var row = try #require(try Rehearsal.rows(50).first)
    row.verdict.action = .publish
    row.inclusion = 0.05
    row.label = HumanLabel(decision: .reject, moderator: "olena", at: Self.now)
    #expect(row.countedLabel == nil, "a reader complained")
    row.label?.isFromAudit = true
    #expect(row.countedLabel?.weight == 20)
    row.inclusion = nil
    #expect(row.countedLabel == nil, "nobody knows the probability")
    row.verdict.action = .hold
    #expect(row.countedLabel?.weight == 1)
    row.label?.decision = .hold
    #expect(row.countedLabel == nil, "still open")
  }

  @Test func sharesHaveWilsonIntervals() throws {
    // 8 of 10: 0.49 to 0.943 (Brown, Cai, DasGupta 2001, by hand).
    let share = try #require(ShareInterval(part: 8, total: 10, squares: 10))
    #expect(abs(share.lower - 0.4902) < 0.0005 && abs(share.upper - 0.9433) < 0.0005)
    let weighted = try #require(ShareInterval(part: 160, total: 200, squares: 4_000))
    #expect(abs(weighted.effectiveCount - 10) < 1e-9 && abs(weighted.lower - share.lower) < 1e-9)
    #expect(ShareInterval(part: 0, total: 0, squares: 0) == nil)
    #expect(ShareInterval(part: 0, total: 5, squares: 5)?.lower == 0)
  }
}
