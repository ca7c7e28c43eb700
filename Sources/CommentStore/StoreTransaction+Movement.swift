internal import ModerationModel

extension StoreTransaction {
  func known(_ id: CommentID, site: SiteID) throws(StoreError) -> CommentRow {
    guard let row = try row(id, site: site) else { throw StoreError(.unknownComment, "comment \(id)") }
    return row
  }

  func known(_ id: ArticleID, site: SiteID) throws(StoreError) -> Article {
    guard let article = try storedArticle(id, site: site) else { throw StoreError(.unknownArticle, "article \(id)") }
    return article
  }

  func check(version expected: Int?, of comment: Comment) throws(StoreError) {
    guard let expected, expected != comment.version else { return }
    throw StoreError(.versionConflict(expected: expected, found: comment.version), "comment \(comment.id)")
  }

  /// Stores `row` in a state that the table lets it reach, with counts, its author's record and the replies above it.
  ///
  /// Whatever else the caller has changed in the row is stored too. Cases and events are the caller's.
  mutating func move(
    _ row: inout CommentRow, by move: StateMove, to state: CommentState, cause: StateCause
  ) throws(StoreError) {
    let before = row.comment.state
    do throws(StateMoveError) {
      try StateTable.check(move, from: before, cause: row.comment.cause, to: state)
    } catch {
      throw StoreError(.stateMove(error), "comment \(row.comment.id)")
    }
    row.comment.state = state
    row.comment.cause = cause
    row.comment.version += 1
    try replace(row)
    if before != state { try count(row, from: before) }
  }

  /// Counts a comment that has come from a state, or from nowhere, to where it is now.
  mutating func count(_ row: CommentRow, from before: CommentState?) throws(StoreError) {
    let comment = row.comment
    var counts = try storedCounts(of: comment.article, site: comment.site)
    counts.move(from: before, to: comment.state)
    try put(counts, of: comment.article, site: comment.site)
    if var author = try storedAuthor(comment.author, site: comment.site) {
      author.record.move(from: before, to: comment.state)
      try put(author)
    }
    try countAsReply(row, from: before)
  }

  mutating func countAsReply(_ row: CommentRow, from before: CommentState?) throws(StoreError) {
    let wasVisible = before?.isVisible ?? false
    guard wasVisible != row.comment.state.isVisible, !row.ancestors.isEmpty else { return }
    try addReplies(wasVisible ? -1 : 1, to: row.ancestors, site: row.comment.site)
  }

  /// Opens a case for a comment that has none.
  mutating func openCase(
    for comment: Comment, cause: ModerationCase.Cause, identities: inout IdentitySequence
  ) throws(StoreError) -> ModerationCase {
    let opened = ModerationCase(
      site: comment.site, id: identities.next(), article: comment.article, comment: comment.id, cause: cause,
      priority: try priority(of: comment, cause: cause), openedAt: identities.stamp.at)
    try put(opened)
    return opened
  }

  private func priority(of comment: Comment, cause: ModerationCase.Cause) throws(StoreError) -> Double {
    let weight = try reportWeight(on: comment.id, site: comment.site)
    return cause == .audit
      ? CasePriority.points(ofAudited: comment.id, reportWeight: weight)
      : CasePriority.points(verdict: comment.revision.verdict, reportWeight: weight, cause: cause)
  }

  /// Closes a case; lease and question stay on it, so that an undo finds it as it was.
  mutating func close(_ open: ModerationCase, at now: Timestamp) throws(StoreError) {
    var closed = open
    closed.state = .closed
    closed.closedAt = now
    closed.version += 1
    try put(closed)
  }

  /// Brings the queue in line with a comment's state: pending comments have one open case; others none, unless their
  /// author appeals or, while they are visible, chance has chosen them. A chosen comment that comes to wait waits for what
  /// holds it.
  mutating func settleCase(
    of comment: Comment, cause: ModerationCase.Cause, identities: inout IdentitySequence
  ) throws(StoreError) {
    let open = try openCase(of: comment.id, site: comment.site)
    if comment.state != .pending {
      if comment.state.isVisible {
        try lapseAppeal(on: comment.id, site: comment.site, identities: &identities)
      }
      if let open, open.cause != .appeal, open.cause != .audit || !comment.state.isVisible {
        try close(open, at: identities.stamp.at)
      }
    } else if var open {
      if open.cause == .audit {
        open.cause = cause
        open.priority = -.infinity
      }
      try reprioritise(open, for: comment)
    } else {
      _ = try openCase(for: comment, cause: cause, identities: &identities)
    }
  }

  /// Gives a case the priority that its comment has now; nothing happens when it has it already.
  mutating func reprioritise(_ open: ModerationCase, for comment: Comment) throws(StoreError) {
    let points = try priority(of: comment, cause: open.cause)
    guard points != open.priority else { return }
    var changed = open
    changed.priority = points
    changed.version += 1
    try put(changed)
  }

  mutating func announce(
    _ kind: ModerationEvent.Kind, _ comment: Comment, before: CommentState? = nil, review: ReviewID? = nil,
    identities: inout IdentitySequence
  ) throws(StoreError) {
    try append(
      ModerationEvent(
        site: comment.site, id: identities.next(), kind: kind, at: identities.stamp.at, article: comment.article,
        comment: comment.id, review: review, before: before, after: comment.state))
  }

  /// Adds to a site's log, chained to what stands there.
  @discardableResult
  mutating func note(
    _ act: LogEntry.Act, subject: String, details: [String: String] = [:], site: SiteID, stamp: WriteStamp
  ) throws(StoreError) -> LogEntry {
    let head = try logHead(site: site) ?? LogHead(index: 0, hash: LogChain.zeroHash)
    var entry = LogEntry(
      site: site, index: head.index + 1, at: stamp.at, actor: stamp.actor, act: act, subject: subject,
      details: details, previousHash: head.hash, hash: [])
    entry.hash = LogChain.hash(of: entry)
    try append(entry)
    return entry
  }
}

extension Comment {
  /// Takes away words and names; what the machine found stays by name and score, without quoting.
  mutating func empty() {
    authorName = ""
    authorURL = nil
    language = nil
    revision.empty()
  }
}

extension Revision {
  mutating func empty() {
    text = ""
    verdict.language = nil
    for index in verdict.signals.indices {
      verdict.signals[index].reason = ""
      verdict.signals[index].evidence = []
    }
  }
}
