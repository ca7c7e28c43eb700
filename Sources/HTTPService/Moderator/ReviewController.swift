import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Decisions, and taking them back.
enum ReviewController {
  static let endpoints = [
    Endpoint(
      .post, "/v1/reviews", access: .moderator(.decide), "Decides on cases or comments: on all of them or on none.",
      handle: decide),
    Endpoint(.get, "/v1/reviews", access: .moderator(.read), "Decisions, newest first.", handle: list),
    Endpoint(.get, "/v1/reviews/{review}", access: .moderator(.read), "One decision.", handle: show),
    Endpoint(
      .post, "/v1/reviews/{review}/undo", access: .moderator(.decide), "Restores exactly what was before a decision.",
      handle: undo),
    Endpoint(
      .get, "/v1/comments/{comment}/explanation", access: .moderator(.read),
      "A comment with its verdicts, evidence, reports, reviews and author.", handle: explain),
  ]

  static func decide(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly([
      "cases", "comments", "query", "wave", "fingerprint", "decision", "reason", "note", "version", "dry_run",
    ])
    guard let decision = try fields.choice("decision", of: Decision.self) else {
      throw Problem(field: "decision", "is missing")
    }
    if let text = try fields.text("query", bytesMax: ModerationQuery.bytesMax) {
      return try await decide(decision, on: try ModerationQuery(text), fields: fields, exchange: exchange)
    }
    if let text = try fields.text("wave", bytesMax: 64) {
      guard let wave = WaveID(text) else { throw Problem(field: "wave", "must be a wave's identity") }
      return try await decide(decision, on: wave, fields: fields, exchange: exchange)
    }
    var targets = try await targets(fields, exchange: exchange)
    if let version = try fields.integer("version", in: 1...Int(Int32.max)) {
      guard targets.count == 1 else { throw Problem(field: "version", "is for one comment; give each its own") }
      targets[0].version = version
    }
    if try fields.flag("dry_run") ?? false {
      return try await preview(decision, targets: targets, exchange: exchange)
    }
    let review = try await exchange.flow.review(
      ReviewRequest(
        site: exchange.site, targets: targets, decision: decision, reason: try fields.choice("reason"),
        note: try fields.text("note", bytesMax: Review.noteBytesMax) ?? "", moderator: try exchange.actorName()))
    for article in Set(review.items.map(\.article)) { exchange.service.shared.threads.drop(article) }
    return CommentService.response(json: NewsroomPayloads.review(review), status: .created)
  }

  /// Decides on all that a query finds. The fingerprint of a dry run ties the decision to what was seen then.
  private static func decide(
    _ decision: Decision, on query: ModerationQuery, fields: JSONFields, exchange: Exchange
  ) async throws -> Response {
    for name in ["cases", "comments", "version"] where fields.object[name] != nil {
      throw Problem(field: name, "and query exclude each other")
    }
    let moderator = try exchange.actorName()
    if try fields.flag("dry_run") ?? false {
      let preview = try await exchange.flow.preview(query, site: exchange.site, moderator: moderator)
      return CommentService.response(json: payload(preview, decision: decision))
    }
    let fingerprint = try fields.text("fingerprint", bytesMax: 200).map { text throws(Problem) in
      guard let bytes = Base64URL.bytes(Array(text.utf8)) else {
        throw Problem(field: "fingerprint", "is none of ours")
      }
      return bytes
    }
    let review = try await exchange.flow.review(
      everything: query, fingerprint: fingerprint, decision: decision, reason: try fields.choice("reason"),
      note: try fields.text("note", bytesMax: Review.noteBytesMax) ?? "", moderator: moderator, site: exchange.site)
    for article in Set(review.items.map(\.article)) { exchange.service.shared.threads.drop(article) }
    return CommentService.response(json: NewsroomPayloads.review(review), status: .created)
  }

  /// Decides on all of a wave that the decision would move.
  private static func decide(
    _ decision: Decision, on wave: WaveID, fields: JSONFields, exchange: Exchange
  ) async throws -> Response {
    for name in ["cases", "comments", "version", "fingerprint"] where fields.object[name] != nil {
      throw Problem(field: name, "and wave exclude each other")
    }
    if try fields.flag("dry_run") ?? false {
      let targets = try await exchange.flow.targets(of: wave, decision: decision, site: exchange.site)
      return try await preview(
        decision, targets: targets.map { .init(comment: $0.id, version: $0.version) }, exchange: exchange)
    }
    let review = try await exchange.flow.review(
      wave: wave, decision: decision, reason: try fields.choice("reason"),
      note: try fields.text("note", bytesMax: Review.noteBytesMax) ?? "", moderator: try exchange.actorName(),
      site: exchange.site)
    for article in Set(review.items.map(\.article)) { exchange.service.shared.threads.drop(article) }
    return CommentService.response(json: NewsroomPayloads.review(review), status: .created)
  }

