import CommentStore
import Logging
public import ModerationModel
import ModerationPipeline
import Synchronization

extension CommentFlow {
  /// Remembers that a rule set is in force: which, since when, by whom and why. Saying so again changes nothing.
  ///
  /// - Throws: `store`, also for a set too large to be remembered; it is in force all the same.
  @discardableResult
  public func remember(_ set: RuleSetInForce, by actor: String) async throws(FlowError) -> RuleSetRecord {
    let record = try await stored { try await store.keep(set, stamp: stamp(by: actor)) }
    bell.ring()
    return record
  }

  /// Makes visible to everybody on this store what the rules in force have done by themselves since the last time.
  ///
  /// It never hinders what it comes after: a store that cannot be written is told in the log, and asked again next time.
  func noteMarks(site: SiteID) async {
    let pipeline = pipeline
    guard let version = markNotes.begin(pipeline.revision, pipeline.marksVersion, site: site) else { return }
    let marks = pipeline.marks
    for mark in marks where markNotes.isNew(mark, revision: pipeline.revision) {
      logger.warning(
        mark.kind == .quarantine ? "a pattern is in quarantine" : "a guard has taken a rule out of force",
        metadata: ["rule": "\(mark.rule)", "place": "\(mark.file):\(mark.line)", "code": "\(mark.code)"])
    }
    do {
      try await store.note(marks, revision: pipeline.revision, site: site, stamp: stamp(by: "system"))
      markNotes.finish(pipeline.revision, version, site: site)
      bell.ring()
    } catch {
      logger.warning("marks of rules could not be stored", metadata: ["error": "\(error.code)"])
    }
  }
}

/// Which marks of rules the store has been told.
final class MarkNotes: Sendable {
  private struct State {
    var revision = ""
    /// By site.
    var versions: [SiteID: Int] = [:]
    var told: Set<String> = []
  }

  private let state = Mutex(State())

  /// The version to be told; `nil` when it has been.
  func begin(_ revision: String, _ version: Int, site: SiteID) -> Int? {
    state.withLock { state in
      if state.revision != revision { state = State(revision: revision) }
      return version != state.versions[site] ?? 0 ? version : nil
    }
  }

  func finish(_ revision: String, _ version: Int, site: SiteID) {
    state.withLock { state in
      if state.revision == revision { state.versions[site] = version }
    }
  }

  /// Whether it was never asked about this mark before.
  func isNew(_ mark: RuleMark, revision: String) -> Bool {
    let key = "\(mark.kind.rawValue) \(mark.rule) \(mark.file):\(mark.line) \(mark.pattern)"
    return state.withLock { $0.revision == revision && $0.told.insert(key).inserted }
  }
}
