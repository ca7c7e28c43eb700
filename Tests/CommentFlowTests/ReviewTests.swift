import CommentFlow
import CommentStore
import ModerationModel
import Testing

@Suite struct ReviewTests {
  @Test func decidesAndUndoesExactly() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let held = try await newsroom.submit("казино", by: "Бот").comment
    let before = try #require(try await newsroom.flow.queue().first)
    let review = try await newsroom.flow.review(
      ReviewRequest(
        targets: [.init(comment: held.id, version: held.version)], decision: .approve, note: "шутка",
        moderator: "ira"))
    #expect(try await newsroom.flow.queue().isEmpty)
    #expect(try await newsroom.flow.thread(ThreadQuery(article: newsroom.article)).total == 1)
    _ = try await newsroom.flow.undo(review.id, by: "ira")
    let after = try #require(try await newsroom.flow.queue().first)
    #expect(after.comment.state == .pending)
    #expect(after.comment.cause == .verdict)
    #expect(after.moderationCase.id == before.moderationCase.id)
    #expect(after.moderationCase.priority == before.moderationCase.priority)
    #expect(after.moderationCase.openedAt == before.moderationCase.openedAt)
    #expect(try await newsroom.flow.thread(ThreadQuery(article: newsroom.article)).total == 0)
    let twice = await flowError { _ = try await newsroom.flow.undo(review.id, by: "ira") }
    guard case .store(let error)? = twice else { return #expect(Bool(false), "\(String(describing: twice))") }
    #expect(error.code == .alreadyUndone)
  }

  @Test func aStaleVersionIsAConflictAndChangesNothing() async throws {
    let newsroom = try await Newsroom()
    let first = try await newsroom.submit().comment
    let second = try await newsroom.submit("Ещё мысль", by: "Пётр").comment
    let error = await flowError {
      _ = try await newsroom.flow.review(
        ReviewRequest(
          targets: [.init(comment: first.id, version: first.version), .init(comment: second.id, version: 99)],
          decision: .reject, moderator: "ira"))
    }
    guard case .store(let conflict)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(conflict.code == .versionConflict(expected: 99, found: second.version))
    #expect(try await newsroom.flow.store.comment(first.id, site: .default)?.state == .published)
  }

  @Test func leasesKeepColleaguesApartUntilTheyExpire() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let held = try await newsroom.submit("казино", by: "Бот").comment
    _ = try await newsroom.flow.claim(ClaimRequest(holder: "ira"))
    #expect(try await newsroom.flow.claim(ClaimRequest(holder: "oleg")).isEmpty)
    func decide() async -> FlowError? {
      await flowError {
        _ = try await newsroom.flow.review(
          ReviewRequest(targets: [.init(comment: held.id)], decision: .spam, moderator: "oleg"))
      }
    }
    guard case .store(let error)? = await decide(), case .leased("ira", _) = error.code else {
      return #expect(Bool(false))
    }
    newsroom.clock.advance(seconds: ModerationCase.Lease.seconds)
    #expect(await decide() == nil)
  }

  @Test func theFeedTellsWhatHappenedInOrder() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let held = try await newsroom.submit("казино", by: "Бот").comment
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: held.id)], decision: .approve, moderator: "ira"))
    var kinds: [ModerationEvent.Kind] = []
    for try await event in newsroom.flow.events() {
      kinds.append(event.kind)
      if event.kind == .reviewApplied { break }
    }
    #expect(kinds.first == .articleAdded)
    #expect(kinds.contains(.commentSubmitted))
  }

  @Test func aListenerWakesForNewEvents() async throws {
    let newsroom = try await Newsroom()
    let feed = newsroom.flow.events(after: 0, pollSeconds: 3600)
    let listener = Task {
      for try await event in feed where event.kind == .commentSubmitted { return event.comment }
      return nil
    }
    let comment = try await newsroom.submit().comment
    #expect(try await listener.value == comment.id)
  }

  @Test func rescanMovesOnlyWhatTheMachinePutThere() async throws {
    let newsroom = try await Newsroom()
    let byMachine = try await newsroom.submit("Люблю казино", by: "А").comment
    let byPerson = try await newsroom.submit("Казино закрыли", by: "Б").comment
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: byPerson.id)], decision: .approve, moderator: "ira"))
    let stricter = try await Newsroom(rules: Newsroom.casino)
    newsroom.flow.pipeline = stricter.flow.pipeline
    let trial = try await newsroom.flow.rescan(isDryRun: true, by: "ira")
    #expect(trial.moved == [.pending: 1])
    #expect(try await newsroom.flow.store.comment(byMachine.id, site: .default)?.state == .published)
    let outcome = try await newsroom.flow.rescan(by: "ira")
    #expect(outcome.moved == [.pending: 1])
    #expect(outcome.leftToPeople == 1)
    #expect(try await newsroom.flow.store.comment(byMachine.id, site: .default)?.state == .pending)
    #expect(try await newsroom.flow.store.comment(byPerson.id, site: .default)?.state == .approved)
  }
}

