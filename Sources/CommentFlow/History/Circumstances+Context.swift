import CommentStore
import ModerationModel
import ModerationPipeline

extension Circumstances {
  /// What of a context is kept with the words that were judged in it.
  ///
  /// - Parameters:
  ///   - spamDistance: What the memory of confirmed spam answered.
  ///   - audit: What was drawn, where the machine publishes.
  init(_ context: SubmissionContext, spamDistance: Int?, audit: AuditDraw?) {
    let author = context.author
    self.init(
      mode: context.policy.mode, holdThreshold: context.policy.holdThreshold,
      rejectThreshold: context.policy.rejectThreshold, articlePublishedAt: context.articlePublishedAt,
      isFirst: author.firstSeenAt == nil, record: author.record, sanction: author.sanction,
      recentPostAges: author.recentPosts.map { context.now.milliseconds - $0.milliseconds }
        .filter { Double($0) <= Self.recentSeconds * 1_000 },
      decidedLastWeek: author.decidedLastWeek, refusedLastWeek: author.refusedLastWeek,
      overturnedLastMonth: author.overturnedLastMonth, form: context.form,
      copiesBySameAuthor: context.copiesBySameAuthor, copiesByOthers: context.copiesByOthers, isEdit: context.isEdit,
      spamDistance: spamDistance, audit: audit, neighbourhood: context.neighbourhood)
  }
}

extension StoredJudgement {
  /// When the words were judged.
  var judgedAt: Timestamp { comment.revision.createdAt }

  /// The submission, as far as it is stored. The language is what the text seems to be in; an author who had declared one
  /// is not known any more.
  var submission: Submission {
    Submission(
      site: comment.site, article: comment.article, parent: comment.parent, text: comment.revision.text,
      author: AuthorClaim(name: comment.authorName, url: comment.authorURL), language: comment.language)
  }

  /// The context of that moment. Of words that were judged before circumstances were kept, what was found about them
  /// then still counts.
  ///
  /// - Parameter policy: For words of which no circumstances are known; that premoderation had held them is not.
  func context(policy: CommentPolicy) -> SubmissionContext {
    var policy = policy
    policy.mode = .post
    guard let circumstances else {
      var context = SubmissionContext(now: judgedAt, policy: policy, articleTitle: articleTitle, depth: comment.depth)
      context.author = .unknown
      context.author.key = author?.canonicalKey ?? ""
      context.keptFindings = comment.revision.verdict.signals
      return context
    }
    policy.mode = circumstances.mode
    policy.holdThreshold = circumstances.holdThreshold
    policy.rejectThreshold = circumstances.rejectThreshold
    let isSignedIn = if case .account = author { true } else { false }
    var context = SubmissionContext(
      now: judgedAt, policy: policy, articleTitle: articleTitle, articlePublishedAt: circumstances.articlePublishedAt,
      depth: comment.depth,
      author: AuthorHistory(
        key: author?.canonicalKey ?? "", isSignedIn: isSignedIn,
        firstSeenAt: circumstances.isFirst ? nil : authorFirstSeenAt ?? judgedAt, record: circumstances.record,
        sanction: circumstances.sanction,
        recentPosts: circumstances.recentPostAges.map { Timestamp(milliseconds: judgedAt.milliseconds - $0) },
        decidedLastWeek: circumstances.decidedLastWeek, refusedLastWeek: circumstances.refusedLastWeek,
        overturnedLastMonth: circumstances.overturnedLastMonth),
      form: circumstances.form, copiesBySameAuthor: circumstances.copiesBySameAuthor,
      copiesByOthers: circumstances.copiesByOthers, isEdit: circumstances.isEdit)
    context.neighbourhood = circumstances.neighbourhood
    if circumstances.isEdit {
      context.keptFindings = comment.revision.verdict.signals
    } else {
      context.unseenFindings = comment.revision.verdict.signals
    }
    if let distance = circumstances.spamDistance { context.spam = SpamMemory(answering: distance) }
    return context
  }
}
