internal import CommentStore
internal import ModerationModel

extension ContractBench {
  /// Submits a comment that reads like others.
  fileprivate mutating func arrive(
    _ text: String, like matches: [Comment] = [], by author: String, _ action: Action = .publish,
    address: UInt64? = nil,
    inheriting review: ReviewID? = nil, alarmSeconds: Double? = nil
  ) async throws -> Comment {
    var submission = Examples.submission(text, by: author, verdict: Examples.verdict(action), time: &time)
    submission.wave = WaveClaim(
      fingerprint: Array(text.utf8.prefix(16)), matches: matches.map(\.id), address: address, inherited: review,
      alarmSeconds: alarmSeconds)
    let stored = try await store.submit(submission, stamp: time.stamp(by: "author"))
    time.advance(seconds: 1)
    return stored.comment
  }
}

extension StoreContract {
  static let waveChecks: [Check] = [
    Check("draws comments that read alike into the wave of the oldest") { bench in
      try await bench.addArticle()
      let first = try await bench.arrive("волна", by: "a")
      try bench.expect(try await bench.store.wave(of: first.id, site: .default) == nil, "a comment alone is no wave")
      let second = try await bench.arrive("волна!", like: [first], by: "b", .hold)
      let wave = try await bench.store.wave(of: second.id, site: .default)
      try bench.expectEqual(wave?.id, WaveID(bits: first.id.bits), "the wave's identity")
      try bench.expectEqual(wave?.size, 2, "its size")
      try bench.expectEqual(wave?.authors, 2, "its authors")
      try bench.expectEqual(wave?.held, 1, "its waiting comments")
      try bench.expectEqual(
        try await bench.store.wave(of: first.id, site: .default), wave, "the wave of the other comment")

      // Two waves that a third comment connects.
      let other = try await bench.arrive("прилив", by: "c")
      let fourth = try await bench.arrive("прилив!", like: [other], by: "d")
      let bridge = try await bench.arrive("волна прилива", like: [fourth, second], by: "e")
      let joined = try await bench.store.waveStanding(of: [bridge.id], site: .default, now: bench.time.now)
      try bench.expectEqual(joined?.wave.id, wave?.id, "the joint wave's identity")
      try bench.expectEqual(joined?.wave.size, 5, "its size")
      try bench.expectEqual(joined?.ages.count, 5, "the ages of its comments")
      try bench.expectEqual(
        try await bench.store.comments(of: WaveID(bits: first.id.bits), site: .default, limit: 3).map(\.id),
        [bridge.id, fourth.id, other.id], "its newest comments")
      try bench.expectEqual(
        try await bench.store.copies(of: other.id, site: .default, limit: 10).map(\.id),
        [bridge.id, fourth.id, second.id, first.id], "the copies of one of them")
    },
    Check("hands arrivals over in the order of writing, each once") { bench in
      try await bench.addArticle()
      let start = bench.time.now
      var comments: [Comment] = []
      for number in 0..<7 { comments.append(try await bench.arrive("строка \(number)", by: "a\(number)")) }
      try await bench.submit("без следа")
      var (found, place): ([ArrivalMark], Int64?) = ([], nil)
      while true {
        let page = try await bench.store.arrivals(site: .default, after: place, since: start, limit: 3)
        found += page
        guard let last = page.last else { break }
        place = last.sequence
      }
      try bench.expectEqual(found.map(\.comment), comments.map(\.id), "the comments")
      try bench.expectEqual(found.map(\.at), comments.map(\.createdAt), "their times")
      try bench.expectEqual(
        found.map(\.fingerprint), comments.map { Array($0.revision.text.utf8.prefix(16)) }, "their fingerprints")
      let later = try await bench.store.arrivals(
        site: .default, after: nil, since: comments[5].createdAt, limit: 100)
      try bench.expectEqual(later.map(\.comment), [comments[5].id, comments[6].id], "what came since")
      // A place is never given twice, even where the last arrival is gone.
      _ = try await bench.store.withdraw(comments[6].id, site: .default, version: nil, stamp: bench.time.stamp())
      let next = try await bench.arrive("ещё одна", by: "z")
      let after = try await bench.store.arrivals(site: .default, after: place, since: start, limit: 100)
      try bench.expectEqual(after.map(\.comment), [next.id], "what came after all that was read")
    },
    Check("shows a wave as one case, unless each is asked for") { bench in
      try await bench.addArticle()
      let lone = try await bench.submit("сам по себе", by: "x", .hold)
      let first = try await bench.arrive("волна", by: "a", .hold)
      let second = try await bench.arrive("волна", like: [first], by: "b", .hold)
      let third = try await bench.arrive("волна", like: [second], by: "c", .hold)
      func listed(_ wavesAsOne: Bool) async throws -> Set<CommentID> {
        let now = bench.time.now
        return Set(
          try await bench.store.cases(CaseQuery(now: now, wavesAsOne: wavesAsOne)).map(\.comment.id))
      }
      try bench.expectEqual(try await listed(true), [lone.id, first.id], "waves as one")
      try bench.expectEqual(try await listed(false), [lone.id, first.id, second.id, third.id], "all of them")
      let review = try await bench.review([first], .approve)
      try bench.expectEqual(try await listed(true), [lone.id, second.id], "the next oldest")
      _ = try await bench.store.undo(review.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await listed(true), [lone.id, first.id], "as it was")
    },
    Check("remembers what people decided on a wave until it is undone") { bench in
      try await bench.addArticle()
      let first = try await bench.arrive("волна", by: "a", .hold)
      let second = try await bench.arrive("волна", like: [first], by: "b", .hold)
      func ruling() async throws -> Wave.Ruling? {
        let wave = try await bench.store.wave(of: second.id, site: .default)
        return wave?.ruling
      }
      try bench.expect(try await ruling() == nil, "nobody has decided")
      let review = try await bench.review([first], .spam)
      try bench.expectEqual(try await ruling(), Wave.Ruling(decision: .spam, review: review.id), "the ruling")
      let heir = try await bench.arrive("волна", like: [first], by: "c", .spam, inheriting: review.id)
      let independent = try await bench.arrive("волна", like: [first], by: "d", .spam)
      _ = try await bench.store.undo(review.id, site: .default, stamp: bench.time.stamp())
      try bench.expect(try await ruling() == nil, "the decision is taken back")
      try bench.expectEqual(try await bench.current(heir).state, .pending, "what had inherited it")
      try bench.expectEqual(try await bench.current(independent).state, .spam, "what had not")
      try bench.expect(
        try await bench.store.moderationCase(of: heir.id, site: .default)?.state == .open, "a case is open for the heir"
      )
    },
    Check("counts what people thought of an address, and how often it writes") { bench in
      try await bench.addArticle()
      var comments: [Comment] = []
      for number in 0..<4 {
        comments.append(try await bench.arrive("слова \(number)", by: "a\(number)", .hold, address: 7))
      }
      try await bench.review([comments[0], comments[1]], .spam)
      try await bench.review([comments[2]], .approve)
      let query = BackgroundQuery(
        site: .default, article: Examples.articleID(), identity: Examples.identity("new"), digest: nil,
        now: bench.time.now, address: 7)
      let background = try await bench.store.background(for: query)
      try bench.expect((background.addressReputation?.refused ?? 0) > 1.9, "two refusals")
      try bench.expect((background.addressReputation?.approved ?? 0) > 0.9, "one approval")
      try bench.expectEqual(background.addressAges.count, 4, "ages")
      var other = query
      other.address = 8
      try bench.expectEqual(
        try await bench.store.background(for: other).addressReputation, Reputation(), "another address")
    },
    Check("keeps what a verdict knew of the wave and the address") { bench in
      try await bench.addArticle()
      var circumstances = Circumstances()
      circumstances.neighbourhood = Neighbourhood(
        wave: Wave(
          id: WaveID(bits: 3 << 90), size: 1_234, authors: 56, articles: 7, held: 8, refused: 9, regulars: 10,
          ruling: Wave.Ruling(decision: .spam, review: ReviewID(bits: .max))),
        isAlarmed: true, author: Reputation(approved: 0.5, refused: 1.25), address: Reputation(refused: 3),
        addressAges: [0, 1.5, 3_600], waveAges: [2.001])
      let full = try await bench.submit("раз", keeping: circumstances)
      circumstances.neighbourhood.wave?.ruling = nil
      circumstances.neighbourhood.address = nil
      let part = try await bench.submit("два", keeping: circumstances)
      let kept = try await bench.store.judgements(HistoryQuery(limit: 10))
      try bench.expectEqual(kept.first { $0.comment.id == part.id }?.circumstances, circumstances, "a part")
      circumstances.neighbourhood.wave?.ruling = Wave.Ruling(decision: .spam, review: ReviewID(bits: .max))
      circumstances.neighbourhood.address = Reputation(refused: 3)
      try bench.expectEqual(kept.first { $0.comment.id == full.id }?.circumstances, circumstances, "all of it")
    },
    Check("raises an alarm that ends by itself") { bench in
      try await bench.addArticle()
      let first = try await bench.arrive("волна", by: "a", .hold)
      _ = try await bench.arrive("волна", like: [first], by: "b", .hold, alarmSeconds: 60)
      func alarm() async throws -> WaveAlarm? {
        try await bench.store.waveAlarm(site: .default, now: bench.time.now)
      }
      let raised = try await alarm()
      try bench.expectEqual(raised?.wave, WaveID(bits: first.id.bits), "its wave")
      bench.time.advance(seconds: 30)
      _ = try await bench.arrive("волна", like: [first], by: "c", .hold, alarmSeconds: 60)
      try bench.expectEqual(try await alarm()?.since, raised?.since, "since when")
      try bench.expect((try await alarm()?.until ?? bench.time.now) > (raised?.until ?? bench.time.now), "it goes on")
      bench.time.advance(seconds: 61)
      try bench.expect(try await alarm() == nil, "it is over")
    },
  ]
}
