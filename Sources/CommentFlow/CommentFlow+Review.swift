public import CommentStore
public import ModerationModel

extension CommentFlow {
  /// Applies a moderator's decision to all its targets, or to none.
  ///
  /// - Throws: `badArgument`, `store` with `unknownComment`, `versionConflict`, `leased`, `stateMove`, or `ownDecision`
  ///   when it would answer an appeal against the same moderator's decision.
  public func review(_ request: ReviewRequest) async throws(FlowError) -> Review {
    guard (1...Review.itemsMax).contains(request.targets.count) else {
      throw .badArgument(name: "targets", problem: "1 to \(Review.itemsMax) comments")
    }
    guard request.note.utf8.count <= Review.noteBytesMax, !request.note.utf8.contains(0) else {
      throw .badArgument(name: "note", problem: "at most \(Review.noteBytesMax) bytes, without U+0000")
    }
    try Self.checkName(request.moderator)
    let review = try await stored {
      try await store.review(request, stamp: stamp(by: request.moderator))
    }
    await spam.forget(request.site)
    bell.ring()
    return review
  }

  /// Takes a review back and restores exactly what was before.
  ///
  /// - Throws: `store` with `unknownReview`, `alreadyUndone` or `changedSince`.
  public func undo(
    _ id: ReviewID, site: SiteID = .default, by moderator: String
  ) async throws(FlowError) -> Review {
    try Self.checkName(moderator)
    let review = try await stored {
      try await store.undo(id, site: site, stamp: stamp(by: moderator))
    }
    await spam.forget(site)
    bell.ring()
    return review
  }

  /// Open cases, most urgent first.
  ///
  /// - Parameter wavesAsOne: A wave is the one case of its oldest comment that waits. Lists that are narrowed down to an
  ///   article, a cause or a query show every case that they find.
  public func queue(
    site: SiteID = .default, article: ArticleID? = nil, cause: ModerationCase.Cause? = nil, isEscalated: Bool? = nil,
    claimableBy moderator: String? = nil, filter: ModerationQuery? = nil, after: CasePlace? = nil, limit: Int = 50,
    wavesAsOne: Bool = true
  ) async throws(FlowError) -> [CaseListing] {
    try await stored {
      try await store.cases(
        CaseQuery(
          site: site, article: article, cause: cause, isEscalated: isEscalated, claimableBy: moderator,
          filter: filter, now: surroundings.now(), after: after, limit: limit, wavesAsOne: wavesAsOne))
    }
    .map(\.shownBlind)
  }

  /// Leases cases, so that colleagues leave them alone for a while.
  ///
  /// - Throws: `badArgument`, `store` with `unknownCase` or `leased`.
  public func claim(_ claim: ClaimRequest) async throws(FlowError) -> [CaseListing] {
    guard claim.cases.count <= ClaimRequest.countMax, (1...ClaimRequest.countMax).contains(claim.count) else {
      throw .badArgument(name: "count", problem: "1 to \(ClaimRequest.countMax) cases")
    }
    guard (1...86_400).contains(claim.seconds) else {
      throw .badArgument(name: "seconds", problem: "1 second to a day")
    }
    try Self.checkName(claim.holder)
    let listings = try await stored {
      try await store.claim(claim, stamp: stamp(by: claim.holder))
    }
    bell.ring()
    return listings.map(\.shownBlind)
  }

  /// Gives leases back early; the number of leases that were given back.
  public func release(
    _ cases: [CaseID], site: SiteID = .default, holder: String
  ) async throws(FlowError) -> Int {
    let count = try await stored {
      try await store.release(cases, site: site, holder: holder, stamp: stamp(by: holder))
    }
    bell.ring()
    return count
  }

  /// Everything about one comment that its moderators may see. While it waits as one that chance has chosen, that is
  /// nothing of what the machine found.
  public func explanation(of id: CommentID, site: SiteID = .default) async throws(FlowError) -> CommentExplanation {
    let comment = try await existing(id, site: site)
    let explanation = try await stored {
      CommentExplanation(
        comment: comment, revisions: try await store.revisions(of: id, site: site),
        reviews: try await store.reviews(of: id, site: site), reports: try await store.reports(on: id, site: site),
        moderationCase: try await store.moderationCase(of: id, site: site),
        author: try await store.author(comment.author, site: site),
        appeals: try await store.appeals(on: id, site: site))
    }
    return explanation.shownBlind
  }

  static func checkName(_ name: String) throws(FlowError) {
    guard (1...Moderator.nameBytesMax).contains(name.utf8.count), name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else {
      throw .badArgument(
        name: "moderator", problem: "1 to \(Moderator.nameBytesMax) bytes without control characters")
    }
  }
}

/// A comment with all that led to its state.
public struct CommentExplanation: Hashable, Sendable {
  public var comment: Comment
  /// Oldest first, each with its verdict.
  public var revisions: [Revision]
  /// Oldest first.
  public var reviews: [Review]
  public var reports: [Report]
  /// The open case, or the one closed last.
  public var moderationCase: ModerationCase?
  public var author: Author?
  /// Oldest first.
  public var appeals: [Appeal]

  /// Whether what the machine found is kept back until the decision.
  public var isBlind: Bool { moderationCase?.isBlind == true }

  var shownBlind: CommentExplanation {
    guard isBlind else { return self }
    var shown = self
    shown.comment = comment.withoutFindings
    shown.revisions = revisions.map(\.withoutFindings)
    return shown
  }
}
