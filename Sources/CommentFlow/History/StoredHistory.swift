public import CommentStore
public import ModerationModel
import ModerationPipeline
public import RuleTuning

/// What is stored, as a history to judge again: every comment that is not deleted, in its newest wording, with the
/// context of its moment and what a person said of these words.
///
/// Reads only. Each page is one short read, so that a replay of a million comments hinders nobody who writes meanwhile.
public struct StoredHistory: DivisibleHistory {
  public let store: any CommentStore
  public let site: SiteID
  /// Comments that came from here on, and before there; by the time in their identities.
  public var since: Timestamp?
  public var until: Timestamp?
  /// Only comments behind this one; `nil` begins with the oldest.
  public var behind: HistoryCursor?
  /// What applies to words that were judged before their circumstances were kept.
  public var policy: CommentPolicy

  public init(
    store: any CommentStore, site: SiteID = .default, since: Timestamp? = nil, until: Timestamp? = nil,
    policy: CommentPolicy = CommentPolicy()
  ) {
    self.store = store
    self.site = site
    self.since = since
    self.until = until
    self.policy = policy
  }

  public func rows(after: HistoryCursor?, limit: Int) async throws -> [HistoryRow] {
    let found = try await store.judgements(
      HistoryQuery(site: site, after: (after ?? behind)?.comment, since: since, until: until, limit: limit))
    return found.map { $0.row(policy: policy) }
  }

  public func place(after: HistoryCursor?, rows: Int) async throws -> HistoryCursor? {
    try await store.judgementPlace(
      HistoryQuery(site: site, after: (after ?? behind)?.comment, since: since, until: until, limit: rows)
    ).map { HistoryCursor(comment: $0) }
  }

  public func rows(after: HistoryCursor?, through: HistoryCursor?) async throws -> [HistoryRow] {
    let found = try await store.judgements(
      HistoryQuery(
        site: site, after: (after ?? behind)?.comment, through: through?.comment, since: since, until: until,
        limit: HistoryQuery.limitMax))
    return found.map { $0.row(policy: policy) }
  }

  public func estimatedCount() async throws -> Int? {
    try await store.judgementCount(HistoryQuery(site: site, since: since, until: until))
  }
}

extension CommentFlow {
  /// The comments that came last, about so many: more may come while they are read.
  ///
  /// - Complexity: O(count) reads of comments.
  public func lastJudged(_ count: Int, site: SiteID = .default) async throws(FlowError) -> StoredHistory {
    var history = StoredHistory(store: store, site: site, policy: policy)
    var (found, before): (Int, CommentID?) = (0, nil)
    while true {
      let page = try await stored {
        try await store.search(CommentQuery(site: site, before: before, limit: min(500, count + 1)))
      }
      for comment in page where comment.state != .deleted {
        // The first one too many is where reading begins.
        if found == count { history.behind = HistoryCursor(comment: comment.id) }
        found += 1
        if found > count { return history }
      }
      guard let last = page.last else { return history }
      before = last.id
    }
  }
}

extension StoredJudgement {
  func row(policy: CommentPolicy) -> HistoryRow {
    let verdict = comment.revision.verdict
    var row = HistoryRow(
      comment: comment.id, revision: comment.revision.id, submission: submission, context: context(policy: policy),
      verdict: verdict)
    row.label = decision.map { decided in
      HumanLabel(
        decision: decided.decision, reason: decided.reason, moderator: decided.moderator, at: decided.at,
        isBlind: decided.isBlind, isFromAudit: verdict.action == .publish && circumstances?.audit?.isChosen == true)
    }
    row.inclusion =
      switch verdict.action {
      case .hold: 1
      case .publish: circumstances?.audit?.rate
      case .reject, .spam: nil
      }
    return row
  }
}
