import CommentStore
import Foundation
import ModerationModel
import ModerationTesting
import SQLiteStore

/// Prints what a store on this machine's disk does in a second.
///
///     swift run -c release StoreBenchmark [FOLDER]
///
/// Every submission is a comment of 160 bytes by one of 1,000 authors on one of 50 articles, a quarter of them replies,
/// and is counted when it has been answered, which is after its transaction is on disk.
@main enum StoreBenchmark {
  static let rounds = 5

  static func main() async throws {
    let base = CommandLine.arguments.dropFirst().first ?? FileManager.default.temporaryDirectory.path
    let folder = base + "/moderato-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }

    let sqlite = try SQLiteStore(path: folder + "/store.sqlite")
    try await measure("sqlite", sqlite)
    let findings = try await sqlite.verify()
    print("sqlite verify: \(findings.isEmpty ? "clean" : "\(findings)")")
    try await sqlite.close()
    try await measure("memory", MemoryStore())
  }

  private static func measure(_ name: String, _ store: some CommentStore) async throws {
    var work = try await Workload(store)
    for (concurrency, count) in [(1, 500), (8, 3000), (64, 8000)] {
      var rates: [Double] = []
      var waits: [Double] = []
      for _ in 0..<rounds {
        let run = try await work.submit(count, concurrency: concurrency)
        rates.append(Double(count) / run.seconds)
        waits += run.waits
      }
      report("\(name) submit, \(concurrency) at a time", rates, "submits/s", waits: waits)
    }
    for concurrency in [1, 8] {
      var rates: [Double] = []
      for round in 0..<rounds {
        let seconds = try await work.read(2000, concurrency: concurrency, seed: UInt64(round))
        rates.append(2000 / seconds)
      }
      report("\(name) thread page of 50, \(concurrency) at a time", rates, "pages/s")
    }
    var rates: [Double] = []
    for _ in 0..<rounds { rates.append(2000 / (try await work.background(2000))) }
    report("\(name) background of a submission, 8 at a time", rates, "reads/s")
  }

  private static func report(_ title: String, _ rates: [Double], _ unit: String, waits: [Double] = []) {
    let sorted = rates.sorted()
    var line = "\(title): median \(Int(sorted[sorted.count / 2])) \(unit)"
    line += " (\(Int(sorted.first ?? 0))…\(Int(sorted.last ?? 0)) over \(rates.count) runs)"
    if !waits.isEmpty {
      let times = waits.sorted()
      func milliseconds(_ share: Double) -> String {
        String(format: "%.2f ms", times[min(times.count - 1, Int(Double(times.count) * share))] * 1000)
      }
      line += ", p50 \(milliseconds(0.5)), p99 \(milliseconds(0.99))"
    }
    print(line)
  }
}

/// Authors, articles and words that are the same on every run.
private struct Workload {
  static let articles = 50
  static let text = String(repeating: "Мост наконец открыли, спасибо. ", count: 3)

  let store: any CommentStore
  private var time = ManualTime()
  private var random = SeededRandom(seed: 1)
  /// Comments that may be replied to, by article.
  private var parents: [[CommentID]] = Array(repeating: [], count: articles)

  init(_ store: any CommentStore) async throws {
    self.store = store
    for number in 0..<Self.articles {
      try await store.add(Examples.article("a\(number)"), stamp: time.stamp())
    }
  }

  mutating func submit(_ count: Int, concurrency: Int) async throws -> (seconds: Double, waits: [Double]) {
    var queues: [[(JudgedSubmission, WriteStamp)]] = Array(repeating: [], count: concurrency)
    var added: [(Int, CommentID)] = []
    for number in 0..<count {
      let article = Int.random(in: 0..<Self.articles, using: &random)
      let parent = random.chance(0.25) ? parents[article].randomElement(using: &random) : nil
      let action: Action = random.chance(0.03) ? .hold : .publish
      time.advance(seconds: 0.002)
      let submission = Examples.submission(
        Self.text + "\(number)", on: "a\(article)", under: parent,
        by: "author\(Int.random(in: 0..<1000, using: &random))",
        verdict: Examples.verdict(action), time: &time)
      queues[number % concurrency].append((submission, time.stamp(by: "author")))
      if action == .publish, parent == nil { added.append((article, submission.comment)) }
    }
    let store = store
    let clock = ContinuousClock()
    let began = clock.now
    let waits = try await withThrowingTaskGroup(of: [Double].self) { group in
      for queue in queues {
        group.addTask {
          var waits: [Double] = []
          for (submission, stamp) in queue {
            let start = clock.now
            _ = try await store.submit(submission, stamp: stamp)
            waits.append((clock.now - start) / .seconds(1))
          }
          return waits
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let seconds = (clock.now - began) / .seconds(1)
    for (article, id) in added { parents[article].append(id) }
    return (seconds, waits)
  }

  func read(_ count: Int, concurrency: Int, seed: UInt64) async throws -> Double {
    let store = store
    return try await timed(concurrency) { worker in
      var random = SeededRandom(seed: seed &* 1000 &+ UInt64(worker))
      for _ in 0..<count / concurrency {
        let article = Examples.articleID("a\(Int.random(in: 0..<Self.articles, using: &random))")
        _ = try await store.thread(ThreadQuery(article: article, sort: random.choice(ThreadSort.allCases) ?? .newest))
      }
    }
  }

  func background(_ count: Int) async throws -> Double {
    let store = store
    let now = time.now
    return try await timed(8) { worker in
      for number in 0..<count / 8 {
        let query = BackgroundQuery(
          site: .default, article: Examples.articleID("a\(number % Self.articles)"),
          identity: Examples.identity("author\((number * 8 + worker) % 1000)"), digest: Examples.digest("\(number)"),
          now: now)
        _ = try await store.background(for: query)
      }
    }
  }

  private func timed(_ concurrency: Int, _ work: @escaping @Sendable (Int) async throws -> Void) async throws -> Double
  {
    let clock = ContinuousClock()
    let began = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<concurrency { group.addTask { try await work(worker) } }
      try await group.waitForAll()
    }
    return (clock.now - began) / .seconds(1)
  }
}
