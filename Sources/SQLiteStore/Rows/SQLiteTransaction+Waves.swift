package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

extension RowReader {
  fileprivate mutating func storedArrival() throws(StoreError) -> Arrival {
    Arrival(
      site: try site(), comment: try identifier(), at: try time(),
      address: try optionalNumber().map { UInt64(bitPattern: $0) },
      fingerprint: try optionalData().map(Array.init) ?? [],
      wave: try optionalIdentifier(), inherited: try optionalIdentifier())
  }

  fileprivate mutating func waveMember() throws(StoreError) -> WaveMember {
    WaveMember(
      comment: try identifier(), at: try time(), author: try identifier(), article: try article(), state: try name(),
      cause: try name(),
      record: AuthorRecord(approved: try count(), rejected: try count(), spam: try count()),
      inherited: try optionalIdentifier())
  }
}

extension SQLiteTransaction {
  private static var selectArrival: String {
    """
    SELECT site, comment, at, address, fingerprint, wave, inherited
    FROM arrivals
    """
  }

  private static var selectMember: String {
    """
    SELECT arrival.comment, arrival.at, comment.author, comment.article, comment.state, comment.cause,
      author.approved, author.rejected, author.spam, arrival.inherited
    FROM arrivals AS arrival
    JOIN comments AS comment ON comment.site = arrival.site AND comment.id = arrival.comment
    JOIN authors AS author ON author.site = comment.site AND author.id = comment.author
    """
  }

  package func arrival(of comment: CommentID, site: SiteID) throws(StoreError) -> Arrival? {
    try first(
      """
      \(Self.selectArrival)
      WHERE site = ? AND comment = ?
      """, [site.key.column, comment.column], subject: "arrival of comment \(comment)"
    ) { (row) throws(StoreError) in try row.storedArrival() }
  }

  package mutating func insert(_ arrival: Arrival) throws(StoreError) {
    try execute(
      """
      INSERT INTO arrivals (site, comment, at, address, fingerprint, wave, inherited)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        arrival.site.key.column, arrival.comment.column, arrival.at.column,
        (arrival.address.map { Int64(bitPattern: $0).column }).orNull,
        arrival.fingerprint.isEmpty ? .null : arrival.fingerprint.column, (arrival.wave?.column).orNull,
        (arrival.inherited?.column).orNull,
      ])
  }

  package mutating func update(_ arrival: Arrival) throws(StoreError) {
    try execute(
      """
      UPDATE arrivals
      SET wave = ?, inherited = ?
      WHERE site = ? AND comment = ?
      """,
      [
        (arrival.wave?.column).orNull, (arrival.inherited?.column).orNull, arrival.site.key.column,
        arrival.comment.column,
      ])
  }

  package mutating func removeArrival(of comment: CommentID, site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM arrivals
      WHERE site = ? AND comment = ?
      """, [site.key.column, comment.column])
  }

  package mutating func merge(_ wave: WaveID, into other: WaveID, site: SiteID) throws(StoreError) {
    try execute(
      """
      UPDATE arrivals
      SET wave = ?
      WHERE site = ? AND wave = ?
      """, [other.column, site.key.column, wave.column])
  }

  package func lastArrivalSequence() throws(StoreError) -> Int64 {
    try number(
      """
      SELECT max(sequence)
      FROM arrivals
      """)
  }

  /// The sign keeps SQLite from the index by site, which would read a whole month for the last second.
  package static let arrivalMarksStatement = """
    SELECT sequence, comment, at, fingerprint
    FROM arrivals
    WHERE sequence > ? AND +site = ? AND at >= ? AND fingerprint IS NOT NULL
    ORDER BY sequence
    LIMIT ?
    """

  /// Of a row of `cases`: no older comment of its wave waits.
  ///
  /// Questions within questions keep this order: few comments are in a wave, and few of a wave's come before one. As one
  /// join SQLite begins with all cases of the site.
  package static let standsForItsWave = """
    NOT EXISTS (
      SELECT 1
      FROM arrivals AS own
      CROSS JOIN arrivals AS other
      WHERE own.site = cases.site AND own.comment = cases.comment
        AND other.site = own.site AND other.wave = own.wave AND other.comment < own.comment
        AND EXISTS (
          SELECT 1
          FROM cases AS earlier
          WHERE earlier.site = other.site AND earlier.comment = other.comment AND earlier.state = 'open'
        )
    )
    """

  package func arrivalMarks(
    site: SiteID, after sequence: Int64, since: Timestamp, limit: Int
  ) throws(StoreError) -> [ArrivalMark] {
    try all(
      Self.arrivalMarksStatement,
      [sequence.column, site.key.column, since.column, limit.column], subject: "arrivals"
    ) { (row) throws(StoreError) in
      ArrivalMark(
        sequence: try row.number(), comment: try row.identifier(), at: try row.time(), fingerprint: try row.bytes())
    }
  }

  package func arrivals(inheriting review: ReviewID, site: SiteID) throws(StoreError) -> [Arrival] {
    try all(
      """
      \(Self.selectArrival)
      WHERE site = ? AND inherited = ?
      ORDER BY +comment
      """, [site.key.column, review.column], subject: "arrivals after review \(review)"
    ) { (row) throws(StoreError) in try row.storedArrival() }
  }

