internal import ModerationModel

/// What an audit found, and what would mend it.
struct StoreAudit {
  enum Mending {
    case counts(ArticleCounts, ArticleID, SiteID)
    case record(AuthorRecord, AuthorID, SiteID)
    case replies(Int, CommentID, SiteID)
    case openCase(CommentID, SiteID)
    case closeCase(CaseID, SiteID)
    case shares(RecordedShares)
    case votes(Int, CommentID, SiteID)
    case appeal(AppealID, SiteID)
  }

  var findings: [StoreFinding] = []
  var mendings: [Mending] = []

  mutating func add(_ kind: StoreFinding.Kind, _ subject: String, _ message: String, mending: Mending? = nil) {
    findings.append(StoreFinding(kind: kind, subject: subject, message: message, isRepairable: mending != nil))
    if let mending { mendings.append(mending) }
  }
}

extension StoreTransaction {
  func verify() throws(StoreError) -> [StoreFinding] {
    var findings = try physicalFindings()
    // What cannot be read is a finding, not a reason to keep silent about the rest.
    do throws(StoreError) {
      findings += try audit().findings
    } catch  where error.code != .busy && error.code != .closed {
      findings.append(
        StoreFinding(
          kind: .damagedRow, subject: error.subject, message: "nothing was recounted: \(error)", isRepairable: false))
    }
    do throws(StoreError) {
      findings += try recordFindings()
    } catch  where error.code != .busy && error.code != .closed {
      findings.append(
        StoreFinding(
          kind: .damagedRow, subject: error.subject, message: "nothing was followed: \(error)", isRepairable: false))
    }
    return findings
  }

  /// - Throws: `damaged` when a row cannot be read: what was counted without it would be wrong.
  mutating func repair(stamp: WriteStamp) throws(StoreError) -> [StoreFinding] {
    let audit = try audit()
    guard !audit.mendings.isEmpty else { return [] }
    var identities = IdentitySequence(stamp)
    for mending in audit.mendings {
      switch mending {
      case .counts(let counts, let article, let site): try put(counts, of: article, site: site)
      case .record(let record, let id, let site):
        guard var author = try storedAuthor(id, site: site) else { continue }
        author.record = record
        try put(author)
      case .replies(let delta, let comment, let site): try addReplies(delta, to: [comment], site: site)
      case .openCase(let comment, let site):
        _ = try openCase(for: known(comment, site: site).comment, cause: .review, identities: &identities)
      case .closeCase(let id, let site):
        guard let open = try storedCase(id, site: site) else { continue }
        try close(open, at: stamp.at)
      case .shares(let shares): try putRecordedShares(shares)
      case .votes(let delta, let comment, let site): try addVotes(delta, to: comment, site: site)
      case .appeal(let id, let site): try mendCase(of: id, site: site, stamp: stamp)
      }
    }
    let mended = audit.findings.filter(\.isRepairable)
    for site in try sites() {
      try note(.repair, subject: "store", details: ["mended": "\(mended.count)"], site: site, stamp: stamp)
    }
    return mended
  }

  /// Gives an open appeal its case back, or ends it where nothing is left to decide.
  private mutating func mendCase(of id: AppealID, site: SiteID, stamp: WriteStamp) throws(StoreError) {
    guard var appeal = try storedAppeal(id, site: site), appeal.state == .open else { return }
    let comment = try row(appeal.comment, site: site)?.comment
    if let comment, comment.state != .deleted, !comment.state.isVisible {
      if let open = try openCase(of: appeal.comment, site: site) {
        appeal.moderationCase = open.id
        return try put(appeal)
      }
      var lost =
        try storedCase(appeal.moderationCase, site: site)
        ?? ModerationCase(
          site: site, id: appeal.moderationCase, article: appeal.article, comment: appeal.comment, cause: .appeal,
          priority: CasePriority.points(verdict: comment.revision.verdict, reportWeight: 0, cause: .appeal),
          openedAt: appeal.filedAt)
      lost.state = .open
      lost.closedAt = nil
      return try put(lost)
    }
    appeal.state = .lapsed
    appeal.answeredAt = stamp.at
    try put(appeal)
  }

