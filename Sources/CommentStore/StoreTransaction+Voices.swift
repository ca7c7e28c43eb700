internal import ModerationModel

extension StoreTransaction {
  mutating func vote(_ vote: Vote, isWithdrawn: Bool, stamp: WriteStamp) throws(StoreError) -> VoteOutcome {
    try StoreLimits.check(vote.visitor, bytesMax: StoreLimits.reporterBytesMax, "visitor")
    // What readers do not see is not there for them.
    guard let row = try row(vote.comment, site: vote.site), row.comment.state.isVisible else {
      throw StoreError(.unknownComment, "comment \(vote.comment)")
    }
    let hasVoted = try hasVote(on: vote.comment, by: vote.visitor, site: vote.site)
    guard hasVoted == isWithdrawn else { return VoteOutcome(comment: row.comment, isCounted: false) }
    if isWithdrawn {
      try removeVote(on: vote.comment, by: vote.visitor, site: vote.site)
    } else {
      try put(vote)
    }
    let delta = isWithdrawn ? -1 : 1
    try addVotes(delta, to: vote.comment, site: vote.site)
    var comment = row.comment
    comment.votes += delta
    var identities = IdentitySequence(stamp)
    try announce(.commentVoted, comment, before: comment.state, identities: &identities)
    return VoteOutcome(comment: comment, isCounted: true)
  }

  func votes(by visitors: [CommentID: String], site: SiteID) throws(StoreError) -> Set<CommentID> {
    var found: Set<CommentID> = []
    for (comment, visitor) in visitors where try hasVote(on: comment, by: visitor, site: site) {
      found.insert(comment)
    }
    return found
  }
}

// MARK: - Appeals

extension StoreTransaction {
  mutating func file(_ filing: AppealFiling, stamp: WriteStamp) throws(StoreError) -> Appeal {
    try StoreLimits.check(filing.text, bytesMax: Appeal.textBytesMax, "text")
    let comment = try known(filing.comment, site: filing.site).comment
    guard comment.state == .rejected || comment.state == .spam else {
      throw StoreError(.notRefused, "comment \(comment.id)")
    }
    let refusal = try standingRefusal(of: comment)
    for appeal in try storedAppeals(on: comment.id, site: comment.site) {
      // 1. One appeal a decision. 2. The answer to an appeal ends the matter.
      let isOfThisRefusal = appeal.review == refusal?.id && appeal.revision == comment.revision.id
      let isAnsweredByIt = appeal.answer != nil && appeal.answer == refusal?.id && appeal.state == .declined
      guard appeal.state != .open, !(isOfThisRefusal && appeal.state != .lapsed), !isAnsweredByIt else {
        throw StoreError(.alreadyAppealed, "comment \(comment.id)")
      }
    }
    var identities = IdentitySequence(stamp)
    let appealID: AppealID = identities.next()
    let opened = try openCase(for: comment, cause: .appeal, identities: &identities)
    let appeal = Appeal(
      site: comment.site, id: appealID, article: comment.article, comment: comment.id,
      revision: comment.revision.id, review: refusal?.id, decider: refusal?.moderator, moderationCase: opened.id,
      text: filing.text, filedAt: stamp.at)
    try put(appeal)
    try announce(.appealFiled, comment, before: comment.state, identities: &identities)
    try note(
      .appealFiled, subject: "comment:\(comment.id)", details: ["appeal": "\(appeal.id)"], site: comment.site,
      stamp: stamp)
    return appeal
  }

  /// The review that a comment's refusal rests on; `nil` when it is the machine's.
  private func standingRefusal(of comment: Comment) throws(StoreError) -> Review? {
    guard comment.cause == .review else { return nil }
    // An undo hands its version on to the decision before, so the newest that was not undone is the one in force.
    for item in try reviewItems(of: comment.id, site: comment.site).reversed() {
      if let review = try storedReview(item.review, site: comment.site), review.undoneAt == nil { return review }
    }
    return nil
  }

  func openAppeal(on comment: CommentID, site: SiteID) throws(StoreError) -> Appeal? {
    try storedAppeals(on: comment, site: site).last { $0.state == .open }
  }

  /// What a decision on the comment means for its author's open appeal; the case is the caller's.
  mutating func answer(
    _ appeal: Appeal, by review: ReviewID, _ comment: Comment, identities: inout IdentitySequence
  ) throws(StoreError) {
    // Held again: somebody else shall answer.
    guard comment.state != .pending else { return }
    var answered = appeal
    answered.state = comment.state.isVisible ? .granted : .declined
    answered.answeredAt = identities.stamp.at
    answered.answer = review
    try put(answered)
    try announce(.appealAnswered, comment, before: comment.state, review: review, identities: &identities)
  }

  /// Opens again what a review has answered, because the review is taken back.
  mutating func reopenAppeal(
    answeredBy review: ReviewID, on comment: CommentID, site: SiteID
  ) throws(StoreError) {
    for var appeal in try storedAppeals(on: comment, site: site) where appeal.answer == review {
      appeal.state = .open
      appeal.answeredAt = nil
      appeal.answer = nil
      try put(appeal)
    }
  }

  /// Ends an open appeal to which no answer is owed any more, with its case.
  mutating func lapseAppeal(
    on comment: CommentID, site: SiteID, identities: inout IdentitySequence
  ) throws(StoreError) {
    guard var appeal = try openAppeal(on: comment, site: site) else { return }
    appeal.state = .lapsed
    appeal.answeredAt = identities.stamp.at
    try put(appeal)
    if let open = try storedCase(appeal.moderationCase, site: site), open.state == .open {
      try close(open, at: identities.stamp.at)
    }
  }

  /// Takes the words out of all appeals on a comment.
  mutating func emptyAppeals(on comment: CommentID, site: SiteID) throws(StoreError) {
    for var appeal in try storedAppeals(on: comment, site: site) where !appeal.text.isEmpty {
      appeal.text = ""
      try put(appeal)
    }
  }
}
