internal import ModerationModel

extension StoreTransaction {
  func background(for query: BackgroundQuery) throws(StoreError) -> SubmissionBackground {
    var background = SubmissionBackground(article: try storedArticle(query.article, site: query.site))
    if let parent = query.parent {
      background.parent = try row(parent, site: query.site)?.comment
    }
    background.author = try storedAuthor(query.identity, site: query.site)
    if let digest = query.digest {
      let since = query.now.adding(seconds: -query.duplicateWindowSeconds)
      let copies = try copies(
        of: digest, site: query.site, since: since, limit: SubmissionBackground.countMax)
      for copy in copies where copy.comment != query.excluding {
        if copy.author == background.author?.id {
          background.copiesBySameAuthor += 1
        } else {
          background.copiesByOthers += 1
        }
      }
    }
    if let address = query.address {
      let (reputation, ages) = try addressBackground(address, site: query.site, now: query.now)
      background.addressReputation = reputation
      background.addressAges = ages
    }
    background.alarm = try storedWaveAlarm(site: query.site).flatMap { $0.isInForce(at: query.now) ? $0 : nil }
    guard let author = background.author else { return background }
    background.recentPosts = try postingTimes(
      of: author.id, site: query.site, limit: SubmissionBackground.recentMax)
    let decisions = try decisions(
      on: author.id, site: query.site, since: query.now.adding(seconds: -30 * 86_400),
      limit: SubmissionBackground.countMax)
    let weekAgo = query.now.adding(seconds: -7 * 86_400)
    // Newest first, so that the first decision met on a comment is the one that holds.
    var decided: Set<CommentID> = []
    var overturned: Set<CommentID> = []
    var judged: Set<CommentID> = []
    for decision in decisions {
      let isRefusal = decision.after == .rejected || decision.after == .spam
      if decision.at >= weekAgo, decision.after != .pending, decided.insert(decision.comment).inserted {
        background.decidedLastWeek += 1
        if isRefusal { background.refusedLastWeek += 1 }
      }
      if decision.after != .pending, judged.insert(decision.comment).inserted {
        background.reputation.count(isRefusal: isRefusal, ageSeconds: query.now.seconds(since: decision.at))
      }
      if decision.before == .published, isRefusal { overturned.insert(decision.comment) }
    }
    background.overturnedLastMonth = overturned.count
    return background
  }

  package mutating func submit(
    _ submission: JudgedSubmission, stamp: WriteStamp
  ) throws(StoreError) -> StoredSubmission {
    try StoreLimits.check(submission)
    let site = submission.site
    // 1. A repeat is answered before anything else is asked: its parent may have gone since.
    if let key = submission.idempotencyKey,
      let comment = try comment(submittedWith: key, fingerprint: submission.fingerprint, site: site, now: stamp.at)
    {
      return StoredSubmission(comment: comment, isRepeat: true)
    }

    // 2. The place.
    let article = try known(submission.article, site: site)
    let policy = submission.policy.applying(article.overrides)
    guard article.accepts(at: stamp.at, policy: policy) else {
      throw StoreError(.articleClosed, "article \(article.id)")
    }
    let ancestors = try proveParent(of: submission, depthMax: min(policy.depthMax, CommentRow.depthMax))
    if let nonce = submission.formNonce {
      guard try !isUsed(nonce: nonce, site: site) else { throw StoreError(.formReused) }
      try use(nonce: nonce, site: site, expiresAt: submission.formNonceExpiresAt ?? stamp.at.adding(seconds: 86_400))
    }

    // 3. The author, the comment and what counts them.
    let known = try storedAuthor(submission.identity, site: site)
    try proveStanding(of: known, version: submission.authorVersion, now: stamp.at)
    var identities = IdentitySequence(stamp)
    let state = submission.verdict.action.state
    let author = try welcome(known, submission, state: state, identities: &identities)
    let revision = Revision(
      id: submission.revision, text: submission.text, createdAt: stamp.at, verdict: submission.verdict)
    let comment = Comment(
      site: site, article: article.id, id: submission.comment, parent: submission.parent, depth: ancestors.count,
      author: author, authorName: submission.authorName, authorURL: submission.authorURL, state: state,
      revision: revision, createdAt: stamp.at, language: submission.language)
    let row = CommentRow(
      comment: comment, ancestors: ancestors, digest: submission.digest, editTokenHash: submission.editTokenHash)
    try insert(row, circumstances: submission.circumstances)
    if let wave = submission.wave { try arrive(comment.id, wave, isEdit: false, site: site, stamp: stamp) }
    var counts = try storedCounts(of: article.id, site: site)
    counts.move(from: nil, to: state)
    try put(counts, of: article.id, site: site)
    try countAsReply(row, from: nil)
    if state == .pending {
      _ = try openCase(for: comment, cause: submission.caseCause, identities: &identities)
    } else if state == .published, submission.circumstances?.audit?.isChosen == true {
      _ = try openCase(for: comment, cause: .audit, identities: &identities)
    }
    try announce(.commentSubmitted, comment, identities: &identities)
    if let key = submission.idempotencyKey {
      let record = IdempotencyRecord(
        fingerprint: submission.fingerprint, comment: comment.id,
        expiresAt: stamp.at.adding(seconds: JudgedSubmission.idempotencySeconds))
      try put(record, key: key, site: site)
    }

    // 4. One write in sixteen sweeps up what expired, a bounded handful at a time.
    if stamp.seed & 15 == 0 { try prune(now: stamp.at, limit: 256) }
    return StoredSubmission(comment: comment, isRepeat: false)
  }

