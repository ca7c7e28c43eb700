import CommentStore
public import ModerationModel
import ModerationPipeline

/// What looking again at stored comments came to.
public struct RescanOutcome: Hashable, Sendable {
  public var seen = 0
  /// Comments that the machine has moved, by where to.
  public var moved: [CommentState: Int] = [:]
  /// Comments whose new verdict differs, but that a person has decided on or must.
  public var leftToPeople = 0
}

extension CommentFlow {
  /// Judges stored comments again with the rules in force, and moves those that the machine may move.
  ///
  /// The words are judged anew; what was found about the circumstances when the comment came (form, repeats, pace, the
  /// author's standing) still counts as it did. Premoderation concerns arrivals: it neither withdraws what is visible nor
  /// is it lifted here. What a person has decided stays as it is, and what waits for a person goes on waiting unless
  /// `releases` says otherwise.
  /// - Parameters:
  ///   - limit: Comments looked at, newest first.
  ///   - releases: Also publishes comments that only earlier rules had held.
  ///   - isDryRun: Only counts.
  public func rescan(
    site: SiteID = .default, article: ArticleID? = nil, limit: Int = 1000, releases: Bool = false,
    isDryRun: Bool = false, by actor: String
  ) async throws(FlowError) -> RescanOutcome {
    var outcome = RescanOutcome()
    var before: CommentID?
    while outcome.seen < limit {
      let page = try await stored {
        try await store.search(
          CommentQuery(site: site, article: article, before: before, limit: min(500, limit - outcome.seen)))
      }
      guard let last = page.last else { break }
      before = last.id
      for comment in page {
        outcome.seen += 1
        guard comment.state != .deleted else { continue }
        try await rescan(comment, releases: releases, isDryRun: isDryRun, by: actor, into: &outcome)
      }
    }
    if !outcome.moved.isEmpty, !isDryRun { bell.ring() }
    return outcome
  }

  private func rescan(
    _ comment: Comment, releases: Bool, isDryRun: Bool, by actor: String, into outcome: inout RescanOutcome
  ) async throws(FlowError) {
    let stamp = stamp(by: actor)
    let author = try await stored {
      try await store.author(comment.author, site: comment.site)
    }
    guard let author else { return }
    let submission = Submission(
      site: comment.site, article: comment.article, parent: comment.parent, text: comment.revision.text,
      author: AuthorClaim(name: comment.authorName, url: comment.authorURL), language: nil)
    let prepared = desk.judge { $0.prepare(submission) }
    var background = try await stored {
      try await store.background(
        for: BackgroundQuery(
          site: comment.site, article: comment.article, parent: comment.parent, identity: author.identity,
          digest: nil, now: stamp.at, excluding: comment.id))
    }
    background.recentPosts = []
    // The comment itself is part of the record that it is judged by; a first comment stays a first comment.
    background.author?.record[comment.state] -= 1
    guard let article = background.article else { return }
    var context = SubmissionContext(
      background: background, article: article, policy: policy.applying(article.overrides), identity: author.identity,
      now: stamp.at, form: .trusted, isEdit: false)
    context.depth = comment.depth
    context.spam = try await spamMemory(of: comment.site, now: stamp.at)
    let earlier = comment.revision.verdict
    context.keptFindings = earlier.signals
    let isPremoderated = context.isPremoderated
    context.policy.mode = .post
    if context.author.sanction == .premoderate { context.author.sanction = nil }
    let verdict = desk.judge { $0.verdict(on: prepared, in: context) }
    let target = verdict.action.state
    guard target != comment.state else { return }
    if target.isVisible {
      // What waits for another reason than points, such as premoderation, is no business of the rules.
      guard releases, !isPremoderated, comment.state == .pending, earlier.score >= earlier.thresholds.hold else {
        outcome.leftToPeople += 1
        return
      }
    }
    guard StateTable.allows(.rescanned, from: comment.state, cause: comment.cause, to: target) else {
      if comment.state.isVisible != target.isVisible { outcome.leftToPeople += 1 }
      return
    }
    if !isDryRun {
      do {
        _ = try await store.rescan(
          comment.id, site: comment.site, version: comment.version, verdict: verdict, stamp: stamp)
      } catch {
        // Somebody has decided or edited meanwhile: their word stands.
        if case .versionConflict = error.code { return }
        throw FlowError(error)
      }
    }
    outcome.moved[target, default: 0] += 1
  }
}
