import CommentFlow
import CommentStore
package import HTTPTypes
package import Hummingbird
import HummingbirdCore
import Logging
import ModerationModel
import NIOCore

extension CommentService {
  /// Answers one request by one route: lets in or refuses, calls, and turns whatever goes wrong into an answer.
  func answer(
    _ request: Request, by endpoint: Endpoint, parameters: Parameters, peer: SocketAddress?, logger: Logger
  ) async -> Response {
    var exchange = Exchange(
      request: request, parameters: parameters, service: self, peer: peer,
      bodyBytesMax: endpoint.bodyBytesMax, actor: nil, logger: logger, flow: flow)
    if let trace = request.headers[.traceparent].flatMap(TraceParent.init) {
      exchange.logger[metadataKey: "trace_id"] = "\(trace.traceID)"
    }
    var response = await answer(&exchange, by: endpoint)
    if response.headers[.contentTypeOptions] == nil { response.headers[.contentTypeOptions] = "nosniff" }
    if endpoint.kind == .interface {
      // Answers for programs are never pages, whatever a browser takes them for.
      response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    if shared.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    addCrossOriginFields(to: &response, for: request)
    return response
  }

  private func answer(_ exchange: inout Exchange, by endpoint: Endpoint) async -> Response {
    do {
      try await admit(&exchange, to: endpoint)
      guard endpoint.isUnsafe, endpoint.isOnce, let key = try exchange.idempotencyKey() else {
        return try await endpoint.handle(exchange)
      }
      return try await once(key, exchange: &exchange, endpoint: endpoint)
    } catch {
      let problem = Problem(error)
      if problem.isTrouble {
        exchange.logger.error(
          "a request failed", metadata: ["route": "\(endpoint.path)", "error": "\(Self.harmless(error))"])
      }
      return endpoint.kind == .page
        ? await PageEndpoints.page(for: problem, in: exchange) : Self.response(to: problem)
    }
  }

  /// A problem as an answer.
  package static func response(to problem: Problem) -> Response {
    var headers = problem.headers
    headers[.contentType] = "application/problem+json"
    headers[.cacheControl] = "no-store"
    headers[.contentTypeOptions] = "nosniff"
    if problem.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    return Response(status: problem.status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: problem.bytes)))
  }

  /// JSON as an answer. Nothing is cached unless `cacheControl` says so.
  package static func response(
    json value: JSONValue, status: HTTPResponse.Status = .ok, cacheControl: String = "no-store",
    headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    headers[.cacheControl] = cacheControl
    headers[.contentTypeOptions] = "nosniff"
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(value))))
  }

  /// An error's kind for the log: never words that an author may have written.
  private static func harmless(_ error: any Error) -> String {
    switch error {
    case let error as FlowError:
      if case .store(let error) = error { return error.description }
      return "flow"
    default: return "\(type(of: error))"
    }
  }

  private func admit(_ exchange: inout Exchange, to endpoint: Endpoint) async throws {
    if endpoint.isUnsafe {
      try shared.origins.check(exchange.request, isOwnOnly: endpoint.access != .reader)
    }
    switch endpoint.access {
    case .anyone: break
    case .reader, .signIn: try limitWrites(of: exchange)
    case .moderator(let duty): try await admitActor(to: &exchange, for: duty, isUnsafe: endpoint.isUnsafe)
    }
  }

  /// - Throws: a problem with 429 and the seconds to wait.
  func limitWrites(of exchange: Exchange) throws(Problem) {
    let now = shared.seconds
    var wait = shared.siteRate.take(site.key, now: now)
    if wait == nil, let address = exchange.clientAddress {
      let prefix = NetworkAddress(address)?.visitorPrefix ?? address
      wait = shared.addressRate.take(prefix, now: now)
    }
    if let wait { throw Self.tooMany(wait) }
  }

  static func tooMany(_ seconds: Double) -> Problem {
    let whole = Int(max(1, seconds.rounded(.up)))
    return Problem(
      .rateLimited, "try again in \(whole) s; nothing was stored", headers: [.retryAfter: "\(whole)"])
  }
}
