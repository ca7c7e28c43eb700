import ArgumentParser
import Foundation
import HistoryFixtures
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesRehearseCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Make a made-up newsroom to practise on: its rules, and half a year of decided comments.",
    discussion: """
      DIR gets `rules`, a small rule set, and `history.jsonl`, comments that these rules have judged and moderators, who err, have
      decided in part. Nothing in it is anybody's. The same --seed makes the same.
      """)

  @Argument(help: "The folder to make; it must not exist yet.") var folder: String
  @Option(help: "Comments.") var comments = 10_000
  @Option(help: "Which of many histories.") var seed: UInt64 = 1
  @Flag(help: "Also write the truth about each comment: kind, and whether it is unfit.") var truth = false
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var folder: String
    var comments: Int
    var decided: Int
  }

  private struct Row: Encodable {
    struct Author: Encodable {
      var name: String
      var approved: Int
    }

    struct Truth: Encodable {
      var kind: String
      var isBad: Bool
      var campaign: Int?
    }

    var id: String
    var at: String
    var lang: String
    var text: String
    var author: Author
    var action: String
    var label: String?
    var moderator: String?
    var audit: Bool?
    var inclusion: Double
    var truth: Truth?
  }

  func validate() throws {
    guard (1...HistoryFile.rowsMax).contains(comments) else {
      throw ValidationError("--comments is 1 to \(HistoryFile.rowsMax).")
    }
  }

  func execute(_ console: Console) async throws {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw Complaint.trouble(
        "file_exists", "\(Harmless.line(folder)) is there already, and nothing is overwritten",
        advice: "name another folder")
    }
    let files = RuleFiles(NewsroomRules.files)
    let history = GeneratedHistory(count: comments, seed: seed)
    let all = history.comments()
    let progress = Progress("comments")
    let judge = HistoryJudge(
      pipeline: ModerationPipeline(ruleSet: try RuleSet(files: files)),
      threads: ProcessInfo.processInfo.activeProcessorCount)
    let judged = try await judge.judge(HistoryRows(all.map { $0.historyRow() })) { progress.advance(by: $0) }
    progress.finish()
    let actions = judged.map(\.verdict.action)
    let reviewed = history.reviewed(all) { actions[$0.number] != .publish }
    var text: [UInt8] = []
    for item in reviewed { text += try JSONText.line(row(item, actions[item.comment.number])) }
    do {
      let root = URL(filePath: folder, directoryHint: .isDirectory)
      for (path, words) in NewsroomRules.files {
        let file = root.appending(path: "rules/" + path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(words.utf8).write(to: file)
      }
      try Data(text).write(to: root.appending(path: "history.jsonl"))
    } catch {
      throw InputError(path: folder, problem: "cannot be written: \(error.localizedDescription)")
    }
    let decided = reviewed.count { $0.decision != nil }
    switch console.format {
    case .json: try console.send(Payload(folder: folder, comments: comments, decided: decided))
    case .text:
      try console.say(
        "\(Harmless.line(folder)) has rules and \(Complaint.count(comments, "comment")), of which \(decided) are decided."
      )
    }
  }

  private func row(_ item: ReviewedComment, _ action: Action) -> Row {
    let comment = item.comment
    return Row(
      id: "c\(comment.number)", at: Timestamp(milliseconds: comment.at).description, lang: comment.language,
      text: comment.text, author: .init(name: comment.author, approved: comment.approved), action: action.rawValue,
      label: item.decision.map { $0.isRefused ? "reject" : "approve" }, moderator: item.decision?.moderator,
      audit: item.decision.map(\.isFromAudit), inclusion: item.inclusion,
      truth: truth
        ? .init(kind: comment.kind.rawValue, isBad: comment.isBad, campaign: comment.campaign) : nil)
  }
}

extension HistoryComment {
  /// The comment as it would have been stored, before anybody decided on it.
  func historyRow() -> HistoryRow {
    let now = Timestamp(milliseconds: at)
    var context = SubmissionContext.standalone(now: now)
    context.author = AuthorHistory(
      key: author, firstSeenAt: approved > 0 ? now : nil,
      record: AuthorRecord(published: approved, approved: approved))
    return HistoryRow(
      comment: CommentID(time: now, random: UInt128(number)), revision: RevisionID(time: now, random: UInt128(number)),
      submission: Submission(
        article: Self.article, text: text, author: AuthorClaim(name: author), language: Language(language)),
      context: context, verdict: Verdict(action: .publish, score: 0, ruleSet: ""))
  }

  private static let article: ArticleID = {
    guard let id = ArticleID("history") else { preconditionFailure("a plain word is an article's key") }
    return id
  }()
}
