public import ModerationModel

/// Rule sets that were in force, and what was done to their rules.
public protocol RuleShelf: Sendable {
  /// Remembers that a rule set is in force now. The set that is remembered as the newest already is not added again, so
  /// that every node and every start may say so; what was marked in the set before is forgotten with another revision.
  ///
  /// - Returns: The newest record.
  /// - Throws: `invalidValue` for a set of more than `RuleSetRecord.bytesMax` bytes.
  func keep(_ set: RuleSetInForce, stamp: WriteStamp) async throws(StoreError) -> RuleSetRecord

  /// Newest first, at most `RuleSetRecord.countMax`.
  func ruleSets(site: SiteID, limit: Int) async throws(StoreError) -> [RuleSetRecord]

  /// The files of a record by path; `nil` when there is no such record.
  func ruleTexts(of number: Int64, site: SiteID) async throws(StoreError) -> [String: String]?

  /// Makes marks visible to everybody, and notes those that are new in the log.
  func note(_ marks: [RuleMark], revision: String, site: SiteID, stamp: WriteStamp) async throws(StoreError)

  /// By rule, then by place.
  func ruleMarks(revision: String, site: SiteID) async throws(StoreError) -> [RuleMark]
}

extension TransactionalStore {
  public func keep(_ set: RuleSetInForce, stamp: WriteStamp) async throws(StoreError) -> RuleSetRecord {
    try StoreLimits.check(set)
    return try await write { (store) throws(StoreError) in try store.keep(set, stamp: stamp) }
  }

  public func ruleSets(site: SiteID, limit: Int) async throws(StoreError) -> [RuleSetRecord] {
    try await read { (store) throws(StoreError) in try store.ruleRecords(site: site, limit: max(limit, 0)) }
  }

  public func ruleTexts(of number: Int64, site: SiteID) async throws(StoreError) -> [String: String]? {
    try await read { (store) throws(StoreError) in try store.ruleTexts(of: number, site: site) }
  }

  public func note(
    _ marks: [RuleMark], revision: String, site: SiteID, stamp: WriteStamp
  ) async throws(StoreError) {
    for mark in marks { try StoreLimits.check(mark) }
    try await write { (store) throws(StoreError) in
      try store.note(marks, revision: revision, site: site, stamp: stamp)
    }
  }

  public func ruleMarks(revision: String, site: SiteID) async throws(StoreError) -> [RuleMark] {
    try await read { (store) throws(StoreError) in try store.storedRuleMarks(revision: revision, site: site) }
  }
}
