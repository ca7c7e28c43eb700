internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let readingChecks: [Check] = [
    Check("counts for many addresses at once") { bench in
      try await bench.addArticle()
      try await bench.addArticle(Examples.article("tower"))
      try await bench.submit()
      try await bench.submit("ждёт", .hold)
      let urls = ["https://news.example/tower", "https://elsewhere.example/", "https://news.example/bridge"]
      let counts = try await bench.store.counts(ofURLs: urls, site: .default)
      try bench.expectEqual(counts.map(\.article), [Examples.articleID("tower"), Examples.articleID()], "articles")
      try bench.expectEqual(counts.map(\.comments), [0, 1], "visible comments")
      try bench.expectEqual(counts.map(\.shares.total), [nil, nil], "unknown shares")
    },
    Check("finds copies, decisions on an author, and a comment's place") { bench in
      try await bench.addArticle()
      let first = try await bench.submit("одно и то же")
      try await bench.submit("другое")
      let second = try await bench.submit("одно и то же", by: "ivan")
      let copies = try await bench.store.copies(of: first.id, site: .default, limit: 10).map(\.id)
      try bench.expectEqual(copies, [second.id], "copies")
      let reply = try await bench.submit("ответ", under: first)
      let deeper = try await bench.submit("ответ на ответ", under: reply)
      let review = try await bench.review([reply], .reject)
      let undone = try await bench.review([second], .spam)
      _ = try await bench.store.undo(undone.id, site: .default, stamp: bench.time.stamp())
      let decisions = try await bench.store.decisions(on: reply.author, site: .default, limit: 10)
      try bench.expectEqual(decisions.map(\.review), [review.id], "decisions")
      try bench.expectEqual(decisions.map(\.moderator), ["vera"], "who decided")
      for sort in ThreadSort.allCases {
        let place = try await bench.store.place(of: deeper.id, site: .default, sort: sort)
        try bench.expectEqual(place.ancestors.map(\.id), [first.id, reply.id], "the comments above")
        let page = try await bench.store.thread(
          ThreadQuery(article: Examples.articleID(), sort: sort, limit: 1, cursor: place.cursor))
        try bench.expectEqual(page.items.first?.comment.id, first.id, "the page that begins with the branch, \(sort)")
      }
    },
    Check("finds comments and cases by a query, and previews a decision on all of them") { bench in
      try await bench.addArticle()
      try await bench.addArticle(Examples.article("tower"))
      var held: [Comment] = []
      for number in 0..<5 {
        held.append(
          try await bench.submit(
            "текст \(number)", on: number < 3 ? "bridge" : "tower", by: number == 0 ? "ivan" : "olena", .hold))
      }
      let refused = try await bench.submit("отказ", .reject)
      let now = bench.time.now
      func cases(_ text: String) async throws -> [CommentID] {
        try await bench.store.cases(CaseQuery(filter: try ModerationQuery(text), now: now)).map(\.comment.id)
      }
      func found(_ text: String) async throws -> [CommentID] {
        try await bench.store.search(CommentQuery(filter: try ModerationQuery(text), now: now)).map(\.id)
      }
      try bench.expectEqual(try await cases("author:IVAN"), [held[0].id], "cases of an author")
      try bench.expectEqual(try await cases("article:tower"), [held[3].id, held[4].id], "cases of an article")
      try bench.expectEqual(try await cases("\"текст 2\""), [held[2].id], "cases with words")
      try bench.expectEqual(try await cases("rule:insult.* -article:tower score>=6").count, 3, "cases of a rule")
      try bench.expectEqual(try await cases("rule:insult"), [], "cases of another rule")
      try bench.expectEqual(try await cases("cause:reports"), [], "reported cases")
      try bench.expectEqual(try await cases("age>1h"), [], "old cases")
      try bench.expectEqual(try await found("state:rejected,spam"), [refused.id], "refused comments")
      let query = SelectionQuery(filter: try ModerationQuery("category:abuse"), moderator: "vera", now: now)
      let preview = try await bench.store.preview(query)
      try bench.expectEqual(Set(preview.targets.map(\.comment)), Set(held.map(\.id)), "what a query finds")
      try bench.expectEqual(preview.byRule, ["insult.plain": 5], "comments by rule")
      try bench.expectEqual(preview.byState, [.pending: 5], "comments by state")
      try bench.expectEqual([preview.authors, preview.articles], [2, 2], "authors and articles")
      try await bench.review([held[0]], .approve)
      let later = try await bench.store.preview(query)
      try bench.expectEqual(later.targets.count, 4, "what it finds later")
      try bench.expect(later.fingerprint != preview.fingerprint, "the fingerprint tells that it changed")
    },
    Check("leaves appeals out of a decision on many, unless they are asked for") { bench in
      try await bench.addArticle()
      let held = try await bench.submit("ждёт", .hold)
      let refused = try await bench.submit("отказ", .reject)
      _ = try await bench.store.file(AppealFiling(comment: refused.id, text: "Прошу"), stamp: bench.time.stamp())
      for (text, expected) in [
        ("", [held.id]), ("cause:appeal", [refused.id]), ("-cause:appeal", [held.id]), ("state:rejected", []),
        ("state:rejected cause:appeal", [refused.id]),
      ] {
        let query = SelectionQuery(filter: try ModerationQuery(text), moderator: "vera", now: bench.time.now)
        let found = try await bench.store.preview(query).targets.map(\.comment)
        try bench.expectEqual(found, expected, "what «\(text)» finds")
      }
      let cases = try await bench.store.cases(
        CaseQuery(filter: try ModerationQuery("cause:appeal"), now: bench.time.now))
      try bench.expectEqual(cases.map(\.comment.id), [refused.id], "cases of appeals")
    },
    Check("turns pages of the queue") { bench in
      try await bench.addArticle()
      for number in 0..<7 { try await bench.submit("текст \(number)", .hold) }
      let all = try await bench.store.cases(CaseQuery(now: bench.time.now)).map(\.moderationCase)
      var seen: [CaseID] = []
      var after: CasePlace?
      repeat {
        let page = try await bench.store.cases(CaseQuery(now: bench.time.now, after: after, limit: 3))
        seen += page.map(\.moderationCase.id)
        after = page.last.map { CasePlace($0.moderationCase) }
      } while after != nil
      try bench.expectEqual(seen, all.map(\.id), "the queue in pages")
    },
    Check("tells what happened in a window") { bench in
      try await bench.addArticle()
      let from = bench.time.now
      let wrong = try await bench.submit("a", .hold)
      let right = try await bench.submit("b", .hold)
      try await bench.submit("c", .hold)
      let missed = try await bench.submit("d")
      try await bench.submit("e", .reject)
      try await bench.review([wrong], .approve)
      try await bench.review([right], .reject, by: "oleg")
      try await bench.review([missed], .spam)
      bench.time.advance(seconds: 86_400)
      try await bench.submit("f")
      let figures = try await bench.store.figures(
        FigureWindow(from: from, to: bench.time.now.adding(seconds: 1)))
      try bench.expectEqual(
        figures.days.map(\.comments),
        [[.approved: 1, .rejected: 2, .pending: 1, .spam: 1], [.published: 1]], "comments by day")
      try bench.expectEqual(
        figures.days.map(\.decisions), [[.approve: 1, .reject: 1, .spam: 1], [:]], "decisions by day")
      let rule = figures.rules.first { $0.name == "insult.plain" }
      try bench.expectEqual(rule?.hits, 4, "hits of the rule")
      try bench.expectEqual(
        [rule?.confirmed, rule?.overturned, rule?.open, rule?.refused], [1, 1, 1, 1], "how it fared")
      try bench.expectEqual(figures.queueAges.map(\.count).reduce(0, +), 1, "open cases")
      try bench.expectEqual(figures.queueAges.first { $0.count > 0 }?.seconds, 259_200, "their age")
      try bench.expectEqual(figures.decisionsByModerator, ["vera": 2, "oleg": 1], "decisions by moderator")
      try bench.expect(figures.medianSecondsToDecision != nil, "the median is known")
      let store = bench.store
      let window = FigureWindow(from: from, to: from)
      try await bench.expectError(.invalidValue) { () throws(StoreError) in try await store.figures(window) }
    },
  ]
}
