package import ModerationModel

/// Circumstances as bytes, for stores that keep them in one column: 12 to 30 for most comments, up to 200 in a wave.
///
/// A version byte leads. Four bytes of checksum end it (FNV-1a, folded), because the column stands outside the checksum of
/// its row: rows that were written before there was such a column keep theirs.
package enum CircumstancesCodec {
  private static let version: UInt8 = 1
  /// More posting times than a store hands over are never kept.
  private static let recentMax = SubmissionBackground.recentMax

  /// What is there besides the counts, a bit each.
  fileprivate struct Parts: OptionSet {
    var rawValue: Int

    static let premoderated = Parts(rawValue: 1 << 0)
    static let holdThreshold = Parts(rawValue: 1 << 1)
    static let rejectThreshold = Parts(rawValue: 1 << 2)
    static let articleDate = Parts(rawValue: 1 << 3)
    static let first = Parts(rawValue: 1 << 4)
    static let sanction = Parts(rawValue: 1 << 5)
    static let record = Parts(rawValue: 1 << 6)
    static let decisions = Parts(rawValue: 1 << 7)
    static let form = Parts(rawValue: 1 << 8)
    static let honeypot = Parts(rawValue: 1 << 9)
    static let copies = Parts(rawValue: 1 << 10)
    static let edit = Parts(rawValue: 1 << 11)
    static let spamDistance = Parts(rawValue: 1 << 12)
    static let audit = Parts(rawValue: 1 << 13)
    static let chosen = Parts(rawValue: 1 << 14)
    static let neighbourhood = Parts(rawValue: 1 << 20)
    static let all = Parts(rawValue: (1 << 15) - 1 | 1 << 20)
  }

  package static func encoded(_ circumstances: Circumstances) -> [UInt8] {
    let parts = parts(of: circumstances)
    var writer = ByteWriter()
    writer.append(version)
    writer.append(count: parts.rawValue)
    if let points = circumstances.holdThreshold { writer.append(points) }
    if let points = circumstances.rejectThreshold { writer.append(points) }
    if let date = circumstances.articlePublishedAt { writer.append(signed: date.milliseconds) }
    if let sanction = circumstances.sanction { writer.append(sanction.rawValue) }
    let record = circumstances.record
    if parts.contains(.record) {
      for count in [
        record.published, record.approved, record.pending, record.rejected, record.spam, record.deleted,
      ] {
        writer.append(signed: Int64(count))
      }
    }
    if parts.contains(.decisions) {
      writer.append(count: circumstances.decidedLastWeek)
      writer.append(count: circumstances.refusedLastWeek)
      writer.append(count: circumstances.overturnedLastMonth)
    }
    if case .valid(let seconds, _) = circumstances.form { writer.append(seconds) }
    if parts.contains(.copies) {
      writer.append(count: circumstances.copiesBySameAuthor)
      writer.append(count: circumstances.copiesByOthers)
    }
    if let distance = circumstances.spamDistance { writer.append(count: distance) }
    if let audit = circumstances.audit { writer.append(audit.rate) }
    writer.append(count: min(circumstances.recentPostAges.count, recentMax))
    for age in circumstances.recentPostAges.prefix(recentMax) { writer.append(signed: age) }
    if parts.contains(.neighbourhood) { writer.append(circumstances.neighbourhood) }
    let sum = checksum(writer.bytes)
    for shift in stride(from: 0, to: 32, by: 8) { writer.append(UInt8(truncatingIfNeeded: sum >> UInt32(shift))) }
    return writer.bytes
  }

  /// `nil` for bytes that `encoded` did not make.
  package static func decoded(_ bytes: some RandomAccessCollection<UInt8>) -> Circumstances? {
    let source = Array(bytes)
    guard source.count > 5 else { return nil }
    let body = Array(source.dropLast(4))
    guard source.suffix(4).reversed().reduce(UInt32(0), { $0 << 8 | UInt32($1) }) == checksum(body) else { return nil }
    var reader = ByteReader(body)
    guard reader.byte() == version, let raw = reader.number(), Parts(rawValue: raw).isSubset(of: .all) else {
      return nil
    }
    let found = reader.circumstances(Parts(rawValue: raw))
    return reader.isAtEnd ? found : nil
  }

  private static func parts(of circumstances: Circumstances) -> Parts {
    var parts: Parts = []
    func add(_ part: Parts, _ isThere: Bool) { if isThere { parts.insert(part) } }
    add(.premoderated, circumstances.mode == .pre)
    add(.holdThreshold, circumstances.holdThreshold != nil)
    add(.rejectThreshold, circumstances.rejectThreshold != nil)
    add(.articleDate, circumstances.articlePublishedAt != nil)
    add(.first, circumstances.isFirst)
    add(.sanction, circumstances.sanction != nil)
    add(.record, circumstances.record != AuthorRecord())
    add(
      .decisions,
      circumstances.decidedLastWeek + circumstances.refusedLastWeek + circumstances.overturnedLastMonth > 0)
    if case .valid(_, let isFilled) = circumstances.form {
      add(.form, true)
      add(.honeypot, isFilled)
    }
    add(.copies, circumstances.copiesBySameAuthor + circumstances.copiesByOthers > 0)
    add(.edit, circumstances.isEdit)
    add(.spamDistance, circumstances.spamDistance != nil)
    add(.audit, circumstances.audit != nil)
    add(.chosen, circumstances.audit?.isChosen == true)
    add(.neighbourhood, circumstances.neighbourhood != Neighbourhood())
    return parts
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}

extension ByteReader {
  fileprivate mutating func circumstances(_ parts: CircumstancesCodec.Parts) -> Circumstances? {
    var found = Circumstances()
    found.mode = parts.contains(.premoderated) ? .pre : .post
    found.isFirst = parts.contains(.first)
    found.isEdit = parts.contains(.edit)
    if parts.contains(.holdThreshold) {
      guard let points = double() else { return nil }
      found.holdThreshold = points
    }
    if parts.contains(.rejectThreshold) {
      guard let points = double() else { return nil }
      found.rejectThreshold = points
    }
    if parts.contains(.articleDate) {
      guard let date = signed() else { return nil }
      found.articlePublishedAt = Timestamp(milliseconds: date)
    }
    if parts.contains(.sanction) {
      guard let kind = text().flatMap(Sanction.Kind.init(rawValue:)) else { return nil }
      found.sanction = kind
    }
    if parts.contains(.record) {
      guard let published = signed(), let approved = signed(), let pending = signed(), let rejected = signed(),
        let spam = signed(), let deleted = signed()
      else { return nil }
      found.record = AuthorRecord(
        published: Int(published), approved: Int(approved), pending: Int(pending), rejected: Int(rejected),
        spam: Int(spam), deleted: Int(deleted))
    }
    if parts.contains(.decisions) {
      guard let decided = number(), let refused = number(), let overturned = number() else { return nil }
      (found.decidedLastWeek, found.refusedLastWeek, found.overturnedLastMonth) = (decided, refused, overturned)
    }
    if parts.contains(.form) {
      guard let seconds = double() else { return nil }
      found.form = .valid(seconds: seconds, honeypotFilled: parts.contains(.honeypot))
    }
    if parts.contains(.copies) {
      guard let own = number(), let others = number() else { return nil }
      (found.copiesBySameAuthor, found.copiesByOthers) = (own, others)
    }
    if parts.contains(.spamDistance) {
      guard let distance = number() else { return nil }
      found.spamDistance = distance
    }
    if parts.contains(.audit) {
      guard let rate = double() else { return nil }
      found.audit = AuditDraw(rate: rate, isChosen: parts.contains(.chosen))
    }
    guard let count = count() else { return nil }
    for _ in 0..<count {
      guard let age = signed() else { return nil }
      found.recentPostAges.append(age)
    }
    if parts.contains(.neighbourhood) {
      guard let around = neighbourhood() else { return nil }
      found.neighbourhood = around
    }
    return found
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ around: Neighbourhood) {
    append((around.isAlarmed ? 1 : 0) | (around.wave == nil ? 0 : 2) | (around.address == nil ? 0 : 4) as UInt8)
    if let wave = around.wave {
      for shift in stride(from: 0, to: 128, by: 8) { append(UInt8(truncatingIfNeeded: wave.id.bits >> UInt128(shift))) }
      for count in [wave.size, wave.authors, wave.articles, wave.held, wave.refused, wave.regulars] {
        append(count: max(0, count))
      }
      append(wave.ruling?.decision.rawValue ?? "")
      if let ruling = wave.ruling {
        for shift in stride(from: 0, to: 128, by: 8) {
          append(UInt8(truncatingIfNeeded: ruling.review.bits >> UInt128(shift)))
        }
      }
    }
    for record in [around.author] + (around.address.map { [$0] } ?? []) {
      append(record.approved)
      append(record.refused)
    }
    for ages in [around.addressAges, around.waveAges] {
      let kept = ages.prefix(Neighbourhood.recentMax)
      append(count: kept.count)
      for age in kept { append(signed: Int64((age * 1000).rounded())) }
    }
  }
}

extension ByteReader {
  private mutating func bits() -> UInt128? {
    bytes(16).map { $0.reversed().reduce(UInt128(0)) { $0 << 8 | UInt128($1) } }
  }

  private mutating func reputation() -> Reputation? {
    guard let approved = double(), let refused = double() else { return nil }
    return Reputation(approved: approved, refused: refused)
  }

  private mutating func ages() -> [Double]? {
    guard let count = count(), count <= Neighbourhood.recentMax else { return nil }
    var ages: [Double] = []
    for _ in 0..<count {
      guard let age = signed() else { return nil }
      ages.append(Double(age) / 1000)
    }
    return ages
  }

  private mutating func wave() -> Wave? {
    guard let id = bits(), let size = number(), let authors = number(), let articles = number(), let held = number(),
      let refused = number(), let regulars = number(), let word = text()
    else { return nil }
    var wave = Wave(
      id: WaveID(bits: id), size: size, authors: authors, articles: articles, held: held, refused: refused,
      regulars: regulars)
    guard !word.isEmpty else { return wave }
    guard let decision = Decision(rawValue: word), let review = bits() else { return nil }
    wave.ruling = Wave.Ruling(decision: decision, review: ReviewID(bits: review))
    return wave
  }

  fileprivate mutating func neighbourhood() -> Neighbourhood? {
    guard let parts = byte(), parts < 8 else { return nil }
    var around = Neighbourhood(isAlarmed: parts & 1 != 0)
    if parts & 2 != 0 {
      guard let wave = wave() else { return nil }
      around.wave = wave
    }
    guard let author = reputation() else { return nil }
    around.author = author
    if parts & 4 != 0 {
      guard let address = reputation() else { return nil }
      around.address = address
    }
    guard let addressAges = ages(), let waveAges = ages() else { return nil }
    (around.addressAges, around.waveAges) = (addressAges, waveAges)
    return around
  }
}
