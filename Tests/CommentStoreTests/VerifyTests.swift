import CommentStore
import Foundation
import ModerationModel
import ModerationTesting
import SQLiteStore
import Testing

/// What `verify` finds and `repair` mends.
@Suite struct VerifyTests {
  /// A store with threads, cases, reviews, reports and shares in it; closed.
  private static func furnish(_ path: String) async throws -> ManualTime {
    let store = try SQLiteStore(path: path)
    var time = ManualTime()
    try await store.add(Examples.article(), stamp: time.stamp())
    var ids: [CommentID] = []
    for number in 0..<40 {
      let parent = number % 3 == 2 ? ids.first : nil
      let submission = Examples.submission(
        "слово \(number)", under: parent, by: "a\(number % 4)",
        verdict: Examples.verdict(number % 5 == 4 ? .hold : .publish), time: &time)
      ids.append(try await store.submit(submission, stamp: time.stamp()).comment.id)
      time.advance(seconds: 1)
    }
    let review = ReviewRequest(
      targets: ids[5..<12].map { .init(comment: $0) }, decision: .approve, note: "хорошо", moderator: "vera")
    _ = try await store.review(review, stamp: time.stamp(by: "vera"))
    let first = try #require(try await store.comment(ids[0], site: .default))
    _ = try await store.report(
      Examples.report(on: first, note: "жалоба", time: &time), holdFrom: 3, stamp: time.stamp())
    _ = try await store.edit(Examples.edit(first, to: "иначе", time: &time), stamp: time.stamp())
    let share = ShareAction(
      site: .default, article: Examples.articleID(), network: Examples.network(), visitor: "v", at: time.now)
    _ = try await store.record(share, stamp: time.stamp())
    let vote = Vote(site: .default, comment: ids[1], visitor: "v", at: time.now)
    _ = try await store.vote(vote, isWithdrawn: false, stamp: time.stamp())
    let refused = ReviewRequest(targets: [.init(comment: ids[20])], decision: .reject, moderator: "vera")
    _ = try await store.review(refused, stamp: time.stamp(by: "vera"))
    _ = try await store.file(AppealFiling(comment: ids[20], text: "прошу"), stamp: time.stamp())
    let vera = Moderator(site: .default, id: time.identifier(), name: "vera", role: .admin, createdAt: time.now)
    try await store.add(vera, stamp: time.stamp())
    try await store.setPassword("$scrypt$x", of: vera.id, site: .default, attemptKey: "k", stamp: time.stamp())
    let token = AccessToken(
      site: .default, id: time.identifier(), moderator: vera.id, label: "сайт", scopes: [.read], createdAt: time.now,
      createdBy: "vera")
    try await store.add(token, hash: [UInt8](repeating: 7, count: 32), stamp: time.stamp())
    let webhook = Webhook(
      site: .default, id: time.identifier(), url: "https://receiver.example/", createdAt: time.now, sequence: 1,
      nextAttemptAt: time.now)
    try await store.add(WebhookRow(webhook: webhook, sealedSecrets: [[1, 2, 3]]), stamp: time.stamp())
    try await store.close()
    return time
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    var sql: String
    var kind: StoreFinding.Kind
    var isRepairable: Bool
    var testDescription: String { sql }
  }

