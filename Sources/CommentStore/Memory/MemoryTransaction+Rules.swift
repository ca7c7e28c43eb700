package import ModerationModel

extension MemoryTransaction {
  package func ruleRecords(site: SiteID, limit: Int) throws(StoreError) -> [RuleSetRecord] {
    Array((tables.ruleSets[site] ?? []).reversed().prefix(limit))
  }

  package mutating func insert(_ record: RuleSetRecord) throws(StoreError) {
    set((tables.ruleSets[record.site] ?? []) + [record], in: \.ruleSets, at: record.site)
  }

  package mutating func removeRuleRecords(upTo number: Int64, site: SiteID) throws(StoreError) {
    guard let records = tables.ruleSets[site] else { return }
    set(records.filter { $0.number > number }, in: \.ruleSets, at: site)
  }

  package func ruleText(_ digest: [UInt8], site: SiteID) throws(StoreError) -> String? {
    tables.ruleTexts[Scoped(site, digest)]
  }

  package mutating func putRuleText(_ text: String, digest: [UInt8], site: SiteID) throws(StoreError) {
    set(text, in: \.ruleTexts, at: Scoped(site, digest))
  }

  package mutating func removeRuleTexts(except digests: Set<[UInt8]>, site: SiteID) throws(StoreError) {
    for key in tables.ruleTexts.keys where key.site == site && !digests.contains(key.id) {
      set(nil, in: \.ruleTexts, at: key)
    }
  }

  package func storedRuleMarks(revision: String, site: SiteID) throws(StoreError) -> [RuleMark] {
    tables.ruleMarks.filter { $0.key.revision == revision && $0.key.site == site }.map(\.value)
      .sorted { ($0.rule, $0.file, $0.line, $0.pattern) < ($1.rule, $1.file, $1.line, $1.pattern) }
  }

  package mutating func put(_ mark: RuleMark, revision: String, site: SiteID) throws(StoreError) {
    let key = MemoryTables.MarkKey(
      site: site, revision: revision, kind: mark.kind, rule: mark.rule, file: mark.file, line: mark.line,
      pattern: mark.pattern)
    set(mark, in: \.ruleMarks, at: key)
  }

  package mutating func removeRuleMarks(site: SiteID) throws(StoreError) {
    for key in tables.ruleMarks.keys where key.site == site { set(nil, in: \.ruleMarks, at: key) }
  }
}
