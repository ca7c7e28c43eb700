internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let authorChecks: [Check] = [
    Check("knows an author again, and keeps accounts and guests apart") { bench in
      try await bench.addArticle()
      try await bench.submit("a", by: "Олена")
      try await bench.submit("b", by: "Олена")
      let author = try await bench.author("Олена")
      try bench.expectEqual(author.record.published, 2, "published comments")
      var account = Examples.submission(by: "Іван", time: &bench.time)
      account.identity = .account(subject: "key-of-Олена")
      let other = try await bench.store.submit(account, stamp: bench.time.stamp()).comment
      try bench.expect(other.author != author.id, "an account is not the guest with the same key")
      let byID = try await bench.store.author(author.id, site: .default)
      try bench.expectEqual(byID, author, "the author by identity")
      let named = try await bench.store.authors(named: "ОЛЕ", site: .default, limit: 10)
      try bench.expectEqual(named, [author], "authors by a part of the name")
    },
    Check("sets and lifts sanctions") { bench in
      try await bench.addArticle()
      try await bench.submit()
      let author = try await bench.author()
      let sanction = Sanction(
        kind: .mute, until: bench.time.now.adding(seconds: 60), reason: "Флуд", setBy: "vera",
        setAt: bench.time.now)
      let muted = try await bench.store.sanction(
        author.id, site: .default, with: sanction, stamp: bench.time.stamp(by: "vera"))
      try bench.expectEqual(muted.sanction, sanction, "the sanction")
      try bench.expectEqual(muted.version, 2, "the version")
      try bench.expectEqual(try await bench.author(), muted, "the author read back")
      let free = try await bench.store.sanction(
        author.id, site: .default, with: nil, stamp: bench.time.stamp(by: "vera"))
      try bench.expectEqual(free.sanction, nil, "the sanction")
      let acts = try await bench.store.log(site: .default, after: 0, limit: 100)
      let events = try await bench.store.events(after: 0, limit: 100)
      let same = try await bench.store.sanction(
        author.id, site: .default, with: nil, stamp: bench.time.stamp(by: "vera"))
      try bench.expectEqual(same, free, "an author on whom nothing was laid")
      try bench.expectEqual(try await bench.store.log(site: .default, after: 0, limit: 100), acts, "the log")
      try bench.expectEqual(try await bench.store.events(after: 0, limit: 100), events, "the outbox")
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.unknownAuthor) { () throws(StoreError) in
        try await store.sanction(AuthorID(bits: 1), site: .default, with: nil, stamp: stamp)
      }
    },
    Check("forgets an author, keeps the shape of threads and a whole log") { bench in
      try await bench.addArticle()
      let top = try await bench.submit("тайна")
      let edited = try await bench.store.edit(
        Examples.edit(top, to: "другая тайна", time: &bench.time), stamp: bench.time.stamp())
      try await bench.submit("ответ", under: edited, by: "ivan")
      let held = try await bench.submit("ждёт", .hold)
      let report = Examples.report(on: held, note: "тайна в цитате", time: &bench.time)
      _ = try await bench.store.report(report, holdFrom: 3, stamp: bench.time.stamp())
      let author = try await bench.author()
      let emptied = try await bench.store.erase(author.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(emptied, 2, "emptied comments")
      let shell = try await bench.current(top)
      try bench.expectEqual(shell.state, .deleted, "the state")
      try bench.expectEqual(shell.cause, .erasure, "the cause")
      try bench.expectEqual(shell.revision.text + shell.authorName, "", "words and name")
      let revisions = try await bench.store.revisions(of: top.id, site: .default)
      try bench.expectEqual(revisions.map(\.text), ["", ""], "wordings")
      try bench.expectEqual(
        try await bench.store.reports(on: held.id, site: .default).map(\.note), [""], "notes of reports")
      let forgotten = try await bench.store.author(author.id, site: .default)
      try bench.expectEqual(forgotten?.name, "", "the author's name")
      try bench.expectEqual(forgotten?.identity, .guest(key: ""), "the author's key")
      try bench.expectEqual(forgotten?.record, AuthorRecord(deleted: 2), "the author's record")
      try bench.expectEqual(
        try await bench.store.author(Examples.identity(), site: .default), nil, "the author by the old key")
      try bench.expectEqual(try await bench.store.cases(CaseQuery(now: bench.time.now)).count, 0, "open cases")
      let page = try await bench.store.thread(ThreadQuery(article: Examples.articleID()))
      try bench.expectEqual(page.items.map(\.isShell), [true, false], "shells")
      let again = try await bench.store.erase(author.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(again, 0, "emptied the second time")
    },
    Check("keeps moderators by name") { bench in
      let vera = Moderator(
        site: .default, id: bench.time.identifier(), name: "vera", role: .moderator, createdAt: bench.time.now)
      let anna = Moderator(
        site: .default, id: bench.time.identifier(), name: "anna", role: .admin, createdAt: bench.time.now)
      try await bench.store.add(vera, stamp: bench.time.stamp())
      try await bench.store.add(anna, stamp: bench.time.stamp())
      let store = bench.store
      let stamp = bench.time.stamp()
      var twin = anna
      twin.name = "vera"
      let second = twin
      try await bench.expectError(.userExists) { () throws(StoreError) in try await store.add(second, stamp: stamp) }
      var disabled = vera
      disabled.isDisabled = true
      disabled.role = .viewer
      try await store.update(disabled, stamp: stamp)
      try bench.expectEqual(try await store.moderators(site: .default), [anna, disabled], "moderators")
      var nobody = vera
      nobody.id = ModeratorID(bits: 9)
      let stranger = nobody
      try await bench.expectError(.unknownUser) { () throws(StoreError) in
        try await store.update(stranger, stamp: stamp)
      }
    },
  ]

  static let shareChecks: [Check] = [
    Check("counts a visitor's share once in its window") { bench in
      try await bench.addArticle()
      func share(_ visitor: String, _ network: String, _ bench: inout ContractBench) async throws -> Bool {
        let action = ShareAction(
          site: .default, article: Examples.articleID(), network: Examples.network(network), visitor: visitor,
          at: bench.time.now)
        return try await bench.store.record(action, stamp: bench.time.stamp())
      }
      var counted: [Bool] = []
      counted.append(try await share("a", "telegram", &bench))
      counted.append(try await share("a", "telegram", &bench))
      counted.append(try await share("b", "telegram", &bench))
      counted.append(try await share("a", "viber", &bench))
      bench.time.advance(seconds: ShareAction.windowSeconds)
      counted.append(try await share("a", "telegram", &bench))
      try bench.expectEqual(counted, [true, false, true, true, true], "counted")
      let shares = try await bench.store.shares(of: Examples.articleID(), site: .default)
      try bench.expectEqual(
        shares.recorded, [Examples.network(): 3, Examples.network("viber"): 1], "recorded shares")
      let store = bench.store
      let stamp = bench.time.stamp()
      let lost = ShareAction(
        site: .default, article: Examples.articleID("nowhere"), network: Examples.network(), visitor: "a",
        at: bench.time.now)
      try await bench.expectError(.unknownArticle) { () throws(StoreError) in
        try await store.record(lost, stamp: stamp)
      }
    },
    Check("keeps an older count when its source stops answering") { bench in
      try await bench.addArticle()
      var reported = ReportedShareCount(
        site: .default, article: Examples.articleID(), network: Examples.network("facebook"), source: "graph-api",
        count: 120, precision: .rounded, fetchedAt: bench.time.now)
      let imported = ReportedShareCount(
        site: .default, article: Examples.articleID(), network: Examples.network("facebook"), source: "import:old",
        count: 7, fetchedAt: bench.time.now)
      try await bench.store.set([reported, imported], stamp: bench.time.stamp())
      let fetchedAt = reported.fetchedAt
      bench.time.advance(seconds: 60)
      reported.count = nil
      reported.fetchedAt = bench.time.now
      reported.lastError = "HTTP 500"
      try await bench.store.set([reported], stamp: bench.time.stamp())
      let shares = try await bench.store.shares(of: Examples.articleID(), site: .default)
      try bench.expectEqual(shares.total, 127, "the total")
      try bench.expectEqual(shares.reported.map(\.source), ["graph-api", "import:old"], "sources")
      try bench.expectEqual(shares.reported.first?.lastError, "HTTP 500", "the error")
      try bench.expectEqual(shares.reported.first?.fetchedAt, fetchedAt, "when the count was fetched")
      var lost = imported
      lost.article = Examples.articleID("nowhere")
      var changed = imported
      changed.count = 1
      let both = [changed, lost]
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.unknownArticle) { () throws(StoreError) in try await store.set(both, stamp: stamp) }
      try bench.expectEqual(
        try await store.shares(of: Examples.articleID(), site: .default).total, 127, "the total after a failure")
    },
  ]

  static let recordChecks: [Check] = [
    Check("numbers events without gaps, also across failures") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let store = bench.store
      var failing = Examples.submission(under: CommentID(bits: 1), time: &bench.time)
      failing.idempotencyKey = "k"
      let broken = failing
      let stamp = bench.time.stamp()
      try await bench.expectError(.parentGone) { () throws(StoreError) in
        try await store.submit(broken, stamp: stamp)
      }
      let review = try await bench.review([comment], .approve)
      let events = try await bench.events()
      try bench.expectEqual(events.map(\.sequence), Array(1...Int64(events.count)), "the places")
      try bench.expectEqual(events.map(\.kind), [.articleAdded, .commentSubmitted, .reviewApplied], "the events")
      try bench.expectEqual(events.last?.review, review.id, "the review")
      try bench.expectEqual(events.last?.before, .published, "the state before")
      try bench.expectEqual(events.last?.after, .approved, "the state after")
      let rest = try await store.events(after: 1, limit: 1)
      try bench.expectEqual(rest, [events[1]], "a page of events")
    },
    Check("chains the log of each site") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let review = try await bench.review([comment], .spam)
      _ = try await bench.store.undo(review.id, site: .default, stamp: bench.time.stamp(by: "vera"))
      _ = try await bench.store.append(
        act: .repair, subject: "store", details: ["что": "ничего", "b": "2"], site: .default,
        stamp: bench.time.stamp())
      let entries = try await bench.store.log(site: .default, after: 0, limit: 100)
      try bench.expectEqual(entries.map(\.act), [.articleAdded, .review, .undo, .repair], "the acts")
      var chain = LogChain(site: .default)
      for entry in entries { try bench.expectEqual(chain.follow(entry), nil, "a fault of entry \(entry.index)") }
      let page = try await bench.store.log(site: .default, after: 1, limit: 2)
      try bench.expectEqual(page, Array(entries[1...2]), "a page of the log")
    },
    Check("tells itself in numbers, and has nothing to repair") { bench in
      try await bench.addArticle()
      try await bench.submit()
      try await bench.submit("ждёт", .hold)
      let statistics = try await bench.store.statistics()
      try bench.expectEqual(statistics.articles, 1, "articles")
      try bench.expectEqual(statistics.comments, [.published: 1, .pending: 1], "comments")
      try bench.expectEqual(statistics.authors, 1, "authors")
      try bench.expectEqual(statistics.openCases, 1, "open cases")
      try bench.expectEqual(statistics.events, 3, "events")
      try bench.expectEqual(statistics.logEntries, 1, "log entries")
      try bench.expectEqual(try await bench.store.repair(stamp: bench.time.stamp()), [], "repairs")
    },
    Check("keeps sites apart") { bench in
      guard let other = SiteID("other") else { return }
      try await bench.addArticle()
      try await bench.addArticle(Examples.article(site: other))
      let here = try await bench.submit("a", .hold)
      let store = bench.store
      let stamp = bench.time.stamp()
      try bench.expectEqual(try await store.comment(here.id, site: other), nil, "the comment on another site")
      try bench.expectEqual(try await store.cases(CaseQuery(site: other, now: bench.time.now)), [], "its cases")
      try bench.expectEqual(try await store.search(CommentQuery(site: other)), [], "its comments")
      try bench.expectEqual(try await store.author(here.author, site: other), nil, "its author")
      try await bench.expectError(.unknownComment) { () throws(StoreError) in
        try await store.withdraw(here.id, site: other, version: nil, stamp: stamp)
      }
      let foreign = Examples.submission(site: other, under: here.id, time: &bench.time)
      try await bench.expectError(.parentGone) { () throws(StoreError) in
        try await store.submit(foreign, stamp: stamp)
      }
    },
  ]
}