  /// Counts everything again, in one walk over the comments in the order of their threads.
  private func audit() throws(StoreError) -> StoreAudit {
    var audit = StoreAudit()
    var recount = Recount()
    var pending: [Scoped<CommentID>] = []
    try forEachRow { (row) throws(StoreError) in
      recount.meet(row, audit: &audit)
      let votes = try voteCount(on: row.comment.id, site: row.comment.site)
      if votes != row.comment.votes {
        audit.add(
          .voteCounts, "comment \(row.comment.id)", "\(votes) votes are stored, \(row.comment.votes) counted",
          mending: .votes(votes &- row.comment.votes, row.comment.id, row.comment.site))
      }
      if row.comment.state == .pending { pending.append(Scoped(row.comment.site, row.comment.id)) }
    }
    recount.finish(audit: &audit)
    try forEachArticle { (article) throws(StoreError) in
      let counted = recount.counts[Scoped(article.site, article.id)] ?? ArticleCounts()
      let stored = try storedCounts(of: article.id, site: article.site)
      guard stored != counted else { return }
      audit.add(
        .articleCounts, "article \(article.id)", "\(counted.visible) comments are visible, \(stored.visible) counted",
        mending: .counts(counted, article.id, article.site))
    }
    try forEachAuthor { (author) throws(StoreError) in
      let counted = recount.records[Scoped(author.site, author.id)] ?? AuthorRecord()
      guard author.record != counted else { return }
      audit.add(
        .authorRecord, "author \(author.id)", "\(counted.total) comments are stored, \(author.record.total) counted",
        mending: .record(counted, author.id, author.site))
    }
    for place in pending where try openCase(of: place.id, site: place.site) == nil {
      audit.add(
        .pendingCommentWithoutCase, "comment \(place.id)", "it waits, but stands in no queue",
        mending: .openCase(place.id, place.site))
    }
    try forEachCase { (moderationCase) throws(StoreError) in
      guard moderationCase.state == .open else { return }
      let row = try row(moderationCase.comment, site: moderationCase.site)
      guard row?.comment.state != .pending else { return }
      if moderationCase.cause == .audit, row?.comment.state.isVisible == true { return }
      if moderationCase.cause == .appeal, let state = row?.comment.state, !state.isVisible, state != .deleted,
        try openAppeal(on: moderationCase.comment, site: moderationCase.site)?.moderationCase == moderationCase.id
      {
        return
      }
      audit.add(
        .caseWithoutPendingComment, "case \(moderationCase.id)",
        row.map { "its comment is \($0.comment.state.rawValue)" } ?? "its comment is missing",
        mending: .closeCase(moderationCase.id, moderationCase.site))
    }
    try forEachAppeal { (appeal) throws(StoreError) in
      guard appeal.state == .open else { return }
      let waiting = try storedCase(appeal.moderationCase, site: appeal.site)
      guard waiting?.state != .open else { return }
      audit.add(
        .appealWithoutCase, "appeal \(appeal.id)", "it waits, but its case stands in no queue",
        mending: .appeal(appeal.id, appeal.site))
    }
    try forEachRecordedShares { (shares) throws(StoreError) in
      guard shares.count < shares.visitors else { return }
      var mended = shares
      mended.count = shares.visitors
      audit.add(
        .shareCounts, "article \(shares.article)",
        "\(shares.visitors) readers shared on \(shares.network), \(shares.count) counted", mending: .shares(mended))
    }
    return audit
  }

  /// The log's chains and the outbox's places. Nobody can mend these.
  private func recordFindings() throws(StoreError) -> [StoreFinding] {
    var audit = StoreAudit()
    for site in try sites() {
      if let fault = try readableFault(of: site) { audit.add(.brokenLog, "log of \(site)", fault) }
      audit.findings += try ruleTextFindings(site: site)
    }
    let span = try eventSpan()
    // A damaged place can be any number.
    let missing = span.last &- span.first &+ 1 &- span.count
    if span.count > 0, missing != 0 {
      audit.add(.eventGap, "outbox", "\(missing) events are missing between \(span.first) and \(span.last)")
    }
    return audit.findings
  }

  private func readableFault(of site: SiteID) throws(StoreError) -> String? {
    do throws(StoreError) {
      return try brokenLog(of: site)
    } catch  where error.code == .damaged {
      return "an entry cannot be read: \(error)"
    }
  }

  private func brokenLog(of site: SiteID) throws(StoreError) -> String? {
    var chain = LogChain(site: site)
    while true {
      let entries = try storedLog(site: site, after: chain.index, limit: 1000)
      for entry in entries {
        if let fault = chain.follow(entry) { return fault }
      }
      if entries.isEmpty { break }
    }
    let head = try logHead(site: site) ?? LogHead(index: 0, hash: LogChain.zeroHash)
    guard head.index == chain.index else {
      return "entry \(chain.index + 1) is missing; the log once had \(head.index)"
    }
    return head.hash == chain.hash ? nil : "entry \(chain.index) is not the one that was written last"
  }
}

/// Sums over comments that come in the order of their threads, so that the comments above the present one are enough to
/// count replies.
private struct Recount {
  private struct Open {
    var row: CommentRow
    var visibleBelow = 0
  }

  var counts: [Scoped<ArticleID>: ArticleCounts] = [:]
  var records: [Scoped<AuthorID>: AuthorRecord] = [:]
  private var branch: [Open] = []

  mutating func meet(_ row: CommentRow, audit: inout StoreAudit) {
    let comment = row.comment
    counts[Scoped(comment.site, comment.article), default: ArticleCounts()].move(from: nil, to: comment.state)
    records[Scoped(comment.site, comment.author), default: AuthorRecord()].move(from: nil, to: comment.state)
    while let last = branch.last, last.row.comment.id != row.ancestors.last { close(audit: &audit) }
    branch.append(Open(row: row))
  }

  mutating func finish(audit: inout StoreAudit) {
    while !branch.isEmpty { close(audit: &audit) }
  }

  private mutating func close(audit: inout StoreAudit) {
    let done = branch.removeLast()
    let comment = done.row.comment
    if let above = branch.indices.last {
      branch[above].visibleBelow += done.visibleBelow + (comment.state.isVisible ? 1 : 0)
    }
    guard comment.replies != done.visibleBelow else { return }
    audit.add(
      .replyCounts, "comment \(comment.id)",
      "\(done.visibleBelow) visible replies are below, \(comment.replies) counted",
      mending: .replies(done.visibleBelow &- comment.replies, comment.id, comment.site))
  }
}
