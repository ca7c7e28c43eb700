internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let changeChecks: [Check] = [
    Check("keeps every wording of an edited comment") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit("раз")
      let edit = Examples.edit(comment, to: "два", time: &bench.time)
      let stamp = bench.time.stamp()
      let edited = try await bench.store.edit(edit, stamp: stamp)
      try bench.expectEqual(edited.revision.text, "два", "the text")
      try bench.expectEqual(edited.revision.number, 2, "the revision")
      try bench.expectEqual(edited.editedAt, stamp.at, "the time of the edit")
      try bench.expectEqual(edited.version, 2, "the version")
      let texts = try await bench.store.revisions(of: comment.id, site: .default).map(\.text)
      try bench.expectEqual(texts, ["раз", "два"], "the wordings")
      let stale = Examples.edit(comment, to: "три", time: &bench.time)
      let later = bench.time.stamp()
      let store = bench.store
      try await bench.expectError(.versionConflict(expected: 1, found: 2)) { () throws(StoreError) in
        try await store.edit(stale, stamp: later)
      }
    },
    Check("ends the edit window by its policy") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      bench.time.advance(seconds: 300)
      let edit = Examples.edit(comment, to: "поздно", time: &bench.time)
      let stamp = bench.time.stamp()
      let store = bench.store
      try await bench.expectError(
        .editWindowOver(endedAt: comment.createdAt.adding(seconds: 300))
      ) { () throws(StoreError) in try await store.edit(edit, stamp: stamp) }
    },
    Check("opens and closes the case of a comment that an edit moves") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let held = try await bench.store.edit(
        Examples.edit(comment, to: "грубо", verdict: Examples.verdict(.hold), time: &bench.time),
        stamp: bench.time.stamp())
      try bench.expectEqual(held.state, .pending, "the state")
      let open = try await bench.store.moderationCase(of: comment.id, site: .default)
      try bench.expectEqual(open?.state, .open, "the case")
      let mild = try await bench.store.edit(
        Examples.edit(held, to: "мягко", time: &bench.time), stamp: bench.time.stamp())
      try bench.expectEqual(mild.state, .published, "the state after milder words")
      let closed = try await bench.store.moderationCase(of: comment.id, site: .default)
      try bench.expectEqual(closed?.state, .closed, "the case after milder words")
    },
    Check("does not let out by rewording what a person or readers hold back") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let review = try await bench.review([comment], .hold)
      try bench.expectEqual(review.items.first?.after, .pending, "the state")
      let held = try await bench.current(comment)
      let edited = try await bench.store.edit(
        Examples.edit(held, to: "иначе", time: &bench.time), stamp: bench.time.stamp())
      try bench.expectEqual(edited.state, .pending, "the state")
      try bench.expectEqual(edited.cause, .review, "the cause")
      let refused = try await bench.submit("отказ", .reject)
      let edit = Examples.edit(refused, to: "ещё раз", time: &bench.time)
      let stamp = bench.time.stamp()
      let store = bench.store
      try await bench.expectError(
        .stateMove(StateMoveError(move: .edited, from: .rejected, to: .published))
      ) { () throws(StoreError) in try await store.edit(edit, stamp: stamp) }
    },
    Check("empties a withdrawn comment and leaves its place") { bench in
      try await bench.addArticle()
      let top = try await bench.submit("секретное слово")
      let edited = try await bench.store.edit(
        Examples.edit(top, to: "другое слово", time: &bench.time), stamp: bench.time.stamp())
      let reply = try await bench.submit("ответ", under: top, by: "ivan")
      let gone = try await bench.store.withdraw(
        top.id, site: .default, version: edited.version, stamp: bench.time.stamp())
      try bench.expectEqual(gone.state, .deleted, "the state")
      try bench.expectEqual(gone.cause, .author, "the cause")
      try bench.expectEqual(gone.revision.text, "", "the text")
      try bench.expectEqual(gone.authorName, "", "the name")
      let texts = try await bench.store.revisions(of: top.id, site: .default).map(\.text)
      try bench.expectEqual(texts, ["", ""], "the wordings")
      let page = try await bench.store.thread(ThreadQuery(article: Examples.articleID()))
      try bench.expectEqual(page.items.map(\.comment.id), [top.id, reply.id], "the thread")
      try bench.expectEqual(page.items.map(\.isShell), [true, false], "shells")
      try bench.expectEqual(try await bench.counts(), ArticleCounts(visible: 1, deleted: 1), "counts")
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(
        .stateMove(StateMoveError(move: .withdrawn, from: .deleted, to: .deleted))
      ) { () throws(StoreError) in try await store.withdraw(top.id, site: .default, version: nil, stamp: stamp) }
    },
    Check("holds a comment once enough readers reported it") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      var outcomes: [ReportOutcome] = []
      for reporter in ["a", "b", "b", "c", "d"] {
        let report = Examples.report(on: comment, by: reporter, time: &bench.time)
        outcomes.append(try await bench.store.report(report, holdFrom: 3, stamp: bench.time.stamp()))
      }
      try bench.expectEqual(outcomes.map(\.isCounted), [true, true, false, true, true], "counted")
      try bench.expectEqual(outcomes.map(\.isHeldNow), [false, false, false, true, false], "held")
      let held = try await bench.current(comment)
      try bench.expectEqual(held.state, .pending, "the state")
      try bench.expectEqual(held.cause, .reports, "the cause")
      let open = try await bench.store.moderationCase(of: comment.id, site: .default)
      try bench.expectEqual(open?.cause, .reports, "the case's cause")
      try bench.expectEqual(
        open?.priority,
        CasePriority.points(verdict: held.revision.verdict, reportWeight: 4, cause: .reports), "the priority")
      try bench.expectEqual(
        try await bench.store.reports(on: comment.id, site: .default).count, 4, "the reports")
    },
    Check("never moves an approved comment by reports") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      try await bench.review([comment], .approve)
      let report = Examples.report(on: comment, weight: 100, time: &bench.time)
      let outcome = try await bench.store.report(report, holdFrom: 3, stamp: bench.time.stamp())
      try bench.expectEqual(outcome.isHeldNow, false, "held")
      try bench.expectEqual(outcome.comment.state, .approved, "the state")
    },
    Check("rescans what the machine itself has placed, and nothing else") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let held = try await bench.store.rescan(
        comment.id, site: .default, version: 1, verdict: Examples.verdict(.hold), stamp: bench.time.stamp())
      try bench.expectEqual(held.state, .pending, "the state")
      let freed = try await bench.store.rescan(
        comment.id, site: .default, version: held.version, verdict: Examples.verdict(), stamp: bench.time.stamp())
      try bench.expectEqual(freed.state, .published, "the state")
      try await bench.review([freed], .approve)
      let approved = try await bench.current(comment)
      let stamp = bench.time.stamp()
      let store = bench.store
      try await bench.expectError(
        .stateMove(StateMoveError(move: .rescanned, from: .approved, to: .spam))
      ) { () throws(StoreError) in
        try await store.rescan(
          comment.id, site: .default, version: approved.version, verdict: Examples.verdict(.spam), stamp: stamp)
      }
    },
  ]

  static let threadChecks: [Check] = [
    Check("shows a thread in both orders, page after page") { bench in
      try await bench.addArticle()
      let first = try await bench.submit("1")
      let second = try await bench.submit("2")
      let a = try await bench.submit("1.1", under: first)
      let b = try await bench.submit("1.2", under: first)
      let c = try await bench.submit("1.1.1", under: a)
      let orders: [(ThreadSort, [CommentID])] = [
        (.newest, [second.id, first.id, a.id, c.id, b.id]), (.oldest, [first.id, a.id, c.id, b.id, second.id]),
      ]
      for (sort, expected) in orders {
        for limit in 1...6 {
          var seen: [CommentID] = []
          var cursor: String?
          repeat {
            let page = try await bench.store.thread(
              ThreadQuery(article: Examples.articleID(), sort: sort, limit: limit, cursor: cursor))
            try bench.expectEqual(page.total, 5, "the total")
            try bench.expect(page.items.count <= limit, "a page has at most \(limit) comments")
            seen += page.items.map(\.comment.id)
            cursor = page.next
          } while cursor != nil
          try bench.expectEqual(seen, expected, "the thread, \(sort), \(limit) a page")
        }
      }
    },
    Check("shows pending comments to their author alone, and nothing hidden") { bench in
      try await bench.addArticle()
      let visible = try await bench.submit("видно", by: "ivan")
      let own = try await bench.submit("ждёт", under: visible, by: "olena", .hold)
      try await bench.submit("спам", by: "olena", .spam)
      try await bench.submit("отказ", by: "olena", .reject)
      let viewer = try await bench.author("olena").id
      for sort in ThreadSort.allCases {
        let mine = try await bench.store.thread(
          ThreadQuery(article: Examples.articleID(), sort: sort, viewer: viewer))
        try bench.expectEqual(mine.items.map(\.comment.id), [visible.id, own.id], "what its author sees")
        try bench.expectEqual(mine.items.map(\.isShell), [false, false], "shells")
        let others = try await bench.store.thread(ThreadQuery(article: Examples.articleID(), sort: sort))
        try bench.expectEqual(others.items.map(\.comment.id), [visible.id], "what others see")
      }
    },
    Check("empties shells of comments that were hidden above visible replies") { bench in
      try await bench.addArticle()
      let top = try await bench.submit("тайное слово")
      let reply = try await bench.submit("ответ", under: top)
      try await bench.review([top], .spam, isAnyVersion: true)
      let page = try await bench.store.thread(ThreadQuery(article: Examples.articleID()))
      try bench.expectEqual(page.items.map(\.comment.id), [top.id, reply.id], "the thread")
      try bench.expectEqual(page.items.first?.isShell, true, "a shell")
      try bench.expectEqual(page.items.first?.comment.revision.text, "", "the shell's text")
      try bench.expectEqual(page.items.first?.comment.authorName, "", "the shell's name")
      try await bench.review([reply], .spam, isAnyVersion: true)
      let empty = try await bench.store.thread(ThreadQuery(article: Examples.articleID()))
      try bench.expectEqual(empty.items.count, 0, "comments shown")
    },
    Check("refuses cursors that it did not give") { bench in
      try await bench.addArticle()
      try await bench.addArticle(Examples.article("tower"))
      for number in 1...3 { try await bench.submit("\(number)") }
      let page = try await bench.store.thread(ThreadQuery(article: Examples.articleID(), limit: 1))
      let cursor = page.next ?? ""
      let queries = [
        ThreadQuery(article: Examples.articleID(), cursor: "x"),
        ThreadQuery(article: Examples.articleID(), cursor: ""),
        ThreadQuery(article: Examples.articleID(), cursor: String(cursor.dropLast(2))),
        ThreadQuery(article: Examples.articleID(), cursor: "B" + cursor.dropFirst()),
        ThreadQuery(article: Examples.articleID(), sort: .oldest, cursor: cursor),
        ThreadQuery(article: Examples.articleID("tower"), cursor: cursor),
        ThreadQuery(article: Examples.articleID(), cursor: String(repeating: "A", count: 100_000)),
      ]
      let store = bench.store
      for query in queries {
        try await bench.expectError(.badCursor) { () throws(StoreError) in try await store.thread(query) }
      }
      try await bench.expectError(.unknownArticle) { () throws(StoreError) in
        try await store.thread(ThreadQuery(article: Examples.articleID("nowhere")))
      }
    },
    Check("finds comments by article, author, state and words without case, newest first") { bench in
      try await bench.addArticle()
      try await bench.addArticle(Examples.article("tower"))
      let one = try await bench.submit("Мост ОТКРЫЛИ", by: "olena")
      let two = try await bench.submit("мост закрыт", on: "tower", by: "ivan", .hold)
      let three = try await bench.submit("100% верно_так", by: "ivan")
      func found(_ query: CommentQuery) async throws -> [CommentID] {
        try await bench.store.search(query).map(\.id)
      }
      let ivan = try await bench.author("ivan").id
      try bench.expectEqual(try await found(CommentQuery()), [three.id, two.id, one.id], "all")
      try bench.expectEqual(try await found(CommentQuery(limit: 1)), [three.id], "the newest")
      try bench.expectEqual(try await found(CommentQuery(before: two.id)), [one.id], "what is older")
      try bench.expectEqual(try await found(CommentQuery(author: ivan)), [three.id, two.id], "by author")
      try bench.expectEqual(try await found(CommentQuery(state: .pending)), [two.id], "by state")
      try bench.expectEqual(
        try await found(CommentQuery(article: Examples.articleID())), [three.id, one.id], "by article")
      try bench.expectEqual(try await found(CommentQuery(text: "МОСТ")), [two.id, one.id], "by words")
      try bench.expectEqual(try await found(CommentQuery(text: "открыли")), [one.id], "by words in another case")
      try bench.expectEqual(try await found(CommentQuery(text: "%")), [three.id], "by a percent sign")
    },
  ]
}
