import CommentStore
import Foundation
import ModerationModel
import ModerationTesting
import SQLiteStore
import Synchronization
import Testing

/// Eight moderators at one queue: every case is decided once, whatever they do to each other.
@Suite struct ManyModeratorsTests {
  /// More on demand: `MODERATO_CASES=10000 swift test --filter ManyModeratorsTests`.
  private static let cases = ProcessInfo.processInfo.environment["MODERATO_CASES"].flatMap { Int($0) } ?? 2_000
  private static let workers = 8

  /// A clock that everybody turns a little, and the randomness of one worker.
  private final class Hands: Sendable {
    private let state: Mutex<(time: ManualTime, random: SeededRandom)>

    init(_ time: ManualTime) { state = Mutex((time, SeededRandom(seed: 7))) }

    func stamp(by actor: String, passing seconds: Double = 0) -> WriteStamp {
      state.withLock { state in
        state.time.advance(seconds: seconds)
        return state.time.stamp(by: actor)
      }
    }

    func chance(_ bound: Int) -> Int { state.withLock { Int($0.random.next128() % UInt128(bound)) } }
  }

  private struct Sum: Sendable {
    var done = 0
    var conflicts = 0
    var undone = 0
    var strange: [String] = []
  }

  @Test func everyCaseIsDecidedOnce() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/store.sqlite")
      var time = ManualTime()
      try await store.add(Examples.article(), stamp: time.stamp())
      var drafts: [(JudgedSubmission, WriteStamp)] = []
      for number in 0..<Self.cases {
        let submission = Examples.submission(
          "слово \(number)", by: "автор \(number % 500)", verdict: Examples.verdict(.hold), time: &time)
        drafts.append((submission, time.stamp(by: "author")))
      }
      for start in stride(from: 0, to: drafts.count, by: 500) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for (submission, stamp) in drafts[start..<min(start + 500, drafts.count)] {
            group.addTask { _ = try await store.submit(submission, stamp: stamp) }
          }
          try await group.waitForAll()
        }
      }
      let hands = Hands(time)
      let sums = try await withThrowingTaskGroup(of: Sum.self) { group in
        for number in 0..<Self.workers {
          group.addTask { try await Self.work(as: "moderator-\(number)", at: store, hands) }
        }
        return try await group.reduce(into: [Sum]()) { $0.append($1) }
      }
      #expect(sums.flatMap(\.strange) == [])
      #expect(sums.reduce(0) { $0 + $1.done } - sums.reduce(0) { $0 + $1.undone } == Self.cases)
      var states: [CommentState: Int] = [:]
      for (submission, _) in drafts {
        let standing = try await store.reviews(of: submission.comment, site: .default).filter { $0.undoneAt == nil }
        #expect(standing.count == 1, "\(submission.comment)")
        let comment = try #require(try await store.comment(submission.comment, site: .default))
        #expect(standing.first?.decision.state == comment.state)
        states[comment.state, default: 0] += 1
      }
      let counts = try await store.counts(of: Examples.articleID(), site: .default)
      #expect(counts.pending == 0)
      #expect(counts.visible == states[.approved, default: 0])
      #expect(counts.rejected == states[.rejected, default: 0])
      #expect(counts.spam == states[.spam, default: 0])
      #expect(try await store.verify() == [], "counts, cases and the log agree with a recount")
      try await store.close()
    }
  }

  private static func work(as name: String, at store: SQLiteStore, _ hands: Hands) async throws -> Sum {
    var sum = Sum()
    var seenEarlier: [CaseListing] = []
    while true {
      // Some time passes, so that leases of those who dawdle end.
      let claimed = try await store.claim(
        ClaimRequest(holder: name, count: 20, seconds: hands.chance(4) == 0 ? 1 : 300),
        stamp: hands.stamp(by: name, passing: 1))
      guard !claimed.isEmpty else {
        let now = hands.stamp(by: name, passing: 301).at
        guard try await store.cases(CaseQuery(now: now, limit: 1)).isEmpty else { continue }
        return sum
      }
      for listing in claimed {
        switch hands.chance(20) {
        case 0:
          _ = try await store.release(
            [listing.moderationCase.id], site: .default, holder: name, stamp: hands.stamp(by: name))
          continue
        // Left open, for somebody else once the lease is over.
        case 1: continue
        // From a list that was read long ago, without any claim.
        case 2: if let old = seenEarlier.randomElement() { try await decide(old, as: name, at: store, hands, &sum) }
        default: break
        }
        try await decide(listing, as: name, at: store, hands, &sum)
      }
      seenEarlier = claimed + seenEarlier.prefix(100)
    }
  }

  private static func decide(
    _ listing: CaseListing, as name: String, at store: SQLiteStore, _ hands: Hands, _ sum: inout Sum
  ) async throws {
    let decisions: [Decision] = [.approve, .reject, .spam]
    let request = ReviewRequest(
      targets: [.init(comment: listing.comment.id, version: listing.comment.version)],
      decision: decisions[hands.chance(3)], moderator: name)
    do throws(StoreError) {
      let review = try await store.review(request, stamp: hands.stamp(by: name, passing: 0.05))
      sum.done += 1
      guard hands.chance(10) == 0 else { return }
      _ = try await store.undo(review.id, site: .default, stamp: hands.stamp(by: name))
      sum.undone += 1
    } catch {
      switch error.code {
      case .leased, .versionConflict, .changedSince: sum.conflicts += 1
      default: sum.strange.append("\(error)")
      }
    }
  }
}
