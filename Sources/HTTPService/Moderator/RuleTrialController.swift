import CommentFlow
import HTTPTypes
import Hummingbird
import ModerationModel
import RuleEngine
import RuleTuning

/// Tries a text and a draft of rules; nothing is stored.
enum RuleTrialController {
  static let endpoints = [
    Endpoint(
      .post, "/v1/rules/try", access: .moderator(.read), bodyBytesMax: RuleTrialQuestion.requestBytesMax,
      "Why a text is judged as it is, and what a draft of rules would do to the last comments; nothing is stored.",
      handle: answer)
  ]

  /// Pattern hits that are listed; a text may be full of them.
  static let hitsMax = 200

  static func answer(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["text", "author", "language", "draft", "last"])
    var question = RuleTrialQuestion()
    question.text = try fields.text("text", bytesMax: CommentPolicy.bodyBytesCeiling)
    question.author = try fields.text("author", bytesMax: AuthorClaim.nameBytesMax)
    question.language = try fields.text("language", bytesMax: 35).map { code throws(Problem) in
      guard let language = Language(code) else {
        throw Problem(field: "language", "must be a code such as ru, uk or en")
      }
      return language
    }
    question.draft = try fields.text("draft", bytesMax: RuleDraft.textBytesMax)
    question.last = try fields.integer("last", in: 1...RuleTrial.commentsMax) ?? RuleTrial.commentsUsual
    guard question.text != nil || question.draft != nil else {
      throw Problem(field: "text", "is missing, and so is draft; one of them is needed")
    }
    let trial = try await exchange.service.shared.trials.answer(question, exchange)
    return CommentService.response(json: [
      "text": trial.text.map(text) ?? .null, "draft": trial.draft.map(draft) ?? .null,
    ])
  }

  private static func text(_ answer: RuleTrial.TextAnswer) -> JSONValue {
    [
      "verdict": NewsroomPayloads.verdict(answer.cause.verdict),
      "before": answer.before.map(NewsroomPayloads.verdict) ?? .null,
      "enough": .array(answer.cause.enough.map { .string($0) }),
      "views": .array(
        answer.cause.views.filter { !$0.text.isEmpty }.map { view in
          ["field": .string(view.field.rawValue), "view": .string(view.name), "text": .string(view.text)]
        }),
      "hits": .array(answer.cause.hits.prefix(hitsMax).map(hit)),
    ]
  }

  private static func hit(_ found: (rule: String, hit: RuleExplanation.Hit)) -> JSONValue {
    let hit = found.hit
    return [
      "rule": .string(found.rule), "pattern": .string(hit.pattern), "list": JSONValue(hit.list),
      "place": .string("\(hit.place.file):\(hit.place.line)"), "field": .string(hit.field.rawValue),
      "view": .string(hit.view), "view_text": .string(hit.viewText), "text": .string(hit.text),
      "range": [.integer(Int64(hit.range.lowerBound)), .integer(Int64(hit.range.upperBound))],
    ]
  }

  private static func draft(_ answer: RuleTrial.DraftAnswer) -> JSONValue {
    [
      "rules": .array(answer.draft.rules.map { .string($0) }),
      "findings": .array(answer.draft.findings.map(finding)),
      "tests": .array(
        answer.draft.tests.map { test in
          [
            "rule": .string(test.rule), "expectation": .string(test.expectation.rawValue), "text": .string(test.text),
            "passed": .bool(test.passed), "explanation": JSONValue(test.explanation),
          ]
        }),
      "replay": answer.replay.map(replay) ?? .null,
    ]
  }

  private static func finding(_ finding: Diagnostic) -> JSONValue {
    [
      "severity": .string(finding.severity.rawValue), "code": .string(finding.code.rawValue),
      "file": .string(finding.place.file), "line": .integer(Int64(finding.place.line)),
      "column": .integer(Int64(finding.place.column)), "message": .string(finding.message),
      "expected": JSONValue(finding.expected), "suggestion": JSONValue(finding.suggestion),
      "shown": .string(finding.description),
    ]
  }

  private static func replay(_ state: ReplayState) -> JSONValue {
    let totals = state.totals
    return [
      "comments": .integer(Int64(totals.comments)), "labelled": .integer(Int64(totals.labelled)),
      "changed": .integer(Int64(totals.flips.count)), "now_agree": .integer(Int64(totals.flips.nowAgree)),
      "now_disagree": .integer(Int64(totals.flips.nowDisagree)),
      "unreviewed": .integer(Int64(totals.flips.unreviewed)), "complete": .bool(state.isComplete),
      "flips": .array(state.flips.map(flip)),
    ]
  }

  private static func flip(_ flip: Flip) -> JSONValue {
    [
      "comment": .string(flip.comment), "at": .string(flip.at), "text": .string(flip.text),
      "marks": .array(flip.marks.map { .integer(Int64($0)) }),
      "before": ["action": .string(flip.before.action), "score": NewsroomPayloads.points(flip.before.score)],
      "after": ["action": .string(flip.after.action), "score": NewsroomPayloads.points(flip.after.score)],
      "kind": .string(flip.kind.rawValue), "decision": JSONValue(flip.decision),
      "rules": .array(flip.rules.map { .string($0) }), "least": .bool(flip.isLeast),
    ]
  }
}
