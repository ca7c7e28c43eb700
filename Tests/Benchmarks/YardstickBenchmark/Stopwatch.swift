import Foundation

/// Time that this process had of a processor: unlike time on the wall it does not grow when others want the machine too.
enum Stopwatch {
  /// Processor seconds since the process began, of all its threads, in the program and in the kernel for it.
  static var processorSeconds: Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  /// The same of this thread alone.
  static var threadSeconds: Double { seconds(of: CLOCK_THREAD_CPUTIME_ID) }

  private static func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Runs the body several times.
  static func measure(rounds: Int = 5, _ body: () throws -> Void) rethrows -> Spread {
    var all: [Double] = []
    for _ in 0..<rounds {
      let begin = threadSeconds
      try body()
      all.append(threadSeconds - begin)
    }
    return Spread(all)
  }

  static func once(_ body: () throws -> Void) rethrows -> Double {
    let begin = threadSeconds
    try body()
    return threadSeconds - begin
  }
}

/// The middle of several rounds, and the fastest and slowest of them.
struct Spread {
  var median: Double
  var fastest: Double
  var slowest: Double

  init(_ rounds: [Double]) {
    let sorted = rounds.sorted()
    median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    fastest = sorted.first ?? 0
    slowest = sorted.last ?? 0
  }

  /// For one of many.
  func over(_ count: Int) -> Spread {
    let scale = 1 / Double(max(1, count))
    return Spread([fastest * scale, median * scale, slowest * scale])
  }

  var micros: String { shown(1e6, "µs") }
  var millis: String { shown(1e3, "ms") }

  private func shown(_ scale: Double, _ unit: String) -> String {
    "\(Report.number(median * scale)) \(unit) (\(Report.number(fastest * scale))–\(Report.number(slowest * scale)))"
  }
}
