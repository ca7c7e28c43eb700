import ArgumentParser
import CommentStore
import ModerationModel
import RuleEngine
import ServiceAssembly

struct RulesHistoryCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Which rule sets were in force: since when, by whom, why, and what each changed.",
    discussion: "The store keeps the last \(RuleSetRecord.countMax) of a site.")

  @Option(help: "Records at most, newest first.") var limit = 20
  @Option(help: ArgumentHelp("Only those that changed this rule.", valueName: "id")) var rule: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Entry: Encodable {
      var record: RuleSetRecordPayload
      /// Against the record before it; absent for the oldest.
      var changes: RuleSetChangesPayload?
    }

    var history: [Entry]
  }

  func validate() throws {
    guard limit >= 1 else { throw ValidationError("--limit must be 1 or more.") }
  }

  func execute(_ console: Console) async throws {
    let site = try global.settings().site
    try await withStore { store in
      let records = try await RuleSetHistory(of: store, site: site).records
      guard !records.isEmpty || console.format == .json else {
        return try console.say("No rule set has been in force here yet.")
      }
      var entries: [Payload.Entry] = []
      var files = try await Self.files(of: records.first, store, site)
      var shown = 0
      for (index, record) in records.enumerated() where shown < limit {
        let before = index + 1 < records.count ? records[index + 1] : nil
        let earlier = try await Self.files(of: before, store, site)
        let changes = before == nil ? nil : RuleSetChanges(from: earlier, to: files)
        let own = files
        files = earlier
        if let rule, let changes, !changes.rules.names.contains(rule) { continue }
        if let rule, changes == nil, !Self.hasRule(rule, own) { continue }
        shown += 1
        switch console.format {
        case .json:
          entries.append(.init(record: RuleSetRecordPayload(record), changes: changes.map { .init($0) }))
        case .text:
          try console.say(
            "\(console.ink.strong("#\(record.number)"))  \(record.revision.prefix(12))  \(record.at)  "
              + "\(Harmless.line(record.actor, widthMax: 40))  \(Harmless.line(record.reason, widthMax: 80))")
          if let changes { try console.say(changes.lines(indent: "    ").map { console.ink.faint($0) }) }
        }
      }
      if console.format == .json { try console.send(Payload(history: entries)) }
    }
  }

  /// Whether a rule stands in the oldest set that is kept, about which nobody knows what it changed.
  private static func hasRule(_ rule: String, _ files: RuleFiles) -> Bool {
    RuleSetChanges(from: RuleFiles(), to: files).rules.added.contains(rule)
  }

  private static func files(
    of record: RuleSetRecord?, _ store: any CommentStore, _ site: SiteID
  ) async throws -> RuleFiles {
    guard let record else { return RuleFiles() }
    return RuleFiles(try await store.ruleTexts(of: record.number, site: site) ?? [:])
  }
}

struct RulesShowCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a file of a rule set that was in force, or which files it had.",
    discussion: """
        moderato rules show 4 gambling.yaml
        moderato rules show 3f2a9c gambling.yaml | diff - my-rules/gambling.yaml
      """)

  @Argument(help: ArgumentHelp("The record's number, or the beginning of its revision.", valueName: "rev"))
  var name: String
  @Argument(help: "The file, by its path inside the folder.") var file: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var record: RuleSetRecordPayload
    var file: String?
    var text: String?
  }

  func execute(_ console: Console) async throws {
    let site = try global.settings().site
    try await withStore { store in
      let record = try await RuleSetHistory(of: store, site: site).record(named: name)
      var text: String?
      if let file {
        text = try await store.ruleTexts(of: record.number, site: site)?[file]
        guard text != nil else {
          throw Complaint.refused(
            "unknown_file", "the rule set #\(record.number) has no file «\(Harmless.line(file, widthMax: 80))»",
            advice: NearestName.of(file, among: Array(record.files.keys)).map { "did you mean «\($0)»?" })
        }
      }
      switch console.format {
      case .json: try console.send(Payload(record: RuleSetRecordPayload(record), file: file, text: text))
      case .text:
        if let text {
          // As it was kept, byte for byte, so that it can be compared and put back.
          try console.output.write(Array(text.utf8))
        } else {
          try console.say(record.files.keys.sorted().map { Harmless.line($0) })
        }
      }
    }
  }
}
