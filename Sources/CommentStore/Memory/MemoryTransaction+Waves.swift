package import ModerationModel

/// Where an arrival stands in the order of writing.
struct ArrivalPlace: Comparable {
  var sequence: Int64
  var comment: CommentID

  static func < (left: ArrivalPlace, right: ArrivalPlace) -> Bool { left.sequence < right.sequence }
}

extension MemoryTransaction {
  package func arrival(of comment: CommentID, site: SiteID) throws(StoreError) -> Arrival? {
    tables.arrivals[Scoped(site, comment)]
  }

  package mutating func insert(_ arrival: Arrival) throws(StoreError) {
    let key = Scoped(arrival.site, arrival.comment)
    let sequence = tables.arrivalSequence + 1
    change {
      $0.arrivalSequence = sequence
    } takeBack: {
      $0.arrivalSequence = sequence - 1
    }
    set(arrival, in: \.arrivals, at: key)
    set(sequence, in: \.arrivalSequences, at: key)
    insert(
      ArrivalPlace(sequence: sequence, comment: arrival.comment), into: \.arrivalOrder, at: arrival.site)
    if let address = arrival.address {
      insert(arrival.comment, into: \.arrivalsByAddress, at: Scoped(arrival.site, address))
    }
    if let wave = arrival.wave { insert(arrival.comment, into: \.waves, at: Scoped(arrival.site, wave)) }
  }

  package mutating func update(_ arrival: Arrival) throws(StoreError) {
    let key = Scoped(arrival.site, arrival.comment)
    guard var stored = tables.arrivals[key] else { return }
    if stored.wave != arrival.wave {
      if let wave = stored.wave { remove(arrival.comment, from: \.waves, at: Scoped(arrival.site, wave)) }
      if let wave = arrival.wave { insert(arrival.comment, into: \.waves, at: Scoped(arrival.site, wave)) }
    }
    stored.wave = arrival.wave
    stored.inherited = arrival.inherited
    set(stored, in: \.arrivals, at: key)
  }

  package mutating func removeArrival(of comment: CommentID, site: SiteID) throws(StoreError) {
    let key = Scoped(site, comment)
    guard let stored = tables.arrivals[key], let sequence = tables.arrivalSequences[key] else { return }
    if let wave = stored.wave { remove(comment, from: \.waves, at: Scoped(site, wave)) }
    if let address = stored.address { remove(comment, from: \.arrivalsByAddress, at: Scoped(site, address)) }
    remove(ArrivalPlace(sequence: sequence, comment: comment), from: \.arrivalOrder, at: site)
    set(nil, in: \.arrivalSequences, at: key)
    set(nil, in: \.arrivals, at: key)
  }

  package mutating func merge(_ wave: WaveID, into other: WaveID, site: SiteID) throws(StoreError) {
    for comment in tables.waves[Scoped(site, wave)] ?? [] {
      guard var arrival = try arrival(of: comment, site: site) else { continue }
      arrival.wave = other
      try update(arrival)
    }
  }

  package func lastArrivalSequence() throws(StoreError) -> Int64 { tables.arrivalSequence }

  package func arrivalMarks(
    site: SiteID, after sequence: Int64, since: Timestamp, limit: Int
  ) throws(StoreError) -> [ArrivalMark] {
    let order = tables.arrivalOrder[site] ?? []
    let start = order.rank(of: ArrivalPlace(sequence: sequence + 1, comment: CommentID(bits: 0)))
    var found: [ArrivalMark] = []
    for place in order[start...] where found.count < limit {
      guard let arrival = tables.arrivals[Scoped(site, place.comment)], arrival.at >= since,
        !arrival.fingerprint.isEmpty
      else { continue }
      found.append(
        ArrivalMark(
          sequence: place.sequence, comment: place.comment, at: arrival.at, fingerprint: arrival.fingerprint))
    }
    return found
  }

  package func arrivals(inheriting review: ReviewID, site: SiteID) throws(StoreError) -> [Arrival] {
    tables.arrivals.values.filter { $0.site == site && $0.inherited == review }.sorted { $0.comment < $1.comment }
  }

