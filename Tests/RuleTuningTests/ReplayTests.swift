import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

@testable import RuleTuning

/// Two rule sets over a history: what flips, who is responsible, what people say to it.
@Suite struct ReplayTests {
  private static func pipeline(_ rules: String, policy: String = "") throws -> ModerationPipeline {
    ModerationPipeline(
      ruleSet: try RuleSet(
        files: RuleFiles([
          "ruleset.yaml": "schema: 1\nname: test\n" + policy, "rules.yaml": rules.isEmpty ? "rules: []\n" : rules,
        ])))
  }

  private static func rule(_ id: String, _ word: String, score: Double, more: String = "") -> String {
    """
      - id: \(id)
        title: \(id)
        owner: desk
        category: spam
        match: { words: [\(word)] }
        score: \(score)
    \(more)
    """
  }

  private static func rules(_ rules: String...) -> String { "rules:\n" + rules.joined(separator: "\n") }

  private static func row(
    _ number: Int, _ text: String, _ decision: Decision? = nil, judgedBy pipeline: ModerationPipeline
  ) -> HistoryRow {
    let now = Timestamp(milliseconds: 1_795_167_000_000 + Int64(number) * 3_600_000)
    let submission = Submission(article: ArticleID("a")!, text: text, author: AuthorClaim(name: "Оля"))
    let context = SubmissionContext.standalone(now: now)
    let worker = pipeline.makeWorker()
    var row = HistoryRow(
      comment: CommentID(time: now, random: UInt128(number) &* 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835),
      revision: RevisionID(bits: UInt128(number)), submission: submission, context: context,
      verdict: worker.verdict(on: worker.prepare(submission), in: context, isTraffic: false))
    row.label = decision.map { HumanLabel(decision: $0, moderator: "ira", at: now) }
    return row
  }

