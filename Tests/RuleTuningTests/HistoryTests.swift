import ModerationModel
import ModerationPipeline
import RuleTuning
import Testing

@Suite struct HistoryTests {
  @Test func pagesAnArrayWithoutGapOrRepeat() async throws {
    let rows = (1...10).map { number in
      HistoryRow(
        comment: CommentID(bits: UInt128(number)), revision: RevisionID(bits: UInt128(number)),
        submission: Submission(article: ArticleID("a")!, text: "\(number)", author: AuthorClaim(name: "Оля")),
        context: .standalone(now: Timestamp(milliseconds: 0)), verdict: Verdict(action: .publish, score: 0, ruleSet: "")
      )
    }
    let history = HistoryRows(rows.shuffled())
    var seen: [HistoryRow] = []
    var cursor: HistoryCursor?
    while true {
      let page = try await history.rows(after: cursor, limit: 3)
      seen += page
      guard page.count == 3, let last = page.last else { break }
      cursor = HistoryCursor(comment: last.comment)
    }
    #expect(seen == rows)
  }
}
