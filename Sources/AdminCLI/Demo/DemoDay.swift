import CommentFlow
import DemoFixtures
import ModerationModel

/// What became of the demo's articles and comments, once all were handed in.
struct DemoDay {
  struct Entry {
    var fixture: DemoComment
    var outcome: Result<Comment, FlowError>

    /// The machine's answer; `nil` when the comment could not be taken.
    var verdict: Verdict? { (try? outcome.get())?.revision.verdict }

    /// Whether the answer is one that an editor accepts.
    var isAsExpected: Bool {
      verdict.map { fixture.expect.actions.contains($0.action.rawValue) } ?? false
    }
  }

  var articles: [DemoArticle]
  /// In the order of time.
  var entries: [Entry]

  func entries(of article: DemoArticle) -> [Entry] { entries.filter { $0.fixture.article == article.id } }

  /// Adds the articles and submits every comment at its own moment.
  ///
  /// - Parameter afterEach: Told of every comment once it was handed in.
  static func run(
    flow: CommentFlow, clock: DemoClock, now: Timestamp, afterEach: (Entry) async throws -> Void = { _ in }
  ) async throws -> DemoDay {
    let articles = try DemoFixtures.articles()
    var published: [String: Timestamp] = [:]
    for article in articles {
      guard let id = ArticleID(article.id), let language = Language(article.language) else { continue }
      let moment = now.adding(seconds: Double(-article.publishedMinutesAgo) * 60)
      published[article.id] = moment
      try await flow.add(
        Article(id: id, url: article.url, title: article.title, language: language, publishedAt: moment),
        by: "newsroom")
    }
    func moment(_ comment: DemoComment) -> Timestamp {
      (published[comment.article] ?? now).adding(seconds: Double(comment.minutesAfterPublication) * 60)
    }
    // Sorted by time and then as written, because a parent stands before its replies.
    let comments = try DemoFixtures.comments().enumerated()
      .sorted { (moment($0.element), $0.offset) < (moment($1.element), $1.offset) }.map(\.element)
    var ids: [String: CommentID] = [:]
    var entries: [Entry] = []
    for fixture in comments {
      guard let article = ArticleID(fixture.article) else { continue }
      clock.turn(to: moment(fixture))
      let submission = Submission(
        article: article, parent: fixture.parent.flatMap { ids[$0] }, text: fixture.text,
        author: AuthorClaim(name: fixture.author.name, email: fixture.author.email, url: fixture.author.url),
        language: Language(fixture.lang))
      do throws(FlowError) {
        let comment = try await flow.submit(submission).comment
        ids[fixture.key] = comment.id
        entries.append(Entry(fixture: fixture, outcome: .success(comment)))
      } catch {
        if case .store = error { throw error }
        entries.append(Entry(fixture: fixture, outcome: .failure(error)))
      }
      if let entry = entries.last { try await afterEach(entry) }
    }
    clock.turn(to: now)
    return DemoDay(articles: articles, entries: entries)
  }
}
