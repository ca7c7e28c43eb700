import CommentStore
import ModerationModel

extension RouteShape {
  private static let limit = Parameter(name: "limit", kind: .integer(1, 200))
  private static let cursor = Parameter(name: "cursor", kind: .text(max: 4000))

  /// By method and path.
  static let all: [String: RouteShape] = reader.merging(newsroom) { first, _ in first }

  private static let reader: [String: RouteShape] = [
    "GET /v1/articles/{article}/comments": RouteShape(
      "ThreadPage",
      query: [Parameter(name: "sort", kind: .choice(ThreadSort.allCases.map(\.rawValue))), limit, cursor],
      statuses: [200, 304]),
    "POST /v1/articles/{article}/comments": RouteShape(
      "Receipt", body: "Submission", statuses: [201, 202], takesForms: true),
    "GET /v1/articles/{article}/form": RouteShape(
      "Form", query: [Parameter(name: "parent", kind: .text(max: 36))]),
    "GET /v1/comments/{comment}": RouteShape("AnyComment", statuses: [200, 304]),
    "PATCH /v1/comments/{comment}": RouteShape("OwnComment", body: "Edit"),
    "DELETE /v1/comments/{comment}": RouteShape(nil, statuses: [204]),
    "POST /v1/comments/{comment}/reports": RouteShape("Reported", body: "Report", statuses: [202]),
    "POST /v1/comments/{comment}/votes": RouteShape("Votes"),
    "DELETE /v1/comments/{comment}/votes": RouteShape("Votes"),
    "POST /v1/comments/{comment}/appeals": RouteShape("Appeal", body: "AppealText", statuses: [201]),
    "GET /v1/articles/{article}/shares": RouteShape("Shares"),
    "POST /v1/articles/{article}/shares/{network}": RouteShape("ShareRecorded"),
    "GET /v1/counts": RouteShape(
      "Counts", query: [Parameter(name: "url", kind: .texts(max: Article.urlBytesMax), isRequired: true)]),
    "GET /v1/articles/{article}": RouteShape("Article"),
    "GET /v1/articles/{article}/events": RouteShape(nil, mediaType: "text/event-stream"),
    "GET /v1/articles/{article}/feed.atom": RouteShape(
      nil, statuses: [200, 304], mediaType: "application/atom+xml"),
    "POST /v1/session": RouteShape("Session", body: "SignIn"),
    "GET /v1/session": RouteShape("Session"),
    "DELETE /v1/session": RouteShape(nil, statuses: [204]),
    "GET /healthz": RouteShape("Status"),
    "GET /readyz": RouteShape("Status"),
    "GET /metrics": RouteShape(nil, mediaType: "text/plain"),
    "GET /openapi.json": RouteShape("Document"),
  ]

  private static let newsroom: [String: RouteShape] = [
    "GET /v1/queue": RouteShape(
      "Queue",
      query: [
        Parameter(name: "article", kind: .text(max: ArticleID.keyBytesMax)),
        Parameter(name: "cause", kind: .choice(ModerationCase.Cause.allCases.map(\.rawValue))),
        Parameter(name: "escalated", kind: .flag), Parameter(name: "claimable", kind: .flag),
        Parameter(name: "where", kind: .text(max: ModerationQuery.bytesMax)),
        Parameter(name: "limit", kind: .integer(1, CaseQuery.limitMax)), cursor,
      ]),
    "POST /v1/queue/claims": RouteShape("Queue", body: "Claim"),
    "DELETE /v1/queue/claims/{case}": RouteShape("Document"),
    "PUT /v1/queue/escalations/{case}": RouteShape("Document", body: "Escalation"),
    "DELETE /v1/queue/escalations/{case}": RouteShape("Document"),
    "PUT /v1/queue/tags/{case}": RouteShape("Document", body: "Tags"),
    "POST /v1/reviews": RouteShape("Review", body: "Decision", statuses: [201, 200]),
    "GET /v1/reviews": RouteShape(
      "Document",
      query: [
        Parameter(name: "moderator", kind: .text(max: Moderator.nameBytesMax)),
        Parameter(name: "limit", kind: .integer(1, 500)),
      ]),
    "GET /v1/reviews/{review}": RouteShape("Review"),
    "POST /v1/reviews/{review}/undo": RouteShape("Review"),
    "GET /v1/comments/{comment}/explanation": RouteShape("Document"),
    "GET /v1/comments": RouteShape(
      "Document",
      query: [
        Parameter(name: "article", kind: .text(max: ArticleID.keyBytesMax)),
        Parameter(name: "author", kind: .text(max: 36)), Parameter(name: "before", kind: .text(max: 36)),
        Parameter(name: "state", kind: .choice(CommentState.allCases.map(\.rawValue))),
        Parameter(name: "text", kind: .text(max: 500)),
        Parameter(name: "limit", kind: .integer(1, CommentQuery.limitMax)),
      ]),
    "GET /v1/authors": RouteShape(
      "Document", query: [Parameter(name: "name", kind: .text(max: 200), isRequired: true), limit]),
    "GET /v1/authors/{author}": RouteShape("Document"),
    "PUT /v1/authors/{author}/sanction": RouteShape("Document", body: "Sanction"),
    "DELETE /v1/authors/{author}/sanction": RouteShape("Document"),
    "GET /v1/authors/{author}/export": RouteShape("Document"),
    "DELETE /v1/authors/{author}": RouteShape("Document"),
    "GET /v1/rules": RouteShape("Document"),
    "GET /v1/rules/{rule}": RouteShape("Document"),
    "POST /v1/rules/try": RouteShape("Document", body: "RuleTrial"),
    "POST /v1/check": RouteShape("Verdict", body: "Check"),
    "GET /v1/log": RouteShape(
      "Document",
      query: [
        Parameter(name: "after", kind: .integer(0, Int(Int64.max))), Parameter(name: "limit", kind: .integer(1, 1000)),
      ]),
    "GET /v1/stats": RouteShape(
      "Document", query: [Parameter(name: "days", kind: .integer(1, Int(FigureWindow.daysMax)))]),
    "GET /v1/articles": RouteShape(
      "Document",
      query: [
        Parameter(name: "after", kind: .text(max: ArticleID.keyBytesMax)),
        Parameter(name: "limit", kind: .integer(1, 500)),
      ]),
    "POST /v1/articles": RouteShape("Document", body: "NewArticle", statuses: [201]),
    "PATCH /v1/articles/{article}": RouteShape("Document", body: "ArticleChange"),
    "PUT /v1/articles/{article}/shares/{network}": RouteShape("Shares", body: "ReportedShares"),
    "GET /v1/webhooks": RouteShape("Document"),
    "POST /v1/webhooks": RouteShape("Document", body: "NewWebhook", statuses: [201]),
    "PATCH /v1/webhooks/{webhook}": RouteShape("Document", body: "WebhookChange"),
    "DELETE /v1/webhooks/{webhook}": RouteShape(nil, statuses: [204]),
    "POST /v1/webhooks/{webhook}/secret": RouteShape("Document"),
  ]
}
