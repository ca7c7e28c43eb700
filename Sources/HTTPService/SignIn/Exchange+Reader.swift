import CommentFlow
import HTTPTypes
import HummingbirdCore
import Logging
import ModerationModel

extension Exchange {
  /// The bearer token of the request; `nil` without one.
  var bearer: String? {
    guard let field = request.headers[.authorization] else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1].drop { $0 == " " })
  }

  /// The reader whom the site's own token names; `nil` for a guest.
  ///
  /// - Throws: a problem with 401 for every token that is not good, always the same one.
  func reader() throws(Problem) -> ReaderToken? {
    guard request.headers[.authorization] != nil else { return nil }
    let refused = Problem(.badToken, "sign in to the site again")
    guard let bearer, let settings = service.settings.readerTokens else { throw refused }
    do {
      return try ReaderToken(bearer, settings: settings, now: service.now())
    } catch {
      logger.debug("a reader's token was refused", metadata: ["reason": "\(error)"])
      throw refused
    }
  }

  /// How the caller shows that a comment is theirs: the token from its receipt, or the site's account.
  ///
  /// - Throws: a problem with 401 when there is neither.
  func authorProof() throws(Problem) -> AuthorProof {
    if let token = request.headers[.editToken] { return .editToken(token) }
    if let reader = try reader() { return .account(subject: reader.subject) }
    throw Problem(.signInNeeded, "send the comment's Edit-Token, or the site's bearer token")
  }

  /// The caller as somebody who may report or vote: an account, or a guest known by their address.
  func claim() throws(Problem) -> AuthorClaim {
    if let reader = try reader() {
      return AuthorClaim(name: reader.name ?? reader.subject, email: reader.email, subject: reader.subject)
    }
    return AuthorClaim(name: service.settings.guestName)
  }
}
