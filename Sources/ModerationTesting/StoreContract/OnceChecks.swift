internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let onceChecks: [Check] = [
    Check("makes a claimed write once and answers its repeats") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let store = bench.store
      let claim = IdempotencyClaim(key: "k1", fingerprint: [1])
      let request = ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera")
      try bench.expectEqual(
        try await store.answerRecord(for: claim, site: .default, now: bench.time.now), nil, "a fresh claim")
      var stamp = bench.time.stamp(by: "vera")
      stamp.claim = claim
      let first = stamp
      _ = try await store.review(request, stamp: first)
      var repeated = bench.time.stamp(by: "vera")
      repeated.claim = claim
      let second = repeated
      try await bench.expectError(.stillRunning(since: first.at)) { () throws(StoreError) in
        try await store.review(request, stamp: second)
      }
      let answer = StoredAnswer(status: 201, contentType: "application/json", body: Array("{}".utf8))
      try await store.keep(answer, for: claim, site: .default, stamp: bench.time.stamp())
      try await bench.expectError(.answered(answer)) { () throws(StoreError) in
        try await store.review(request, stamp: second)
      }
      try bench.expectEqual(
        try await store.answerRecord(for: claim, site: .default, now: bench.time.now)?.answer, answer, "the answer")
      var other = second
      other.claim = IdempotencyClaim(key: "k1", fingerprint: [2])
      let mismatched = other
      try await bench.expectError(.idempotencyMismatch) { () throws(StoreError) in
        try await store.review(request, stamp: mismatched)
      }
      try bench.expectEqual(try await store.reviews(by: nil, site: .default, limit: 10).count, 1, "reviews")
      bench.time.advance(seconds: IdempotencyClaim.seconds)
      try bench.expectEqual(
        try await store.answerRecord(for: claim, site: .default, now: bench.time.now), nil, "a claim after a day")
    },
    Check("leaves no claim behind when the write fails") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let store = bench.store
      var stamp = bench.time.stamp(by: "vera")
      stamp.claim = IdempotencyClaim(key: "k1", fingerprint: [1])
      let claimed = stamp
      let stale = ReviewRequest(
        targets: [.init(comment: comment.id, version: 9)], decision: .approve, moderator: "vera")
      try await bench.expectError(.versionConflict(expected: 9, found: 1)) { () throws(StoreError) in
        try await store.review(stale, stamp: claimed)
      }
      var good = stale
      good.targets[0].version = 1
      _ = try await store.review(good, stamp: claimed)
    },
    Check("forgets the words of answers when somebody is forgotten, not that they were given") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let store = bench.store
      let claim = IdempotencyClaim(key: "k1", fingerprint: [1])
      var stamp = bench.time.stamp()
      stamp.claim = claim
      _ = try await store.edit(Examples.edit(comment, to: "тайна", time: &bench.time), stamp: stamp)
      try await store.keep(
        StoredAnswer(status: 200, contentType: "text/plain", body: Array("тайна".utf8)), for: claim, site: .default,
        stamp: bench.time.stamp())
      _ = try await store.erase(comment.author, site: .default, stamp: bench.time.stamp())
      let record = try await store.answerRecord(for: claim, site: .default, now: bench.time.now)
      try bench.expect(record != nil && record?.answer == nil, "the record stays, the answer is gone")
    },
  ]

  static let webhookChecks: [Check] = [
    Check("keeps each webhook's place, and lets one process at a time deliver") { bench in
      let store = bench.store
      try await bench.addArticle()
      let webhook = Webhook(
        site: .default, id: bench.time.identifier(), url: "https://receiver.example/hook",
        kinds: [.commentSubmitted, .reviewApplied], createdAt: bench.time.now, sequence: 0,
        nextAttemptAt: bench.time.now)
      let row = WebhookRow(webhook: webhook, sealedSecrets: [[1, 2], [], [3]])
      try await store.add(row, stamp: bench.time.stamp())
      try bench.expectEqual(try await store.webhooks(site: .default), [row], "webhooks")
      let claimed = try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp())
      try bench.expectEqual(claimed.map(\.webhook), [webhook], "claimed")
      try bench.expectEqual(
        try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp()), [], "claimed by another")
      var delivered = webhook
      delivered.sequence = try await store.lastSequence()
      try await store.note(delivered, from: 0, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp()), [], "with nothing to tell")
      try await bench.submit()
      try bench.expectEqual(
        try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp()).count, 1, "with news")
      // Whoever sets the place while a delivery runs means it.
      var replayed = try await store.webhooks(site: .default)[0]
      replayed.webhook.sequence = 0
      let changed = try await store.change(replayed, stamp: bench.time.stamp())
      delivered.sequence = try await store.lastSequence()
      try await store.note(delivered, from: 1, stamp: bench.time.stamp())
      try bench.expectEqual(try await store.webhooks(site: .default)[0].webhook, changed.webhook, "the place")
      bench.time.advance(seconds: 61)
      var failing = changed.webhook
      failing.failures = 1
      failing.nextAttemptAt = bench.time.now.adding(seconds: 30)
      failing.lastError = "HTTP 500"
      _ = try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp())
      try await store.note(failing, from: 0, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp()), [], "before its time")
      bench.time.advance(seconds: 30)
      try bench.expectEqual(
        try await store.claimWebhooks(limit: 8, seconds: 60, stamp: bench.time.stamp()).count, 1, "in time")
      try await store.removeWebhook(webhook.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await store.webhooks(site: .default), [], "webhooks")
      let stamp = bench.time.stamp()
      try await bench.expectError(.unknownWebhook) { () throws(StoreError) in
        try await store.removeWebhook(webhook.id, site: .default, stamp: stamp)
      }
    }
  ]
}
