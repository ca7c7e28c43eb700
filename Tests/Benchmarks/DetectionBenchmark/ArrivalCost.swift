import CommentStore
import Foundation
import ModerationModel
import ModerationTesting
import SQLiteStore
import Synchronization

/// What remembering arrivals costs a durable submission: the same comments stored in SQLite with and without.
struct ArrivalCost {
  static let clients = 64

  func run(count: Int) async throws {
    for round in 1...3 {
      for isRemembered in [false, true] {
        let seconds = try await seconds(count, isRemembered: isRemembered)
        print(
          "round \(round), \(isRemembered ? "with arrivals" : "without"): \(Int(Double(count) / seconds)) a second, "
            + "\(count) comments, \(Self.clients) at once")
      }
    }
  }

  private func seconds(_ count: Int, isRemembered: Bool) async throws -> Double {
    let folder = FileManager.default.temporaryDirectory.path + "/moderato-arrivals-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try SQLiteStore(path: folder + "/store.sqlite")
    var time = ManualTime()
    try await store.add(Examples.article(), stamp: time.stamp())
    var work: [(JudgedSubmission, WriteStamp)] = []
    for number in 0..<count {
      var submission = Examples.submission("Комментарий номер \(number)", by: "author\(number % 500)", time: &time)
      if isRemembered {
        submission.wave = WaveClaim(
          fingerprint: (0..<131).map { UInt8(truncatingIfNeeded: $0 &* number) }, address: UInt64(number % 400))
      }
      time.advance(seconds: 1)
      work.append((submission, time.stamp(by: "author")))
    }
    let next = Turns()
    let items = work
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.clients {
        group.addTask {
          while true {
            let mine = next.take()
            guard mine < items.count else { return }
            _ = try await store.submit(items[mine].0, stamp: items[mine].1)
          }
        }
      }
      try await group.waitForAll()
    }
    let (whole, fraction) = (clock.now - start).components
    try await store.close()
    return Double(whole) + Double(fraction) / 1e18
  }
}

/// Hands out numbers, each once.
private final class Turns: Sendable {
  private let next = Mutex(0)

  func take() -> Int {
    next.withLock { value in
      value += 1
      return value - 1
    }
  }
}
