import ArgumentParser
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

  func source(_ settings: Settings) throws -> any HistorySource {
    guard let history else {
      throw Complaint.refused(
        "no_history", "there are no decided comments to look back on",
        advice: "name a file of them with --history; `moderato rules rehearse DIR` makes one to practise on")
    }
    return HistoryRows(try HistoryFile(path: history, policy: settings.policy).rows)
  }

  /// The whole history, judged with the rules as they are.
  func judged(_ settings: Settings, _ rules: RuleSet) async throws -> [JudgedRow] {
    let progress = Progress("comments")
    let judge = HistoryJudge(pipeline: ModerationPipeline(ruleSet: rules), threads: threadCount)
    let rows = try await judge.judge(try source(settings)) { progress.advance(by: $0) }
    progress.finish()
    guard !rows.isEmpty else {
      throw Complaint.refused("no_history", "the history has no comments", advice: "name another with --history")
    }
    return rows
  }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
