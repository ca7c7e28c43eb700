import CommentFlow
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

/// Signing in and out.
enum SessionController {
  static let endpoints = [
    Endpoint(
      .post, "/v1/session", access: .signIn, isOnce: false,
      "Lets a moderator in by password, and code where there is a second factor.", handle: signIn),
    Endpoint(
      .get, "/v1/session", access: .moderator(.read), "Who is signed in, and the key that changes must carry.",
      handle: show),
    Endpoint(.delete, "/v1/session", access: .moderator(.read), isOnce: false, "Signs out.", handle: signOut),
  ]

  static func signIn(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["name", "password", "code"])
    let signedIn = try await exchange.flow.signIn(
      name: try fields.requiredText("name", bytesMax: 1000),
      password: try fields.requiredText("password", bytesMax: 2000), code: try fields.text("code", bytesMax: 100),
      device: exchange.client.userAgent ?? "", site: exchange.site)
    let actor = Actor(
      name: signedIn.moderator.name, role: signedIn.moderator.role, proof: .session, session: signedIn.session.id,
      formKey: exchange.flow.formKey(forSession: signedIn.token))
    var response = CommentService.response(json: payload(actor))
    response.headers[.setCookie] = exchange.service.cookie.field(signedIn.token)
    return response
  }

  static func show(_ exchange: Exchange) async throws -> Response {
    guard let actor = exchange.actor else { throw Problem(.signInNeeded, "sign in first") }
    return CommentService.response(json: payload(actor))
  }

  static func signOut(_ exchange: Exchange) async throws -> Response {
    let cookie = exchange.service.cookie
    if let token = cookie.token(in: exchange.request) {
      try await exchange.flow.signOut(token: token, site: exchange.site)
    }
    return Response(
      status: .noContent, headers: [.setCookie: cookie.field(nil), .cacheControl: "no-store"])
  }

  private static func payload(_ actor: Actor) -> JSONValue {
    [
      "name": .string(actor.name), "role": .string(actor.role.rawValue), "form_key": JSONValue(actor.formKey),
    ]
  }
}
