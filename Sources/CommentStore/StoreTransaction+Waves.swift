internal import ModerationModel

extension StoreTransaction {
  /// How many decided comments of a wave are asked for what was decided on them.
  private static var rulingsMax: Int { 16 }
  /// Approved comments from which on an author counts as a reader we know, as long as at most a quarter was refused.
  private static var regularApprovedMin: Int { 3 }

  // MARK: Reading

  func waveStanding(of comments: [CommentID], site: SiteID, now: Timestamp) throws(StoreError) -> WaveStanding? {
    var waves: Set<WaveID> = []
    var alone: [CommentID] = []
    for comment in comments.prefix(WaveClaim.matchesMax) {
      guard let arrival = try arrival(of: comment, site: site) else { continue }
      if let wave = arrival.wave { waves.insert(wave) } else { alone.append(comment) }
    }
    guard let id = (Array(waves) + alone.map { WaveID(bits: $0.bits) }).min() else { return nil }
    var members: [WaveMember] = []
    var size = alone.count
    for wave in waves.sorted() {
      members += try waveMembers(wave, site: site, limit: Wave.lookMax)
      size += try waveSize(wave, site: site)
    }
    for comment in Set(alone) {
      if let member = try waveMember(comment, site: site) { members.append(member) }
    }
    members.sort { $0.comment > $1.comment }
    let ages = members.map { max(0, now.seconds(since: $0.at)) }.sorted()
    return WaveStanding(
      wave: try summary(of: id, members, size: size, site: site), ages: Array(ages.prefix(Neighbourhood.recentMax)))
  }

  func wave(of comment: CommentID, site: SiteID) throws(StoreError) -> Wave? {
    guard let id = try arrival(of: comment, site: site)?.wave else { return nil }
    return try wave(id, site: site)
  }

  func wave(_ id: WaveID, site: SiteID) throws(StoreError) -> Wave? {
    let members = try waveMembers(id, site: site, limit: Wave.lookMax)
    guard members.count > 1 else { return nil }
    return try summary(of: id, members, size: waveSize(id, site: site), site: site)
  }

  func comments(of wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [Comment] {
    var found: [Comment] = []
    for id in try waveComments(wave, site: site, limit: limit) {
      if let row = try row(id, site: site) { found.append(row.comment) }
    }
    return found
  }

  private func summary(
    of id: WaveID, _ members: [WaveMember], size: Int, site: SiteID
  ) throws(StoreError) -> Wave {
    var authors: [AuthorID: Bool] = [:]
    var wave = Wave(id: id, size: size, authors: 0, articles: Set(members.map(\.article)).count)
    for member in members {
      let record = member.record
      authors[member.author] =
        record.approved >= Self.regularApprovedMin && 4 * (record.rejected + record.spam) <= record.approved
      switch member.state {
      case .pending: wave.held += 1
      case .rejected, .spam: wave.refused += 1
      case .published, .approved, .deleted: break
      }
    }
    wave.authors = authors.count
    wave.regulars = authors.values.count { $0 }
    let decided = members.lazy.filter { $0.cause == .review }.map(\.comment).prefix(Self.rulingsMax)
    wave.ruling = try rulings(on: Array(decided), inherited: Set(members.compactMap(\.inherited)), site: site)
      .max { $0.review < $1.review }
    return wave
  }

  /// A query whose waves have become the comments that belong to them.
  func resolved(_ filter: ModerationQuery, site: SiteID) throws(StoreError) -> ModerationQuery {
    var members: [WaveID: Set<CommentID>] = [:]
    for wave in filter.waves {
      members[wave] = Set(try waveComments(wave, site: site, limit: Review.itemsMax + 1))
    }
    return members.isEmpty ? filter : filter.resolving(members)
  }

  // MARK: Writing

  /// Remembers an arrival, which joins the wave of what it reads like.
  ///
  /// - Parameter isEdit: It may be remembered already: then it leaves its former wave, and its address stays what it was.
  mutating func arrive(
    _ comment: CommentID, _ claim: WaveClaim, isEdit: Bool, site: SiteID, stamp: WriteStamp
  ) throws(StoreError) {
    guard claim.fingerprint.count <= WaveClaim.fingerprintBytesMax else {
      throw StoreError(.invalidValue, "fingerprint over \(WaveClaim.fingerprintBytesMax) bytes")
    }
    let earlier = isEdit ? try arrival(of: comment, site: site) : nil
    var matched: [Arrival] = []
    for match in claim.matches.prefix(WaveClaim.matchesMax) where match != comment {
      if let arrival = try arrival(of: match, site: site) { matched.append(arrival) }
    }
    let wave = matched.map(\.waveOrOwn).min()
    if let wave {
      // 1. What was alone begins the wave or joins it.
      for var arrival in matched where arrival.wave == nil {
        arrival.wave = wave
        try update(arrival)
      }
      // 2. Waves that turn out to be one go on as the oldest.
      for other in Set(matched.compactMap(\.wave)) where other != wave {
        try merge(other, into: wave, site: site)
      }
    }
    let address = claim.address ?? earlier?.address
    if earlier != nil { try removeArrival(of: comment, site: site) }
    if !claim.fingerprint.isEmpty || address != nil {
      try insert(
        Arrival(
          site: site, comment: comment, at: stamp.at, address: address, fingerprint: claim.fingerprint, wave: wave,
          inherited: claim.inherited))
    }
    guard let seconds = claim.alarmSeconds, let wave else { return }
    let running = try storedWaveAlarm(site: site).flatMap { $0.isInForce(at: stamp.at) ? $0 : nil }
    try put(
      WaveAlarm(
        site: site, wave: wave, since: running?.since ?? stamp.at,
        until: max(running?.until ?? stamp.at, stamp.at.adding(seconds: seconds))))
  }

  /// Brings before a person what the machine refused only because of a decision that is taken back.
  mutating func releaseInheritors(
    of review: ReviewID, site: SiteID, identities: inout IdentitySequence
  ) throws(StoreError) {
    for var arrival in try arrivals(inheriting: review, site: site) {
      arrival.inherited = nil
      try update(arrival)
      guard var row = try row(arrival.comment, site: site), row.comment.cause == .verdict,
        row.comment.state == .spam || row.comment.state == .rejected
      else { continue }
      let before = row.comment.state
      try move(&row, by: .rescanned, to: .pending, cause: .verdict)
      try settleCase(of: row.comment, cause: .verdict, identities: &identities)
      try announce(.commentMoved, row.comment, before: before, identities: &identities)
    }
  }

  /// What people thought of comments from an address, and when the last ones came.
  func addressBackground(
    _ address: UInt64, site: SiteID, now: Timestamp
  ) throws(StoreError) -> (Reputation, [Double]) {
    var reputation = Reputation()
    let since = now.adding(seconds: -Reputation.daysMax * 86_400)
    for decision in try addressDecisions(address, site: site, since: since, limit: Wave.lookMax) {
      switch decision.state {
      case .approved: reputation.count(isRefusal: false, ageSeconds: now.seconds(since: decision.at))
      case .rejected, .spam: reputation.count(isRefusal: true, ageSeconds: now.seconds(since: decision.at))
      case .published, .pending, .deleted: break
      }
    }
    let hourAgo = now.adding(seconds: -Circumstances.recentSeconds)
    let times = try addressTimes(address, site: site, since: hourAgo, limit: Neighbourhood.recentMax)
    return (reputation, times.map { max(0, now.seconds(since: $0)) })
  }
}
