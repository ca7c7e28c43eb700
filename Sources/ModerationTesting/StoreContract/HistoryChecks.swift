internal import CommentStore
internal import ModerationModel

extension StoreContract {
  /// One of everything that can be kept.
  private static let full = Circumstances(
    mode: .pre, holdThreshold: 4.5, rejectThreshold: 11, articlePublishedAt: Examples.morning, isFirst: true,
    record: AuthorRecord(published: 3, approved: 1, pending: 2, rejected: 4, spam: 300, deleted: 6), sanction: .trust,
    recentPostAges: [0, 61_000, 3_599_999], decidedLastWeek: 9, refusedLastWeek: 8, overturnedLastMonth: 7,
    form: .valid(seconds: 12.25, honeypotFilled: true), copiesBySameAuthor: 1, copiesByOthers: 1_000, isEdit: true,
    spamDistance: 17, audit: AuditDraw(rate: 0.03, isChosen: false))

  static let historyChecks: [Check] = [
    Check("hands back what was judged, a page at a time, with what the verdict rested on") { bench in
      try await bench.addArticle()
      var sent: [Comment] = []
      for number in 0..<7 {
        var kept: Circumstances? = number == 0 ? nil : number == 1 ? full : Circumstances(copiesByOthers: number)
        if number == 3 { kept = Circumstances() }
        sent.append(try await bench.submit("слово \(number)", number % 2 == 0 ? .publish : .hold, keeping: kept))
        bench.time.advance(seconds: 60)
      }
      let store = bench.store
      _ = try await store.withdraw(sent[5].id, site: .default, version: nil, stamp: bench.time.stamp())
      let undone = try await bench.review([sent[1]], .spam)
      _ = try await store.undo(undone.id, site: .default, stamp: bench.time.stamp())
      try await bench.review([sent[3]], .reject)
      try await bench.review([sent[3]], .approve, isAnyVersion: true)
      var found: [StoredJudgement] = []
      while true {
        let page = try await store.judgements(HistoryQuery(after: found.last?.comment.id, limit: 4))
        found += page
        if page.count < 4 { break }
      }
      try bench.expectEqual(found.map(\.comment.id), [0, 1, 2, 3, 4, 6].map { sent[$0].id }, "the comments in order")
      try bench.expectEqual(found[0].circumstances, nil, "what was never kept")
      try bench.expectEqual(found[1].circumstances, full, "everything that can be kept")
      try bench.expectEqual(found[3].circumstances, Circumstances(), "nothing out of the ordinary")
      try bench.expectEqual(found[1].decision, nil, "a decision that was undone")
      try bench.expectEqual(found[3].decision?.decision, .approve, "the last decision")
      try bench.expectEqual(found[3].decision?.before, .rejected, "where it stood before")
      try bench.expectEqual(found[3].decision?.isBlind, false, "a decision with findings in view")
      try bench.expectEqual(found[0].author, Examples.identity(), "the author")
      try bench.expectEqual(found[0].articleTitle, Examples.article().title, "the title")
      let stretch = HistoryQuery(since: sent[2].createdAt, until: sent[4].createdAt)
      let between = try await store.judgements(stretch)
      try bench.expectEqual(between.map(\.comment.id), [sent[2].id, sent[3].id], "a stretch of time")
      try bench.expectEqual(try await store.judgementCount(stretch), 2, "how many there are in it")
      let place = try await store.judgementPlace(HistoryQuery(after: sent[0].id, limit: 3))
      try bench.expectEqual(place, sent[3].id, "the third behind the first")
      let part = try await store.judgements(HistoryQuery(after: sent[0].id, through: place))
      try bench.expectEqual(part.map(\.comment.id), [1, 2, 3].map { sent[$0].id }, "the part up to there")
      try bench.expectEqual(
        try await store.judgementPlace(HistoryQuery(after: sent[3].id, limit: 100)), nil, "a place beyond the end")
    },
    Check("forgets circumstances with the words") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit("слово", keeping: full)
      let edit = Examples.edit(comment, to: "другое", time: &bench.time)
      let changed = try await bench.store.edit(edit, stamp: bench.time.stamp())
      let edited = try await bench.store.judgements(HistoryQuery())
      try bench.expectEqual(edited.first?.circumstances, nil, "circumstances of words that came without any")
      _ = try await bench.store.withdraw(changed.id, site: .default, version: nil, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.store.judgements(HistoryQuery()), [], "the history afterwards")
    },
    Check("puts a published comment that chance has chosen before a person, visible and blind") { bench in
      try await bench.addArticle()
      let chosen = Circumstances(audit: AuditDraw(rate: 0.1, isChosen: true))
      let first = try await bench.submit("слово", keeping: chosen)
      let second = try await bench.submit("второе", keeping: chosen)
      try await bench.submit("третье", keeping: Circumstances(audit: AuditDraw(rate: 0.1, isChosen: false)))
      let held = try await bench.submit("ждёт", .hold, keeping: chosen)
      let store = bench.store
      func open() async throws -> [ModerationCase] {
        try await store.cases(CaseQuery(cause: .audit, now: bench.time.now)).map(\.moderationCase)
      }
      try bench.expectEqual(Set(try await open().map(\.comment)), [first.id, second.id], "the chosen ones")
      try bench.expectEqual(try await bench.current(first).state, .published, "the state meanwhile")
      try bench.expectEqual(try await store.moderationCase(of: held.id, site: .default)?.cause, .verdict, "a held one")
      for chosen in try await open() {
        try bench.expect((5..<12).contains(chosen.priority), "it stands among those that were held")
      }
      let listed = try await store.search(CommentQuery(text: "слово", now: bench.time.now))
      try bench.expectEqual(listed.map(\.id), [first.id], "a chosen one in a search")
      try bench.expectEqual(listed.first?.revision.verdict.ruleSet, "", "what the machine found on it")
      for words in ["score<100", "-rule:nothing", "-category:spam"] {
        let query = try ModerationQuery(words)
        let found = try await store.search(CommentQuery(filter: query, now: bench.time.now))
        try bench.expect(!found.contains { $0.id == first.id }, "«\(words)» tells nothing of a chosen one")
        let queued = try await store.cases(CaseQuery(filter: query, now: bench.time.now))
        try bench.expect(!queued.contains { $0.comment.id == first.id }, "«\(words)» tells nothing in the queue")
      }
      let review = try await bench.review([first], .approve)
      let afterwards = try await store.search(
        CommentQuery(filter: try ModerationQuery("score<100"), now: bench.time.now))
      try bench.expect(afterwards.contains { $0.id == first.id }, "a decided one is found by its score")
      try bench.expectEqual(try await open().map(\.comment), [second.id], "what is left")
      let decided = try await store.judgements(HistoryQuery()).first { $0.comment.id == first.id }?.decision
      try bench.expectEqual(decided?.isBlind, true, "a decision without findings in view")
      _ = try await store.undo(review.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(Set(try await open().map(\.comment)), [first.id, second.id], "after an undo")
      try await bench.review([second], .reject)
      try bench.expectEqual(try await bench.current(second).state, .rejected, "a chosen one that was refused")
    },
    Check("lets whatever holds a chosen comment take over its case") { bench in
      try await bench.addArticle()
      let chosen = Circumstances(audit: AuditDraw(rate: 0.1, isChosen: true))
      let store = bench.store
      let reported = try await bench.submit("слово", keeping: chosen)
      let report = Examples.report(on: reported, weight: 3, time: &bench.time)
      _ = try await store.report(report, holdFrom: 3, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.moderationCase(of: reported.id, site: .default)?.cause, .reports, "of a reported one")
      let back = try await bench.submit("второе", keeping: chosen)
      let hold = try await bench.review([back], .hold)
      try bench.expectEqual(
        try await store.moderationCase(of: back.id, site: .default)?.cause, .review, "of one that a person held")
      _ = try await store.undo(hold.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.moderationCase(of: back.id, site: .default)?.cause, .audit, "after the undo")
      let edited = try await bench.submit("третье", keeping: chosen)
      var edit = Examples.edit(edited, to: "иначе", time: &bench.time)
      edit.circumstances = Circumstances(isEdit: true, audit: AuditDraw(rate: 0.5, isChosen: false))
      let same = try await store.edit(edit, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.judgements(HistoryQuery()).last?.circumstances,
        Circumstances(isEdit: true, audit: chosen.audit), "the first draw stands")
      let worse = Examples.edit(same, to: "хуже", verdict: Examples.verdict(.hold), time: &bench.time)
      _ = try await store.edit(worse, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.moderationCase(of: edited.id, site: .default)?.cause, .verdict, "of words that are held")
      let gone = try await bench.submit("четвёртое", keeping: chosen)
      _ = try await store.withdraw(gone.id, site: .default, version: nil, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.moderationCase(of: gone.id, site: .default)?.state, .closed, "of one that was withdrawn")
    },
  ]
}
