import HTTPTypes
import Metrics
import Synchronization

/// What one route does, in numbers: how often it answered with which status, and how long that took.
final class RouteMeter: Sendable {
  private let timer: Timer
  private let dimensions: [(String, String)]
  private let counters = Mutex<[Int: Counter]>([:])

  init(_ endpoint: Endpoint) {
    dimensions = [("method", endpoint.method.rawValue), ("route", endpoint.path)]
    timer = Timer(label: "http_request_seconds", dimensions: dimensions)
  }

  func note(_ status: HTTPResponse.Status, since start: ContinuousClock.Instant) {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    let counter = counters.withLock { counters in
      if let known = counters[status.code] { return known }
      let fresh = Counter(label: "http_requests_total", dimensions: dimensions + [("status", "\(status.code)")])
      counters[status.code] = fresh
      return fresh
    }
    counter.increment()
  }
}
