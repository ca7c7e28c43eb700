package import ModerationModel

extension StoreTransaction {
  package mutating func review(_ request: ReviewRequest, stamp: WriteStamp) throws(StoreError) -> Review {
    try StoreLimits.check(request)
    var identities = IdentitySequence(stamp)
    var review = Review(
      site: request.site, id: identities.next(), decision: request.decision, reason: request.reason,
      note: request.note, moderator: request.moderator, at: stamp.at)
    var items: [ReviewItemRow] = []
    var seen: Set<CommentID> = []
    for target in request.targets where seen.insert(target.comment).inserted {
      var row = try known(target.comment, site: request.site)
      try check(version: target.version, of: row.comment)
      let before = (state: row.comment.state, cause: row.comment.cause)
      let open = try openCase(of: target.comment, site: request.site)
      if let lease = open?.lease, open?.isLeased(against: request.moderator, at: stamp.at) == true {
        throw StoreError(.leased(holder: lease.holder, until: lease.until), "comment \(target.comment)")
      }
      let appeal = try openAppeal(on: target.comment, site: request.site)
      if let appeal, appeal.decider == request.moderator {
        throw StoreError(.ownDecision, "comment \(target.comment)")
      }
      try move(&row, by: .reviewed, to: request.decision.state, cause: .review)
      var item = Review.Item(
        article: row.comment.article, comment: target.comment, revision: row.comment.revision.id,
        before: before.state, causeBefore: before.cause, after: row.comment.state, version: row.comment.version,
        closedCase: nil)
      if row.comment.state == .pending {
        // A chosen comment is held for a reason of its own now.
        if let open, open.cause == .audit {
          try close(open, at: stamp.at)
          item.closedCase = open.id
        }
        if open == nil || open?.cause == .audit {
          item.openedCase = try openCase(for: row.comment, cause: .review, identities: &identities).id
        }
      } else if let open {
        try close(open, at: stamp.at)
        item.closedCase = open.id
      }
      items.append(
        ReviewItemRow(review: review.id, position: items.count, author: row.comment.author, item: item))
      try announce(
        .reviewApplied, row.comment, before: before.state, review: review.id, identities: &identities)
      if let appeal { try answer(appeal, by: review.id, row.comment, identities: &identities) }
    }
    review.items = items.map(\.item)
    try insert(review, items: items)
    var details = ["decision": request.decision.rawValue, "comments": "\(items.count)"]
    if let reason = request.reason { details["reason"] = reason.rawValue }
    if items.count == 1, let item = review.items.first { details["comment"] = "\(item.comment)" }
    try note(.review, subject: "review:\(review.id)", details: details, site: request.site, stamp: stamp)
    return review
  }

  mutating func undo(_ id: ReviewID, site: SiteID, stamp: WriteStamp) throws(StoreError) -> Review {
    guard var review = try storedReview(id, site: site) else { throw StoreError(.unknownReview, "review \(id)") }
    guard review.undoneAt == nil else { throw StoreError(.alreadyUndone, "review \(id)") }
    var identities = IdentitySequence(stamp)
    for item in review.items {
      try undo(item, of: review, identities: &identities)
    }
    try releaseInheritors(of: id, site: site, identities: &identities)
    review.undoneAt = stamp.at
    try markUndone(id, site: site, at: stamp.at)
    try note(
      .undo, subject: "review:\(id)",
      details: ["decision": review.decision.rawValue, "comments": "\(review.items.count)"], site: site, stamp: stamp)
    return review
  }

  private mutating func undo(
    _ item: Review.Item, of review: Review, identities: inout IdentitySequence
  ) throws(StoreError) {
    guard var row = try row(item.comment, site: review.site), row.comment.version == item.version else {
      throw StoreError(.changedSince(item.comment), "review \(review.id)")
    }
    let before = row.comment.state
    // An appeal against the decision that is taken back asks for nothing more. It goes before the case it has opened
    // would stand beside the one that is opened again.
    if try openAppeal(on: item.comment, site: review.site)?.review == review.id {
      try lapseAppeal(on: item.comment, site: review.site, identities: &identities)
    }
    try reopenAppeal(answeredBy: review.id, on: item.comment, site: review.site)
    try move(&row, by: .undone, to: item.before, cause: item.causeBefore)
    if let opened = item.openedCase, let opened = try storedCase(opened, site: review.site) {
      try remove(opened)
    }
    if let closed = item.closedCase, var reopened = try storedCase(closed, site: review.site) {
      reopened.state = .open
      reopened.closedAt = nil
      reopened.version += 1
      try put(reopened)
      // Reports that came after the decision still count.
      try reprioritise(reopened, for: row.comment)
    }
    // The comment stands again as an earlier decision left it, so that one can be undone next.
    for var earlier in try reviewItems(of: item.comment, site: review.site)
    where earlier.review != review.id && earlier.item.version == item.version - 1 {
      earlier.item.version = row.comment.version
      try replace(earlier, site: review.site)
    }
    try announce(.reviewUndone, row.comment, before: before, review: review.id, identities: &identities)
  }
}