  func comment(
    submittedWith key: String, fingerprint: [UInt8], site: SiteID, now: Timestamp
  ) throws(StoreError) -> Comment? {
    guard let record = try idempotencyRecord(key, site: site), now < record.expiresAt else { return nil }
    guard record.fingerprint == fingerprint else { throw StoreError(.idempotencyMismatch) }
    return try known(record.comment, site: site).comment
  }

  /// The path above the new comment.
  private func proveParent(of submission: JudgedSubmission, depthMax: Int) throws(StoreError) -> [CommentID] {
    guard let id = submission.parent else { return [] }
    guard let parent = try row(id, site: submission.site) else { throw StoreError(.parentGone, "comment \(id)") }
    guard parent.comment.article == submission.article else {
      throw StoreError(.parentElsewhere, "comment \(id)")
    }
    guard parent.comment.state.isVisible else { throw StoreError(.parentGone, "comment \(id)") }
    guard parent.comment.depth + 1 <= depthMax else {
      throw StoreError(.tooDeep(depthMax: depthMax), "comment \(id)")
    }
    return parent.path
  }

  /// Whether an author may still write, and is still the one whom the verdict was made on.
  ///
  /// - Parameter version: The version that was judged, 0 for an unknown author; `nil` asks for no such proof.
  func proveStanding(of author: Author?, version: Int?, now: Timestamp) throws(StoreError) {
    if let author, let sanction = author.sanction, sanction.isInForce(at: now) {
      switch sanction.kind {
      case .ban: throw StoreError(.banned, "author \(author.id)")
      case .mute: throw StoreError(.muted(until: sanction.until ?? now), "author \(author.id)")
      case .premoderate, .trust: break
      }
    }
    guard let version else { return }
    // Whoever wrote first a moment ago has version 1, with nothing laid on them: as good as unknown.
    guard max(author?.version ?? 0, 1) == max(version, 1) else {
      throw StoreError(.authorChanged, author.map { "author \($0.id)" } ?? "author")
    }
  }

  /// The author of a submission, met for the first time or again.
  private mutating func welcome(
    _ known: Author?, _ submission: JudgedSubmission, state: CommentState, identities: inout IdentitySequence
  ) throws(StoreError) -> AuthorID {
    let fresh: AuthorID = identities.next()
    var author =
      known
      ?? Author(
        site: submission.site, id: fresh, identity: submission.identity, name: submission.authorName,
        firstSeenAt: identities.stamp.at)
    author.name = submission.authorName
    author.record.move(from: nil, to: state)
    try put(author)
    return author.id
  }
}