  package func waveComments(_ wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [CommentID] {
    try all(
      """
      SELECT comment
      FROM arrivals
      WHERE site = ? AND wave = ?
      ORDER BY comment DESC
      LIMIT ?
      """, [site.key.column, wave.column, limit.column], subject: "wave \(wave)"
    ) { (row) throws(StoreError) in try row.identifier() }
  }

  package func waveMembers(_ wave: WaveID, site: SiteID, limit: Int) throws(StoreError) -> [WaveMember] {
    try all(
      """
      \(Self.selectMember)
      WHERE arrival.site = ? AND arrival.wave = ?
      ORDER BY arrival.comment DESC
      LIMIT ?
      """, [site.key.column, wave.column, limit.column], subject: "wave \(wave)"
    ) { (row) throws(StoreError) in try row.waveMember() }
  }

  package func waveMember(_ comment: CommentID, site: SiteID) throws(StoreError) -> WaveMember? {
    try first(
      """
      \(Self.selectMember)
      WHERE arrival.site = ? AND arrival.comment = ?
      """, [site.key.column, comment.column], subject: "arrival of comment \(comment)"
    ) { (row) throws(StoreError) in try row.waveMember() }
  }

  package func waveSize(_ wave: WaveID, site: SiteID) throws(StoreError) -> Int {
    Int(
      try number(
        """
        SELECT count(*)
        FROM arrivals
        WHERE site = ? AND wave = ?
        """, [site.key.column, wave.column]))
  }

  package func rulings(
    on comments: [CommentID], inherited reviews: Set<ReviewID>, site: SiteID
  ) throws(StoreError) -> [Wave.Ruling] {
    var found: [Wave.Ruling] = []
    for comment in comments {
      let ruling = try first(
        """
        SELECT review.id, review.decision
        FROM review_items AS item
        JOIN reviews AS review ON review.site = item.site AND review.id = item.review
        WHERE item.site = ? AND item.comment = ? AND review.undone_at IS NULL
        ORDER BY +item.review DESC
        LIMIT 1
        """, [site.key.column, comment.column], subject: "reviews of comment \(comment)"
      ) { (row) throws(StoreError) in
        let id: ReviewID = try row.identifier()
        return Wave.Ruling(decision: try row.name(), review: id)
      }
      if let ruling { found.append(ruling) }
    }
    for review in reviews {
      let ruling = try first(
        """
        SELECT decision
        FROM reviews
        WHERE site = ? AND id = ? AND undone_at IS NULL
        """, [site.key.column, review.column], subject: "review \(review)"
      ) { (row) throws(StoreError) in Wave.Ruling(decision: try row.name(), review: review) }
      if let ruling { found.append(ruling) }
    }
    return found
  }

  package func addressTimes(
    _ address: UInt64, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [Timestamp] {
    try all(
      """
      SELECT at
      FROM arrivals
      WHERE site = ? AND address = ? AND at >= ?
      ORDER BY at DESC
      LIMIT ?
      """, [site.key.column, Int64(bitPattern: address).column, since.column, limit.column], subject: "arrivals"
    ) { (row) throws(StoreError) in try row.time() }
  }

  package func addressDecisions(
    _ address: UInt64, site: SiteID, since: Timestamp, limit: Int
  ) throws(StoreError) -> [AddressDecision] {
    try all(
      """
      SELECT arrival.at, comment.state
      FROM (
        SELECT site, comment, at
        FROM arrivals
        WHERE site = ? AND address = ? AND at >= ?
        ORDER BY at DESC
        LIMIT ?
      ) AS arrival
      JOIN comments AS comment ON comment.site = arrival.site AND comment.id = arrival.comment
      WHERE comment.cause = 'review'
      """, [site.key.column, Int64(bitPattern: address).column, since.column, limit.column], subject: "arrivals"
    ) { (row) throws(StoreError) in AddressDecision(at: try row.time(), state: try row.name()) }
  }

  package func storedWaveAlarm(site: SiteID) throws(StoreError) -> WaveAlarm? {
    try first(
      """
      SELECT wave, since, until
      FROM wave_alarms
      WHERE site = ?
      """, [site.key.column], subject: "wave alarms"
    ) { (row) throws(StoreError) in
      WaveAlarm(site: site, wave: try row.identifier(), since: try row.time(), until: try row.time())
    }
  }

  package mutating func put(_ alarm: WaveAlarm) throws(StoreError) {
    try execute(
      """
      INSERT INTO wave_alarms (site, wave, since, until)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (site) DO UPDATE
      SET wave = excluded.wave, since = excluded.since, until = excluded.until
      """, [alarm.site.key.column, alarm.wave.column, alarm.since.column, alarm.until.column])
  }

  /// Forgets arrivals from before a time, oldest places first.
  func pruneArrivals(before: Timestamp, limit: Int) throws(StoreError) {
    try execute(
      """
      DELETE FROM arrivals
      WHERE sequence IN (
        SELECT sequence
        FROM (SELECT sequence, at FROM arrivals ORDER BY sequence LIMIT ?)
        WHERE at < ?
      )
      """, [limit.column, before.column])
  }
}
