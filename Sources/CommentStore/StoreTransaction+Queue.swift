internal import ModerationModel

extension StoreTransaction {
  func listings(_ query: CaseQuery) throws(StoreError) -> [CaseListing] {
    let limit = min(max(query.limit, 0), CaseQuery.limitMax)
    var query = query
    query.limit = query.filter == nil ? limit : CaseQuery.scanMax
    // A narrower list may lack the case that stands for a wave.
    if query.filter != nil || query.article != nil || query.cause != nil { query.wavesAsOne = false }
    let cases = try openCases(query)
    guard let given = query.filter else { return try listings(cases) }
    let filter = try resolved(given, site: query.site)
    var found: [CaseListing] = []
    var waves: [WaveID: Wave] = [:]
    for moderationCase in cases where found.count < limit {
      guard let row = try row(moderationCase.comment, site: moderationCase.site),
        filter.matches(row.comment, cause: moderationCase.cause, now: query.now)
      else { continue }
      found.append(try listing(moderationCase, row.comment, &waves))
    }
    return found
  }

  private func listings(_ cases: [ModerationCase]) throws(StoreError) -> [CaseListing] {
    var listings: [CaseListing] = []
    var waves: [WaveID: Wave] = [:]
    for moderationCase in cases {
      // A case whose comment is missing is `verify`'s to tell, not the queue's to stop at.
      guard let row = try row(moderationCase.comment, site: moderationCase.site) else { continue }
      listings.append(try listing(moderationCase, row.comment, &waves))
    }
    return listings
  }

  /// - Parameter known: Waves that other rows of the same list belong to.
  private func listing(
    _ moderationCase: ModerationCase, _ comment: Comment, _ known: inout [WaveID: Wave]
  ) throws(StoreError) -> CaseListing {
    var listing = CaseListing(moderationCase: moderationCase, comment: comment)
    guard let id = try arrival(of: comment.id, site: comment.site)?.wave else { return listing }
    if known[id] == nil { known[id] = try wave(id, site: comment.site) }
    listing.wave = known[id]
    return listing
  }

  private func knownOpenCase(_ id: CaseID, site: SiteID) throws(StoreError) -> ModerationCase {
    guard let found = try storedCase(id, site: site), found.state == .open else {
      throw StoreError(.unknownCase, "case \(id)")
    }
    return found
  }

  mutating func claim(_ claim: ClaimRequest, stamp: WriteStamp) throws(StoreError) -> [CaseListing] {
    try StoreLimits.check(claim.holder, bytesMax: Moderator.nameBytesMax, "moderator's name")
    var claimed: [ModerationCase] = []
    if claim.cases.isEmpty {
      claimed = try openCases(
        CaseQuery(
          site: claim.site, claimableBy: claim.holder, now: stamp.at,
          limit: min(max(claim.count, 0), ClaimRequest.countMax), wavesAsOne: true))
    } else {
      guard claim.cases.count <= ClaimRequest.countMax else {
        throw StoreError(.invalidValue, "more than \(ClaimRequest.countMax) cases claimed at once")
      }
      var seen: Set<CaseID> = []
      for id in claim.cases where seen.insert(id).inserted {
        let found = try knownOpenCase(id, site: claim.site)
        if let lease = found.lease, found.isLeased(against: claim.holder, at: stamp.at) {
          throw StoreError(.leased(holder: lease.holder, until: lease.until), "case \(id)")
        }
        claimed.append(found)
      }
    }
    guard !claimed.isEmpty else { return [] }
    let until = stamp.at.adding(seconds: claim.seconds)
    var identities = IdentitySequence(stamp)
    for index in claimed.indices {
      claimed[index].lease = ModerationCase.Lease(holder: claim.holder, until: until)
      claimed[index].version += 1
      try put(claimed[index])
      try announce(claimed[index], identities: &identities)
    }
    try note(.claim, claimed, details: ["until": "\(until)"], stamp: stamp)
    return try listings(claimed)
  }

  mutating func release(
    _ cases: [CaseID], site: SiteID, holder: String, stamp: WriteStamp
  ) throws(StoreError) -> Int {
    var identities = IdentitySequence(stamp)
    var released: [ModerationCase] = []
    var seen: Set<CaseID> = []
    for id in cases where seen.insert(id).inserted {
      guard var found = try storedCase(id, site: site), found.state == .open, found.lease?.holder == holder else {
        continue
      }
      found.lease = nil
      found.version += 1
      try put(found)
      try announce(found, identities: &identities)
      released.append(found)
    }
    if !released.isEmpty { try note(.release, released, stamp: stamp) }
    return released.count
  }

  mutating func escalate(
    _ id: CaseID, site: SiteID, question: String?, stamp: WriteStamp
  ) throws(StoreError) -> ModerationCase {
    try StoreLimits.check(question, bytesMax: StoreLimits.questionBytesMax, "question")
    var found = try knownOpenCase(id, site: site)
    found.escalation = question
    found.version += 1
    try put(found)
    var identities = IdentitySequence(stamp)
    try announce(found, identities: &identities)
    try note(.escalate, [found], details: ["escalated": "\(question != nil)"], stamp: stamp)
    return found
  }

  mutating func tag(
    _ id: CaseID, site: SiteID, tags: [String], stamp: WriteStamp
  ) throws(StoreError) -> ModerationCase {
    guard tags.count <= ModerationCase.tagsMax, tags.allSatisfy(ModerationCase.isTag) else {
      throw StoreError(
        .invalidValue,
        "tags: \(ModerationCase.tagsMax) at most, each 1 to \(ModerationCase.tagBytesMax) bytes without blanks")
    }
    var found = try knownOpenCase(id, site: site)
    var seen: Set<String> = []
    found.tags = tags.filter { seen.insert($0).inserted }
    found.version += 1
    try put(found)
    var identities = IdentitySequence(stamp)
    try announce(found, identities: &identities)
    try note(.tag, [found], details: ["tags": found.tags.joined(separator: " ")], stamp: stamp)
    return found
  }

  private mutating func announce(
    _ changed: ModerationCase, identities: inout IdentitySequence
  ) throws(StoreError) {
    try append(
      ModerationEvent(
        site: changed.site, id: identities.next(), kind: .caseChanged, at: identities.stamp.at,
        article: changed.article, comment: changed.comment))
  }

  private mutating func note(
    _ act: LogEntry.Act, _ cases: [ModerationCase], details: [String: String] = [:], stamp: WriteStamp
  ) throws(StoreError) {
    guard let first = cases.first else { return }
    var details = details
    if cases.count > 1 { details["cases"] = cases.map(\.id.description).joined(separator: " ") }
    try note(
      act, subject: cases.count == 1 ? "case:\(first.id)" : "cases:\(cases.count)", details: details,
      site: first.site, stamp: stamp)
  }
}
