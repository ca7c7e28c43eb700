import CommentFlow
import CommentStore
import ModerationModel
import Testing

@Suite struct AuthorActTests {
  @Test func anEditIsJudgedAgain() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let receipt = try await newsroom.submit()
    let edited = try await newsroom.flow.edit(
      receipt.comment.id, text: "Теперь про казино", proof: .editToken(receipt.editToken))
    #expect(edited.state == .pending)
    #expect(edited.revision.number == 2)
    let mended = try await newsroom.flow.edit(
      receipt.comment.id, text: "Всё-таки про мост", proof: .editToken(receipt.editToken))
    #expect(mended.state == .published)
    #expect(try await newsroom.flow.store.revisions(of: receipt.comment.id, site: .default).count == 3)
  }

  @Test func onlyTheAuthorMayEditAndOnlyInTime() async throws {
    let newsroom = try await Newsroom()
    let mine = try await newsroom.submit()
    let theirs = try await newsroom.submit("Не согласен с вами", by: "Пётр")
    for proof in [AuthorProof.editToken(theirs.editToken), .editToken(""), .account(subject: "42")] {
      let error = await flowError { _ = try await newsroom.flow.edit(mine.comment.id, text: "х", proof: proof) }
      guard case .notTheAuthor? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
    newsroom.clock.advance(seconds: 300)
    let late = await flowError {
      _ = try await newsroom.flow.edit(mine.comment.id, text: "поздно", proof: .editToken(mine.editToken))
    }
    guard case .editWindowOver? = late else { return #expect(Bool(false), "\(String(describing: late))") }
    let lateToo = await flowError {
      _ = try await newsroom.flow.withdraw(mine.comment.id, proof: .editToken(mine.editToken))
    }
    guard case .editWindowOver? = lateToo else { return #expect(Bool(false), "\(String(describing: lateToo))") }
  }

  @Test func rewordingDoesNotFreeWhatTheFormOrThePaceHeld() async throws {
    let newsroom = try await Newsroom()
    let token = newsroom.flow.issueFormToken(for: ReplyTarget(article: newsroom.article))
    newsroom.clock.advance(seconds: 1)
    let fast = try await newsroom.flow.submit(newsroom.submission(form: .form(token: token, honeypot: "")))
    #expect(fast.comment.state == .pending)
    let reworded = try await newsroom.flow.edit(
      fast.comment.id, text: "Другими словами", proof: .editToken(fast.editToken))
    #expect(reworded.state == .pending)

    for index in 0..<4 { _ = try await newsroom.flow.submit(newsroom.submission("Мысль \(index)", by: "Быстрый")) }
    let flooded = try await newsroom.flow.submit(newsroom.submission("Мысль пятая", by: "Быстрый"))
    #expect(flooded.comment.state == .pending)
    let edited = try await newsroom.flow.edit(
      flooded.comment.id, text: "Мысль, но иначе", proof: .editToken(flooded.editToken))
    #expect(edited.state == .pending)
  }

  @Test func rewordingDoesNotFreeWhatAModeratorHeld() async throws {
    let newsroom = try await Newsroom()
    let receipt = try await newsroom.submit()
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: receipt.comment.id)], decision: .hold, moderator: "ira"))
    let edited = try await newsroom.flow.edit(
      receipt.comment.id, text: "Совсем безобидно", proof: .editToken(receipt.editToken))
    #expect(edited.state == .pending)
  }

  @Test func aShellStaysWhileThereAreReplies() async throws {
    let newsroom = try await Newsroom()
    let top = try await newsroom.submit()
    let reply = try await newsroom.submit("ответ", by: "Пётр", parent: top.comment.id)
    _ = try await newsroom.flow.withdraw(top.comment.id, proof: .editToken(top.editToken))
    let page = try await newsroom.flow.thread(ThreadQuery(article: newsroom.article))
    #expect(page.items.map(\.isShell) == [true, false])
    #expect(page.items[0].comment.revision.text.isEmpty)
    #expect(page.items[0].comment.authorName.isEmpty)
    #expect(page.total == 1)
    _ = try await newsroom.flow.withdraw(reply.comment.id, proof: .editToken(reply.editToken))
    #expect(try await newsroom.flow.thread(ThreadQuery(article: newsroom.article)).items.isEmpty)
  }

  @Test func reportsHoldWhatNobodyApproved() async throws {
    let newsroom = try await Newsroom()
    let target = try await newsroom.submit().comment.id
    func report(_ name: String) async throws -> ReportOutcome {
      try await newsroom.flow.report(target, reason: .insult, reporter: AuthorClaim(name: name))
    }
    #expect(try await report("А").isHeldNow == false)
    #expect(try await report("А").isCounted == false)
    #expect(try await report("Б").isHeldNow == false)
    #expect(try await report("В").isHeldNow)
    #expect(try await newsroom.flow.queue().first?.moderationCase.cause == .reports)
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: target)], decision: .approve, moderator: "ira"))
    for name in ["Г", "Д", "Е", "Ж"] { #expect(try await report(name).isHeldNow == false) }
    #expect(try await newsroom.flow.store.comment(target, site: .default)?.state == .approved)
  }
}
