package import CommentFlow
package import HTTPTypes
package import Hummingbird

/// One route as data: where it answers, who may use it, and what it does.
///
/// All routes stand in one list, so that the router, `/openapi.json` and the tests of authorisation read the same.
package struct Endpoint: Sendable {
  /// Who may use a route.
  package enum Access: Hashable, Sendable {
    /// Anybody; the route changes nothing.
    case anyone
    /// Anybody who reads, within the rates for writing; the route may change what is the reader's own.
    case reader
    /// Anybody who comes from our own pages, to sign in or out.
    case signIn
    /// Somebody of the newsroom whose role, or whose token's scopes, allow this duty.
    case moderator(Duty)
  }

  /// What a route answers with when something goes wrong.
  package enum Kind: Hashable, Sendable {
    /// RFC 9457 problem documents.
    case interface
    /// Pages for people.
    case page
  }

  package var method: HTTPRequest.Method
  /// Segments in braces are parameters: `/v1/articles/{article}/comments`.
  package var path: String
  package var access: Access
  package var kind: Kind
  /// One sentence for the documentation of the interface.
  package var summary: String
  /// Whether a repeat with the same `Idempotency-Key` is answered with what was answered first. Submissions see to that
  /// themselves.
  package var isOnce = true
  /// Bytes of a body where the service's usual limit is too little; `nil` for that one.
  package var bodyBytesMax: Int?
  package var handle: @Sendable (Exchange) async throws -> Response

  package init(
    _ method: HTTPRequest.Method, _ path: String, access: Access, kind: Kind = .interface, isOnce: Bool = true,
    bodyBytesMax: Int? = nil, _ summary: String,
    handle: @escaping @Sendable (Exchange) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.access = access
    self.kind = kind
    self.summary = summary
    self.isOnce = isOnce
    self.bodyBytesMax = bodyBytesMax
    self.handle = handle
  }

  /// Whether requests with this method may change something (RFC 9110, 9.2.1).
  package var isUnsafe: Bool { ![.get, .head, .options].contains(method) }
}
