public import Metrics
import Synchronization

/// A backend for swift-metrics that keeps numbers in memory and writes them as Prometheus reads them.
///
/// Counters, gauges and histograms of seconds; labels come from dimensions. What the program measures is a closed set of
/// names and routes, never anything that an author wrote, so that the number of series is bounded; beyond
/// `seriesMax` further ones are measured and not shown.
public final class PrometheusRegistry: MetricsFactory, Sendable {
  /// Series that are kept at most.
  public static let seriesMax = 5000

  /// Upper bounds of the histogram's buckets, in seconds.
  static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

  /// Makes a registry of this program's what all its parts measure into; once, before anything is measured.
  public static func bootstrap() {
    _ = bootstrapped
  }

  private static let bootstrapped: Void = MetricsSystem.bootstrap(PrometheusRegistry())

  private struct Key: Hashable {
    var name: String
    var labels: String
  }

  private let series = Mutex<[Key: PrometheusSeries]>([:])

  public init() {}

  private func series(_ label: String, _ dimensions: [(String, String)], kind: PrometheusSeries.Kind)
    -> PrometheusSeries
  {
    let key = Key(name: Self.name(label), labels: Self.labels(dimensions))
    return series.withLock { series in
      if let known = series[key], known.kind == kind { return known }
      let fresh = PrometheusSeries(kind)
      if series.count < Self.seriesMax { series[key] = fresh }
      return fresh
    }
  }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, kind: .counter)
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, kind: .counter)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, kind: .gauge)
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    series(label, dimensions, kind: aggregate ? .histogram : .gauge)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, kind: .histogram)
  }

  // Series stay: a total that vanished would look like a restart.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// All series in the text format 0.0.4, sorted.
  public func text() -> String {
    let all = series.withLock { $0.map { ($0.key, $0.value) } }
    var lines: [String] = []
    var named: Set<String> = []
    for (key, series) in all.sorted(by: { ($0.0.name, $0.0.labels) < ($1.0.name, $1.0.labels) }) {
      if named.insert(key.name).inserted { lines.append("# TYPE \(key.name) \(series.kind.rawValue)") }
      lines += series.lines(name: key.name, labels: key.labels)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Letters, digits, `_` and `:`, as names may have.
  private static func name(_ label: String) -> String {
    String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
  }

  private static func labels(_ dimensions: [(String, String)]) -> String {
    dimensions.map { name, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return "\(Self.name(name))=\"\(escaped)\""
    }.joined(separator: ",")
  }
}

/// One series. Its numbers are guarded by one lock, held for a few instructions.
final class PrometheusSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
  TimerHandler, Sendable
{
  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  private struct Numbers {
    var value = 0.0
    var count = 0
    var buckets: [Int]
  }

  let kind: Kind
  private let numbers: Mutex<Numbers>

  init(_ kind: Kind) {
    self.kind = kind
    let count = kind == .histogram ? PrometheusRegistry.bounds.count : 0
    numbers = Mutex(Numbers(buckets: Array(repeating: 0, count: count)))
  }

  func increment(by amount: Int64) { increment(by: Double(amount)) }
  func increment(by amount: Double) { numbers.withLock { $0.value += amount } }
  func decrement(by amount: Double) { increment(by: -amount) }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { numbers.withLock { $0.value = value } }
  func reset() { set(0.0) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard kind == .histogram else { return set(value) }
    numbers.withLock { numbers in
      numbers.value += value
      numbers.count += 1
      if let bucket = PrometheusRegistry.bounds.firstIndex(where: { value <= $0 }) { numbers.buckets[bucket] += 1 }
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func lines(name: String, labels: String) -> [String] {
    let numbers = numbers.withLock { $0 }
    let braces = labels.isEmpty ? "" : "{\(labels)}"
    guard kind == .histogram else { return ["\(name)\(braces) \(Self.number(numbers.value))"] }
    var lines: [String] = []
    var below = 0
    let prefix = labels.isEmpty ? "" : labels + ","
    for (bound, count) in zip(PrometheusRegistry.bounds, numbers.buckets) {
      below += count
      lines.append("\(name)_bucket{\(prefix)le=\"\(Self.number(bound))\"} \(below)")
    }
    lines.append("\(name)_bucket{\(prefix)le=\"+Inf\"} \(numbers.count)")
    lines.append("\(name)_sum\(braces) \(Self.number(numbers.value))")
    lines.append("\(name)_count\(braces) \(numbers.count)")
    return lines
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
