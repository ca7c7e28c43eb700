import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

/// Where the decided comments come from that a command looks back on.
struct HistoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Decided comments, one JSON object a line, instead of the store's.", valueName: "file"))
  var history: String?

  @Option(help: ArgumentHelp("Threads to judge on; all by default.", valueName: "n")) var threads: Int?

  func validate() throws {
    guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256.") }
  }

  /// Calls the body with the file's comments, or with those of the store, which is only read and closed whatever happens.
  func withSource<Value>(
    _ settings: Settings, _ body: (any HistorySource) async throws -> Value
  ) async throws -> Value {
    if let history { return try await body(HistoryRows(try HistoryFile(path: history, policy: settings.policy).rows)) }
    guard let store = try Assembly.existingStore(settings: settings) else { throw Self.none }
    let value: Value
    do {
      value = try await body(StoredHistory(store: store, site: settings.site, policy: settings.policy))
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
    return value
  }

  /// The whole history, judged with the rules as they are.
  func judged(_ settings: Settings, _ rules: RuleSet) async throws -> [JudgedRow] {
    let judge = HistoryJudge(pipeline: try Assembly.pipeline(settings: settings, rules: rules), threads: threadCount)
    let rows = try await withSource(settings) { source in
      let progress = Progress("comments", total: try await source.estimatedCount())
      let rows = try await judge.judge(source) { progress.advance(by: $0) }
      progress.finish()
      return rows
    }
    guard !rows.isEmpty else { throw Self.none }
    return rows
  }

  private static var none: Complaint.Thrown {
    Complaint.refused(
      "no_history", "there are no decided comments to look back on",
      advice: "name a file of them with --history; `moderato rules rehearse DIR` makes one to practise on")
  }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
