internal import ModerationModel

extension StoreTransaction {
  mutating func edit(_ edit: JudgedEdit, stamp: WriteStamp) throws(StoreError) -> Comment {
    try StoreLimits.check(edit.text, bytesMax: StoreLimits.textBytesMax, "text")
    var row = try known(edit.comment, site: edit.site)
    try check(version: edit.version, of: row.comment)
    try proveStanding(
      of: storedAuthor(row.comment.author, site: edit.site), version: edit.authorVersion, now: stamp.at)
    let article = try known(row.comment.article, site: edit.site)
    let policy = edit.policy.applying(article.overrides)
    let endedAt = row.comment.createdAt.adding(seconds: policy.editWindowSeconds)
    guard stamp.at <= endedAt else {
      throw StoreError(.editWindowOver(endedAt: endedAt), "comment \(edit.comment)")
    }
    guard article.accepts(at: stamp.at, policy: policy) else {
      throw StoreError(.articleClosed, "article \(article.id)")
    }
    let before = row.comment.state
    let cause = row.comment.cause
    // What a person or the readers hold back is not let out by rewording it, not even in two steps: the new words wait
    // where the old ones did, for the same cause.
    var target = edit.verdict.action.state
    if before == .pending, !StateTable.allows(.edited, from: before, cause: cause, to: target) { target = .pending }
    let waitsOn = before == .pending && target == .pending
    let earlier = try circumstances(of: edit.comment, site: edit.site)
    try put(row.comment.revision, circumstances: earlier, earlierOf: row.comment.id, site: edit.site)
    row.comment.revision = Revision(
      id: edit.revision, number: row.comment.revision.number + 1, text: edit.text, createdAt: stamp.at,
      verdict: edit.verdict)
    row.comment.editedAt = stamp.at
    row.comment.language = edit.language
    row.digest = edit.digest
    try move(&row, by: .edited, to: target, cause: waitsOn ? cause : .verdict)
    var identities = IdentitySequence(stamp)
    var own = edit.circumstances
    if let drawn = earlier?.audit { own?.audit = drawn }
    try setCircumstances(own, of: edit.comment, site: edit.site)
    if let wave = edit.wave { try arrive(edit.comment, wave, isEdit: true, site: edit.site, stamp: stamp) }
    if before == .pending || row.comment.state == .pending {
      try settleCase(of: row.comment, cause: edit.caseCause, identities: &identities)
    }
    if row.comment.state == .published, earlier?.audit == nil, own?.audit?.isChosen == true,
      try openCase(of: edit.comment, site: edit.site) == nil
    {
      _ = try openCase(for: row.comment, cause: .audit, identities: &identities)
    }
    try announce(.commentEdited, row.comment, before: before, identities: &identities)
    return row.comment
  }

  mutating func withdraw(
    _ id: CommentID, site: SiteID, version: Int?, stamp: WriteStamp
  ) throws(StoreError) -> Comment {
    var row = try known(id, site: site)
    try check(version: version, of: row.comment)
    let before = row.comment.state
    var identities = IdentitySequence(stamp)
    try bury(&row, by: .withdrawn, cause: .author, identities: &identities)
    try announce(.commentWithdrawn, row.comment, before: before, identities: &identities)
    return row.comment
  }

  /// Empties a comment with its revisions and whatever quotes them, and closes its case.
  mutating func bury(
    _ row: inout CommentRow, by move: StateMove, cause: StateCause, identities: inout IdentitySequence
  ) throws(StoreError) {
    let id = row.comment.id
    let site = row.comment.site
    row.comment.empty()
    row.digest = nil
    row.editTokenHash = nil
    try self.move(&row, by: move, to: .deleted, cause: cause)
    if row.comment.votes != 0 {
      try removeVotes(on: id, site: site)
      try addVotes(-row.comment.votes, to: id, site: site)
      row.comment.votes = 0
    }
    try lapseAppeal(on: id, site: site, identities: &identities)
    try emptyAppeals(on: id, site: site)
    try setCircumstances(nil, of: id, site: site)
    try removeArrival(of: id, site: site)
    for var revision in try earlierRevisions(of: id, site: site) {
      revision.empty()
      try put(revision, circumstances: nil, earlierOf: id, site: site)
    }
    for var report in try storedReports(on: id, site: site) where !report.note.isEmpty {
      report.note = ""
      try put(report)
    }
    for var moderationCase in try cases(of: id, site: site) {
      let isOpen = moderationCase.state == .open
      guard isOpen || moderationCase.escalation != nil else { continue }
      moderationCase.escalation = nil
      if isOpen {
        try close(moderationCase, at: identities.stamp.at)
      } else {
        try put(moderationCase)
      }
    }
  }

  mutating func report(
    _ report: Report, holdFrom: Double, stamp: WriteStamp
  ) throws(StoreError) -> ReportOutcome {
    try StoreLimits.check(report)
    var row = try known(report.comment, site: report.site)
    guard row.comment.state != .deleted else {
      throw StoreError(.unknownComment, "comment \(report.comment)")
    }
    guard try !hasReport(on: report.comment, by: report.reporter, site: report.site) else {
      return ReportOutcome(comment: row.comment, isCounted: false, isHeldNow: false)
    }
    var stored = report
    stored.article = row.comment.article
    try put(stored)
    var identities = IdentitySequence(stamp)
    try announce(.commentReported, row.comment, before: row.comment.state, identities: &identities)
    let before = row.comment.state
    let weight = try reportWeight(on: report.comment, site: report.site)
    let isHeldNow = before == .published && weight >= holdFrom
    if isHeldNow {
      try move(&row, by: .reported, to: .pending, cause: .reports)
      try settleCase(of: row.comment, cause: .reports, identities: &identities)
      try announce(.commentMoved, row.comment, before: before, identities: &identities)
    } else if let open = try openCase(of: report.comment, site: report.site),
      before == .pending || open.cause == .audit
    {
      try reprioritise(open, for: row.comment)
    }
    return ReportOutcome(comment: row.comment, isCounted: true, isHeldNow: isHeldNow)
  }

  mutating func rescan(
    _ id: CommentID, site: SiteID, version: Int, verdict: Verdict, stamp: WriteStamp
  ) throws(StoreError) -> Comment {
    var row = try known(id, site: site)
    try check(version: version, of: row.comment)
    let before = row.comment.state
    row.comment.revision.verdict = verdict
    try move(&row, by: .rescanned, to: verdict.action.state, cause: .verdict)
    var identities = IdentitySequence(stamp)
    // What was refused may have an appeal waiting that is answered so.
    if before != row.comment.state || row.comment.state == .pending {
      try settleCase(of: row.comment, cause: .verdict, identities: &identities)
    }
    if before != row.comment.state {
      try announce(.commentMoved, row.comment, before: before, identities: &identities)
      try note(
        .rescan, subject: "comment:\(id)",
        details: ["before": before.rawValue, "after": row.comment.state.rawValue, "rule_set": verdict.ruleSet],
        site: site, stamp: stamp)
    }
    return row.comment
  }
}
