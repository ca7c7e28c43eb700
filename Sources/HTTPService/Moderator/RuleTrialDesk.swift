import CommentFlow
import HTTPTypes
import ModerationModel
import RuleEngine
import RuleTuning
import Synchronization

/// What somebody asks the rules: about a text, about a draft of rules, or both.
struct RuleTrialQuestion {
  /// Bytes of a request: a text and a draft, each at its longest, as a form or JSON escapes them at worst.
  static let requestBytesMax = 3 * (CommentPolicy.bodyBytesCeiling + RuleDraft.textBytesMax) + 8_192

  var text: String?
  var author: String?
  var language: Language?
  var draft: String?
  /// Comments that the draft is tried on, the newest.
  var last = RuleTrial.commentsUsual
}

/// Answers questions about rules, a few at a time: each compiles the whole set and judges comments, so a crowd of them must
/// not take the machine from readers.
final class RuleTrialDesk: Sendable {
  /// Questions at once; more are refused as `busy`.
  static let runningMax = 2
  static let retrySeconds = 5

  private let running = Mutex(0)

  /// - Throws: a problem with 503 when others are asking; what `Submission.validate` says of the text; what the store says.
  func answer(_ question: RuleTrialQuestion, _ exchange: Exchange) async throws -> RuleTrial {
    let flow = exchange.flow
    var submission: Submission?
    if let text = question.text, let article = ArticleID("check") {
      let name = question.author.flatMap { $0.isEmpty ? nil : $0 } ?? exchange.service.settings.guestName
      let asked = Submission(
        site: exchange.site, article: article, text: text, author: AuthorClaim(name: name), language: question.language)
      // Only what could be a comment is judged as one.
      _ = try flow.check(asked)
      submission = asked
    }
    try enter()
    defer { running.withLock { $0 -= 1 } }
    return try await RuleTrial(
      submission, draft: question.draft, over: flow.pipeline, policy: flow.policy,
      history: try await flow.lastJudged(min(question.last, RuleTrial.commentsMax), site: exchange.site),
      now: exchange.service.now())
  }

  private func enter() throws(Problem) {
    let isIn = running.withLock { running in
      guard running < Self.runningMax else { return false }
      running += 1
      return true
    }
    guard isIn else {
      throw Problem(
        .busy, "others are trying rules; come again in \(Self.retrySeconds) s",
        headers: [.retryAfter: "\(Self.retrySeconds)"])
    }
  }
}
