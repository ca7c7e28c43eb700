internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let queueChecks: [Check] = [
    Check("orders the queue by urgency, then by age") { bench in
      try await bench.addArticle()
      let mild = try await bench.submit("a", .hold)
      let reported = try await bench.submit("b")
      let report = Examples.report(on: reported, weight: 5, time: &bench.time)
      _ = try await bench.store.report(report, holdFrom: 3, stamp: bench.time.stamp())
      let later = try await bench.submit("c", .hold)
      let listings = try await bench.store.cases(CaseQuery(now: bench.time.now))
      try bench.expectEqual(listings.map(\.comment.id), [reported.id, mild.id, later.id], "the queue")
      let byCause = try await bench.store.cases(CaseQuery(cause: .reports, now: bench.time.now))
      try bench.expectEqual(byCause.map(\.comment.id), [reported.id], "reported ones")
      let first = try await bench.store.cases(CaseQuery(now: bench.time.now, limit: 1))
      try bench.expectEqual(first.map(\.comment.id), [reported.id], "the most urgent")
    },
    Check("never leases a case to two moderators at a time") { bench in
      try await bench.addArticle()
      for number in 0..<4 { try await bench.submit("\(number)", .hold) }
      let vera = try await bench.store.claim(ClaimRequest(holder: "vera", count: 3), stamp: bench.time.stamp())
      let oleg = try await bench.store.claim(ClaimRequest(holder: "oleg", count: 3), stamp: bench.time.stamp())
      try bench.expectEqual(vera.count, 3, "Vera's cases")
      try bench.expectEqual(oleg.count, 1, "Oleg's cases")
      let contested = vera[0].moderationCase
      let until = bench.time.now.adding(seconds: ModerationCase.Lease.seconds)
      let store = bench.store
      let wanted = ClaimRequest(
        holder: "oleg", cases: [oleg[0].moderationCase.id, contested.id], seconds: 10_000)
      let stamp = bench.time.stamp()
      try await bench.expectError(.leased(holder: "vera", until: until)) { () throws(StoreError) in
        try await store.claim(wanted, stamp: stamp)
      }
      let untouched = try await store.moderationCase(of: oleg[0].comment.id, site: .default)
      try bench.expectEqual(untouched, oleg[0].moderationCase, "the case beside the contested one")
      let claimable = try await store.cases(CaseQuery(claimableBy: "oleg", now: bench.time.now))
      try bench.expectEqual(claimable.map(\.comment.id), oleg.map(\.comment.id), "what Oleg may claim")
      bench.time.advance(seconds: ModerationCase.Lease.seconds)
      let expired = try await store.claim(
        ClaimRequest(holder: "oleg", cases: [contested.id]), stamp: bench.time.stamp())
      try bench.expectEqual(expired.first?.moderationCase.lease?.holder, "oleg", "the holder once the lease ended")
      let unknown = bench.time.stamp()
      try await bench.expectError(.unknownCase) { () throws(StoreError) in
        try await store.claim(ClaimRequest(holder: "oleg", cases: [CaseID(bits: 1)]), stamp: unknown)
      }
    },
    Check("refuses a review of what somebody else is looking at") { bench in
      try await bench.addArticle()
      let held = try await bench.submit("a", .hold)
      let free = try await bench.submit("b", .hold)
      let claim = try await bench.store.claim(ClaimRequest(holder: "vera", count: 1), stamp: bench.time.stamp())
      try bench.expectEqual(claim.first?.comment.id, held.id, "the claimed comment")
      let request = ReviewRequest(
        targets: [.init(comment: free.id), .init(comment: held.id)], decision: .approve, moderator: "oleg")
      let stamp = bench.time.stamp(by: "oleg")
      let store = bench.store
      try await bench.expectError(
        { if case .leased(holder: "vera", until: _) = $0 { true } else { false } }, "leased"
      ) { () throws(StoreError) in try await store.review(request, stamp: stamp) }
      try bench.expectEqual(try await bench.current(free).state, .pending, "the other comment")
      try await bench.review([held], .approve, by: "vera")
      try bench.expectEqual(try await bench.current(held).state, .approved, "the comment")
    },
    Check("releases leases early, its holder's alone") { bench in
      try await bench.addArticle()
      try await bench.submit("a", .hold)
      let claim = try await bench.store.claim(ClaimRequest(holder: "vera", count: 1), stamp: bench.time.stamp())
      let ids = claim.map(\.moderationCase.id)
      let store = bench.store
      let others = try await store.release(ids, site: .default, holder: "oleg", stamp: bench.time.stamp())
      try bench.expectEqual(others, 0, "released by another")
      let own = try await store.release(
        ids + ids + [CaseID(bits: 3)], site: .default, holder: "vera", stamp: bench.time.stamp())
      try bench.expectEqual(own, 1, "released by the holder")
      let again = try await store.claim(ClaimRequest(holder: "oleg", count: 1), stamp: bench.time.stamp())
      try bench.expectEqual(again.count, 1, "cases to claim")
    },
    Check("marks a case for a second opinion") { bench in
      try await bench.addArticle()
      let held = try await bench.submit("a", .hold)
      guard let open = try await bench.store.moderationCase(of: held.id, site: .default) else {
        throw ContractViolation(expectation: "a held comment has a case", place: "QueueChecks")
      }
      let marked = try await bench.store.escalate(
        open.id, site: .default, question: "Это цитата?", stamp: bench.time.stamp())
      try bench.expectEqual(marked.escalation, "Это цитата?", "the question")
      let listed = try await bench.store.cases(CaseQuery(isEscalated: true, now: bench.time.now))
      try bench.expectEqual(listed.count, 1, "escalated cases")
      let lifted = try await bench.store.escalate(
        open.id, site: .default, question: nil, stamp: bench.time.stamp())
      try bench.expectEqual(lifted.escalation, nil, "the question")
      try bench.expectEqual(lifted.version, open.version + 2, "the version")
    },
    Check("gives a case tags, each once") { bench in
      try await bench.addArticle()
      let held = try await bench.submit("a", .hold)
      let store = bench.store
      guard let open = try await store.moderationCase(of: held.id, site: .default) else {
        throw ContractViolation(expectation: "a held comment has a case", place: "QueueChecks")
      }
      let tagged = try await store.tag(
        open.id, site: .default, tags: ["выборы", "цитата", "выборы"], stamp: bench.time.stamp())
      try bench.expectEqual(tagged.tags, ["выборы", "цитата"], "the tags")
      let read = try await store.moderationCase(of: held.id, site: .default)
      try bench.expectEqual(read, tagged, "the case read back")
      let stamp = bench.time.stamp()
      try await bench.expectError(.invalidValue) { () throws(StoreError) in
        try await store.tag(open.id, site: .default, tags: ["два слова"], stamp: stamp)
      }
      try await bench.review([held], .approve)
      let late = bench.time.stamp()
      try await bench.expectError(.unknownCase) { () throws(StoreError) in
        try await store.tag(open.id, site: .default, tags: [], stamp: late)
      }
    },
    Check("tells the queue in numbers") { bench in
      try await bench.addArticle()
      let a = try await bench.submit("a", .hold)
      try await bench.submit("b", .hold)
      let c = try await bench.submit("c", .hold)
      try await bench.review([a], .approve)
      let spam = try await bench.review([c], .spam)
      _ = try await bench.store.undo(spam.id, site: .default, stamp: bench.time.stamp())
      _ = try await bench.store.claim(ClaimRequest(holder: "vera", count: 1), stamp: bench.time.stamp())
      let statistics = try await bench.store.queueStatistics(site: .default, now: bench.time.now)
      try bench.expectEqual(statistics.open, 2, "open cases")
      try bench.expectEqual(statistics.leased, 1, "leased cases")
      try bench.expectEqual(statistics.byCause, [.verdict: 2], "causes")
      try bench.expectEqual(statistics.decisionsLastDay, [.approve: 1], "decisions")
      try bench.expectEqual(statistics.oldestOpenedAt, a.createdAt.adding(seconds: 1), "the oldest")
    },
  ]

  static let reviewChecks: [Check] = [
    Check("tells what people have decided to be spam") { bench in
      try await bench.addArticle()
      let since = bench.time.now
      let first = try await bench.submit("первый", .hold)
      let second = try await bench.submit("второй", .hold)
      let third = try await bench.submit("третий", .hold)
      try await bench.submit("машинный", .spam)
      let insult = try await bench.submit("грубый", .hold)
      try await bench.review([first], .spam)
      let middle = bench.time.now
      try await bench.review([second, third], .spam)
      try await bench.review([insult], .reject)
      let store = bench.store
      func spam(since: Timestamp = since, limit: Int = 10) async throws -> [String] {
        try await store.confirmedSpam(site: .default, since: since, limit: limit)
      }
      try bench.expectEqual(try await spam(), ["третий", "второй", "первый"], "confirmed spam")
      try bench.expectEqual(try await spam(since: middle), ["третий", "второй"], "newer spam")
      try bench.expectEqual(try await spam(limit: 1), ["третий"], "the newest")
      let mistaken = try await bench.review([try await bench.current(third)], .approve)
      try bench.expectEqual(try await spam(), ["второй", "первый"], "without what was approved later")
      _ = try await store.undo(mistaken.id, site: .default, stamp: bench.time.stamp(by: "vera"))
      try bench.expectEqual(try await spam(), ["третий", "второй", "первый"], "after the undo")
    },
    Check("applies a decision to all targets or to none") { bench in
      try await bench.addArticle()
      let one = try await bench.submit("a", .hold)
      let two = try await bench.submit("b", .hold)
      let stale = ReviewRequest(
        targets: [.init(comment: one.id, version: 1), .init(comment: two.id, version: 9)], decision: .spam,
        moderator: "vera")
      let store = bench.store
      let stamp = bench.time.stamp(by: "vera")
      try await bench.expectError(.versionConflict(expected: 9, found: 1)) { () throws(StoreError) in
        try await store.review(stale, stamp: stamp)
      }
      try bench.expectEqual(try await bench.counts(), ArticleCounts(pending: 2), "counts")
      let unknown = ReviewRequest(
        targets: [.init(comment: one.id), .init(comment: CommentID(bits: 5))], decision: .spam, moderator: "vera")
      try await bench.expectError(.unknownComment) { () throws(StoreError) in
        try await store.review(unknown, stamp: stamp)
      }
      let review = try await bench.review([one, two, one], .spam)
      try bench.expectEqual(review.items.count, 2, "items")
      try bench.expectEqual(try await bench.counts(), ArticleCounts(spam: 2), "counts")
      let stored = try await store.review(review.id, site: .default)
      try bench.expectEqual(stored, review, "the review read back")
      try bench.expectEqual(try await store.reviews(of: one.id, site: .default), [review], "reviews of a comment")
      try bench.expectEqual(try await store.reviews(by: "vera", site: .default, limit: 5), [review], "Vera's reviews")
      try bench.expectEqual(try await store.reviews(by: "oleg", site: .default, limit: 5), [], "Oleg's reviews")
      let open = try await store.cases(CaseQuery(now: bench.time.now))
      try bench.expectEqual(open.count, 0, "open cases")
    },
    Check("undoes every decision from every state exactly") { bench in
      try await bench.addArticle()
      for action in Action.allCases {
        for decision in Decision.allCases {
          let comment = try await bench.submit("\(action) \(decision)", action)
          let open = try await bench.store.moderationCase(of: comment.id, site: .default)
          let counts = try await bench.counts()
          let review = try await bench.review([comment], decision)
          try bench.expectEqual(try await bench.current(comment).state, decision.state, "the state")
          let undone = try await bench.store.undo(review.id, site: .default, stamp: bench.time.stamp())
          try bench.expect(undone.undoneAt != nil, "the review is marked as undone")
          var restored = try await bench.current(comment)
          restored.version = comment.version
          try bench.expectEqual(restored, comment, "the comment")
          try bench.expectEqual(try await bench.counts(), counts, "counts")
          var reopened = try await bench.store.moderationCase(of: comment.id, site: .default)
          if let version = open?.version { reopened?.version = version }
          try bench.expectEqual(reopened, open, "the case")
          let store = bench.store
          let stamp = bench.time.stamp()
          try await bench.expectError(.alreadyUndone) { () throws(StoreError) in
            try await store.undo(review.id, site: .default, stamp: stamp)
          }
        }
      }
    },
    Check("undoes decisions one after the other, newest first") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit("a", .hold)
      let first = try await bench.review([comment], .approve)
      let second = try await bench.review([comment], .spam, isAnyVersion: true)
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.changedSince(comment.id)) { () throws(StoreError) in
        try await store.undo(first.id, site: .default, stamp: stamp)
      }
      _ = try await store.undo(second.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.current(comment).state, .approved, "the state")
      _ = try await store.undo(first.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.current(comment).state, .pending, "the state")
      let open = try await store.moderationCase(of: comment.id, site: .default)
      try bench.expectEqual(open?.state, .open, "the case")
      try await bench.expectError(.unknownReview) { () throws(StoreError) in
        try await store.undo(ReviewID(bits: 4), site: .default, stamp: stamp)
      }
    },
    Check("refuses to undo what has changed since") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit("a", .hold)
      let review = try await bench.review([comment], .approve)
      _ = try await bench.store.withdraw(comment.id, site: .default, version: nil, stamp: bench.time.stamp())
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.changedSince(comment.id)) { () throws(StoreError) in
        try await store.undo(review.id, site: .default, stamp: stamp)
      }
      try await bench.expectError(
        .stateMove(StateMoveError(move: .reviewed, from: .deleted, to: .approved))
      ) { () throws(StoreError) in
        try await store.review(
          ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera"), stamp: stamp)
      }
    },
  ]
}
