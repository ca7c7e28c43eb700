internal import Crypto
internal import ModerationModel

extension StoreTransaction {
  mutating func keep(_ set: RuleSetInForce, stamp: WriteStamp) throws(StoreError) -> RuleSetRecord {
    let digests = set.texts.mapValues { RuleText.digest(of: $0) }
    let newest = try ruleRecords(site: set.site, limit: 1).first
    if let newest, newest.revision == set.revision, newest.files == digests { return newest }
    let record = RuleSetRecord(
      site: set.site, number: (newest?.number ?? 0) + 1, revision: set.revision, name: set.name, at: stamp.at,
      actor: stamp.actor, reason: set.reason, files: digests)
    for (path, digest) in digests.sorted(by: { $0.key < $1.key }) where try ruleText(digest, site: set.site) == nil {
      try putRuleText(set.texts[path] ?? "", digest: digest, site: set.site)
    }
    try insert(record)
    try forgetOldRuleSets(site: set.site, before: record.number - Int64(RuleSetRecord.countMax))
    if newest?.revision != set.revision { try removeRuleMarks(site: set.site) }
    try note(
      .rulesChanged, subject: "ruleset:\(set.revision)",
      details: ["name": set.name, "number": "\(record.number)", "reason": set.reason], site: set.site, stamp: stamp)
    var identities = IdentitySequence(stamp)
    try append(ModerationEvent(site: set.site, id: identities.next(), kind: .rulesChanged, at: stamp.at))
    return record
  }

  /// Takes away records up to a number, and the texts that no other record has.
  private mutating func forgetOldRuleSets(site: SiteID, before number: Int64) throws(StoreError) {
    guard number > 0 else { return }
    try removeRuleRecords(upTo: number, site: site)
    let kept = try ruleRecords(site: site, limit: RuleSetRecord.countMax).flatMap(\.files.values)
    try removeRuleTexts(except: Set(kept), site: site)
  }

  func ruleTexts(of number: Int64, site: SiteID) throws(StoreError) -> [String: String]? {
    guard let record = try ruleRecords(site: site, limit: RuleSetRecord.countMax).first(where: { $0.number == number })
    else { return nil }
    var texts: [String: String] = [:]
    for (path, digest) in record.files {
      guard let text = try ruleText(digest, site: site), RuleText.digest(of: text) == digest else {
        throw StoreError(.damaged, "rule set \(number)", underlying: "the file \(path) is missing or changed")
      }
      texts[path] = text
    }
    return texts
  }

  mutating func note(
    _ marks: [RuleMark], revision: String, site: SiteID, stamp: WriteStamp
  ) throws(StoreError) {
    let known = try storedRuleMarks(revision: revision, site: site)
    var identities = IdentitySequence(stamp)
    for mark in marks {
      try put(mark, revision: revision, site: site)
      let isKnown = known.contains {
        ($0.kind, $0.rule, $0.file, $0.line, $0.pattern) == (mark.kind, mark.rule, mark.file, mark.line, mark.pattern)
      }
      guard !isKnown else { continue }
      var details = [
        "code": mark.code, "count": "\(mark.count)", "place": "\(mark.file):\(mark.line)", "revision": revision,
      ]
      if let share = mark.share { details["share"] = "\((share * 10_000).rounded() / 10_000)" }
      try note(
        mark.kind == .quarantine ? .ruleQuarantined : .ruleGuarded, subject: "rule:\(mark.rule)", details: details,
        site: site, stamp: stamp)
      try append(ModerationEvent(site: site, id: identities.next(), kind: .ruleMarked, at: stamp.at))
    }
  }

  /// Texts of rule sets that are missing or are not what they were.
  func ruleTextFindings(site: SiteID) throws(StoreError) -> [StoreFinding] {
    var seen: Set<[UInt8]> = []
    var findings: [StoreFinding] = []
    for record in try ruleRecords(site: site, limit: RuleSetRecord.countMax) {
      for (path, digest) in record.files.sorted(by: { $0.key < $1.key }) where seen.insert(digest).inserted {
        let text = try ruleText(digest, site: site)
        guard text.map(RuleText.digest(of:)) != digest else { continue }
        findings.append(
          StoreFinding(
            kind: .damagedRow, subject: "rule set \(record.number) of \(site)",
            message: "the file \(path) is \(text == nil ? "missing" : "not what was kept")", isRepairable: false))
      }
    }
    return findings
  }
}

/// What a file of a rule set is kept under.
package enum RuleText {
  package static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

extension StoreLimits {
  static func check(_ set: RuleSetInForce) throws(StoreError) {
    try check(set.reason, bytesMax: RuleSetRecord.reasonBytesMax, "reason")
    try check(set.name, bytesMax: RuleSetRecord.reasonBytesMax, "name of the rule set")
    try check(set.revision, bytesMax: 64, "revision")
    var bytes = 0
    for (path, text) in set.texts {
      try check(path, bytesMax: subjectBytesMax, "path")
      try check(text, bytesMax: RuleSetRecord.bytesMax, "rule file")
      bytes += text.utf8.count
    }
    guard bytes <= RuleSetRecord.bytesMax else {
      throw StoreError(.invalidValue, "rule set over \(RuleSetRecord.bytesMax) bytes")
    }
  }

  static func check(_ mark: RuleMark) throws(StoreError) {
    try check(mark.rule, bytesMax: subjectBytesMax, "rule")
    try check(mark.pattern, bytesMax: RuleMark.patternBytesMax, "pattern")
    try check(mark.file, bytesMax: subjectBytesMax, "file")
    try check(mark.code, bytesMax: subjectBytesMax, "code")
  }
}
