import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import RuleEngine
import ServiceAssembly

struct RulesRollbackCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Bring back a rule set that was in force before.",
    discussion: """
      Without REV, the one before the present one. Its files are written back into the rule set's folder; running programs
      take them as they take any edit. Edits that were never in force are not overwritten unless --force says so, and a set
      that would not load any more is not written at all.

        moderato rules rollback --rules my-rules
        moderato rules rollback 3f2a9c --reason 'held half of the readers' --rules my-rules
      """)

  @Argument(help: ArgumentHelp("The record's number, or the beginning of its revision.", valueName: "rev"))
  var name: String?
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text")) var reason: String?
  @Flag(help: "Overwrite edits that were never in force.") var force = false
  @Flag(help: "Only say what would change.") var dryRun = false
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var record: RuleSetRecordPayload
    var changes: RuleSetChangesPayload
    var isDryRun: Bool
  }

  func validate() throws {
    guard (reason ?? "").utf8.count <= RuleSetRecord.reasonBytesMax else {
      throw ValidationError("--reason has \(RuleSetRecord.reasonBytesMax) bytes at most.")
    }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    guard let folder = settings.rules else {
      throw Complaint.refused(
        "shipped_rules", "the shipped rules are in force, and they are not to be changed",
        advice: "`moderato rules copy DIR` makes a folder of your own, to be named with --rules")
    }
    try await withStore { store in
      try AccessRule.check(
        global.actingName, for: .edit, among: try await store.moderators(site: settings.site))
      let history = try await RuleSetHistory(of: store, site: settings.site)
      let present = try? RuleFiles(folder: folder)
      let known = present.flatMap { files in history.records.first { $0.files == Self.digests(of: files) } }
      guard known != nil || present == nil || force || dryRun else {
        throw Complaint.refused(
          "unsaved_edits", "\(Harmless.line(folder)) has edits that were never in force, and nothing was changed",
          advice: "look at them first; --force gives them up")
      }
      let target = try target(in: history, present: known)
      guard let texts = try await store.ruleTexts(of: target.number, site: settings.site) else {
        throw Complaint.refused("unknown_revision", "the files of #\(target.number) are not kept any more")
      }
      let files = RuleFiles(texts)
      // What was sound under an earlier program need not be under this one.
      let rules = try RuleSet(files: files, requireTests: true)
      let changes = RuleSetChanges(from: present ?? RuleFiles(), to: files)
      var record = target
      if !dryRun {
        try files.replace(in: folder)
        let words = reason ?? "rollback to #\(target.number) (\(target.revision.prefix(12)))"
        record = try await store.keep(
          RuleSetInForce(
            site: settings.site, revision: rules.revision, name: rules.name, reason: words, texts: texts),
          stamp: .now(by: global.actingName))
      }
      switch console.format {
      case .json:
        try console.send(
          Payload(record: RuleSetRecordPayload(record), changes: RuleSetChangesPayload(changes), isDryRun: dryRun))
      case .text:
        try console.say(
          "\(Harmless.line(folder)) \(dryRun ? "would be" : "is") as in #\(target.number) "
            + "(\(target.revision.prefix(12)), \(target.at), \(Harmless.line(target.actor, widthMax: 40))):")
        try console.say(changes.lines())
      }
    }
  }

  /// The record that is meant: the named one, or the newest that differs from what is in the folder. Where the folder
  /// holds something that was never in force, that is the newest of all.
  private func target(in history: RuleSetHistory, present: RuleSetRecord?) throws -> RuleSetRecord {
    if let name { return try history.record(named: name) }
    let older = present.map { present in
      history.records.filter { $0.number < present.number && $0.revision != present.revision }
    }
    guard let target = (older ?? history.records).first else {
      throw Complaint.refused(
        "nothing_to_roll_back", "no other rule set has been in force before this one",
        advice: "`moderato rules history` lists what can be brought back")
    }
    return target
  }

  private static func digests(of files: RuleFiles) -> [String: [UInt8]] {
    files.texts.mapValues { RuleText.digest(of: $0) }
  }
}
