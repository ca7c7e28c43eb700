import CommentFlow
import CommentStore
import DemoFixtures
import ModerationModel

/// What happens around the comments: a reply given up, an article passed on, a report, a decision and its undo.
struct DemoScenes {
  var flow: CommentFlow
  var clock: DemoClock
  var console: Console
  var day: DemoDay

  private var ink: Ink { console.ink }

  /// The comments of one article that were taken, in order.
  private func comments(of article: DemoArticle) -> [Comment] {
    day.entries(of: article).compactMap { try? $0.outcome.get() }
  }

  /// «Отменить ответ»: the target goes, the draft stays.
  func cancelledReply() async throws {
    guard let article = day.articles.first, let id = ArticleID(article.id),
      let someone = comments(of: article).first(where: { $0.state.isVisible })
    else { return }
    try DemoHeading.say("A reply given up, the draft kept", console)
    var form = CommentForm(article: id, draft: "Не соглашусь: в прошлом году было иначе, и вот почему")
    form.reply(to: someone.id)
    try console.say("«Ответить»         under \(Harmless.line(someone.authorName)); draft «\(form.draft)»")
    form.cancelReply()
    form.cancelReply()
    let place = form.target.parent == nil ? "on the article" : "under a comment"
    try console.say("«Отменить ответ»   \(place) again; draft «\(form.draft)»")
    try console.tell(
      "Cancelled twice, as hasty readers do: the second time changes nothing, and focus returns to "
        + "\(form.returnFocusTo == someone.id ? "the comment they came from" : "the form").")
  }

  func shares() async throws {
    guard let article = day.articles.first, let id = ArticleID(article.id), let network = ShareNetwork("telegram")
    else { return }
    try DemoHeading.say("Passed on, counted once", console)
    let reader = ClientFacts(address: "203.0.113.7", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    let first = try await flow.recordShare(of: id, network: network, client: reader)
    let again = try await flow.recordShare(of: id, network: network, client: reader)
    let bot = try await flow.recordShare(
      of: id, network: network, client: ClientFacts(address: "203.0.113.8", userAgent: "TelegramBot (like TwitterBot)"))
    func word(_ counted: Bool) -> String { counted ? "counted" : "not counted" }
    try console.say(
      "a reader shares to telegram: \(word(first)); the same reader again: \(word(again)); a preview bot: \(word(bot))")
    let now = clock.now
    try await flow.setShares(
      article.shares.compactMap { share in
        ShareNetwork(share.network).map {
          ReportedShareCount(
            site: .default, article: id, network: $0, source: "networks", count: share.count, fetchedAt: now,
            lastError: share.count == nil ? "no answer" : nil)
        }
      }, by: "newsroom")
    let counts = try await flow.shares(of: id)
    let parts = counts.networks.map { "\($0) \(SharesView.number(counts.count(of: $0)))" }
    try console.say("Shares: \(SharesView.number(counts.total))  (\(parts.joined(separator: ", ")))")
  }

  /// Readers bring a published comment before a person.
  func reports() async throws {
    guard let article = day.articles.first(where: { $0.language == "uk" }) ?? day.articles.first,
      let target = comments(of: article).last(where: { $0.state == .published })
    else { return }
    try DemoHeading.say("Readers report", console)
    try console.say(
      "\(ink.strong(Harmless.line(target.authorName)))  \(Harmless.line(target.revision.text, widthMax: max(20, console.width - 26)))"
    )
    for (number, reason) in [Report.Reason.offTopic, .insult, .other].enumerated() {
      let outcome = try await flow.report(
        target.id, reason: reason,
        reporter: AuthorClaim(name: "reader \(number + 1)", email: "reader\(number)@pochta.example"))
      let held = outcome.isHeldNow ? "; enough for a person to look: \(outcome.comment.state.rawValue)" : ""
      try console.say("  reported as \(reason.rawValue)\(held)")
    }
  }

  /// A moderator looks, decides, and takes it back.
  func decision() async throws {
    try DemoHeading.say("A moderator decides, and undoes", console)
    let moderator = "olena"
    let claimed = try await flow.claim(ClaimRequest(holder: moderator, count: 1))
    guard let listing = claimed.first else {
      try console.say("Nothing waits.")
      return
    }
    let comment = listing.comment
    try console.say(
      "\(moderator) takes the most urgent case (\(listing.moderationCase.cause.rawValue), priority "
        + "\(Points.plain(listing.moderationCase.priority))) for five minutes; nobody else can decide on it meanwhile.")
    try console.say("  \(ink.strong(Harmless.line(comment.authorName)))")
    let view = VerdictView(
      verdict: comment.revision.verdict, text: comment.revision.text, console: console, indent: "  ")
    try console.say(view.markedText())
    func request(_ decision: Decision, by name: String) -> ReviewRequest {
      ReviewRequest(
        targets: [.init(comment: comment.id, version: comment.version)], decision: decision, reason: .other,
        note: "demo", moderator: name)
    }
    do {
      _ = try await flow.review(request(.reject, by: "taras"))
    } catch {
      try console.say("taras rejects it:  \(Complaint(flow: error).message)")
    }
    let review = try await flow.review(request(.approve, by: moderator))
    try console.say("\(moderator) approves it:  \(Self.moves(review))")
    let undone = try await flow.undo(review.id, by: moderator)
    let restored = try await flow.explanation(of: comment.id).comment
    try console.say(
      "\(moderator) undoes that:  \(Self.moves(undone, isUndone: true)), exactly as before: \(restored.state == comment.state ? "yes" : "no")"
    )
  }

  private static func moves(_ review: Review, isUndone: Bool = false) -> String {
    review.items.map {
      isUndone ? "\($0.after.rawValue) → \($0.before.rawValue)" : "\($0.before.rawValue) → \($0.after.rawValue)"
    }.joined(separator: ", ")
  }

  func thread() async throws {
    guard let article = day.articles.first, let id = ArticleID(article.id) else { return }
    try DemoHeading.say("The thread as readers see it", console)
    let page = try await flow.thread(ThreadQuery(article: id, sort: .oldest, limit: 100))
    try console.say(ThreadView(page: page, now: clock.now, console: console, showsIDs: false).lines())
  }
}
