import Foundation
import ModerationModel
import ModerationPipeline
import RuleTuning

/// A history in a file, one JSON object a line:
/// `{"id", "text", "lang"?, "at"?, "author"?{…, "approved"?}, "label"?, "action"?, "audit"?, "inclusion"?}`.
///
/// `label` is what a person decided: `approve`, `reject`, `spam`, or whether the comment is unfit (`true`, `false`).
/// `action` is what the machine did, `publish` when it is left out. `inclusion` is the probability with which a person was
/// to look; `audit` says that chance alone asked for it. Where no row has an `inclusion` and every row a label, all of
/// them were looked at. Rows without `at` follow each other by a minute, in the order of the file. Other keys are passed
/// over.
///
/// All of it is kept in memory, about 1 KiB and the text for a row; a million rows take some 2 GiB.
struct HistoryFile {
  /// Rows at most.
  static let rowsMax = 2_000_000

  var rows: [HistoryRow]

  init(path: String, policy: CommentPolicy) throws {
    var lines: [Line] = []
    var blocks = try LineBlocks(path: path)
    let decoder = JSONDecoder()
    while let block = try blocks.next() {
      var problem: InputError?
      if block.isTooLong { throw InputError(path: path, line: block.firstLine, problem: RowDecoding.tooLong.message) }
      block.forEachLine { line, number in
        guard problem == nil else { return }
        do throws(RowProblem) {
          guard lines.count < Self.rowsMax else {
            throw RowProblem("too_long", "the history has more than \(Self.rowsMax) rows")
          }
          let row = try RowDecoding.decode(Line.self, from: line, with: decoder)
          try row.check()
          lines.append(row)
        } catch {
          problem = InputError(path: path, line: number, problem: error.message)
        }
      }
      if let problem { throw problem }
    }
    let isWhole = lines.allSatisfy { $0.inclusion == nil && $0.label != nil }
    rows = lines.enumerated().map { number, line in
      line.row(number: number, policy: policy, isWhole: isWhole)
    }
  }

  private struct Line: Decodable {
    struct Author: Decodable {
      var name: String?
      var email: String?
      var url: String?
      var subject: String?
      var approved: Int?
    }

    enum Label: Decodable {
      case decision(String)
      case isBad(Bool)

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let isBad = try? value.decode(Bool.self) {
          self = .isBad(isBad)
        } else {
          self = .decision(try value.decode(String.self))
        }
      }
    }

    var text: String
    var lang: String?
    var at: String?
    var author: Author?
    var label: Label?
    var action: String?
    var audit: Bool?
    var inclusion: Double?
    var moderator: String?

    /// A million rows a minute apart, from the year 2000.
    private static let begin = Timestamp(milliseconds: 946_684_800_000)

    func check() throws(RowProblem) {
      if let lang, Language(lang) == nil { throw RowProblem("bad_language", "«lang» is not a language code") }
      if let at, Timestamp(at) == nil {
        throw RowProblem("bad_time", "«at» is not a time such as 2026-11-20T09:30:00Z")
      }
      if case .decision(let word) = label, Decision(rawValue: word) == nil {
        let known = Decision.allCases.map(\.rawValue).joined(separator: ", ")
        throw RowProblem("bad_label", "«label» is none of \(known), true and false")
      }
      if let action, Action(rawValue: action) == nil {
        let known = Action.allCases.map(\.rawValue).joined(separator: ", ")
        throw RowProblem("bad_action", "«action» is none of \(known)")
      }
      if let inclusion, !(inclusion > 0 && inclusion <= 1) {
        throw RowProblem("bad_inclusion", "«inclusion» is a probability above 0 and at most 1")
      }
      guard text.utf8.count <= CommentPolicy.bodyBytesCeiling else {
        throw RowProblem("too_long", "«text» is longer than a comment may be")
      }
    }

    func row(number: Int, policy: CommentPolicy, isWhole: Bool) -> HistoryRow {
      let now = at.flatMap { Timestamp($0) } ?? Self.begin.adding(seconds: Double(number) * 60)
      let random = UInt128(number)
      var context = SubmissionContext.standalone(now: now, policy: policy)
      if let approved = author?.approved {
        context.author = AuthorHistory(
          key: author?.subject ?? author?.name ?? "", firstSeenAt: approved > 0 ? now : nil,
          record: AuthorRecord(published: approved, approved: approved))
      }
      let claim = AuthorClaim(
        name: author?.name ?? "", email: author?.email, url: author?.url, subject: author?.subject)
      let action = action.flatMap { Action(rawValue: $0) } ?? .publish
      let decision: Decision? =
        switch label {
        case .decision(let word): Decision(rawValue: word)
        case .isBad(let isBad): isBad ? .reject : .approve
        case nil: nil
        }
      let inclusion = inclusion ?? (isWhole || action == .hold ? 1 : nil)
      return HistoryRow(
        comment: CommentID(time: now, random: random), revision: RevisionID(time: now, random: random),
        submission: Submission(
          article: Self.article, text: text, author: claim, language: lang.flatMap { Language($0) }),
        context: context, verdict: Verdict(action: action, score: 0, ruleSet: ""),
        label: decision.map {
          HumanLabel(
            decision: $0, moderator: moderator ?? "", at: now, isFromAudit: audit ?? false)
        },
        inclusion: inclusion)
    }

    private static let article: ArticleID = {
      guard let id = ArticleID("history") else { preconditionFailure("a plain word is an article's key") }
      return id
    }()
  }
}