  private static func payload(_ preview: SelectionPreview, decision: Decision) -> JSONValue {
    func counts<Key>(_ counts: [Key: Int], _ name: (Key) -> String) -> JSONValue {
      .object(counts.map { (name($0.key), $0.value) }.sorted { $0.0 < $1.0 }.map { .init($0.0, .integer(Int64($0.1))) })
    }
    return [
      "dry_run": true, "decision": .string(decision.rawValue), "count": .integer(Int64(preview.targets.count)),
      "is_truncated": .bool(preview.isTruncated), "by_rule": counts(preview.byRule) { $0 },
      "by_category": counts(preview.byCategory, \.rawValue), "by_state": counts(preview.byState, \.rawValue),
      "authors": .integer(Int64(preview.authors)), "articles": .integer(Int64(preview.articles)),
      "leased_by_others": .integer(Int64(preview.leasedByOthers)),
      "samples": .array(preview.samples.map { NewsroomPayloads.comment($0) }),
      "fingerprint": .string(Base64URL.text(preview.fingerprint)),
    ]
  }

  /// The comments meant: named themselves, or by the cases that wait for them. Each may say which version was seen.
  private static func targets(
    _ fields: JSONFields, exchange: Exchange
  ) async throws -> [ReviewRequest.Target] {
    var targets: [ReviewRequest.Target] = []
    for value in try fields.list("comments", countMax: Review.itemsMax) ?? [] {
      let (text, version) = try reference(value, in: "comments")
      guard let id = CommentID(text) else { throw Problem(field: "comments", "must hold identities") }
      targets.append(.init(comment: id, version: version))
    }
    for value in try fields.list("cases", countMax: Review.itemsMax) ?? [] {
      let (text, version) = try reference(value, in: "cases")
      guard let id = CaseID(text) else { throw Problem(field: "cases", "must hold identities") }
      guard let found = try await exchange.flow.store.moderationCase(id, site: exchange.site) else {
        throw Problem(.unknownCase, "no case has the identity \(id)")
      }
      targets.append(.init(comment: found.comment, version: version))
    }
    guard !targets.isEmpty else { throw Problem(field: "cases", "or comments must name 1 at least") }
    return targets
  }

  /// An identity alone, or with the version that was seen.
  private static func reference(_ value: JSONValue, in field: String) throws(Problem) -> (String, Int?) {
    switch value {
    case .string(let text): return (text, nil)
    case .object:
      let reference = JSONFields(value)
      try reference.allowOnly(["id", "version"])
      return (
        try reference.requiredText("id", bytesMax: 64), try reference.integer("version", in: 1...Int(Int32.max))
      )
    default: throw Problem(field: field, "must hold identities")
    }
  }

  /// What a decision would do.
  private static func preview(
    _ decision: Decision, targets: [ReviewRequest.Target], exchange: Exchange
  ) async throws -> Response {
    var items: [JSONValue] = []
    for target in targets {
      guard let comment = try await exchange.flow.store.comment(target.comment, site: exchange.site) else {
        items.append(["comment": NewsroomPayloads.id(target.comment), "problem": "unknown_comment"])
        continue
      }
      let after = decision.state
      let isAllowed = StateTable.allows(.reviewed, from: comment.state, cause: comment.cause, to: after)
      let isStale = target.version.map { $0 != comment.version } ?? false
      items.append([
        "comment": NewsroomPayloads.id(comment.id), "before": .string(comment.state.rawValue),
        "after": .string(after.rawValue), "version": .integer(Int64(comment.version)),
        "problem": isStale ? "version_conflict" : isAllowed ? .null : "state_move",
      ])
    }
    return CommentService.response(json: [
      "dry_run": true, "decision": .string(decision.rawValue), "items": .array(items),
    ])
  }

  static func list(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let moderator = try query.text("moderator")
    guard moderator?.utf8.count ?? 0 <= Moderator.nameBytesMax else {
      throw Problem(field: "moderator", "must have at most \(Moderator.nameBytesMax) bytes")
    }
    let reviews = try await exchange.flow.store.reviews(
      by: moderator, site: exchange.site,
      limit: try query.integer("limit", in: 1...500, default: 50))
    return CommentService.response(json: ["reviews": .array(reviews.map(NewsroomPayloads.review))])
  }

  static func show(_ exchange: Exchange) async throws -> Response {
    guard let review = try await exchange.flow.store.review(try exchange.reviewID(), site: exchange.site) else {
      throw Problem(.unknownReview, "no review has this identity")
    }
    return CommentService.response(json: NewsroomPayloads.review(review))
  }

  static func undo(_ exchange: Exchange) async throws -> Response {
    let review = try await exchange.flow.undo(
      try exchange.reviewID(), site: exchange.site, by: try exchange.actorName())
    for article in Set(review.items.map(\.article)) { exchange.service.shared.threads.drop(article) }
    return CommentService.response(json: NewsroomPayloads.review(review))
  }

  static func explain(_ exchange: Exchange) async throws -> Response {
    let explanation = try await exchange.flow.explanation(of: try exchange.commentID(), site: exchange.site)
    return CommentService.response(json: NewsroomPayloads.explanation(explanation))
  }
}
