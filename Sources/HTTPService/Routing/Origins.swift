import HTTPTypes
import Hummingbird
import HummingbirdCore

/// From which pages browsers may send requests: our own, and those of the sites that embed us.
struct Origins: Sendable {
  private let own: String
  private let allowed: Set<String>

  init(settings: HTTPSettings, baseURL: String) {
    own = Self.origin(of: baseURL)
    allowed = Set(settings.origins)
  }

  /// Scheme, host and port of an address.
  static func origin(of address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    let host = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return String(address[..<scheme.upperBound] + host).lowercased()
  }

  /// Whether pages of this origin may read answers.
  func mayRead(_ origin: String) -> Bool { allowed.contains(origin) }

  /// Refuses a change that a page of somebody else asks for.
  ///
  /// Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`), and pages cannot change what they say. Programs
  /// that say nothing carry no reader's cookies with them.
  func check(_ request: Request, isOwnOnly: Bool) throws(Problem) {
    if request.headers[.secFetchSite] == "same-origin" { return }
    if let origin = request.headers[.origin] {
      guard origin == own || !isOwnOnly && allowed.contains(origin) else { throw Self.refusal }
      return
    }
    switch request.headers[.secFetchSite] {
    case nil, "none": return
    default: throw Self.refusal
    }
  }

  private static let refusal = Problem(
    .crossSite, "the page that sent this belongs to another site; list its origin in http.origins")
}

extension CommentService {
  /// Lets pages of the configured origins read the answer. Cookies never count there: those pages are the site's, and what
  /// a reader may do goes by tokens.
  func addCrossOriginFields(to response: inout Response, for request: Request) {
    guard !settings.origins.isEmpty else { return }
    response.headers[.vary] = "Origin"
    guard let origin = request.headers[.origin], shared.origins.mayRead(origin) else { return }
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = "ETag, Location, Retry-After"
  }

  /// The answer to a browser that asks whether a page may send a request.
  func preflight(_ request: Request, methods: [HTTPRequest.Method]) -> Response {
    let allow = methods.map(\.rawValue).joined(separator: ", ")
    var response = Response(status: .noContent, headers: [.allow: allow, .cacheControl: "no-store"])
    addCrossOriginFields(to: &response, for: request)
    if response.headers[.accessControlAllowOrigin] != nil {
      response.headers[.accessControlAllowMethods] = allow
      response.headers[.accessControlAllowHeaders] =
        "Authorization, Content-Type, Edit-Token, Idempotency-Key, If-None-Match, Last-Event-ID, traceparent"
      response.headers[.accessControlMaxAge] = "600"
    }
    return response
  }
}
