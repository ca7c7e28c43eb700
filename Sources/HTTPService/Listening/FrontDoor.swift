import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Answers what no route answers: 404, or 405 with the methods that a path knows, each as a problem document.
struct FrontDoor<Base: HTTPResponder>: HTTPResponder where Base.Context == ServiceContext {
  let base: Base
  let map: RouteMap

  func respond(to request: Request, context: ServiceContext) async throws -> Response {
    let response = try await base.respond(to: request, context: context)
    // Our own answers always say what they are.
    guard response.status == .notFound, response.headers[.contentType] == nil else { return response }
    let methods = map.methods(for: request.uri.path)
    guard !methods.isEmpty else {
      return CommentService.response(to: Problem(.notFound, "there is nothing at this address"))
    }
    let allow = methods.map(\.rawValue).joined(separator: ", ")
    return CommentService.response(
      to: Problem(.methodNotAllowed, "this address knows \(allow)", headers: [.allow: allow]))
  }
}

/// Which methods each path knows.
struct RouteMap: Sendable {
  private let routes: [(segments: [Substring], methods: [HTTPRequest.Method])]

  init(_ endpoints: [Endpoint]) {
    var byPath: [String: [HTTPRequest.Method]] = [:]
    for endpoint in endpoints { byPath[endpoint.path, default: []].append(endpoint.method) }
    routes = byPath.sorted { $0.key < $1.key }.map { path, methods in
      var all = methods
      if methods.contains(.get), !methods.contains(.head) { all.append(.head) }
      if !methods.contains(.options) { all.append(.options) }
      return (path.split(separator: "/"), all)
    }
  }

  func methods(for path: String) -> [HTTPRequest.Method] {
    let segments = path.split(separator: "/")
    var found: [HTTPRequest.Method] = []
    for route in routes where Self.matches(route.segments, segments) {
      for method in route.methods where !found.contains(method) { found.append(method) }
    }
    return found
  }

  private static func matches(_ template: [Substring], _ segments: [Substring]) -> Bool {
    template.count == segments.count
      && zip(template, segments).allSatisfy { $0 == $1 || $0.hasPrefix("{") && $0.hasSuffix("}") }
  }
}
