internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let voiceChecks: [Check] = [
    Check("counts each visitor's vote once, and takes it back") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      func vote(_ visitor: String, isWithdrawn: Bool = false) async throws -> VoteOutcome {
        try await bench.store.vote(
          Vote(site: .default, comment: comment.id, visitor: visitor, at: bench.time.now), isWithdrawn: isWithdrawn,
          stamp: bench.time.stamp())
      }
      var outcomes: [VoteOutcome] = []
      for (visitor, isWithdrawn) in [("a", false), ("a", false), ("b", false), ("c", true), ("a", true), ("a", true)] {
        outcomes.append(try await vote(visitor, isWithdrawn: isWithdrawn))
      }
      try bench.expectEqual(outcomes.map(\.isCounted), [true, false, true, false, true, false], "counted")
      try bench.expectEqual(outcomes.map(\.comment.votes), [1, 1, 2, 2, 1, 1], "votes")
      try bench.expectEqual(try await bench.current(comment).votes, 1, "votes of the stored comment")
      try bench.expectEqual(try await bench.current(comment).version, 1, "the version")
      try bench.expectEqual(
        try await bench.store.votes(by: [comment.id: "b", CommentID(bits: 1): "b"], site: .default), [comment.id],
        "the comments that a visitor voted for")
      let voted = try await bench.events().filter { $0.kind == .commentVoted }
      try bench.expectEqual(voted.count, 3, "events")
    },
    Check("takes no votes on what readers do not see, and keeps them for its return") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let vote = Vote(site: .default, comment: comment.id, visitor: "a", at: bench.time.now)
      _ = try await bench.store.vote(vote, isWithdrawn: false, stamp: bench.time.stamp())
      let review = try await bench.review([comment], .reject)
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.unknownComment) { () throws(StoreError) in
        try await store.vote(vote, isWithdrawn: true, stamp: stamp)
      }
      let back = try await bench.store.undo(review.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(back.undoneAt != nil, true, "undone")
      try bench.expectEqual(try await bench.current(comment).votes, 1, "votes")
      let gone = try await bench.store.withdraw(comment.id, site: .default, version: nil, stamp: bench.time.stamp())
      try bench.expectEqual(gone.votes, 0, "votes of a withdrawn comment")
      try bench.expectEqual(try await bench.current(comment).votes, 0, "its stored votes")
    },
    Check("shows the comments with most votes first, page after page") { bench in
      try await bench.addArticle()
      var tops: [Comment] = []
      for number in 0..<6 { tops.append(try await bench.submit("\(number)")) }
      let reply = try await bench.submit("1.1", under: tops[1])
      let deeper = try await bench.submit("1.1.1", under: reply)
      let plain = try await bench.submit("0.1", under: tops[0])
      // Held, but its author sees it.
      let own = try await bench.submit("2.1", under: tops[2], by: "ivan", .hold)
      func vote(_ comment: Comment, _ count: Int) async throws {
        for visitor in 0..<count {
          _ = try await bench.store.vote(
            Vote(site: .default, comment: comment.id, visitor: "v\(visitor)", at: bench.time.now),
            isWithdrawn: false, stamp: bench.time.stamp())
        }
      }
      try await vote(tops[1], 3)
      try await vote(tops[4], 3)
      try await vote(tops[2], 1)
      try await vote(deeper, 5)
      let viewer = try await bench.author("ivan").id
      for viewer in [nil, viewer] {
        let second = viewer == nil ? [tops[2].id] : [tops[2].id, own.id]
        let expected =
          [tops[4].id, tops[1].id, reply.id, deeper.id] + second
          + [tops[5].id, tops[3].id, tops[0].id, plain.id]
        for limit in 1...11 {
          var seen: [CommentID] = []
          var cursor: String?
          repeat {
            let page = try await bench.store.thread(
              ThreadQuery(article: Examples.articleID(), sort: .top, limit: limit, cursor: cursor, viewer: viewer))
            seen += page.items.map(\.comment.id)
            cursor = page.next
          } while cursor != nil
          try bench.expectEqual(seen, expected, "the thread in pages of \(limit)")
        }
      }
    },
    Check("repeats and loses nothing of a thread by votes whose own votes stay") { bench in
      try await bench.addArticle()
      var tops: [Comment] = []
      for number in 0..<8 { tops.append(try await bench.submit("\(number)")) }
      func vote(_ comment: Comment, _ visitor: String) async throws {
        _ = try await bench.store.vote(
          Vote(site: .default, comment: comment.id, visitor: visitor, at: bench.time.now), isWithdrawn: false,
          stamp: bench.time.stamp())
      }
      for top in tops[..<4] { try await vote(top, "a") }
      let query = ThreadQuery(article: Examples.articleID(), sort: .top, limit: 3)
      let first = try await bench.store.thread(query)
      try bench.expectEqual(first.items.map(\.comment.id), [tops[3].id, tops[2].id, tops[1].id], "the first page")
      // The last one shown rises; those behind it stay where they were.
      try await vote(tops[1], "b")
      var next = query
      next.cursor = first.next
      next.limit = 10
      let rest = try await bench.store.thread(next)
      try bench.expectEqual(
        rest.items.map(\.comment.id), [tops[0].id, tops[7].id, tops[6].id, tops[5].id, tops[4].id], "the rest")
    },
  ]

  static let appealChecks: [Check] = [
    Check("opens a case for an appeal, which another moderator answers") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      try await bench.review([comment], .reject, by: "vera")
      let appeal = try await bench.store.file(
        AppealFiling(comment: comment.id, text: "Это была цитата"), stamp: bench.time.stamp(by: "author"))
      try bench.expectEqual(appeal.decider, "vera", "the decider")
      let open = try await bench.store.moderationCase(of: comment.id, site: .default)
      try bench.expectEqual(open?.cause, .appeal, "the cause")
      try bench.expectEqual(open?.id, appeal.moderationCase, "the case")
      try bench.expectEqual(try await bench.current(comment).state, .rejected, "the state")
      let store = bench.store
      let own = ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera")
      let stamp = bench.time.stamp(by: "vera")
      try await bench.expectError(.ownDecision) { () throws(StoreError) in
        try await store.review(own, stamp: stamp)
      }
      let answer = try await bench.review([try await bench.current(comment)], .approve, by: "oleg")
      let granted = try await bench.store.appeal(appeal.id, site: .default)
      try bench.expectEqual(granted?.state, .granted, "the appeal")
      try bench.expectEqual(granted?.answer, answer.id, "the answer")
      try bench.expectEqual(try await bench.current(comment).state, .approved, "the state")
      let kinds = try await bench.events().map(\.kind)
      try bench.expect(kinds.contains(.appealFiled) && kinds.contains(.appealAnswered), "both events are written")
    },
    Check("takes one appeal a decision, and none against an answer") { bench in
      try await bench.addArticle()
      let visible = try await bench.submit()
      let comment = try await bench.submit("отказ", .reject)
      let store = bench.store
      func refused(_ code: StoreError.Code, _ id: CommentID) async throws {
        let stamp = bench.time.stamp()
        try await bench.expectError(code) { () throws(StoreError) in
          try await store.file(AppealFiling(comment: id, text: "Прошу"), stamp: stamp)
        }
      }
      try await refused(.notRefused, visible.id)
      try await refused(.unknownComment, CommentID(bits: 1))
      let appeal = try await store.file(AppealFiling(comment: comment.id, text: "Прошу"), stamp: bench.time.stamp())
      try bench.expectEqual(appeal.decider, nil, "the decider of the machine's refusal")
      try await refused(.alreadyAppealed, comment.id)
      try await bench.review([comment], .spam, by: "vera")
      try bench.expectEqual(
        try await store.appeals(on: comment.id, site: .default).map(\.state), [.declined], "the appeals")
      try await refused(.alreadyAppealed, comment.id)
      // A later decision is another one.
      try await bench.review([try await bench.current(comment)], .approve, by: "oleg")
      try await bench.review([try await bench.current(comment)], .reject, by: "oleg")
      let second = try await store.file(AppealFiling(comment: comment.id, text: "Снова"), stamp: bench.time.stamp())
      try bench.expectEqual(second.decider, "oleg", "the decider")
    },
    Check("undoes an answer exactly, and ends an appeal against what is undone") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let first = try await bench.review([comment], .reject, by: "vera")
      let appeal = try await bench.store.file(
        AppealFiling(comment: comment.id, text: "Прошу"), stamp: bench.time.stamp())
      let before = try await bench.store.moderationCase(of: comment.id, site: .default)
      let answer = try await bench.review([try await bench.current(comment)], .approve, by: "oleg")
      _ = try await bench.store.undo(answer.id, site: .default, stamp: bench.time.stamp())
      let open = try await bench.store.appeal(appeal.id, site: .default)
      try bench.expectEqual(open, appeal, "the appeal")
      let reopened = try await bench.store.moderationCase(of: comment.id, site: .default)
      try bench.expectEqual(reopened?.id, before?.id, "the case")
      try bench.expectEqual(reopened?.state, .open, "its state")
      _ = try await bench.store.undo(first.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.current(comment).state, .published, "the state")
      try bench.expectEqual(
        try await bench.store.appeal(appeal.id, site: .default)?.state, .lapsed, "the appeal afterwards")
      try bench.expectEqual(try await bench.store.cases(CaseQuery(now: bench.time.now)), [], "open cases")
    },
    Check("leaves an appeal open when its comment is put back into the queue") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit("отказ", .reject)
      let appeal = try await bench.store.file(
        AppealFiling(comment: comment.id, text: "Прошу"), stamp: bench.time.stamp())
      try await bench.review([comment], .hold, by: "vera")
      try bench.expectEqual(try await bench.store.appeal(appeal.id, site: .default)?.state, .open, "the appeal")
      try bench.expectEqual(try await bench.store.cases(CaseQuery(now: bench.time.now)).count, 1, "open cases")
      try await bench.review([try await bench.current(comment)], .reject, by: "vera")
      try bench.expectEqual(try await bench.store.appeal(appeal.id, site: .default)?.state, .declined, "the appeal")
    },
    Check("forgets an appeal's words with its comment") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit("отказ", .reject)
      let appeal = try await bench.store.file(
        AppealFiling(comment: comment.id, text: "тайна"), stamp: bench.time.stamp())
      let author = try await bench.author()
      _ = try await bench.store.erase(author.id, site: .default, stamp: bench.time.stamp())
      let gone = try await bench.store.appeal(appeal.id, site: .default)
      try bench.expectEqual(gone?.text, "", "the text")
      try bench.expectEqual(gone?.state, .lapsed, "the state")
      try bench.expectEqual(try await bench.store.cases(CaseQuery(now: bench.time.now)), [], "open cases")
    },
    Check("proves in the write that an author may still write") { bench in
      try await bench.addArticle()
      let comment = try await bench.submit()
      let author = try await bench.author()
      let store = bench.store
      func lay(_ kind: Sanction.Kind?, until: Timestamp? = nil) async throws {
        let sanction = kind.map {
          Sanction(kind: $0, until: until, reason: "", setBy: "vera", setAt: bench.time.now)
        }
        _ = try await store.sanction(author.id, site: .default, with: sanction, stamp: bench.time.stamp(by: "vera"))
      }
      var time = bench.time
      var judged = Examples.submission("ещё", time: &time)
      judged.authorVersion = author.version
      let submission = judged
      let stamp = time.stamp()
      let edit = Examples.edit(comment, to: "правка", time: &time)
      try await lay(.ban)
      try await bench.expectError(.banned) { () throws(StoreError) in
        try await store.submit(submission, stamp: stamp)
      }
      try await bench.expectError(.banned) { () throws(StoreError) in try await store.edit(edit, stamp: stamp) }
      let until = bench.time.now.adding(seconds: 60)
      try await lay(.mute, until: until)
      try await bench.expectError(.muted(until: until)) { () throws(StoreError) in
        try await store.submit(submission, stamp: stamp)
      }
      try await lay(.premoderate)
      try await bench.expectError(.authorChanged) { () throws(StoreError) in
        try await store.submit(submission, stamp: stamp)
      }
      var again = submission
      again.authorVersion = try await bench.author().version
      let good = again
      _ = try await store.submit(good, stamp: stamp)
      // A newcomer who was judged as unknown is still the same.
      var newcomer = Examples.submission(by: "petro", time: &time)
      newcomer.authorVersion = 0
      let first = newcomer
      _ = try await store.submit(first, stamp: time.stamp())
      newcomer.comment = time.identifier()
      newcomer.revision = time.identifier()
      let second = newcomer
      _ = try await store.submit(second, stamp: time.stamp())
    },
  ]
}
