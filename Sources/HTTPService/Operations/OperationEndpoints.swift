import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import Metrics

/// The routes that operators and programs use.
enum OperationEndpoints {
  static func all(settings: HTTPSettings) -> [Endpoint] {
    var endpoints = [
      Endpoint(.get, "/healthz", access: .anyone, "Whether the process answers.") { _ in
        CommentService.response(json: ["status": "ok"])
      },
      Endpoint(
        .get, "/readyz", access: .anyone, "Whether the store can be read and events are followed.", handle: ready),
      Endpoint(.get, "/openapi.json", access: .anyone, "This interface as OpenAPI 3.1.", handle: document),
      Endpoint(.get, "/assets/{file}", access: .anyone, kind: .page, "A script, style or picture of the pages.") {
        exchange in
        try exchange.service.shared.assets.response(try exchange.parameter("file"), to: exchange)
      },
    ]
    if settings.offersMetrics {
      endpoints.append(
        Endpoint(.get, "/metrics", access: .anyone, "Figures as Prometheus reads them.", handle: metrics))
    }
    return endpoints
  }

  static func ready(_ exchange: Exchange) async throws -> Response {
    let shared = exchange.service.shared
    do {
      _ = try await exchange.flow.store.lastSequence()
    } catch {
      throw Problem(.notYet, "the store cannot be read", headers: [.retryAfter: "2"])
    }
    guard shared.threads.isTrusted(now: shared.seconds) else {
      throw Problem(.notYet, "events are not followed yet", headers: [.retryAfter: "1"])
    }
    return CommentService.response(json: ["status": "ready"])
  }

  static func metrics(_ exchange: Exchange) async throws -> Response {
    guard let registry = MetricsSystem.factory as? PrometheusRegistry else {
      throw Problem(.notFound, "this program hands its figures to another place")
    }
    Meter(label: "live_streams").set(exchange.service.shared.hub.count)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store",
        .contentTypeOptions: "nosniff",
      ], body: .init(byteBuffer: ByteBuffer(string: registry.text())))
  }

  static func document(_ exchange: Exchange) async throws -> Response {
    CommentService.response(json: exchange.service.openAPI, cacheControl: "public, max-age=300")
  }
}
