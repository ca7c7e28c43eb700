import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

/// Votes of readers, and objections of authors.
enum VoiceController {
  static let endpoints = [
    Endpoint(
      .post, "/v1/comments/{comment}/votes", access: .reader, "Gives the reader's one vote for a comment."
    ) {
      try await vote($0, isWithdrawn: false)
    },
    Endpoint(.delete, "/v1/comments/{comment}/votes", access: .reader, "Takes the reader's vote back.") {
      try await vote($0, isWithdrawn: true)
    },
    Endpoint(
      .post, "/v1/comments/{comment}/appeals", access: .reader,
      "Lets the author of a refused comment object, once.", handle: appeal),
  ]

  private static func vote(_ exchange: Exchange, isWithdrawn: Bool) async throws -> Response {
    let outcome = try await exchange.flow.vote(
      on: try exchange.commentID(), site: exchange.site, isWithdrawn: isWithdrawn, voter: try exchange.claim(),
      client: exchange.client)
    if outcome.isCounted { exchange.service.shared.threads.drop(outcome.comment.article) }
    return CommentService.response(json: [
      "votes": .integer(Int64(outcome.comment.votes)), "voted": .bool(!isWithdrawn),
      "counted": .bool(outcome.isCounted),
    ])
  }

  static func appeal(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.commentID()
    let proof = try exchange.authorProof()
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["text"])
    let appeal = try await exchange.flow.appeal(
      against: id, site: exchange.site, text: try fields.requiredText("text", bytesMax: CommentPolicy.bodyBytesCeiling),
      proof: proof)
    return CommentService.response(
      json: [
        "id": NewsroomPayloads.id(appeal.id), "state": .string(appeal.state.rawValue),
        "filed_at": NewsroomPayloads.time(appeal.filedAt),
      ], status: .created)
  }
}
