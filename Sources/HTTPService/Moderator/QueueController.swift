import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// What waits for people, and who looks at it.
enum QueueController {
  static let endpoints = [
    Endpoint(.get, "/v1/queue", access: .moderator(.read), "Open cases, the most urgent first.", handle: list),
    Endpoint(
      .post, "/v1/queue/claims", access: .moderator(.decide),
      "Takes cases for a while, so that colleagues leave them alone.", handle: claim),
    Endpoint(
      .delete, "/v1/queue/claims/{case}", access: .moderator(.decide), "Gives a case back early.", handle: release),
    Endpoint(
      .put, "/v1/queue/escalations/{case}", access: .moderator(.decide),
      "Asks colleagues for a second opinion on an open case.", handle: escalate),
    Endpoint(
      .delete, "/v1/queue/escalations/{case}", access: .moderator(.decide),
      "Takes the question back; the case stays open.", handle: liftEscalation),
    Endpoint(
      .put, "/v1/queue/tags/{case}", access: .moderator(.decide), "Gives an open case other tags.", handle: tag),
  ]

  static func list(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let isClaimable = try query.flag("claimable") ?? false
    let limit = try query.integer("limit", in: 1...CaseQuery.limitMax, default: 50)
    let listings = try await exchange.flow.queue(
      site: exchange.site, article: try query.article(), cause: try query.choice("cause"),
      isEscalated: try query.flag("escalated"), claimableBy: isClaimable ? try exchange.actorName() : nil,
      filter: try query.text("where").map { try ModerationQuery($0) }, after: try place(query), limit: limit)
    let next = listings.count == limit ? listings.last.map { cursor($0.moderationCase) } : nil
    return CommentService.response(json: [
      "cases": .array(listings.map(NewsroomPayloads.listing)), "next": JSONValue(next),
    ])
  }

  /// Where a page of the queue ends. It names a place and opens nothing, so it needs no signature.
  private static func cursor(_ last: ModerationCase) -> String {
    let place = CasePlace(last)
    return "\(String(place.priority.bitPattern, radix: 16)).\(place.openedAt.milliseconds).\(place.id)"
  }

  private static func place(_ query: QueryFields) throws(Problem) -> CasePlace? {
    guard let text = try query.text("cursor") else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bits = UInt64(parts[0], radix: 16), let milliseconds = Int64(parts[1]),
      let id = CaseID(parts[2]), Double(bitPattern: bits).isFinite
    else { throw Problem(.badCursor, "begin again without a cursor") }
    return CasePlace(
      priority: Double(bitPattern: bits), openedAt: Timestamp(milliseconds: milliseconds), id: id)
  }

  static func claim(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["cases", "count", "seconds"])
    let cases = try (fields.list("cases", countMax: ClaimRequest.countMax) ?? []).map { value throws(Problem) in
      guard let id = value.text.flatMap({ CaseID($0) }) else { throw Problem(field: "cases", "must hold identities") }
      return id
    }
    let listings = try await exchange.flow.claim(
      ClaimRequest(
        site: exchange.site, holder: try exchange.actorName(), cases: cases,
        count: try fields.integer("count", in: 1...ClaimRequest.countMax) ?? 1,
        seconds: try fields.number("seconds") ?? ModerationCase.Lease.seconds))
    return CommentService.response(json: ["cases": .array(listings.map(NewsroomPayloads.listing))])
  }

  static func release(_ exchange: Exchange) async throws -> Response {
    let count = try await exchange.flow.release(
      [try exchange.caseID()], site: exchange.site, holder: try exchange.actorName())
    return CommentService.response(json: ["released": .integer(Int64(count))])
  }

  static func escalate(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["question"])
    let question = try fields.requiredText("question", bytesMax: CommentFlow.questionBytesMax)
    let changed = try await exchange.flow.escalate(
      try exchange.caseID(), site: exchange.site, question: question, by: try exchange.actorName())
    return CommentService.response(json: NewsroomPayloads.moderationCase(changed))
  }

  static func liftEscalation(_ exchange: Exchange) async throws -> Response {
    let changed = try await exchange.flow.escalate(
      try exchange.caseID(), site: exchange.site, question: nil, by: try exchange.actorName())
    return CommentService.response(json: NewsroomPayloads.moderationCase(changed))
  }

  static func tag(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["tags"])
    let tags = try (fields.list("tags", countMax: ModerationCase.tagsMax) ?? []).map { value throws(Problem) in
      guard let tag = value.text, ModerationCase.isTag(tag) else {
        throw Problem(field: "tags", "must hold words of at most \(ModerationCase.tagBytesMax) bytes without blanks")
      }
      return tag
    }
    let changed = try await exchange.flow.tag(
      try exchange.caseID(), site: exchange.site, tags: tags, by: try exchange.actorName())
    return CommentService.response(json: NewsroomPayloads.moderationCase(changed))
  }
}