  package func waveComments(_ wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [CommentID] {
    Array((tables.waves[Scoped(site, wave)] ?? []).reversed().prefix(limit))
  }

  package func waveMembers(_ wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [WaveMember] {
    var found: [WaveMember] = []
    for comment in try waveComments(wave, site: site, limit: limit) {
      if let member = try waveMember(comment, site: site) { found.append(member) }
    }
    return found
  }

  package func waveMember(_ comment: CommentID, site: SiteID) throws(StoreError) -> WaveMember? {
    guard let arrival = tables.arrivals[Scoped(site, comment)],
      let stored = tables.comments[Scoped(site, comment)]?.comment,
      let author = tables.authors[Scoped(site, stored.author)]
    else { return nil }
    let record = AuthorRecord(
      approved: author.record.approved, rejected: author.record.rejected, spam: author.record.spam)
    return WaveMember(
      comment: comment, at: arrival.at, author: stored.author, article: stored.article, state: stored.state,
      cause: stored.cause, record: record, inherited: arrival.inherited)
  }

  package func waveSize(_ wave: WaveID, site: SiteID) throws(StoreError) -> Int {
    tables.waves[Scoped(site, wave)]?.count ?? 0
  }

  package func rulings(
    on comments: [CommentID], inherited reviews: Set<ReviewID>, site: SiteID
  ) throws(StoreError) -> [Wave.Ruling] {
    let stored = { (id: ReviewID) -> Wave.Ruling? in
      guard let review = tables.reviews[Scoped(site, id)], review.undoneAt == nil else { return nil }
      return Wave.Ruling(decision: review.decision, review: id)
    }
    return comments.compactMap { comment in
      (tables.reviewsByComment[Scoped(site, comment)] ?? []).reversed().lazy.compactMap(stored).first
    } + reviews.compactMap(stored)
  }

  package func addressTimes(
    _ address: UInt64, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [Timestamp] {
    let times = (tables.arrivalsByAddress[Scoped(site, address)] ?? []).compactMap {
      tables.arrivals[Scoped(site, $0)]?.at
    }
    return Array(times.filter { $0 >= since }.sorted(by: >).prefix(limit))
  }

  package func addressDecisions(
    _ address: UInt64, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [AddressDecision] {
    let arrivals = (tables.arrivalsByAddress[Scoped(site, address)] ?? []).compactMap {
      tables.arrivals[Scoped(site, $0)]
    }
    return arrivals.filter { $0.at >= since }.sorted { $0.at > $1.at }.prefix(limit).compactMap { arrival in
      guard let comment = tables.comments[Scoped(site, arrival.comment)]?.comment, comment.cause == .review else {
        return nil
      }
      return AddressDecision(at: arrival.at, state: comment.state)
    }
  }

  package func storedWaveAlarm(site: SiteID) throws(StoreError) -> WaveAlarm? { tables.waveAlarms[site] }

  package mutating func put(_ alarm: WaveAlarm) throws(StoreError) {
    set(alarm, in: \.waveAlarms, at: alarm.site)
  }

  /// Forgets arrivals from before a time, oldest places first.
  mutating func pruneArrivals(before: Timestamp, limit: Int) throws(StoreError) {
    for (site, order) in tables.arrivalOrder {
      for place in order.prefix(limit) {
        guard let arrival = tables.arrivals[Scoped(site, place.comment)], arrival.at < before else { break }
        try removeArrival(of: place.comment, site: site)
      }
    }
  }

  /// Whether an older open case stands for the wave of this one.
  func isFollower(_ moderationCase: ModerationCase) -> Bool {
    let site = moderationCase.site
    guard let wave = tables.arrivals[Scoped(site, moderationCase.comment)]?.wave else { return false }
    return (tables.waves[Scoped(site, wave)] ?? []).prefix { $0 < moderationCase.comment }.contains { comment in
      (tables.casesByComment[Scoped(site, comment)] ?? []).contains {
        tables.cases[Scoped(site, $0)]?.state == .open
      }
    }
  }
}
