import CommentStore
import ModerationModel
import ModerationTesting
import SQLiteStore
import Testing

@Suite struct UndoTests {
  /// A whole wave decided at once and taken back: everything but history is as it was.
  @Test(arguments: Decision.allCases)
  func restoresAWaveExactly(decision: Decision) async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/store.sqlite")
      var time = ManualTime()
      try await store.add(Examples.article(), stamp: time.stamp())
      var random = SeededRandom(seed: 7)
      var ids: [CommentID] = []
      for number in 0..<60 {
        let parent = random.chance(0.5) ? ids.randomElement(using: &random) : nil
        var submission = Examples.submission(
          "волна \(number % 5)", under: parent, by: "author\(number % 9)",
          verdict: Examples.verdict(random.choice(Action.allCases) ?? .publish), time: &time)
        submission.policy.depthMax = 20
        time.advance(seconds: 1)
        // Some parents are hidden by now; those submissions are refused, which is another test's subject.
        if let stored = try? await store.submit(submission, stamp: time.stamp()) { ids.append(stored.comment.id) }
      }
      _ = try await store.claim(ClaimRequest(holder: "vera", count: 3), stamp: time.stamp(by: "vera"))
      let before = try await store.dump().withoutHistory
      let request = ReviewRequest(targets: ids.map { .init(comment: $0) }, decision: decision, moderator: "vera")
      let review = try await store.review(request, stamp: time.stamp(by: "vera"))
      #expect(review.items.count == ids.count)
      #expect(try await store.dump().withoutHistory != before)
      _ = try await store.undo(review.id, site: .default, stamp: time.stamp(by: "vera"))
      #expect(try await store.dump().withoutHistory == before)
      #expect(try await store.verify() == [])
      try await store.close()
    }
  }
}