@Suite struct RescanTests {
  @Test func whatWasHeldForItsCircumstancesGoesOnWaiting() async throws {
    let newsroom = try await Newsroom()
    for index in 0..<4 { _ = try await newsroom.flow.submit(newsroom.submission("Мысль \(index)", by: "Быстрый")) }
    let flooded = try await newsroom.flow.submit(newsroom.submission("Мысль пятая", by: "Быстрый")).comment
    #expect(flooded.state == .pending)
    newsroom.clock.advance(seconds: 3600)
    for releases in [false, true] {
      #expect(try await newsroom.flow.rescan(releases: releases, by: "ira").moved.isEmpty)
    }
  }

  @Test func whatEarlierRulesHeldIsReleasedOnlyWhenAsked() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let held = try await newsroom.submit("Казино закрыли", by: "А").comment
    let milder = try await Newsroom()
    newsroom.flow.pipeline = milder.flow.pipeline
    let outcome = try await newsroom.flow.rescan(by: "ira")
    #expect(outcome.moved.isEmpty)
    #expect(outcome.leftToPeople == 1)
    #expect(try await newsroom.flow.rescan(releases: true, by: "ira").moved == [.published: 1])
    #expect(try await newsroom.flow.store.comment(held.id, site: .default)?.state == .published)
  }

  @Test func premoderationConcernsArrivalsOnly() async throws {
    let newsroom = try await Newsroom()
    let visible = try await newsroom.submit().comment
    _ = try await newsroom.flow.sanction(visible.author, kind: .premoderate, by: "ira")
    let waiting = try await newsroom.submit("Другая мысль").comment
    #expect(waiting.state == .pending)
    _ = try await newsroom.flow.sanction(visible.author, kind: nil, by: "ira")
    _ = try await newsroom.flow.update(newsroom.article) { $0.overrides.mode = .pre }
    #expect(try await newsroom.flow.rescan(releases: true, by: "ira").moved.isEmpty)
  }
}

@Suite struct ShareFlowTests {
  @Test func aVisitorCountsOnceAndProgramsNever() async throws {
    let newsroom = try await Newsroom()
    let telegram = try #require(ShareNetwork("telegram"))
    let reader = ClientFacts(address: "192.0.2.7", userAgent: "Mozilla/5.0")
    func share(_ client: ClientFacts, isPrefetch: Bool = false) async throws -> Bool {
      try await newsroom.flow.recordShare(
        of: newsroom.article, network: telegram, client: client, isPrefetch: isPrefetch)
    }
    #expect(try await newsroom.flow.shares(of: newsroom.article).total == nil)
    #expect(try await share(reader))
    #expect(try await share(reader) == false)
    #expect(try await share(ClientFacts(address: "192.0.2.8", userAgent: "Mozilla/5.0")))
    #expect(try await share(ClientFacts(address: "192.0.2.9", userAgent: "TelegramBot (like TwitterBot)")) == false)
    #expect(try await share(ClientFacts(address: "192.0.2.10", userAgent: "Mozilla/5.0"), isPrefetch: true) == false)
    #expect(try await newsroom.flow.shares(of: newsroom.article).total == 2)
    newsroom.clock.advance(seconds: ShareAction.windowSeconds)
    #expect(try await share(reader))
  }

  @Test func neighboursInOneIPv6NetworkAreOneVisitor() async throws {
    let newsroom = try await Newsroom()
    let network = try #require(ShareNetwork("vk"))
    for (tail, counts) in [("1", true), ("2", false)] {
      let client = ClientFacts(address: "2001:db8:1:2::\(tail)", userAgent: "Mozilla/5.0")
      #expect(try await newsroom.flow.recordShare(of: newsroom.article, network: network, client: client) == counts)
    }
  }

  @Test func numbersBeyondReasonAreRefusedAndNeverTrap() async throws {
    let newsroom = try await Newsroom()
    let network = try #require(ShareNetwork("vk"))
    func reported(_ source: String, _ count: Int) -> ReportedShareCount {
      ReportedShareCount(
        site: .default, article: newsroom.article, network: network, source: source, count: count,
        fetchedAt: newsroom.clock.now)
    }
    let refused = await flowError { try await newsroom.flow.setShares([reported("api", .max)], by: "ira") }
    guard case .badArgument(name: "count", _)? = refused else {
      return #expect(Bool(false), "\(String(describing: refused))")
    }
    let old = ShareCounts(reported: [reported("import:a", .max), reported("import:b", .max), reported("api", .max)])
    #expect(old.total == .max)
  }
}
