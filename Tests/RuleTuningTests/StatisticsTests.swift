import ModerationModel
import ModerationPipeline
import ModerationTesting
import RuleEngine
import Testing

@testable import RuleTuning

/// Rates are honest: where labels are mostly of what was held, only chance tells the truth.
@Suite struct StatisticsTests {
  @Test func wilsonsIntervalIsAsInTheBooks() throws {
    // Agresti, Coull (1998): 0 of 10 gives up to 0.2775; 5 of 10 from 0.2366 to 0.7634.
    let none = try #require(ShareInterval(0, of: 10))
    #expect(none.lower == 0 && abs(none.upper - 0.2775) < 0.0005)
    let half = try #require(ShareInterval(5, of: 10))
    #expect(abs(half.lower - 0.2366) < 0.0005 && abs(half.upper - 0.7634) < 0.0005)
    #expect(ShareInterval(0, of: 0) == nil)
  }

  private static func row(_ action: Action, inclusion: Double?, isBad: Bool?, isFromAudit: Bool = false) -> HistoryRow {
    var row = HistoryRow(
      comment: CommentID(bits: 1), revision: RevisionID(bits: 1),
      submission: Submission(article: Examples.articleID(), text: "", author: AuthorClaim(name: "")),
      context: .standalone(now: Examples.morning), verdict: Verdict(action: action, score: 0, ruleSet: ""),
      inclusion: inclusion)
    row.label = isBad.map {
      HumanLabel(decision: $0 ? .spam : .approve, moderator: "ira", at: Examples.morning, isFromAudit: isFromAudit)
    }
    return row
  }

  /// Comments whose truth is known: `hit` says whether a rule met them.
  private struct Truth {
    var hits = LabelCells()
    var all = LabelCells()
    var badHits = 0
    var bad = 0
    var hitCount = 0

    /// Held comments are mostly decided on; published ones by chance at 4 % or 8 %, and besides where readers complain,
    /// which they do about bad ones.
    init(using random: inout SeededRandom) {
      for number in 0..<6_000 {
        let hit = number % 4 == 0
        let isHeld = random.chance(hit ? 0.4 : 0.02)
        let isBad = random.chance(isHeld ? (hit ? 0.92 : 0.5) : (hit ? 0.2 : 0.02))
        let rate = number < 3_000 ? 0.04 : 0.08
        let isChosen = !isHeld && random.chance(rate)
        let isReported = !isHeld && isBad && random.chance(0.5)
        let isLabelled = isHeld ? random.chance(0.9) : isChosen || isReported
        let row = StatisticsTests.row(
          isHeld ? .hold : .publish, inclusion: isHeld ? 1 : rate, isBad: isLabelled ? isBad : nil,
          isFromAudit: isChosen)
        all.add(row)
        if isBad { bad += 1 }
        guard hit else { continue }
        hits.add(row)
        hitCount += 1
        if isBad { badHits += 1 }
      }
    }
  }

  @Test func intervalsCoverTheTruthWhereTheNaiveRateDoesNot() throws {
    var random = SeededRandom(seed: 20_261_127)
    let runs = 400
    var (covered, naive, recalled) = (0, 0, 0)
    for _ in 0..<runs {
      let truth = Truth(using: &random)
      let share = Double(truth.badHits) / Double(truth.hitCount)
      let estimate = try #require(truth.hits.badShare)
      if (estimate.lower...estimate.upper).contains(share) { covered += 1 }
      let plain = try #require(ShareInterval(truth.hits.badLabels, of: truth.hits.labels))
      if (plain.lower...plain.upper).contains(share) { naive += 1 }
      let recall = try #require(try truth.hits.recall(of: truth.all))
      if (recall.lower...recall.upper).contains(Double(truth.badHits) / Double(truth.bad)) { recalled += 1 }
    }
    #expect(Double(covered) / Double(runs) >= 0.93, "\(covered) of \(runs)")
    #expect(Double(recalled) / Double(runs) >= 0.93, "\(recalled) of \(runs)")
    #expect(Double(naive) / Double(runs) < 0.5, "\(naive) of \(runs)")
  }

  @Test func recallIsRefusedWithoutChance() throws {
    var cells = LabelCells()
    for number in 0..<100 { cells.add(Self.row(.hold, inclusion: 1, isBad: number % 2 == 0)) }
    for _ in 0..<100 { cells.add(Self.row(.publish, inclusion: nil, isBad: true)) }
    #expect(throws: FigureRefusal.noAuditLabels) { try cells.recall(of: cells) }
    #expect(cells.represented == 0.5)
    #expect(cells.badShare?.value == 0.5)
    #expect(cells.labelCoverage == 1)
  }

  @Test func countsRulesAndPatternsByTheEngine() async throws {
    let rules = """
      rules:
        - id: casino
          title: Casino
          owner: desk
          category: spam
          match: { words: [казино, рулетка] }
          score: 6
        - id: bonus
          title: Bonus
          owner: desk
          category: spam
          match: { words: [бонус] }
          score: 1
        - id: trial
          title: Trial
          owner: desk
          category: spam
          status: shadow
          match: { words: [ставка] }
          score: 6
        - id: idle
          title: Idle
          owner: desk
          category: spam
          match: { words: [никогда] }
          score: 6
      """
    let pipeline = ModerationPipeline(
      ruleSet: try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nname: t\n", "rules.yaml": rules])))
    let worker = pipeline.makeWorker()
    let texts: [(String, Decision?)] = [
      ("казино и рулетка", .spam), ("казино, бонус", .approve), ("бонус", nil), ("ставка", .approve), ("слово", nil),
    ]
    let rows = texts.enumerated().map { number, item in
      let now = Examples.morning.adding(seconds: Double(number))
      let submission = Submission(article: Examples.articleID(), text: item.0, author: AuthorClaim(name: "Оля"))
      let context = SubmissionContext.standalone(now: now)
      let verdict = worker.verdict(on: worker.prepare(submission), in: context, isTraffic: false)
      return HistoryRow(
        comment: CommentID(bits: UInt128(number + 1)), revision: RevisionID(bits: 1), submission: submission,
        context: context, verdict: verdict,
        label: item.1.map { HumanLabel(decision: $0, moderator: "ira", at: now, isFromAudit: true) },
        inclusion: verdict.action == .hold ? 1 : 0.5)
    }
    let found = try await RuleStatistics.count(HistoryRows(rows), with: pipeline, threads: 2)
    #expect(found.isComplete && found.comments == 5)
    let figures = Dictionary(uniqueKeysWithValues: found.rules.map { ($0.id, $0) })
    let casino = try #require(figures["casino"])
    #expect(casino.figures.hits == 2)
    #expect(casino.figures.uniqueHits == 1)
    #expect(casino.figures.marginal == 2)
    #expect(casino.figures.overturned == 1)
    #expect(casino.figures.precision?.value == 0.5)
    #expect(casino.figures.lastHit == rows[1].context.now)
    #expect(casino.patterns.map(\.source.text) == ["казино", "рулетка"])
    #expect(casino.patterns.map(\.figures.hits) == [2, 1])
    #expect(casino.patterns.map(\.figures.uniqueHits) == [1, 0])
    #expect(figures["bonus"]?.figures.hits == 2)
    #expect(figures["bonus"]?.figures.marginal == 0)
    #expect(figures["trial"]?.figures.marginal == 1)
    #expect(figures["trial"]?.figures.overturned == 0)
    #expect(figures["idle"]?.figures == RuleStatistics.Figures())
  }
}