  @Test(arguments: [
    Damage(sql: "UPDATE article_counts SET visible = visible + 1", kind: .articleCounts, isRepairable: true),
    Damage(sql: "DELETE FROM article_counts", kind: .articleCounts, isRepairable: true),
    Damage(
      sql: "UPDATE comments SET replies = replies + 3 WHERE length(path) = 16", kind: .replyCounts,
      isRepairable: true),
    Damage(sql: "UPDATE authors SET published = 99", kind: .authorRecord, isRepairable: true),
    Damage(sql: "UPDATE recorded_shares SET count = 0", kind: .shareCounts, isRepairable: true),
    Damage(sql: "DELETE FROM cases", kind: .pendingCommentWithoutCase, isRepairable: true),
    Damage(sql: "DELETE FROM cases", kind: .appealWithoutCase, isRepairable: true),
    Damage(
      sql: "UPDATE appeals SET state = 'declined'", kind: .caseWithoutPendingComment, isRepairable: true),
    Damage(sql: "UPDATE comments SET votes = votes + 1", kind: .voteCounts, isRepairable: true),
    Damage(sql: "DELETE FROM votes", kind: .voteCounts, isRepairable: true),
    Damage(sql: "UPDATE appeals SET text = 'иначе'", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE credentials SET password_hash = '$scrypt$y'", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE access_tokens SET scopes = 'administer'", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE webhooks SET url = 'https://elsewhere.example/'", kind: .damagedRow, isRepairable: false),
    Damage(
      sql: "UPDATE comments SET state = 'approved' WHERE state = 'pending'", kind: .caseWithoutPendingComment,
      isRepairable: true),
    Damage(
      sql: "UPDATE comments SET text = text || '.' WHERE length(path) = 16", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE earlier_revisions SET text = 'другое'", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE reports SET weight = 2", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE reviews SET note = 'иначе'", kind: .damagedRow, isRepairable: false),
    Damage(sql: "UPDATE events SET kind = 'comment.erased' WHERE sequence = 3", kind: .damagedRow, isRepairable: false),
    Damage(sql: "DELETE FROM events WHERE sequence = 3", kind: .eventGap, isRepairable: false),
    Damage(sql: "DELETE FROM reviews", kind: .foreignKey, isRepairable: false),
  ])
  func findsAndMends(_ damage: Damage) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.furnish(path)
      try SQLiteStore.tamper(path, damage.sql)
      let store = try SQLiteStore(path: path)
      let findings = try await store.verify()
      #expect(findings.contains { $0.kind == damage.kind && $0.isRepairable == damage.isRepairable }, "\(findings)")
      let mended = try await store.repair(stamp: time.stamp())
      #expect(mended.contains { $0.kind == damage.kind } == damage.isRepairable)
      let rest = try await store.verify()
      #expect(rest.contains { $0.kind == damage.kind } != damage.isRepairable, "\(rest)")
      #expect(rest.allSatisfy { !$0.isRepairable }, "\(rest)")
      try await store.close()
    }
  }

  @Test(arguments: [
    ("UPDATE log SET details = '{\"decision\":\"spam\"}' WHERE entry = 3", "entry 3 was changed"),
    ("UPDATE log SET actor = 'oleg' WHERE entry = 3", "entry 3 was changed"),
    ("UPDATE log SET at = at + 1 WHERE entry = 3", "entry 3 was changed"),
    ("DELETE FROM log WHERE entry = 3", "entry 3 is missing; entry 4 follows"),
    ("DELETE FROM log WHERE entry > 3", "entry 4 is missing; the log once had 5"),
    ("DELETE FROM log", "entry 1 is missing; the log once had 5"),
    (
      "UPDATE log SET entry = 99 WHERE entry = 3; UPDATE log SET entry = 3 WHERE entry = 4; UPDATE log SET entry = 4 WHERE entry = 99",
      "entry 3 does not continue the one before"
    ),
    ("UPDATE log_heads SET hash = zeroblob(32)", "entry 5 is not the one that was written last"),
  ])
  func namesTheFirstBadLogEntry(sql: String, message: String) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let filling = try SQLiteStore(path: path)
      var time = ManualTime()
      for number in 0..<5 {
        _ = try await filling.append(
          act: .review, subject: "review:\(number)", details: ["decision": "approve"], site: .default,
          stamp: time.stamp(by: "vera"))
      }
      #expect(try await filling.verify() == [])
      try await filling.close()
      try SQLiteStore.tamper(path, sql)
      let store = try SQLiteStore(path: path)
      let findings = try await store.verify()
      #expect(findings.map(\.kind) == [.brokenLog])
      #expect(findings.first?.message == message)
      try await store.close()
    }
  }

  /// SQLite's own check sees about one flipped bit in ten. Every flip that changes what the store would say must be
  /// found; flips on free space change nothing.
  @Test func findsFlippedBits() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      _ = try await Self.furnish(path)
      let sound = try SQLiteStore(path: path)
      let truth = try await sound.dump()
      try await sound.close()
      let bytes = try Data(contentsOf: URL(filePath: path))
      var random = SeededRandom(seed: 3)
      var changed = 0
      for flip in 0..<400 {
        let place = Int.random(in: 100..<bytes.count, using: &random)
        let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
        var damaged = bytes
        damaged[place] ^= bit
        let copy = folder + "/flip\(flip).sqlite"
        try damaged.write(to: URL(filePath: copy))
        let (isFound, isTrue) = await Self.look(at: copy, truth)
        if !isTrue { changed += 1 }
        #expect(isFound || isTrue, "bit \(bit) of byte \(place) changes the store and is not found")
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
      }
      #expect(changed > 20)
    }
  }

  /// Whether verify or opening complains, and whether the store still says the truth.
  private static func look(at path: String, _ truth: StoreDump) async -> (isFound: Bool, isTrue: Bool) {
    do {
      let store = try SQLiteStore(path: path)
      let findings = try? await store.verify()
      let dump = try? await store.dump()
      try? await store.close()
      return (findings != [], dump == truth)
    } catch {
      return (true, false)
    }
  }
}
