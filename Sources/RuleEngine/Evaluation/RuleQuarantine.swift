import ModerationModel
import PCRE2
import Synchronization

/// Patterns that failed so often that they are not tried any more; shared by all workers of a rule set.
///
/// A pattern goes here when it failed ``tripsMax`` times within about ``evaluationsMax`` evaluations. Its other
/// patterns, and other rules, go on. See `Docs/Decisions/quarantine.md`.
final class RuleQuarantine: Sendable {
  /// Failures that take a pattern out of service.
  static let tripsMax = 8
  /// Evaluations within which they must fall.
  static let evaluationsMax = 10_000
  /// How many evaluations a worker counts by itself before it tells the others.
  private static let evaluationsPerNote = 64

  struct Entry: Sendable {
    var pattern: Int
    var code: String
    /// Failures that were seen.
    var count: Int
    var since: Timestamp
  }

  /// What one worker knows.
  struct Snapshot {
    fileprivate var version = 0
    fileprivate var patterns: Set<Int> = []
    fileprivate var unnoted = 0

    var isEmpty: Bool { patterns.isEmpty }

    func contains(_ pattern: Int) -> Bool { patterns.contains(pattern) }
  }

  private struct Trips {
    /// When the counted failures happened, by the number of evaluations before them.
    var evaluations: [Int] = []
  }

  private struct State {
    var evaluations = 0
    var trips: [Int: Trips] = [:]
    var entries: [Int: Entry] = [:]
  }

  private let state = Mutex(State())
  /// How often something came into quarantine; asked before every evaluation, so without the lock.
  private let counter = Atomic<Int>(0)

  var version: Int { counter.load(ordering: .acquiring) }

  var entries: [Entry] { state.withLock { Array($0.entries.values) } }

  /// Learns what other workers found.
  func refresh(_ snapshot: inout Snapshot) {
    let current = version
    guard current != snapshot.version else { return }
    snapshot.version = current
    snapshot.patterns = state.withLock { Set($0.entries.keys) }
  }

  /// Counts an evaluation and what failed in it.
  func noteEvaluation(_ snapshot: inout Snapshot, _ faults: [PatternFault], at now: Timestamp) {
    snapshot.unnoted += 1
    guard !faults.isEmpty || snapshot.unnoted >= Self.evaluationsPerNote else { return }
    let unnoted = snapshot.unnoted
    snapshot.unnoted = 0
    state.withLock { state in
      state.evaluations += unnoted
      // A pattern that fails in three fields of one comment fails once, and who came last to a spent budget is not to
      // blame for it.
      var seen: Set<Int> = []
      for fault in faults where Self.isBlamed(fault) && seen.insert(fault.pattern).inserted {
        note(fault, at: now, &state)
      }
    }
  }

  /// A spent budget is the fault of what came before, and `match_limit` only says that a text had more places than are
  /// looked at.
  private static func isBlamed(_ fault: PatternFault) -> Bool {
    fault.code != .budget && fault.code != .match(.matchLimit)
  }

  private func note(_ fault: PatternFault, at now: Timestamp, _ state: inout State) {
    if state.entries[fault.pattern] != nil {
      // Another worker was at it when it came here.
      state.entries[fault.pattern]?.count += 1
      return
    }
    let earliest = state.evaluations - Self.evaluationsMax
    var evaluations = state.trips[fault.pattern, default: Trips()].evaluations.filter { $0 >= earliest }
    evaluations.append(state.evaluations)
    if evaluations.count < Self.tripsMax {
      state.trips[fault.pattern] = Trips(evaluations: evaluations)
      return
    }
    state.trips[fault.pattern] = nil
    state.entries[fault.pattern] = Entry(
      pattern: fault.pattern, code: fault.code.name, count: evaluations.count, since: now)
    counter.add(1, ordering: .releasing)
  }
}
