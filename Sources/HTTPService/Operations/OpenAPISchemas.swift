import CommentFlow
import CommentStore
import ModerationModel
import RuleEngine
import RuleTuning

/// The schemas of `/openapi.json`. Lengths are in characters there and in bytes here, so that they are upper bounds.
enum OpenAPISchemas {
  static func text(_ max: Int? = nil, isOptional: Bool = false) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("type", isOptional ? ["string", "null"] : "string")
    ]
    if let max { members.append(.init("maxLength", .integer(Int64(max)))) }
    return .object(members)
  }

  static func choice(_ words: [String], isOptional: Bool = false) -> JSONValue {
    let words = words.map { JSONValue.string($0) } + (isOptional ? [.null] : [])
    return ["enum": .array(words)]
  }

  /// Text with at least one character that people see.
  static func words(_ max: Int) -> JSONValue {
    ["type": "string", "minLength": 1, "maxLength": .integer(Int64(max)), "pattern": "[\\p{L}\\p{N}]"]
  }

  static func language(isOptional: Bool = false) -> JSONValue {
    [
      "type": isOptional ? ["string", "null"] : "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$", "maxLength": 35,
    ]
  }

  static let integer: JSONValue = ["type": "integer"]
  static let flag: JSONValue = ["type": "boolean"]
  static let optionalInteger: JSONValue = ["type": ["integer", "null"]]
  static let identity: JSONValue = ["type": "string", "format": "uuid"]
  static let optionalIdentity: JSONValue = ["type": ["string", "null"], "format": "uuid"]
  static let time: JSONValue = ["type": "string", "format": "date-time"]
  static let optionalTime: JSONValue = ["type": ["string", "null"], "format": "date-time"]

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

  static func list(_ item: JSONValue, max: Int? = nil) -> JSONValue {
    var members: [JSONValue.Member] = [.init("type", "array"), .init("items", item)]
    if let max { members.append(.init("maxItems", .integer(Int64(max)))) }
    return .object(members)
  }

  /// An object; unknown members are refused in what is sent, and allowed in what is answered.
  static func object(
    _ properties: [(String, JSONValue)], required: [String]? = nil, isClosed: Bool = false
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("type", "object"), .init("properties", .object(properties.map { .init($0.0, $0.1) })),
      .init("required", .array((required ?? properties.map(\.0)).map { .string($0) })),
    ]
    if isClosed { members.append(.init("additionalProperties", false)) }
    return .object(members)
  }

  private static let states = ["visible", "pending", "rejected", "deleted"]

  static let answers: [(String, JSONValue)] = [
    (
      "Problem",
      object(
        [
          ("type", text()), ("title", text()), ("status", integer),
          ("code", choice(Problem.Code.allCases.map(\.rawValue))), ("detail", text()),
        ])
    ),
    (
      "Comment",
      object(
        [
          ("id", identity), ("article", text()), ("parent", optionalIdentity), ("depth", integer),
          ("state", choice(states)), ("replies", integer), ("votes", integer), ("created_at", time),
          (
            "author",
            [
              "anyOf": [
                object([("id", identity), ("name", text()), ("url", text(isOptional: true))]), ["type": "null"],
              ]
            ]
          ), ("text", text(isOptional: true)), ("language", text(isOptional: true)), ("edited_at", optionalTime),
        ])
    ),
    (
      "ThreadPage",
      object([("comments", list(reference("Comment"))), ("total", integer), ("next", text(isOptional: true))])
    ),
    (
      "Receipt",
      object(
        [
          ("comment", reference("Comment")), ("state", choice(states)), ("version", integer), ("edit_token", text()),
          ("repeated", flag), ("link", text()),
        ])
    ),
    (
      "OwnComment",
      object(
        [
          ("comment", reference("Comment")), ("state", choice(states)), ("version", integer), ("editable_until", time),
        ])
    ),
    ("AnyComment", ["anyOf": [reference("Comment"), reference("OwnComment")]]),
    ("Form", object([("token", text()), ("expires_in", integer), ("honeypot", text()), ("open", flag)])),
    ("Reported", object([("reported", flag)])),
    ("Votes", object([("votes", integer), ("voted", flag), ("counted", flag)])),
    ("Appeal", object([("id", identity), ("state", text()), ("filed_at", time)])),
    (
      "Shares",
      object(
        [
          ("total", optionalInteger),
          (
            "networks",
            list(
              object([("network", text()), ("count", optionalInteger), ("recorded", optionalInteger)]))
          ),
        ])
    ),
    ("ShareRecorded", object([("counted", flag), ("count", optionalInteger), ("total", optionalInteger)])),
    (
      "Counts",
      object([
        (
          "counts",
          list(
            object(
              [
                ("url", text()), ("article", text(isOptional: true)), ("comments", optionalInteger),
                ("shares", optionalInteger),
              ]))
        )
      ])
    ),
    (
      "Article",
      object(
        [
          ("id", text()), ("url", text()), ("title", text()), ("language", text()), ("published_at", time),
          ("open", flag), ("comments", integer), ("shares", optionalInteger), ("body_bytes_max", integer),
          ("depth_max", integer), ("edit_window_seconds", ["type": "number"]), ("version", integer),
        ])
    ),
    ("Session", object([("name", text()), ("role", text()), ("form_key", text(isOptional: true))])),
    ("Status", object([("status", text())])),
    (
      "Queue", object([("cases", list(["type": "object"]))], required: ["cases"])
    ),
    ("Review", object([("decision", choice(Decision.allCases.map(\.rawValue)))])),
    ("Verdict", object([("action", choice(Action.allCases.map(\.rawValue))), ("score", ["type": "number"])])),
    ("Document", ["type": "object"]),
  ]

  static let bodies: [(String, JSONValue)] = [
    (
      "Submission",
      object(
        [
          ("text", words(CommentPolicy.bodyBytesCeiling)), ("parent", text(36, isOptional: true)),
          (
            "author",
            object(
              [
                ("name", text(AuthorClaim.nameBytesMax)), ("email", text(AuthorClaim.emailBytesMax, isOptional: true)),
                ("url", text(AuthorClaim.urlBytesMax, isOptional: true)),
              ], required: [], isClosed: true)
          ), ("token", text(1000, isOptional: true)), (SubmissionFields.honeypotField, text(1000, isOptional: true)),
        ], required: ["text"], isClosed: true)
    ),
    (
      "Edit",
      object(
        [("text", words(CommentPolicy.bodyBytesCeiling)), ("version", integer)], required: ["text"], isClosed: true)
    ),
    (
      "Report",
      object(
        [
          ("reason", choice(ModerationModel.Report.Reason.allCases.map(\.rawValue))),
          ("note", text(ModerationModel.Report.noteBytesMax, isOptional: true)),
        ], required: ["reason"], isClosed: true)
    ),
    ("AppealText", object([("text", words(ModerationModel.Appeal.textBytesMax))], isClosed: true)),
    (
      "SignIn",
      object(
        [("name", text(1000)), ("password", text(2000)), ("code", text(100, isOptional: true))],
        required: ["name", "password"], isClosed: true)
    ),
    (
      "Claim",
      object(
        [
          ("cases", list(identity, max: ClaimRequest.countMax)), ("count", integer), ("seconds", ["type": "number"]),
        ], required: [], isClosed: true)
    ),
    ("Escalation", object([("question", words(CommentFlow.questionBytesMax))], isClosed: true)),
    ("Tags", object([("tags", list(text(ModerationCase.tagBytesMax), max: ModerationCase.tagsMax))], isClosed: true)),
    (
      "Decision",
      object(
        [
          ("cases", list([:], max: Review.itemsMax)), ("comments", list([:], max: Review.itemsMax)),
          ("query", text(ModerationQuery.bytesMax)), ("wave", text(64)), ("fingerprint", text(200)),
          ("decision", choice(Decision.allCases.map(\.rawValue))),
          ("reason", choice(DecisionReason.allCases.map(\.rawValue), isOptional: true)),
          ("note", text(Review.noteBytesMax, isOptional: true)), ("version", integer), ("dry_run", flag),
        ], required: ["decision"], isClosed: true)
    ),
    (
      "Sanction",
      object(
        [
          ("kind", choice(ModerationModel.Sanction.Kind.allCases.map(\.rawValue))), ("until", optionalTime),
          ("reason", text(ModerationModel.Sanction.reasonBytesMax, isOptional: true)),
        ], required: ["kind"], isClosed: true)
    ),
    (
      "Check",
      object(
        [
          ("text", words(CommentPolicy.bodyBytesCeiling)), ("lang", language(isOptional: true)),
          ("author", object([("name", text()), ("email", text()), ("url", text())], required: [], isClosed: true)),
        ], required: ["text"], isClosed: true)
    ),
    (
      "RuleTrial",
      object(
        [
          ("text", text(CommentPolicy.bodyBytesCeiling, isOptional: true)),
          ("author", text(AuthorClaim.nameBytesMax, isOptional: true)), ("language", language(isOptional: true)),
          ("draft", text(RuleDraft.textBytesMax, isOptional: true)),
          ("last", ["type": "integer", "minimum": 1, "maximum": .integer(Int64(RuleTrial.commentsMax))]),
        ], required: [], isClosed: true)
    ),
    (
      "NewArticle",
      object(
        [
          ("id", text(ArticleID.keyBytesMax)), ("url", text(ModerationModel.Article.urlBytesMax)),
          ("title", text(ModerationModel.Article.titleBytesMax)), ("language", language(isOptional: true)),
          ("published_at", optionalTime), ("open", flag),
        ], required: ["id", "url", "title"], isClosed: true)
    ),
    (
      "ArticleChange",
      object(
        [
          ("url", text(ModerationModel.Article.urlBytesMax)), ("title", text(ModerationModel.Article.titleBytesMax)),
          ("language", language()), ("open", flag),
        ], required: [], isClosed: true)
    ),
    (
      "ReportedShares",
      object(
        [
          ("source", text(ReportedShareCount.sourceBytesMax)), ("count", optionalInteger),
          ("precision", choice(ReportedShareCount.Precision.allCases.map(\.rawValue))), ("fetched_at", optionalTime),
          ("error", text(ReportedShareCount.errorBytesMax, isOptional: true)),
        ], required: ["source"], isClosed: true)
    ),
    (
      "NewWebhook",
      object([("url", text(Webhook.urlBytesMax)), ("kinds", list(text()))], required: ["url"], isClosed: true)
    ),
    (
      "WebhookChange",
      object(
        [
          ("url", text(Webhook.urlBytesMax)), ("kinds", list(text())), ("state", choice(["active", "paused"])),
          ("replay_after", integer),
        ], required: [], isClosed: true)
    ),
  ]
}
