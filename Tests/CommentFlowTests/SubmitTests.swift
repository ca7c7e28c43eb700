import CommentFlow
import CommentStore
import ModerationModel
import Testing

@Suite struct SubmitTests {
  @Test func publishesWhatIsFineAndHoldsWhatARuleCatches() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let fine = try await newsroom.submit()
    #expect(fine.comment.state == .published)
    let held = try await newsroom.submit("Лучшее казино города", by: "Бот")
    #expect(held.comment.state == .pending)
    let signal = try #require(held.comment.revision.verdict.signals.first { $0.name == "casino" })
    #expect(signal.evidence == [Evidence(field: .body, range: 13..<25)])
    let page = try await newsroom.flow.thread(ThreadQuery(article: newsroom.article))
    #expect(page.items.map(\.comment.id) == [fine.comment.id])
    #expect(page.total == 1)
    #expect(try await newsroom.flow.queue().map(\.comment.id) == [held.comment.id])
  }

  @Test func authorSeesTheirOwnPendingComment() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let held = try await newsroom.submit("казино", by: "Бот")
    let own = try await newsroom.flow.thread(ThreadQuery(article: newsroom.article, viewer: held.comment.author))
    #expect(own.items.map(\.comment.state) == [.pending])
    #expect(own.total == 0)
  }

  @Test func unknownAndClosedArticlesRefuse() async throws {
    let newsroom = try await Newsroom()
    let nowhere = try ArticleID(validating: "nowhere")
    let unknown = await flowError { _ = try await newsroom.flow.submit(newsroom.submission(on: nowhere)) }
    guard case .unknownArticle(nowhere)? = unknown else {
      return #expect(Bool(false), "\(String(describing: unknown))")
    }
    _ = try await newsroom.flow.update(newsroom.article) { $0.isOpen = false }
    let closed = await flowError { try await newsroom.submit() }
    guard case .articleClosed? = closed else { return #expect(Bool(false), "\(String(describing: closed))") }
  }

  @Test func articleClosesByItself() async throws {
    var policy = CommentPolicy()
    policy.closeAfterDays = 14
    let newsroom = try await Newsroom(policy: policy)
    newsroom.clock.advance(seconds: 14 * 86_400 - 62)
    try await newsroom.submit()
    let closed = await flowError { try await newsroom.submit() }
    guard case .articleClosed? = closed else { return #expect(Bool(false), "\(String(describing: closed))") }
  }

  @Test func repliesNeedAVisibleParentOnTheSameArticle() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let parent = try await newsroom.submit().comment
    let reply = try await newsroom.submit("И вам спасибо", by: "Автор", parent: parent.id).comment
    #expect(reply.depth == 1)

    let other = try await newsroom.addArticle("park")
    let elsewhere = await flowError {
      _ = try await newsroom.flow.submit(newsroom.submission(parent: parent.id, on: other))
    }
    guard case .parentElsewhere(parent.id)? = elsewhere else {
      return #expect(Bool(false), "\(String(describing: elsewhere))")
    }
    let held = try await newsroom.submit("казино", by: "Бот").comment
    let hidden = await flowError { try await newsroom.submit("ответ", by: "Пётр", parent: held.id) }
    guard case .parentGone(held.id)? = hidden else { return #expect(Bool(false), "\(String(describing: hidden))") }
  }

  @Test func aVanishedParentOffersTheTopLevelWithTheTextIntact() async throws {
    let newsroom = try await Newsroom()
    let parent = try await newsroom.submit()
    _ = try await newsroom.flow.withdraw(parent.comment.id, proof: .editToken(parent.editToken))
    var submission = newsroom.submission("Ответ, который долго писали", by: "Пётр", parent: parent.comment.id)
    let gone = await flowError { _ = try await newsroom.flow.submit(submission) }
    guard case .parentGone(parent.comment.id)? = gone else {
      return #expect(Bool(false), "\(String(describing: gone))")
    }
    submission.parent = nil
    let receipt = try await newsroom.flow.submit(submission)
    #expect(receipt.comment.revision.text == "Ответ, который долго писали")
    #expect(receipt.comment.parent == nil)
  }

  @Test func depthHasAnEnd() async throws {
    var policy = CommentPolicy()
    policy.depthMax = 1
    let newsroom = try await Newsroom(policy: policy)
    let top = try await newsroom.submit().comment
    let reply = try await newsroom.submit("раз", by: "А", parent: top.id).comment
    let deep = await flowError { try await newsroom.submit("два", by: "Б", parent: reply.id) }
    guard case .tooDeep(1)? = deep else { return #expect(Bool(false), "\(String(describing: deep))") }
  }

  @Test func sameKeyAndWordsAreOneComment() async throws {
    let newsroom = try await Newsroom()
    let submission = newsroom.submission(key: "delivery-1")
    let first = try await newsroom.flow.submit(submission)
    let again = try await newsroom.flow.submit(submission)
    #expect(again.isRepeat)
    #expect(again.comment.id == first.comment.id)
    #expect(again.editToken == first.editToken)
    var other = submission
    other.text = "Другое"
    let mismatch = await flowError { _ = try await newsroom.flow.submit(other) }
    guard case .store(let error)? = mismatch else { return #expect(Bool(false), "\(String(describing: mismatch))") }
    #expect(error.code == .idempotencyMismatch)
  }

  /// A reader whose answer was lost sends again, when the form is used up and the parent gone.
  @Test func aRepeatIsAnsweredWhateverHasGoneSince() async throws {
    let newsroom = try await Newsroom()
    let parent = try await newsroom.submit()
    let token = newsroom.flow.issueFormToken(for: ReplyTarget(article: newsroom.article))
    newsroom.clock.advance(seconds: 30)
    var submission = newsroom.submission(
      "ответ", by: "Пётр", parent: parent.comment.id, form: .form(token: token, honeypot: ""), key: "delivery-2")
    submission.author.email = nil
    submission.client.address = "192.0.2.7"
    let first = try await newsroom.flow.submit(submission)
    _ = try await newsroom.flow.withdraw(parent.comment.id, proof: .editToken(parent.editToken))
    _ = try await newsroom.flow.update(newsroom.article) { $0.isOpen = false }
    submission.client.address = "198.51.100.9"
    let again = try await newsroom.flow.submit(submission)
    #expect(again.isRepeat)
    #expect(again.comment.id == first.comment.id)
  }

  @Test func keepsWordsByteForByte() async throws {
    let newsroom = try await Newsroom()
    for text in [
      "a\u{0301} é \u{1F469}\u{200D}\u{1F467}", "<script>alert('x')</script>", "‮rtl‬ \r\n\t", "' OR 1=1; --",
    ] {
      let receipt = try await newsroom.submit(text, by: "Тест\(text.count)")
      let stored = try #require(try await newsroom.flow.store.comment(receipt.comment.id, site: .default))
      #expect(Array(stored.revision.text.utf8) == Array(text.utf8))
    }
  }

  @Test func bannedAndMutedAuthorsAreTold() async throws {
    let newsroom = try await Newsroom()
    let author = try await newsroom.submit().comment.author
    _ = try await newsroom.flow.sanction(author, kind: .ban, reason: "спам", by: "ira")
    let banned = await flowError { try await newsroom.submit() }
    guard case .banned? = banned else { return #expect(Bool(false), "\(String(describing: banned))") }
    let end = newsroom.clock.now.adding(seconds: 3600)
    _ = try await newsroom.flow.sanction(author, kind: .mute, until: end, by: "ira")
    let muted = await flowError { try await newsroom.submit() }
    guard case .muted(end)? = muted else { return #expect(Bool(false), "\(String(describing: muted))") }
    newsroom.clock.advance(seconds: 3600)
    #expect(try await newsroom.submit("Снова с вами").comment.state == .published)
    _ = try await newsroom.flow.sanction(author, kind: .premoderate, by: "ira")
    #expect(try await newsroom.submit("Ещё одна мысль").comment.state == .pending)
  }

  @Test func repeatsAndFloodsAreHeld() async throws {
    let newsroom = try await Newsroom()
    try await newsroom.submit("Одно и то же сообщение, раз за разом")
    let copy = try await newsroom.submit("Одно и то же СООБЩЕНИЕ — раз за разом!").comment
    #expect(copy.revision.verdict.signals.contains { $0.name == "heuristic.duplicate_same_author" })
    #expect(copy.state == .pending)

    for index in 0..<4 { _ = try await newsroom.flow.submit(newsroom.submission("Мысль \(index)", by: "Быстрый")) }
    let fifth = try await newsroom.flow.submit(newsroom.submission("Мысль пятая", by: "Быстрый")).comment
    #expect(fifth.revision.verdict.signals.contains { $0.name == "heuristic.flood" })
  }

  @Test func premoderatedArticlesHoldEverything() async throws {
    let newsroom = try await Newsroom()
    _ = try await newsroom.flow.update(newsroom.article) { $0.overrides.mode = .pre }
    let comment = try await newsroom.submit().comment
    #expect(comment.state == .pending)
    #expect(try await newsroom.flow.queue().first?.moderationCase.cause == .premoderation)
  }
}
