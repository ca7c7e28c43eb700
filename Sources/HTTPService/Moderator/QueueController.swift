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
  ]

  static func list(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let isClaimable = try query.flag("claimable") ?? false
    let listings = try await exchange.flow.queue(
      site: exchange.site, article: try query.article(), cause: try query.choice("cause"),
      isEscalated: try query.flag("escalated"), claimableBy: isClaimable ? try exchange.actorName() : nil,
      limit: try query.integer("limit", in: 1...CaseQuery.limitMax, default: 50))
    return CommentService.response(json: ["cases": .array(listings.map(NewsroomPayloads.listing))])
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
}
