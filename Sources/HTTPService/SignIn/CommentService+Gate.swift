import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

extension CommentService {
  var cookie: SessionCookie { SessionCookie(isSecure: shared.isSecure) }

  /// Lets somebody of the newsroom in, by API token or session, as far as their role and scopes reach.
  ///
  /// Here nobody is trusted for being the first: a site without users has a newsroom that nobody can enter.
  /// - Throws: a problem with 401 for who is unknown, 403 for who may not, or for a change that the session's own pages did
  ///   not ask for.
  func admitActor(to exchange: inout Exchange, for duty: Duty, isUnsafe: Bool) async throws {
    if exchange.request.headers[.authorization] != nil {
      guard let text = exchange.bearer, let holder = try await flow.token(text, site: site) else {
        throw Problem(.badToken, "the API token is unknown, over or revoked")
      }
      guard holder.may(duty) else {
        throw Problem(.forbidden, "the token's scopes or its owner's role do not reach as far as \(duty.rawValue)")
      }
      exchange.actor = Actor(name: holder.moderator.name, role: holder.moderator.role, proof: .token)
      return
    }
    guard let token = cookie.token(in: exchange.request),
      let holder = try await flow.session(token: token, site: site)
    else { throw Problem(.signInNeeded, "sign in, or send an API token") }
    if isUnsafe { try await checkFormKey(of: &exchange, session: token) }
    do {
      try AccessRule.check(holder.moderator.name, for: duty, among: [holder.moderator])
    } catch {
      throw Problem(.forbidden, "this needs the role \(duty.leastRole.rawValue) at least")
    }
    exchange.actor = Actor(
      name: holder.moderator.name, role: holder.moderator.role, proof: .session, session: holder.session.id,
      formKey: flow.formKey(forSession: token))
  }

  /// A change by session carries the session's form key: in the field `X-CSRF-Token`, or in a form as `form_key`.
  private func checkFormKey(of exchange: inout Exchange, session token: String) async throws {
    var key = exchange.request.headers[.csrfToken]
    if key == nil, exchange.contentType == "application/x-www-form-urlencoded" {
      _ = try await exchange.keepBody()
      key = try await exchange.form().value("form_key")
    }
    guard let key, flow.isFormKey(key, forSession: token) else {
      throw Problem(.crossSite, "the form's key is missing or of another session; load the page again")
    }
  }
}

extension Exchange {
  /// Reads the body and keeps it, so that it can be read again.
  mutating func keepBody() async throws -> [UInt8] {
    let bytes = try await body()
    request.body = RequestBody(buffer: ByteBuffer(bytes: bytes))
    return bytes
  }
}
