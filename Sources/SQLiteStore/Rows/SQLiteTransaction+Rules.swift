package import CommentStore
internal import Foundation
internal import GRDB
package import ModerationModel

extension SQLiteTransaction {
  package func ruleRecords(site: SiteID, limit: Int) throws(StoreError) -> [RuleSetRecord] {
    try all(
      """
      \(RowTable.ruleSets.select)
      WHERE site = ?
      ORDER BY number DESC
      LIMIT ?
      """, [site.key.column, limit.column], subject: "rule sets"
    ) { (row) throws(StoreError) in try row.storedRuleSet() }
  }

  package mutating func insert(_ record: RuleSetRecord) throws(StoreError) {
    try insert(
      [
        record.site.key.column, record.number.column, record.revision.column, record.name.column, record.at.column,
        record.actor.column, record.reason.column, RuleManifest.text(record.files).column,
      ], into: .ruleSets)
  }

  package mutating func removeRuleRecords(upTo number: Int64, site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM rule_sets
      WHERE site = ? AND number <= ?
      """, [site.key.column, number.column])
  }

  package func ruleText(_ digest: [UInt8], site: SiteID) throws(StoreError) -> String? {
    try first(
      """
      SELECT text
      FROM rule_texts
      WHERE site = ? AND digest = ?
      """, [site.key.column, digest.column], subject: "rule files"
    ) { (row) throws(StoreError) in try row.text() }
  }

  package mutating func putRuleText(_ text: String, digest: [UInt8], site: SiteID) throws(StoreError) {
    try execute(
      """
      INSERT INTO rule_texts (site, digest, text)
      VALUES (?, ?, ?)
      """, [site.key.column, digest.column, text.column])
  }

  package mutating func removeRuleTexts(except digests: Set<[UInt8]>, site: SiteID) throws(StoreError) {
    let stored = try all(
      """
      SELECT digest
      FROM rule_texts
      WHERE site = ?
      """, [site.key.column], subject: "rule files"
    ) { (row) throws(StoreError) in try row.bytes() }
    for digest in stored where !digests.contains(digest) {
      try execute(
        """
        DELETE FROM rule_texts
        WHERE site = ? AND digest = ?
        """, [site.key.column, digest.column])
    }
  }

  package func storedRuleMarks(revision: String, site: SiteID) throws(StoreError) -> [RuleMark] {
    try all(
      """
      \(RowTable.ruleMarks.select)
      WHERE site = ? AND revision = ?
      ORDER BY rule, file, line, pattern
      """, [site.key.column, revision.column], subject: "rule marks"
    ) { (row) throws(StoreError) in try row.storedRuleMark() }
  }

  package mutating func put(_ mark: RuleMark, revision: String, site: SiteID) throws(StoreError) {
    try put(
      [
        site.key.column, revision.column, mark.kind.column, mark.rule.column, mark.file.column, mark.line.column,
        mark.pattern.column, mark.code.column, mark.count.column, (mark.share?.column).orNull, mark.since.column,
      ], into: .ruleMarks)
  }

  package mutating func removeRuleMarks(site: SiteID) throws(StoreError) {
    try execute(
      """
      DELETE FROM rule_marks
      WHERE site = ?
      """, [site.key.column])
  }
}

extension RowReader {
  mutating func storedRuleSet() throws(StoreError) -> RuleSetRecord {
    let site = try site()
    let number = try number()
    let revision = try text()
    let name = try text()
    let at = try time()
    let actor = try text()
    let reason = try text()
    guard let files = RuleManifest.files(try text()) else { throw damage }
    return RuleSetRecord(
      site: site, number: number, revision: revision, name: name, at: at, actor: actor, reason: reason, files: files)
  }

  mutating func storedRuleMark() throws(StoreError) -> RuleMark {
    skip(2)
    let kind: RuleMark.Kind = try name()
    let rule = try text()
    let file = try text()
    let line = try count()
    let pattern = try text()
    return RuleMark(
      kind: kind, rule: rule, pattern: pattern, file: file, line: line, code: try text(), count: try count(),
      share: try optionalReal(), since: try time())
  }
}

/// The files of a rule set in one column: a line each, the digest in hexadecimal digits and the path.
private enum RuleManifest {
  static func text(_ files: [String: [UInt8]]) -> String {
    files.sorted { $0.key < $1.key }.map { path, digest in
      digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + " " + path + "\n"
    }
    .joined()
  }

  /// `nil` for what is no such text.
  static func files(_ text: String) -> [String: [UInt8]]? {
    var files: [String: [UInt8]] = [:]
    for line in text.split(separator: "\n") {
      let digits = Array(line.utf8.prefix(64))
      guard digits.count == 64, line.utf8.dropFirst(64).first == UInt8(ascii: " ") else { return nil }
      var digest: [UInt8] = []
      for index in stride(from: 0, to: 64, by: 2) {
        guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
          return nil
        }
        digest.append(byte)
      }
      files[String(decoding: Array(line.utf8.dropFirst(65)), as: UTF8.self)] = digest
    }
    return files
  }
}
