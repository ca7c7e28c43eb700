internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let articleChecks: [Check] = [
    Check("keeps an article whole and finds it by key and address") { bench in
      var overrides = PolicyOverrides()
      overrides.mode = .pre
      overrides.depthMax = 2
      overrides.closeAfterDays = 3.5
      overrides.holdThreshold = 4
      let article = Examples.article("мост-2026", overrides: overrides)
      try await bench.addArticle(article)
      let found = try await bench.store.article(article.id, site: .default)
      try bench.expectEqual(found, article, "the article")
      let byURL = try await bench.store.article(url: article.url, site: .default)
      try bench.expectEqual(byURL, article, "the article by its address")
      let elsewhere = try await bench.store.article(article.id, site: SiteID("other") ?? .default)
      try bench.expectEqual(elsewhere, nil, "the article on another site")
    },
    Check("refuses an article twice, by key and by address") { bench in
      try await bench.addArticle()
      let stamp = bench.time.stamp()
      let store = bench.store
      try await bench.expectError(.articleExists) { () throws(StoreError) in
        try await store.add(Examples.article(), stamp: stamp)
      }
      var other = Examples.article("tower")
      other.url = Examples.article().url
      let twin = other
      try await bench.expectError(.articleExists) { () throws(StoreError) in
        try await store.add(twin, stamp: stamp)
      }
    },
    Check("changes an article only from the version that was seen") { bench in
      try await bench.addArticle()
      var article = Examples.article()
      article.isOpen = false
      let closed = try await bench.store.update(article, stamp: bench.time.stamp())
      try bench.expectEqual(closed.version, 2, "the version")
      try bench.expectEqual(closed.isOpen, false, "openness")
      let stamp = bench.time.stamp()
      let store = bench.store
      let stale = article
      try await bench.expectError(.versionConflict(expected: 1, found: 2)) { () throws(StoreError) in
        try await store.update(stale, stamp: stamp)
      }
      try await bench.expectError(.unknownArticle) { () throws(StoreError) in
        try await store.update(Examples.article("nowhere"), stamp: stamp)
      }
    },
    Check("lists articles newest first, page after page") { bench in
      for day in 0..<7 {
        try await bench.addArticle(
          Examples.article("a\(day)", publishedAt: Examples.morning.adding(seconds: Double(day / 2) * 86_400)))
      }
      var seen: [String] = []
      var last: ArticleID?
      while true {
        let page = try await bench.store.articles(site: .default, limit: 3, after: last)
        if page.isEmpty { break }
        seen += page.map(\.id.key)
        last = page.last?.id
      }
      try bench.expectEqual(seen, ["a6", "a5", "a4", "a3", "a2", "a1", "a0"], "the order")
    },
  ]

  static let submissionChecks: [Check] = [
    Check("stores a comment exactly as it was judged") { bench in
      try await bench.addArticle()
      var submission = Examples.submission(
        "Ё-моё 👩‍👩‍👧 \u{202E}כן\nдва", verdict: Examples.verdict(.hold), time: &bench.time)
      submission.authorURL = "https://olena.example"
      submission.editTokenHash = [1, 2, 3]
      let stamp = bench.time.stamp()
      let stored = try await bench.store.submit(submission, stamp: stamp)
      try bench.expectEqual(stored.isRepeat, false, "a repeat")
      let comment = try await bench.current(stored.comment)
      try bench.expectEqual(comment, stored.comment, "the comment read back")
      try bench.expectEqual(Array(comment.revision.text.utf8), Array(submission.text.utf8), "the text")
      try bench.expectEqual(comment.revision.verdict, submission.verdict, "the verdict")
      try bench.expectEqual(comment.state, .pending, "the state")
      try bench.expectEqual(comment.createdAt, stamp.at, "the time")
      let hash = try await bench.store.editTokenHash(of: comment.id, site: .default)
      try bench.expectEqual(hash, [1, 2, 3], "the edit token's hash")
    },
    Check("counts what it stores, for the article and for the author") { bench in
      try await bench.addArticle()
      for action in Action.allCases { try await bench.submit("\(action)", action) }
      try bench.expectEqual(
        try await bench.counts(), ArticleCounts(visible: 1, pending: 1, rejected: 1, spam: 1), "counts")
      try bench.expectEqual(
        try await bench.author().record, AuthorRecord(published: 1, pending: 1, rejected: 1, spam: 1), "record")
    },
    Check("counts visible replies anywhere below") { bench in
      try await bench.addArticle()
      let top = try await bench.submit("верх")
      let middle = try await bench.submit("середина", under: top)
      let leaf = try await bench.submit("лист", under: middle)
      try await bench.submit("спам", under: middle, .spam)
      try bench.expectEqual(leaf.depth, 2, "depth")
      try bench.expectEqual(try await bench.current(top).replies, 2, "replies of the top")
      try bench.expectEqual(try await bench.current(middle).replies, 1, "replies of the middle")
      try await bench.review([leaf], .reject, isAnyVersion: true)
      try bench.expectEqual(try await bench.current(top).replies, 1, "replies once one was rejected")
    },
    Check("proves the place of a comment") { bench in
      try await bench.addArticle()
      try await bench.addArticle(Examples.article("closed", isOpen: false))
      let top = try await bench.submit("верх")
      let hidden = try await bench.submit("ждёт", .hold)
      let store = bench.store
      func refused(_ submission: JudgedSubmission, _ code: StoreError.Code, _ stamp: WriteStamp) async throws {
        try await bench.expectError(code) { () throws(StoreError) in try await store.submit(submission, stamp: stamp) }
      }
      var time = bench.time
      try await refused(Examples.submission(on: "nowhere", time: &time), .unknownArticle, time.stamp())
      try await refused(Examples.submission(on: "closed", time: &time), .articleClosed, time.stamp())
      try await refused(
        Examples.submission(on: "bridge", under: CommentID(bits: 7), time: &time), .parentGone, time.stamp())
      try await refused(
        Examples.submission(on: "bridge", under: hidden.id, time: &time), .parentGone, time.stamp())
      var deep = Examples.submission(under: top.id, time: &time)
      deep.policy.depthMax = 0
      try await refused(deep, .tooDeep(depthMax: 0), time.stamp())
      try await bench.addArticle(Examples.article("tower"))
      try await refused(
        Examples.submission(on: "tower", under: top.id, time: &time), .parentElsewhere, time.stamp())
      var late = Examples.submission(time: &time)
      late.policy.closeAfterDays = 0.01
      try await refused(late, .articleClosed, time.stamp())
      try bench.expectEqual(try await bench.counts(), ArticleCounts(visible: 1, pending: 1), "counts")
    },
    Check("takes a form's nonce once, and leaves it when the submission failed") { bench in
      try await bench.addArticle()
      var time = bench.time
      var failing = Examples.submission(on: "bridge", under: CommentID(bits: 1), time: &time)
      failing.formNonce = "n1"
      let store = bench.store
      let stamp = time.stamp()
      let first = failing
      try await bench.expectError(.parentGone) { () throws(StoreError) in
        try await store.submit(first, stamp: stamp)
      }
      var good = Examples.submission(time: &time)
      good.formNonce = "n1"
      _ = try await store.submit(good, stamp: time.stamp())
      var again = Examples.submission(time: &time)
      again.formNonce = "n1"
      let second = again
      let later = time.stamp()
      try await bench.expectError(.formReused) { () throws(StoreError) in
        try await store.submit(second, stamp: later)
      }
    },
    Check("answers a repeated idempotency key with the first comment") { bench in
      try await bench.addArticle()
      var time = bench.time
      var submission = Examples.submission(time: &time)
      submission.idempotencyKey = "k1"
      submission.fingerprint = [1]
      let first = try await bench.store.submit(submission, stamp: time.stamp())
      var again = Examples.submission(time: &time)
      again.idempotencyKey = "k1"
      again.fingerprint = [1]
      let second = try await bench.store.submit(again, stamp: time.stamp())
      try bench.expectEqual(second.isRepeat, true, "a repeat")
      try bench.expectEqual(second.comment, first.comment, "the comment")
      again.fingerprint = [2]
      let other = again
      let stamp = time.stamp()
      let store = bench.store
      try await bench.expectError(.idempotencyMismatch) { () throws(StoreError) in
        try await store.submit(other, stamp: stamp)
      }
      try bench.expectEqual(try await bench.counts().visible, 1, "visible comments")
    },
    Check("refuses what no store keeps, whole") { bench in
      try await bench.addArticle()
      var time = bench.time
      let store = bench.store
      for text in ["a\u{0}b", String(repeating: "я", count: 524_289)] {
        let submission = Examples.submission(text, time: &time)
        let stamp = time.stamp()
        try await bench.expectError(.invalidValue) { () throws(StoreError) in
          try await store.submit(submission, stamp: stamp)
        }
      }
      let longest = String(repeating: "я", count: 524_288)
      let stored = try await store.submit(Examples.submission(longest, time: &time), stamp: time.stamp())
      try bench.expect(
        try await bench.current(stored.comment).revision.text.utf8.elementsEqual(longest.utf8),
        "a text at the limit is stored byte for byte")
      try bench.expectEqual(try await bench.events().count, 2, "events")
    },
    Check("reads the background of a submission at once") { bench in
      try await bench.addArticle()
      let top = try await bench.submit("одно и то же", by: "olena")
      try await bench.submit("одно и то же", by: "ivan")
      let bad = try await bench.submit("плохое", by: "olena")
      try await bench.review([bad], .reject)
      let gone = try await bench.submit("одно и то же", by: "petro")
      _ = try await bench.store.withdraw(gone.id, site: .default, version: nil, stamp: bench.time.stamp())
      let query = BackgroundQuery(
        site: .default, article: Examples.articleID(), parent: top.id, identity: Examples.identity(),
        digest: Examples.digest("одно и то же"), now: bench.time.now)
      let background = try await bench.store.background(for: query)
      try bench.expectEqual(background.article, Examples.article(), "the article")
      try bench.expectEqual(background.parent?.id, top.id, "the parent")
      try bench.expectEqual(background.author?.record.total, 2, "the author's comments")
      try bench.expectEqual(background.recentPosts, [bad.createdAt, top.createdAt], "recent posts")
      try bench.expectEqual(background.copiesBySameAuthor, 1, "copies by the author")
      try bench.expectEqual(background.copiesByOthers, 1, "copies by others")
      try bench.expectEqual(background.decidedLastWeek, 1, "decided")
      try bench.expectEqual(background.refusedLastWeek, 1, "refused")
      try bench.expectEqual(background.overturnedLastMonth, 1, "overturned")
      var excluding = query
      excluding.excluding = top.id
      let edited = try await bench.store.background(for: excluding)
      try bench.expectEqual(edited.copiesBySameAuthor, 0, "copies besides the edited comment")
      let stranger = BackgroundQuery(
        site: .default, article: Examples.articleID(), identity: Examples.identity("nobody"), digest: nil,
        now: bench.time.now)
      let empty = try await bench.store.background(for: stranger)
      try bench.expectEqual(empty, SubmissionBackground(article: Examples.article()), "a stranger's background")
    },
    Check("shows in a background whatever was acknowledged before, to all who ask at once") { bench in
      try await bench.addArticle()
      let store = bench.store
      var drafts: [(JudgedSubmission, WriteStamp)] = []
      for index in 0..<80 {
        let submission = Examples.submission(
          "вопрос \(index)", by: "автор \(index)", verdict: Examples.verdict(.publish), time: &bench.time)
        drafts.append((submission, bench.time.stamp(by: "author")))
      }
      let now = bench.time.now
      let unseen = try await withThrowingTaskGroup(of: Bool.self) { group in
        for (submission, stamp) in drafts {
          group.addTask {
            _ = try await store.submit(submission, stamp: stamp)
            let background = try await store.background(
              for: BackgroundQuery(
                site: .default, article: submission.article, identity: submission.identity, digest: submission.digest,
                now: now.adding(seconds: 1)))
            return background.author?.record.total != 1 || background.copiesBySameAuthor != 1
          }
        }
        return try await group.reduce(into: 0) { if $1 { $0 += 1 } }
      }
      try bench.expectEqual(unseen, 0, "backgrounds without the author's own comment")
    },
  ]
}
