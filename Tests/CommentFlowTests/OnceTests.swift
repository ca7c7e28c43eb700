import CommentFlow
import CommentStore
import ModerationModel
import Testing

@Suite struct OnceTests {
  @Test func aRepeatedReviewIsAnsweredAndNotMade() async throws {
    let newsroom = try await Newsroom()
    let comment = try await newsroom.submit().comment
    let request = ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera")
    let once = try newsroom.flow.once(key: "k-1", fingerprint: [1])
    #expect(try await once.earlierAnswer() == nil)
    _ = try await once.review(request)
    guard case .store(let running)? = await flowError({ _ = try await once.earlierAnswer() }),
      case .stillRunning = running.code
    else {
      Issue.record("a write without a kept answer was not told")
      return
    }
    let answer = StoredAnswer(status: 201, contentType: "application/json", body: [1, 2, 3])
    try await once.keep(answer)
    #expect(try await once.earlierAnswer() == answer)
    guard case .store(let reason)? = await flowError({ _ = try await once.review(request) }) else {
      Issue.record("the review was made twice")
      return
    }
    #expect(reason.code == .answered(answer))
    let other = try newsroom.flow.once(key: "k-1", fingerprint: [2])
    guard case .store(let mismatch)? = await flowError({ _ = try await other.earlierAnswer() }) else {
      Issue.record("another write under the same key was taken")
      return
    }
    #expect(mismatch.code == .idempotencyMismatch)
    #expect(try await newsroom.flow.store.reviews(by: nil, site: .default, limit: 10).count == 1)
    newsroom.clock.advance(seconds: 86_400)
    #expect(try await once.earlierAnswer() == nil)
  }

  @Test func aHundredDeliveriesAtOnceMakeOneWrite() async throws {
    let newsroom = try await Newsroom()
    let comment = try await newsroom.submit().comment
    let once = try newsroom.flow.once(key: "k-2", fingerprint: [1])
    let made = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<100 {
        group.addTask {
          await flowError {
            _ = try await once.report(
              comment.id, reason: .insult, reporter: AuthorClaim(name: ""), client: ClientFacts(address: "192.0.2.1"))
          } == nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(made == 1)
  }

  @Test(arguments: ["", String(repeating: "k", count: 201), "ключ", "a\nb"])
  func refusesKeysThatAreNone(key: String) async throws {
    let newsroom = try await Newsroom()
    #expect(await flowError { _ = try newsroom.flow.once(key: key, fingerprint: []) } != nil)
  }

  @Test func decidesOnAllThatAQueryFindsOrOnNothing() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let flow = newsroom.flow
    var held: [CommentID] = []
    for name in ["Оля", "Ян", "Зоя"] { held.append(try await newsroom.submit("казино \(name)", by: name).comment.id) }
    let query = try ModerationQuery("rule:casino score>=6")
    let preview = try await flow.preview(query, moderator: "vera")
    #expect(preview.targets.count == 3 && preview.byRule["casino"] == 3 && preview.samples.count == 3)
    let late = try await newsroom.submit("казино снова", by: "Лев").comment.id
    func spam(_ fingerprint: [UInt8]?) async throws -> Review {
      try await flow.review(everything: query, fingerprint: fingerprint, decision: .spam, moderator: "vera")
    }
    guard case .store(let changed)? = await flowError({ _ = try await spam(preview.fingerprint) }) else {
      Issue.record("more was decided than was seen")
      return
    }
    #expect(changed.code == .selectionChanged)
    let seen = try await flow.preview(query, moderator: "vera").fingerprint
    let review = try await spam(seen)
    #expect(Set(review.items.map(\.comment)) == Set(held + [late]))
    #expect(try await flow.queue().isEmpty)
    _ = try await flow.undo(review.id, by: "vera")
    #expect(try await flow.queue(filter: query).count == 4)
    // A colleague's lease stops all of it.
    _ = try await flow.claim(ClaimRequest(holder: "oleg"))
    #expect(try await flow.preview(query, moderator: "vera").leasedByOthers == 1)
    #expect(await flowError { _ = try await spam(nil) } != nil)
    #expect(try await flow.queue().count == 4)
  }
}
