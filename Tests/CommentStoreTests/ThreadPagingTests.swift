import CommentStore
import ModerationModel
import ModerationTesting
import SQLiteStore
import Testing

@Suite struct ThreadPagingTests {
  /// Random trees of 10,000 comments, a third of them hidden: all pages together are the whole thread, once.
  @Test(arguments: [UInt64(11), 12])
  func pagesOfALongThreadAreTheThread(seed: UInt64) async throws {
    try await withTemporaryFolder { folder in
      let memory = MemoryStore()
      let sqlite = try SQLiteStore(path: folder + "/store.sqlite")
      let comments = try await Self.plant(seed: seed, count: 10_000, in: [memory, sqlite])
      let viewer = try #require(try await memory.author(Examples.identity("a1"), site: .default)).id
      for sort in ThreadSort.allCases {
        for reader in [nil, viewer] {
          let expected = Self.expected(comments, sort: sort, viewer: reader)
          for (name, store) in [("memory", memory as any CommentStore), ("sqlite", sqlite)] {
            var seen: [CommentID] = []
            var cursor: String?
            repeat {
              let page = try await store.thread(
                ThreadQuery(article: Examples.articleID(), sort: sort, limit: 97, cursor: cursor, viewer: reader))
              seen += page.items.map(\.comment.id)
              cursor = page.next
            } while cursor != nil
            #expect(seen == expected, "seed \(seed), \(name), \(sort), viewer \(reader != nil)")
          }
        }
      }
      try await sqlite.close()
    }
  }

  private struct Planted {
    var id: CommentID
    var path: [CommentID]
    var isVisible: Bool
    var isWaitingFor: AuthorID?
    var votes = 0
  }

  private static func plant(seed: UInt64, count: Int, in stores: [any TransactionalStore]) async throws -> [Planted] {
    var random = SeededRandom(seed: seed)
    var time = ManualTime(seed: seed)
    var planted: [Planted] = []
    for store in stores { try await store.add(Examples.article(), stamp: time.stamp()) }
    var batch: [(JudgedSubmission, WriteStamp)] = []
    for number in 0..<count {
      let parent = random.chance(0.7) ? planted.randomElement(using: &random) : nil
      let isReply = parent.map { $0.isVisible && $0.path.count < 12 } ?? false
      let action = random.choice([Action.publish, .publish, .publish, .hold, .spam]) ?? .publish
      var submission = Examples.submission(
        "\(number)", under: isReply ? parent?.id : nil, by: "a\(number % 40)", verdict: Examples.verdict(action),
        time: &time)
      submission.policy.depthMax = 20
      time.advance(seconds: 0.003)
      batch.append((submission, time.stamp()))
      let path = (isReply ? parent?.path ?? [] : []) + [submission.comment]
      planted.append(Planted(id: submission.comment, path: path, isVisible: action == .publish))
    }
    // Some that have replies are hidden afterwards.
    let hidden = planted.filter { $0.isVisible && random.chance(0.1) }.map(\.id)
    let review = ReviewRequest(targets: hidden.map { .init(comment: $0) }, decision: .spam, moderator: "vera")
    let stamp = time.stamp()
    for store in stores { try await Self.write(batch, review, stamp, to: store) }
    for index in planted.indices where planted[index].isVisible && random.chance(0.03) {
      guard !hidden.contains(planted[index].id) else { continue }
      planted[index].votes = Int.random(in: 1...3, using: &random)
      for visitor in 0..<planted[index].votes {
        let vote = Vote(site: .default, comment: planted[index].id, visitor: "v\(visitor)", at: time.now)
        let stamp = time.stamp()
        for store in stores { _ = try await store.vote(vote, isWithdrawn: false, stamp: stamp) }
      }
    }
    for index in planted.indices {
      let comment = try #require(try await stores[0].comment(planted[index].id, site: .default))
      planted[index].isVisible = comment.state.isVisible
      planted[index].isWaitingFor = comment.state == .pending ? comment.author : nil
    }
    return planted
  }

  private static func write(
    _ batch: [(JudgedSubmission, WriteStamp)], _ review: ReviewRequest, _ stamp: WriteStamp,
    to store: some TransactionalStore
  ) async throws {
    try await store.write { (transaction) throws(StoreError) in
      for (submission, stamp) in batch { _ = try transaction.submit(submission, stamp: stamp) }
      _ = try transaction.review(review, stamp: stamp)
    }
  }

  /// What a reader should see, by looking at everything.
  private static func expected(_ planted: [Planted], sort: ThreadSort, viewer: AuthorID?) -> [CommentID] {
    var seen: Set<CommentID> = []
    for comment in planted where comment.isVisible { seen.formUnion(comment.path) }
    let shown = planted.filter { comment in
      if seen.contains(comment.id) { return true }
      guard let viewer, comment.isWaitingFor == viewer else { return false }
      return comment.path.dropLast().last.map(seen.contains) ?? true
    }
    let votes = Dictionary(uniqueKeysWithValues: planted.map { ($0.id, $0.votes) })
    return shown.sorted { left, right in
      if sort == .top, let mine = votes[left.path[0]], let other = votes[right.path[0]], mine != other {
        return mine > other
      }
      if sort != .oldest, left.path[0] != right.path[0] { return left.path[0] > right.path[0] }
      return left.path.lexicographicallyPrecedes(right.path)
    }.map(\.id)
  }
}
