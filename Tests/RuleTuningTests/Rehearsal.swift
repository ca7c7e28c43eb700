import HistoryFixtures
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning

/// The made-up newsroom's history as rows.
enum Rehearsal {
  static let article = ArticleID("history")!

  /// What the newsroom's rules did, and its moderators decided.
  static func rows(_ count: Int, seed: UInt64 = 1) throws -> [HistoryRow] {
    let history = GeneratedHistory(count: count, seed: seed)
    let comments = history.comments()
    let pipeline = ModerationPipeline(ruleSet: try RuleSet(files: RuleFiles(NewsroomRules.files)))
    let judged = HistoryJudge(pipeline: pipeline, threads: 1).judge(comments.map { row($0) })
    let reviewed = history.reviewed(comments) { judged[$0.number].verdict.action != .publish }
    return zip(reviewed, judged).map { item, judged in
      var row = judged.row
      row.verdict = judged.verdict
      row.label = item.decision.map {
        HumanLabel(
          decision: $0.isRefused ? .reject : .approve, moderator: $0.moderator,
          at: Timestamp(milliseconds: $0.at), isFromAudit: $0.isFromAudit)
      }
      row.inclusion = item.inclusion
      return row
    }
  }

  /// Every comment decided rightly: for looking at rules, not at moderators.
  static func decided(_ count: Int, seed: UInt64 = 1) -> [HistoryRow] {
    GeneratedHistory(count: count, seed: seed).comments().map { comment in
      var row = row(comment)
      row.label = HumanLabel(
        decision: comment.isBad ? .reject : .approve, moderator: "truth", at: row.context.now)
      row.inclusion = 1
      return row
    }
  }

  private static func row(_ comment: HistoryComment) -> HistoryRow {
    let now = Timestamp(milliseconds: comment.at)
    var context = SubmissionContext.standalone(now: now)
    context.author = AuthorHistory(
      key: comment.author, firstSeenAt: comment.approved > 0 ? now : nil,
      record: AuthorRecord(published: comment.approved, approved: comment.approved))
    return HistoryRow(
      comment: CommentID(time: now, random: UInt128(comment.number)),
      revision: RevisionID(time: now, random: UInt128(comment.number)),
      submission: Submission(
        article: article, text: comment.text, author: AuthorClaim(name: comment.author),
        language: Language(comment.language)),
      context: context, verdict: Verdict(action: .publish, score: 0, ruleSet: ""))
  }
}
