import CommentFlow
import CommentStore
import DemoFixtures
import HTTPService
import ModerationModel

/// Fills the demonstration that is served: a day of comments, a colleague's decisions on them, votes, reports, an appeal.
struct DemoNewsroom {
  /// Who has decided already.
  static let colleague = "ira"
  /// Who signs in.
  static let moderator = "olena"

  var flow: CommentFlow
  var clock: DemoClock

  /// - Returns: The news site around the discussions.
  func fill(now: Timestamp) async throws -> NewsSite {
    _ = try await flow.addModerator(named: Self.colleague, role: .moderator, by: "demo")
    var waiting: [(comment: Comment, fixture: DemoComment)] = []
    var decided = 0
    let day = try await DemoDay.run(flow: flow, clock: clock, now: now) { entry in
      // The colleague is half an hour behind, and leaves every third case to whoever comes next.
      while let first = waiting.first, clock.now.seconds(since: first.comment.createdAt) > 1800 {
        waiting.removeFirst()
        decided += 1
        if decided % 3 != 0 { try await decide(first.comment, as: first.fixture) }
      }
      if case .success(let comment) = entry.outcome, comment.state == .pending {
        waiting.append((comment, entry.fixture))
      }
    }
    try await share(day, now: now)
    try await readersReact(day)
    return site(day, now: now)
  }

  /// Decides as the fixtures' editor would.
  private func decide(_ comment: Comment, as fixture: DemoComment) async throws {
    let wanted = fixture.expect.actions.contains("publish") ? "publish" : fixture.expect.actions.first ?? "hold"
    let (decision, reason): (Decision, DecisionReason?) =
      switch (wanted, fixture.expect.category) {
      case ("publish", _), ("hold", nil): (.approve, nil)
      case ("spam", _), (_, "spam"?), (_, "advert"?): (.spam, nil)
      case (_, "personal_data"?): (.reject, .personalData)
      case (_, "threat"?): (.reject, .threat)
      case (_, "hate"?): (.reject, .hate)
      case (_, "obscene"?): (.reject, .obscene)
      default: (.reject, .insult)
      }
    _ = try await flow.review(
      ReviewRequest(
        targets: [.init(comment: comment.id)], decision: decision, reason: reason, moderator: Self.colleague))
  }

  private func share(_ day: DemoDay, now: Timestamp) async throws {
    for article in day.articles {
      guard let id = ArticleID(article.id) else { continue }
      try await flow.setShares(
        article.shares.compactMap { share in
          ShareNetwork(share.network).map {
            ReportedShareCount(
              site: .default, article: id, network: $0, source: "networks", count: share.count, fetchedAt: now,
              lastError: share.count == nil ? "no answer" : nil)
          }
        }, by: "newsroom")
    }
  }

  private func readersReact(_ day: DemoDay) async throws {
    let visible = day.entries.compactMap { try? $0.outcome.get() }.filter(\.state.isVisible)
    for (index, comment) in visible.enumerated() {
      // A made-up but steady number of readers agrees.
      for reader in 0..<((index * 7 + 3) % 6) {
        _ = try? await flow.vote(
          on: comment.id, voter: AuthorClaim(name: "reader"), client: ClientFacts(address: "198.51.100.\(reader + 1)"))
      }
    }
    if let target = visible.last {
      for (number, reason) in [Report.Reason.offTopic, .insult, .other].enumerated() {
        _ = try await flow.report(
          target.id, reason: reason, reporter: AuthorClaim(name: "reader", email: "reader\(number)@pochta.example"))
      }
    }
    for entry in day.entries {
      guard let comment = try? entry.outcome.get(), entry.fixture.expect.category == "abuse",
        let stored = try await flow.store.comment(comment.id, site: .default), stored.state == .rejected,
        stored.cause == .review
      else { continue }
      _ = try await flow.appeal(
        against: comment.id, text: Self.appeals[entry.fixture.lang] ?? Self.appeals["en", default: ""],
        proof: .operator("demo"))
      break
    }
  }

  private static let appeals = [
    "ru": "Я спорил с чиновником, а не с соседями. Прошу посмотреть ещё раз.",
    "uk": "Я сперечався з чиновником, а не із сусідами. Прошу подивитися ще раз.",
    "en": "I was arguing with the council, not with my neighbours. Please have another look.",
  ]

  private func site(_ day: DemoDay, now: Timestamp) -> NewsSite {
    func moment(_ minutesAgo: Int) -> Timestamp { now.adding(seconds: Double(-minutesAgo) * 60) }
    let stories = day.articles.compactMap { article -> NewsSite.Story? in
      guard let id = ArticleID(article.id), let language = Language(article.language) else { return nil }
      return NewsSite.Story(
        article: id, language: language, title: article.title, lead: article.lead, photoCredit: article.photo.credit,
        photoCaption: article.photo.caption,
        sections: article.sections.map { section in
          NewsSite.Section(
            heading: section.heading, paragraphs: section.paragraphs,
            quote: section.quote.map { ($0.text, $0.speaker) })
        }, source: article.source, publishedAt: moment(article.publishedMinutesAgo),
        related: article.related.map { ($0.title, moment($0.minutesAgo)) })
    }
    return NewsSite(
      stories: stories,
      papers: [.russian: "Липский вестник", .ukrainian: "Вишнепільські новини", .english: "Ambley Courier"])
  }
}
