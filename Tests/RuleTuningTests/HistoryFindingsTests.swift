import ModerationModel
import ModerationPipeline
import ModerationTesting
import RuleEngine
import RuleTuning
import Testing

/// What lint says of rules once it knows what they met.
@Suite struct HistoryFindingsTests {
  private static let rules = """
    rules:
      - { id: casino, category: spam, match: { words: [казино] }, score: 6 }
      - { id: harm, category: spam, match: { words: [река] }, score: 6 }
      - { id: weak, category: spam, match: { words: [бонус] }, score: 1 }
      - { id: idle, category: spam, match: { words: [никогда] }, score: 6 }
      - { id: draft, category: spam, status: draft, match: { words: [черновик] }, score: 6 }

    """

  /// Of each hundred comments one has each word; people refuse the casinos and approve the rivers.
  private func codes(comments: Int) async throws -> Set<String> {
    let pipeline = ModerationPipeline(
      ruleSet: try RuleSet(
        files: RuleFiles([
          "ruleset.yaml": "schema: 1\nname: t\ndefaults: { owner: desk }\n", "rules.yaml": Self.rules,
        ])))
    let worker = pipeline.makeWorker()
    let words: [(String, Decision)] = [("казино", .spam), ("река", .approve), ("бонус", .spam)]
    let rows = (0..<comments).map { number in
      let word = number % 100 < words.count ? words[number % 100] : ("мост", .approve)
      let now = Examples.morning.adding(seconds: Double(number))
      let submission = Submission(
        article: Examples.articleID(), text: "\(word.0) номер \(number)", author: AuthorClaim(name: "Оля"))
      let context = SubmissionContext.standalone(now: now)
      return HistoryRow(
        comment: CommentID(bits: UInt128(number + 1)), revision: RevisionID(bits: UInt128(number + 1)),
        submission: submission, context: context,
        verdict: worker.verdict(on: worker.prepare(submission), in: context, isTraffic: false),
        label: HumanLabel(decision: word.1, moderator: "ira", at: now, isFromAudit: true), inclusion: 1)
    }
    let found = try await RuleStatistics.count(HistoryRows(rows), with: pipeline, threads: 2)
    return Set(found.findings(pipeline.ruleSet).map { "\($0.code.rawValue) line \($0.place.line)" })
  }

  @Test func namesRulesThatHarmThatIdleAndThatDecideNothing() async throws {
    #expect(
      try await codes(comments: 6_000) == ["low_precision line 3", "no_effect line 4", "never_hit line 5"])
  }

  /// A hundred comments say nothing of a rule that met none of them, and one approval nothing of another.
  @Test func keepsSilentWhereTooLittleIsKnown() async throws {
    #expect(try await codes(comments: 100).isEmpty)
  }
}
