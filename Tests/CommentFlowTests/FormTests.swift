import CommentFlow
import CommentStore
import ModerationModel
import Testing

@Suite struct FormTests {
  private func form(_ newsroom: Newsroom, parent: CommentID? = nil) -> String {
    newsroom.flow.issueFormToken(for: ReplyTarget(article: newsroom.article, parent: parent))
  }

  private func refusal(_ newsroom: Newsroom, _ form: FormFacts) async -> FormError? {
    let error = await flowError { _ = try await newsroom.flow.submit(newsroom.submission(form: form)) }
    if case .form(let problem)? = error { return problem }
    return nil
  }

  @Test func aShownFormComesBackOnce() async throws {
    let newsroom = try await Newsroom()
    let token = form(newsroom)
    newsroom.clock.advance(seconds: 30)
    _ = try await newsroom.flow.submit(newsroom.submission(form: .form(token: token, honeypot: "")))
    let again = await flowError {
      _ = try await newsroom.flow.submit(newsroom.submission("другое", form: .form(token: token, honeypot: "")))
    }
    guard case .store(let error)? = again else { return #expect(Bool(false), "\(String(describing: again))") }
    #expect(error.code == .formReused)
  }

  @Test func forgedForeignAndOldTokensAreRefused() async throws {
    let newsroom = try await Newsroom()
    let token = form(newsroom)
    #expect(await refusal(newsroom, .form(token: nil, honeypot: "")) == .missingToken)
    #expect(await refusal(newsroom, .form(token: "", honeypot: "")) == .missingToken)
    #expect(await refusal(newsroom, .form(token: "1.2.3.4.5", honeypot: "")) == .badToken)
    #expect(await refusal(newsroom, .form(token: String(repeating: "x", count: 100_000), honeypot: "")) == .badToken)
    for index in stride(from: 0, to: token.count, by: 7) {
      var forged = Array(token)
      forged[index] = forged[index] == "0" ? "1" : "0"
      #expect(await refusal(newsroom, .form(token: String(forged), honeypot: "")) == .badToken)
    }
    let park = try await newsroom.addArticle("park")
    let foreign = newsroom.flow.issueFormToken(for: ReplyTarget(article: park))
    #expect(await refusal(newsroom, .form(token: foreign, honeypot: "")) == .badToken)
    newsroom.clock.advance(seconds: FormToken.secondsMax)
    #expect(await refusal(newsroom, .form(token: token, honeypot: "")) == .expired)
  }

  @Test func aFormMovedByAScriptStillCounts() async throws {
    let newsroom = try await Newsroom()
    let parent = try await newsroom.submit().comment.id
    let token = form(newsroom)
    newsroom.clock.advance(seconds: 20)
    let receipt = try await newsroom.flow.submit(
      newsroom.submission("ответ", by: "Пётр", parent: parent, form: .form(token: token, honeypot: "")))
    #expect(receipt.comment.parent == parent)
  }

  @Test func fastFormsAndFilledHoneypotsAreFound() async throws {
    let newsroom = try await Newsroom()
    let token = form(newsroom)
    newsroom.clock.advance(seconds: 1)
    let fast = try await newsroom.flow.submit(newsroom.submission(form: .form(token: token, honeypot: "")))
    #expect(fast.comment.revision.verdict.signals.contains { $0.name == "heuristic.fast_form" && $0.source == .form })
    #expect(fast.comment.state == .pending)

    let trap = form(newsroom)
    newsroom.clock.advance(seconds: 60)
    let bot = try await newsroom.flow.submit(
      newsroom.submission("hello", by: "Bot", form: .form(token: trap, honeypot: "http://x.example")))
    #expect(bot.comment.state == .spam)
  }
}
