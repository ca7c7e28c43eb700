import CommentStore
import ModerationModel
import RuleEngine

/// The rule sets that a store remembers, and how a person names one of them.
struct RuleSetHistory {
  /// Fewer digits of a revision than this are taken for a record's number.
  static let digitsMin = 6

  /// Newest first.
  var records: [RuleSetRecord]

  init(of store: any CommentStore, site: SiteID) async throws {
    records = try await store.ruleSets(site: site, limit: RuleSetRecord.countMax)
  }

  /// The newest record with a number, or with a revision that begins like this.
  func record(named name: String) throws -> RuleSetRecord {
    let shown = Harmless.line(name, widthMax: 80)
    if name.utf8.count < Self.digitsMin {
      if let number = Int64(name.hasPrefix("#") ? String(name.dropFirst()) : name) {
        if let record = records.first(where: { $0.number == number }) { return record }
        throw Self.unknown("there is no rule set number \(number) any more")
      }
      throw Self.unknown(
        "«\(shown)» is neither a number nor the first \(Self.digitsMin) digits of a revision")
    }
    let found = records.filter { $0.revision.hasPrefix(name.lowercased()) }
    guard let newest = found.first else { throw Self.unknown("no rule set's revision begins with «\(shown)»") }
    guard found.allSatisfy({ $0.revision == newest.revision }) else {
      throw Self.unknown("several revisions begin with «\(shown)»")
    }
    return newest
  }

  private static func unknown(_ message: String) -> Complaint.Thrown {
    Complaint.refused("unknown_revision", message, advice: "`moderato rules history` lists what can be named")
  }
}

/// A record as programs see it.
struct RuleSetRecordPayload: Encodable {
  var number: Int64
  var ruleset: String
  var name: String
  var at: String
  var actor: String
  var reason: String
  var files: [String]

  init(_ record: RuleSetRecord) {
    number = record.number
    ruleset = record.revision
    name = record.name
    at = record.at.description
    actor = record.actor
    reason = record.reason
    files = record.files.keys.sorted()
  }
}

/// What changes, as programs see it.
struct RuleSetChangesPayload: Encodable {
  struct Names: Encodable {
    var added: [String]
    var changed: [String]
    var removed: [String]

    init(_ names: RuleSetChanges.Names) {
      added = names.added
      changed = names.changed
      removed = names.removed
    }
  }

  var files: Names
  var rules: Names

  init(_ changes: RuleSetChanges) {
    files = Names(changes.files)
    rules = Names(changes.rules)
  }
}

extension RuleSetChanges {
  /// A line for what was added, changed and removed.
  func lines(indent: String = "  ") -> [String] {
    func line(_ what: String, _ names: Names) -> String? {
      guard !names.isEmpty else { return nil }
      let parts = [("+", names.added), ("~", names.changed), ("-", names.removed)].flatMap { sign, names in
        names.prefix(12).map { sign + Harmless.line($0, widthMax: 60) } + (names.count > 12 ? ["\(sign)…"] : [])
      }
      return "\(indent)\(what): \(parts.joined(separator: " "))"
    }
    let lines = [line("files", files), line("rules", rules)].compactMap { $0 }
    return lines.isEmpty ? ["\(indent)nothing differs"] : lines
  }
}
