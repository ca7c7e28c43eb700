import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ModerationPipeline
import RuleTuning
import ServiceAssembly

/// From when to when comments are looked back on, one after the other.
struct StretchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Comments from here on, such as 2026-11-01.", valueName: "time")) var since:
    MomentArgument?
  @Option(help: ArgumentHelp("Comments before this.", valueName: "time")) var until: MomentArgument?

  func check() throws {
    guard let since, let until else { return }
    guard since.moment < until.moment else { throw ValidationError("--since must be before --until.") }
  }

  /// The decided comments of a file.
  func history(inFile path: String, _ settings: Settings) throws -> HistoryRows {
    let rows = try HistoryFile(path: path, policy: settings.policy).rows.filter { row in
      since.map { $0.moment <= row.context.now } ?? true && until.map { row.context.now < $0.moment } ?? true
    }
    return HistoryRows(rows)
  }

  func history(_ store: any CommentStore, _ settings: Settings) -> StoredHistory {
    StoredHistory(
      store: store, site: settings.site, since: since?.moment, until: until?.moment, policy: settings.policy)
  }
}
