import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ServiceAssembly

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "The place where everything is kept.",
    subcommands: [Migrate.self, Verify.self, Repair.self, Backup.self, Stats.self])

  struct Migrate: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Make a store, or bring an older one up to date.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withStore { store in
        let statistics = try await store.statistics()
        switch console.format {
        case .json: try console.send(StoreStatisticsPayload(statistics, location: store.location))
        case .text:
          try console.say("\(Harmless.line(store.location)) is up to date: \(Harmless.line(statistics.schemaVersion)).")
        }
      }
    }
  }

  struct Verify: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look for what does not agree: counts, cases, the log's chain, damaged rows.",
      discussion: "Exit code 1 when something was found.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let findings = try await withStore { store in try await store.verify() }
      try StoreFindings.show(findings, "Everything agrees.", console)
      guard findings.isEmpty else {
        try console.output.flush()
        throw exitFindings
      }
    }
  }

  struct Repair: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mend what can be mended from the comments themselves, and say what was mended.",
      discussion: "Exit code 1 when something is left that nobody can mend.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let (mended, rest): ([StoreFinding], [StoreFinding]) = try await withStore { store in
        // Into a damaged file nothing is written: it could hit what is still whole.
        let found = try await store.verify()
        guard !found.contains(where: { $0.kind == .damagedFile }) else { return ([], found) }
        do {
          let mended = try await store.repair(stamp: .now(by: global.actingName))
          return (mended, mended.isEmpty ? found : try await store.verify())
        } catch let error as StoreError where error.code == .damaged {
          return ([], found)
        }
      }
      try StoreFindings.show(mended, rest.isEmpty ? "Nothing had to be mended." : "Nothing was mended.", console)
      guard rest.isEmpty else {
        try console.output.flush()
        throw Complaint.Thrown(
          complaint: Complaint(
            "not_mendable", "\(Complaint.count(rest.count, "finding")) cannot be mended",
            advice: "stop, keep the file as it is, and restore the last verified backup (Docs/Operating.md)",
            details: rest.prefix(Complaint.detailsMax).map { Harmless.line($0.description) },
            exit: Complaint.refusedExit))
      }
    }
  }

  struct Backup: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a consistent copy while work goes on, and prove it whole.")

    @Argument(help: "The copy's file; it must not exist yet.") var file: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      var file: String
      var comments: Int
      var bytes: Int64?
      var findings: Int
    }

    func execute(_ console: Console) async throws {
      try await withStore { store in try await store.backup(to: file) }
      // A copy that nobody has read is a hope.
      var settings = try global.settings()
      settings.store = .file(path: file)
      let copy = try Assembly.openStore(settings: settings)
      let findings = try await copy.verify()
      let statistics = try await copy.statistics()
      try await copy.close()
      let comments = statistics.comments.values.reduce(0, +)
      switch console.format {
      case .json:
        try console.send(
          Payload(file: file, comments: comments, bytes: statistics.bytes, findings: findings.count))
      case .text:
        try console.say(
          "Wrote \(Harmless.line(file)): \(Complaint.count(comments, "comment"))"
            + (statistics.bytes.map { ", \($0) bytes" } ?? "") + ".")
        try StoreFindings.show(findings, "The copy was read back: everything agrees.", console)
        try console.say(
          console.ink.faint("Keep the store's .secret file with it: guests' identities and open forms hang on it."))
      }
      guard findings.isEmpty else {
        try console.output.flush()
        throw exitFindings
      }
    }
  }

  struct Stats: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "The store in numbers.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withStore { store in
        let statistics = try await store.statistics()
        switch console.format {
        case .json: try console.send(StoreStatisticsPayload(statistics, location: store.location))
        case .text:
          var table = TextTable([.init("WHAT"), .init("NUMBER", .right)])
          table.add(["articles", String(statistics.articles)])
          for state in CommentState.allCases {
            table.add(["comments \(state.rawValue)", String(statistics.comments[state, default: 0])])
          }
          table.add(["authors", String(statistics.authors)])
          table.add(["open cases", String(statistics.openCases)])
          table.add(["reviews", String(statistics.reviews)])
          table.add(["events", String(statistics.events)])
          table.add(["log entries", String(statistics.logEntries)])
          if let bytes = statistics.bytes { table.add(["bytes on disk", String(bytes)]) }
          try console.say(
            "\(Harmless.line(store.location)) · \(statistics.engine) · schema \(statistics.schemaVersion)")
          try console.say(table)
        }
      }
    }
  }
}

private enum StoreFindings {
  static func show(_ findings: [StoreFinding], _ none: String, _ console: Console) throws {
    switch console.format {
    case .json: try console.send(StoreFindingsPayload(findings))
    case .text:
      guard !findings.isEmpty else { return try console.say(none) }
      for finding in findings {
        try console.say(
          Harmless.line(finding.description)
            + (finding.isRepairable ? console.ink.faint("  (`moderato store repair` mends it)") : ""))
      }
    }
  }
}

extension OperatorCommand {
  /// Runs the body with the store alone; damaged rules must not keep an operator from it.
  func withStore<Value>(_ body: (any CommentStore) async throws -> Value) async throws -> Value {
    let store = try Assembly.openStore(settings: try global.settings())
    let value: Value
    do {
      value = try await body(store)
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
    return value
  }
}

extension WriteStamp {
  /// A stamp for a write that no use case makes.
  static func now(by actor: String) -> WriteStamp {
    let surroundings = Surroundings.live
    return WriteStamp(at: surroundings.now(), actor: actor, seed: surroundings.random())
  }
}
