import CommentFlow
import CommentStore
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Testing

/// What is stored can be judged again exactly, and chance decides who is audited.
@Suite struct HistoryTests {
  private static let rules = """
    rules:
      - id: casino
        title: Casino
        owner: desk
        category: spam
        match: { words: [казино] }
        score: 6
        tests: { hit: [казино], miss: [магазин] }
      - id: new.author
        title: New
        owner: desk
        category: other
        when: { author.approved_count: '< 1', author.age_days: '>= 0' }
        score: 1
      - id: title
        title: The bridge
        owner: desk
        category: other
        match: { words: [мост], fields: [article_title] }
        score: 0.25
      - id: mail
        title: Mail
        owner: desk
        category: spam
        match: { words: [post], fields: [author_email] }
        score: 0.5
      - id: alike
        title: Alike
        owner: desk
        category: spam
        match: { near: { to: spam, distance: 20 } }
        score: 3
    """

  @Test func judgesEverythingAgainAsItWas() async throws {
    let newsroom = try await Newsroom(rules: Self.rules)
    let flow = newsroom.flow
    let long = "Большой длинный текст про казино и бонусы для всех новых игроков нашего города сегодня"
    let first = try await newsroom.submit(long, by: "Бот").comment
    _ = try await flow.review(
      ReviewRequest(targets: [.init(comment: first.id)], decision: .spam, moderator: "ira"))
    try await newsroom.submit(long + "!", by: "Другой")
    try await newsroom.submit("Спасибо редакции за хорошую статью", by: "Оля")
    for _ in 0..<6 { _ = try await flow.submit(newsroom.submission("Ещё раз то же самое слово", by: "Оля")) }
    let edited = try await newsroom.submit("Правлю потом", by: "Оля")
    _ = try await flow.edit(edited.comment.id, text: "Поправила: казино", proof: .editToken(edited.editToken))

    let history = StoredHistory(store: flow.store)
    let rows = try await history.rows(after: nil, limit: 100)
    #expect(rows.count == 10)
    let worker = flow.pipeline.makeWorker()
    for row in rows {
      let verdict = worker.verdict(on: worker.prepare(row.submission), in: row.context, isTraffic: false)
      #expect(verdict == row.verdict, "\(row.submission.text)")
    }
    #expect(rows.contains { $0.verdict.signals.contains { $0.name == "alike" } })
    #expect(rows.contains { $0.verdict.signals.contains { $0.name == "mail" } })
    #expect(rows.contains { $0.verdict.signals.contains { $0.name == "heuristic.flood" } })
    #expect(rows[0].label?.isBad == true)
    #expect(rows[0].inclusion == 1)
  }

  @Test func chanceAndNotTheWordsChoosesWhoIsAudited() async throws {
    var policy = CommentPolicy()
    policy.auditRate = 0.25
    let newsroom = try await Newsroom(policy: policy)
    for number in 0..<200 { try await newsroom.submit("Спасибо, полезная статья.", by: "Читатель \(number)") }
    let cases = try await newsroom.flow.queue(cause: .audit, limit: 200)
    #expect((25...80).contains(cases.count))
    let rows = try await StoredHistory(store: newsroom.flow.store).rows(after: nil, limit: 1_000)
    #expect(rows.allSatisfy { $0.inclusion == ($0.verdict.action == .hold ? 1 : 0.25) })
  }

  @Test func showsNothingOfTheMachineBeforeTheDecision() async throws {
    var policy = CommentPolicy()
    policy.auditRate = 1
    let newsroom = try await Newsroom(rules: Self.rules, policy: policy)
    let comment = try await newsroom.submit("Мост хороший", by: "Оля").comment
    #expect(!comment.revision.verdict.signals.isEmpty)
    let listing = try #require(try await newsroom.flow.queue().first)
    #expect(listing.moderationCase.cause == .audit)
    #expect(listing.comment.revision.verdict.signals.isEmpty)
    #expect(listing.comment.revision.verdict.score == 0)
    let claimed = try await newsroom.flow.claim(ClaimRequest(holder: "ira"))
    #expect(claimed.first?.comment.revision.verdict.signals.isEmpty == true)
    let before = try await newsroom.flow.explanation(of: comment.id)
    #expect(before.isBlind)
    #expect(before.revisions.allSatisfy { $0.verdict.signals.isEmpty && $0.verdict.ruleSet.isEmpty })
    _ = try await newsroom.flow.review(
      ReviewRequest(targets: [.init(comment: comment.id)], decision: .reject, moderator: "ira"))
    let after = try await newsroom.flow.explanation(of: comment.id)
    #expect(!after.isBlind)
    #expect(after.comment.revision.verdict == comment.revision.verdict)
    let row = try #require(try await StoredHistory(store: newsroom.flow.store).rows(after: nil, limit: 1).first)
    #expect(row.label?.isBlind == true)
    #expect(row.label?.isFromAudit == true)
    #expect(row.label?.isBad == true)
  }
}
