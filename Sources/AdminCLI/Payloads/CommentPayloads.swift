import CommentFlow
import CommentStore
import ModerationModel

/// Points without the dust of binary fractions.
func roundedPoints(_ points: Double) -> Double {
  (points * 10_000).rounded() / 10_000
}

/// A finding as programs read it; ranges are UTF-8 byte offsets of the field as given.
struct SignalPayload: Encodable {
  struct Place: Encodable {
    var field: String
    var range: [Int]
  }

  var name: String
  var source: String
  var category: String
  var score: Double
  var status: String
  var group: String?
  var floor: String?
  var ceiling: String?
  var evidence: [Place]
  var reason: String

  init(_ signal: Signal) {
    name = signal.name
    source = signal.source.rawValue
    category = signal.category.rawValue
    score = roundedPoints(signal.score)
    status = signal.status.rawValue
    group = signal.group
    floor = signal.floor?.rawValue
    ceiling = signal.ceiling?.rawValue
    evidence = signal.evidence.map {
      Place(field: $0.field.rawValue, range: [$0.range.lowerBound, $0.range.upperBound])
    }
    reason = signal.reason
  }
}

struct VerdictPayload: Encodable {
  struct Limits: Encodable {
    var hold: Double
    var reject: Double
    var spam: Double
  }

  var action: String
  var score: Double
  var categories: [String: Double]
  var thresholds: Limits
  var signals: [SignalPayload]
  var ruleset: String
  var model: String?
  var language: String?

  init(_ verdict: Verdict) {
    action = verdict.action.rawValue
    score = roundedPoints(verdict.score)
    categories = Dictionary(
      uniqueKeysWithValues: verdict.categories.map { ($0.key.rawValue, roundedPoints($0.value)) })
    thresholds = Limits(
      hold: verdict.thresholds.hold, reject: verdict.thresholds.reject, spam: verdict.thresholds.spam)
    signals = verdict.signals.map { SignalPayload($0) }
    ruleset = verdict.ruleSet
    model = verdict.model
    language = verdict.language?.code
  }
}

struct CommentPayload: Encodable {
  var id: String
  var site: String
  var article: String
  var parent: String?
  var depth: Int
  var author: String
  var authorName: String
  var authorUrl: String?
  var state: String
  var cause: String
  var text: String
  var revision: Int
  var createdAt: String
  var editedAt: String?
  var replies: Int
  var votes: Int
  var language: String?
  var version: Int
  /// Only its place above visible replies is shown.
  var isShell: Bool?
  var action: String
  var score: Double

  init(_ comment: Comment, isShell: Bool? = nil) {
    id = comment.id.description
    site = comment.site.key
    article = comment.article.key
    parent = comment.parent?.description
    depth = comment.depth
    author = comment.author.description
    authorName = comment.authorName
    authorUrl = comment.authorURL
    state = comment.state.rawValue
    cause = comment.cause.rawValue
    text = comment.revision.text
    revision = comment.revision.number
    createdAt = comment.createdAt.description
    editedAt = comment.editedAt?.description
    replies = comment.replies
    votes = comment.votes
    language = comment.language?.code
    version = comment.version
    self.isShell = isShell
    action = comment.revision.verdict.action.rawValue
    score = roundedPoints(comment.revision.verdict.score)
  }
}

struct CommentsPayload: Encodable {
  var comments: [CommentPayload]
  var total: Int?
  var next: String?
}

/// A comment with all that led to its state.
struct ExplanationPayload: Encodable {
  struct RevisionPayload: Encodable {
    var number: Int
    var text: String
    var createdAt: String
    /// Absent while chance has chosen the comment: whoever decides must not know it.
    var verdict: VerdictPayload?
  }

  struct ReportPayload: Encodable {
    var reason: String
    var note: String
    var weight: Double
    var at: String
  }

  var comment: CommentPayload
  var revisions: [RevisionPayload]
  var reviews: [ReviewPayload]
  var reports: [ReportPayload]
  var `case`: CasePayload?
  var author: AuthorPayload?
  var appeals: [AppealPayload]

  init(_ explanation: CommentExplanation) {
    comment = CommentPayload(explanation.comment)
    revisions = explanation.revisions.map {
      RevisionPayload(
        number: $0.number, text: $0.text, createdAt: $0.createdAt.description,
        verdict: explanation.isBlind ? nil : VerdictPayload($0.verdict))
    }
    reviews = explanation.reviews.map { ReviewPayload($0) }
    reports = explanation.reports.map {
      ReportPayload(reason: $0.reason.rawValue, note: $0.note, weight: $0.weight, at: $0.at.description)
    }
    `case` = explanation.moderationCase.map { CasePayload($0) }
    author = explanation.author.map { AuthorPayload($0) }
    appeals = explanation.appeals.map { AppealPayload($0) }
  }
}

struct AppealPayload: Encodable {
  var id: String
  var comment: String
  var state: String
  var text: String
  /// Who refused; absent when the machine did.
  var decider: String?
  var `case`: String
  var filedAt: String
  var answeredAt: String?
  var answer: String?

  init(_ appeal: Appeal) {
    id = appeal.id.description
    comment = appeal.comment.description
    state = appeal.state.rawValue
    text = appeal.text
    decider = appeal.decider
    `case` = appeal.moderationCase.description
    filedAt = appeal.filedAt.description
    answeredAt = appeal.answeredAt?.description
    answer = appeal.answer?.description
  }
}