  @Test func tellsWhatPeopleSayToEachFlip() async throws {
    let old = try Self.pipeline("")
    let new = try Self.pipeline(Self.rules(Self.rule("casino", "казино", score: 6)))
    let rows = [
      Self.row(1, "казино для всех", .spam, judgedBy: old),
      Self.row(2, "закрыли казино у моста", .approve, judgedBy: old),
      Self.row(3, "казино", judgedBy: old), Self.row(4, "спасибо", .approve, judgedBy: old),
      Self.row(5, "казино ждёт", .hold, judgedBy: old),
    ]
    let state = try await Replay(before: old, after: new, changedRules: ["casino"], threads: 2).run(HistoryRows(rows))
    #expect(state.isComplete)
    #expect(state.totals.comments == 5)
    #expect(state.totals.unchanged == 1)
    #expect(state.flips.map(\.kind) == [.nowAgree, .nowDisagree, .unreviewed, .unreviewed])
    #expect(state.flips.allSatisfy { $0.rules == ["casino"] && $0.isLeast })
    #expect(state.totals.moves == ["publish hold": 4])
    #expect(state.totals.byRule["casino"]?.count == 4)
    #expect(state.totals.before.badPublished == 1)
    #expect(
      state.totals.after
        == {
          var c = ReplayTotals.Confusion()
          c.badStopped = 1
          c.goodStopped = 1
          c.goodPublished = 1
          return c
        }())
    let marks = state.flips[1].marks
    #expect(String(decoding: Array(state.flips[1].text.utf8)[marks[0]..<marks[1]], as: UTF8.self) == "казино")
    // Against the verdicts of then it is the same, since the old rules gave them.
    let then = try await Replay(before: nil, after: new, threads: 1).run(HistoryRows(rows))
    #expect(then.totals == state.totals)
  }

  @Test func namesTheLeastSetOfRules() async throws {
    let plain = Self.rules(
      Self.rule("one", "слово", score: 1), Self.rule("two", "дело", score: 1), Self.rule("three", "тело", score: 1))
    let old = try Self.pipeline(plain)
    // Without one of the two the threshold is not reached; the third differs and does not matter.
    let new = try Self.pipeline(
      Self.rules(
        Self.rule("one", "слово", score: 2.5), Self.rule("two", "дело", score: 2.5),
        Self.rule("three", "тело", score: 0.5)))
    let both = [Self.row(1, "слово дело тело", judgedBy: old)]
    let state = try await Replay(before: old, after: new, threads: 1).run(HistoryRows(both))
    #expect(state.flips.map(\.rules) == [["two"]])
    #expect(state.flips.allSatisfy { $0.isLeast })

    let base = Self.rule("base", "казино", score: 0)
    let meta = "  - id: follows\n    title: f\n    owner: desk\n    category: spam\n    meta: base\n    score: 6"
    let before = try Self.pipeline(Self.rules(Self.rule("base", "рулетка", score: 0), meta))
    let after = try Self.pipeline(Self.rules(base, meta))
    let followed = try await Replay(before: before, after: after, changedRules: ["base"], threads: 1).run(
      HistoryRows([Self.row(1, "казино", judgedBy: before)]))
    #expect(followed.flips.map(\.rules) == [["base"]])
    #expect(followed.flips.allSatisfy { $0.isLeast })
  }

  @Test func namesThePolicyWhereNoRuleDiffers() async throws {
    let rules = Self.rules(Self.rule("casino", "казино", score: 4))
    let old = try Self.pipeline(rules)
    let new = try Self.pipeline(rules, policy: "policy: { hold: 3 }\n")
    let state = try await Replay(before: old, after: new, threads: 1).run(
      HistoryRows([Self.row(1, "казино", judgedBy: old)]))
    #expect(state.flips.map(\.rules) == [["ruleset.yaml"]])
  }

  @Test func goesOnWhereItWasStopped() async throws {
    let old = try Self.pipeline("")
    let new = try Self.pipeline(Self.rules(Self.rule("casino", "казино", score: 6)))
    let rows = (1...3_000).map { Self.row($0, $0 % 7 == 0 ? "казино \($0)" : "слово \($0)", judgedBy: old) }
    let replay = Replay(before: old, after: new, threads: 2)
    let whole = try await replay.run(HistoryRows(rows))
    let (reached, signal) = AsyncStream.makeStream(of: Void.self)
    let source = StoppingHistory(rows: HistoryRows(rows), stop: rows[1_023].comment) { signal.finish() }
    let work = Task { try await replay.run(source) }
    for await _ in reached {}
    work.cancel()
    let part = try await work.value
    #expect(!part.isComplete)
    #expect(part.rows < rows.count)
    #expect(part.totals.comments == part.rows)
    let rest = try await replay.run(HistoryRows(rows), from: part)
    #expect(rest == whole)
    #expect(whole.totals.flips.count == 3_000 / 7)
  }

  @Test func aSampleIsEvenAndTheSameEachTime() async throws {
    let old = try Self.pipeline("")
    let rows = (1...4_000).map { Self.row($0, "слово", judgedBy: old) }
    let replay = Replay(before: nil, after: old, selection: .init(sample: 1_000), threads: 2)
    let first = try await replay.run(HistoryRows(rows))
    #expect((850...1_150).contains(first.totals.comments))
    #expect(try await replay.run(HistoryRows(rows)) == first)
  }

  @Test func whatWouldTurnOrHideTheRestIsReplaced() {
    #expect(PageWriter.escaped("a\u{202E}b\u{0}<'\"&>") == "a\u{FFFD}b\u{FFFD}&lt;&#39;&quot;&amp;&gt;")
  }

  @Test func thePageShowsNothingThatABrowserWouldRun() async throws {
    let old = try Self.pipeline("")
    let new = try Self.pipeline(Self.rules(Self.rule("casino", "казино", score: 6)))
    let text = "<script>alert(1)</script> казино \" onload=x &"
    let state = try await Replay(before: old, after: new, threads: 1).run(
      HistoryRows([Self.row(1, text, .approve, judgedBy: old)]))
    for language in ["en", "ru", "uk"] {
      let html = ReplayPage(state: state, before: "<b>", after: "new", language: language).html()
      #expect(!html.contains("<script"))
      #expect(html.contains("&lt;script&gt;"))
      #expect(html.contains("<mark>казино</mark>"))
      #expect(html.contains("<svg"))
      #expect(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"))
      #expect(!html.contains("http:") && !html.contains("https:"))
    }
  }
}

/// Stands still at a place until the task is cancelled.
private struct StoppingHistory: HistorySource {
  var rows: HistoryRows
  var stop: CommentID
  var reached: @Sendable () -> Void

  func rows(after: HistoryCursor?, limit: Int) async throws -> [HistoryRow] {
    if after?.comment == stop {
      reached()
      while !Task.isCancelled { await Task.yield() }
    }
    return try await rows.rows(after: after, limit: limit)
  }

  func estimatedCount() async throws -> Int? { nil }
}
