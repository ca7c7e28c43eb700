import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Addresses that are told what happens here.
enum WebhookController {
  static let endpoints = [
    Endpoint(
      .get, "/v1/webhooks", access: .moderator(.administer), "Webhooks with how far they have come.", handle: list),
    Endpoint(
      .post, "/v1/webhooks", access: .moderator(.administer), isOnce: false,
      "Adds a webhook; its secret is shown this once.", handle: add),
    Endpoint(
      .patch, "/v1/webhooks/{webhook}", access: .moderator(.administer), isOnce: false,
      "Changes address, kinds or state, or begins again from a place.", handle: change),
    Endpoint(
      .delete, "/v1/webhooks/{webhook}", access: .moderator(.administer), isOnce: false, "Removes a webhook.",
      handle: remove),
    Endpoint(
      .post, "/v1/webhooks/{webhook}/secret", access: .moderator(.administer), isOnce: false,
      "Makes another secret; the earlier one signs along until the next.", handle: renew),
  ]

  private static func id(_ exchange: Exchange) throws(Problem) -> WebhookID {
    guard let id = WebhookID(try exchange.parameter("webhook")) else {
      throw Problem(.unknownWebhook, "no webhook has such an identity")
    }
    return id
  }

  static func list(_ exchange: Exchange) async throws -> Response {
    let webhooks = try await exchange.flow.webhooks(site: exchange.site)
    return CommentService.response(json: ["webhooks": .array(webhooks.map { .object(payload($0)) })])
  }

  static func add(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["url", "kinds"])
    let made = try await exchange.flow.addWebhook(
      url: try fields.requiredText("url", bytesMax: Webhook.urlBytesMax), kinds: try kinds(fields) ?? [],
      site: exchange.site, by: try exchange.actorName())
    return CommentService.response(
      json: .object(payload(made.webhook) + [.init("secret", .string(made.secret))]), status: .created)
  }

  static func change(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["url", "kinds", "state", "replay_after"])
    let id = try id(exchange)
    let url = try fields.text("url", bytesMax: Webhook.urlBytesMax)
    let kinds = try kinds(fields)
    let state = try fields.choice("state", of: Webhook.State.self)
    guard state != .failed else { throw Problem(field: "state", "must be active or paused") }
    let place = try fields.integer("replay_after", in: 0...Int.max)
    var webhook = try await exchange.flow.changeWebhook(id, site: exchange.site, by: try exchange.actorName()) {
      $0.url = url ?? $0.url
      $0.kinds = kinds ?? $0.kinds
      $0.state = state ?? $0.state
    }
    if let place {
      webhook = try await exchange.flow.replay(
        id, after: Int64(place), site: exchange.site, by: try exchange.actorName())
    }
    return CommentService.response(json: .object(payload(webhook)))
  }

  static func remove(_ exchange: Exchange) async throws -> Response {
    try await exchange.flow.removeWebhook(try id(exchange), site: exchange.site, by: try exchange.actorName())
    return Response(status: .noContent, headers: [.cacheControl: "no-store"])
  }

  static func renew(_ exchange: Exchange) async throws -> Response {
    let made = try await exchange.flow.renewWebhookSecret(
      try id(exchange), site: exchange.site, by: try exchange.actorName())
    return CommentService.response(json: .object(payload(made.webhook) + [.init("secret", .string(made.secret))]))
  }

  private static func kinds(_ fields: JSONFields) throws(Problem) -> Set<ModerationEvent.Kind>? {
    guard let values = try fields.list("kinds", countMax: ModerationEvent.Kind.allCases.count) else { return nil }
    var kinds: Set<ModerationEvent.Kind> = []
    for value in values {
      guard let kind = value.text.flatMap(ModerationEvent.Kind.init(rawValue:)) else {
        throw Problem(
          field: "kinds", "must hold some of \(ModerationEvent.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      kinds.insert(kind)
    }
    return kinds
  }

  private static func payload(_ webhook: Webhook) -> [JSONValue.Member] {
    [
      .init("id", NewsroomPayloads.id(webhook.id)), .init("url", .string(webhook.url)),
      .init("kinds", .array(webhook.kinds.map(\.rawValue).sorted().map { .string($0) })),
      .init("state", .string(webhook.state.rawValue)), .init("sequence", .integer(webhook.sequence)),
      .init("failures", .integer(Int64(webhook.failures))),
      .init("next_attempt_at", NewsroomPayloads.time(webhook.nextAttemptAt)),
      .init("last_error", JSONValue(webhook.lastError)),
      .init("last_delivered_at", NewsroomPayloads.time(webhook.lastDeliveredAt)),
      .init("created_at", NewsroomPayloads.time(webhook.createdAt)),
    ]
  }
}
