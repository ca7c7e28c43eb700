public import ModerationModel

/// Comments that read alike, and what is remembered of arrivals to find them by.
public protocol WaveShelf: Sendable {
  /// Arrivals with fingerprints in the order in which they were written, from behind a place, for whoever keeps an index of
  /// them; without a place the latest `Arrival.recallMax`.
  func arrivals(site: SiteID, after sequence: Int64?, since: Timestamp, limit: Int) async throws(StoreError)
    -> [ArrivalMark]

  /// The wave that comments belong to, all of them taken together; `nil` where none of them is remembered.
  func waveStanding(of comments: [CommentID], site: SiteID, now: Timestamp) async throws(StoreError) -> WaveStanding?

  /// The wave of a comment; `nil` for one that is alone.
  func wave(of comment: CommentID, site: SiteID) async throws(StoreError) -> Wave?

  /// The comments of a wave, newest first.
  func comments(of wave: WaveID, site: SiteID, limit: Int) async throws(StoreError) -> [Comment]

  /// Whether newcomers are looked at closer just now.
  func waveAlarm(site: SiteID, now: Timestamp) async throws(StoreError) -> WaveAlarm?
}

/// What an arrival brings to find waves by, beside the comment.
public struct WaveClaim: Hashable, Sendable {
  public static let fingerprintBytesMax = 256
  public static let matchesMax = 16

  /// What later comments are compared with; empty for a text that says what everybody says.
  public var fingerprint: [UInt8]
  /// Stored comments that read alike. The arrival joins their wave; if there are several, they become one.
  public var matches: [CommentID]
  /// A keyed hash of the network address's prefix; `nil` where it is not known.
  public var address: UInt64?
  /// The decision that the verdict inherits, where it refuses because of it.
  public var inherited: ReviewID?
  /// How long newcomers are looked at closer from now on; `nil` where this arrival is no reason to.
  public var alarmSeconds: Double?

  public init(
    fingerprint: [UInt8] = [], matches: [CommentID] = [], address: UInt64? = nil, inherited: ReviewID? = nil,
    alarmSeconds: Double? = nil
  ) {
    self.fingerprint = fingerprint
    self.matches = matches
    self.address = address
    self.inherited = inherited
    self.alarmSeconds = alarmSeconds
  }
}

/// One comment's fingerprint, for an index.
public struct ArrivalMark: Hashable, Sendable {
  /// Its place in the order of writing.
  public var sequence: Int64
  public var comment: CommentID
  public var at: Timestamp
  public var fingerprint: [UInt8]

  public init(sequence: Int64, comment: CommentID, at: Timestamp, fingerprint: [UInt8]) {
    self.sequence = sequence
    self.comment = comment
    self.at = at
    self.fingerprint = fingerprint
  }
}

/// A wave before the next comment joins it.
public struct WaveStanding: Hashable, Sendable {
  public var wave: Wave
  /// Seconds since its last comments, newest first, at most `Neighbourhood.recentMax`.
  public var ages: [Double]

  public init(wave: Wave, ages: [Double]) {
    self.wave = wave
    self.ages = ages
  }
}

/// What a store remembers of an arrival for `Wave.keptSeconds`.
package struct Arrival: Hashable, Sendable {
  /// Arrivals that an index reads when it begins.
  package static let recallMax = 100_000

  package var site: SiteID
  package var comment: CommentID
  package var at: Timestamp
  package var address: UInt64?
  package var fingerprint: [UInt8]
  /// `nil` while the comment is alone.
  package var wave: WaveID?
  package var inherited: ReviewID?

  package init(
    site: SiteID, comment: CommentID, at: Timestamp, address: UInt64?, fingerprint: [UInt8], wave: WaveID? = nil,
    inherited: ReviewID? = nil
  ) {
    self.site = site
    self.comment = comment
    self.at = at
    self.address = address
    self.fingerprint = fingerprint
    self.wave = wave
    self.inherited = inherited
  }

  /// The wave that it belongs to, or would begin.
  var waveOrOwn: WaveID { wave ?? WaveID(bits: comment.bits) }
}

/// A comment of a wave with what figures are made of.
package struct WaveMember: Hashable, Sendable {
  package var comment: CommentID
  package var at: Timestamp
  package var author: AuthorID
  package var article: ArticleID
  package var state: CommentState
  package var cause: StateCause
  package var record: AuthorRecord
  package var inherited: ReviewID?

  package init(
    comment: CommentID, at: Timestamp, author: AuthorID, article: ArticleID, state: CommentState, cause: StateCause,
    record: AuthorRecord, inherited: ReviewID?
  ) {
    self.comment = comment
    self.at = at
    self.author = author
    self.article = article
    self.state = state
    self.cause = cause
    self.record = record
    self.inherited = inherited
  }
}

/// What people decided on a comment from some address.
package struct AddressDecision: Hashable, Sendable {
  package var at: Timestamp
  package var state: CommentState

  package init(at: Timestamp, state: CommentState) {
    self.at = at
    self.state = state
  }
}

extension TransactionalStore {
  public func arrivals(
    site: SiteID, after sequence: Int64?, since: Timestamp, limit: Int
  ) async throws(StoreError) -> [ArrivalMark] {
    try await read { (store) throws(StoreError) in
      var from = sequence ?? 0
      if sequence == nil { from = max(0, try store.lastArrivalSequence() - Int64(Arrival.recallMax)) }
      return try store.arrivalMarks(site: site, after: from, since: since, limit: max(0, limit))
    }
  }

  public func waveStanding(
    of comments: [CommentID], site: SiteID, now: Timestamp
  ) async throws(StoreError) -> WaveStanding? {
    try await read { (store) throws(StoreError) in try store.waveStanding(of: comments, site: site, now: now) }
  }

  public func wave(of comment: CommentID, site: SiteID) async throws(StoreError) -> Wave? {
    try await read { (store) throws(StoreError) in try store.wave(of: comment, site: site) }
  }

  public func comments(of wave: WaveID, site: SiteID, limit: Int) async throws(StoreError) -> [Comment] {
    try await read { (store) throws(StoreError) in try store.comments(of: wave, site: site, limit: limit) }
  }

  public func waveAlarm(site: SiteID, now: Timestamp) async throws(StoreError) -> WaveAlarm? {
    try await read { (store) throws(StoreError) in
      try store.storedWaveAlarm(site: site).flatMap { $0.isInForce(at: now) ? $0 : nil }
    }
  }
}
