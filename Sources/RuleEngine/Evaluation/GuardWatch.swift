import ModerationModel
import Synchronization

/// Watches how much of the traffic each rule hits, and takes a live rule out of force that trips a guard of its set.
///
/// From then on the rule has the guard's status, for all workers of the set, until a set is loaded anew. Counted are
/// rules that speak against a comment: a rule that speaks for authors may well hit most of them.
///
/// Time comes in with each evaluation, and evaluations are counted in pieces of the window, so that the same traffic at
/// the same times trips the same guards.
final class GuardWatch: Sendable {
  /// How many evaluations, or hits, a worker counts by itself before it tells the others.
  static let evaluationsPerNote = 64
  static let hitsPerNote = 8
  /// Into how many pieces a window is cut; what is older than the window goes a piece at a time.
  static let piecesPerWindow = 24

  /// A rule that has tripped a guard.
  struct Trip: Sendable {
    var rule: Int
    /// What the rule is from now on.
    var status: RuleStatus
    var share: Double
    var hits: Int
    var since: Timestamp
  }

  /// What one worker knows, and has not told yet.
  struct Tally {
    fileprivate var version = 0
    /// Rules that have tripped a guard, with their status.
    private(set) var demoted: [Int: RuleStatus] = [:]
    fileprivate var evaluations = 0
    fileprivate var hits: [Int: Int] = [:]
    fileprivate var hitCount = 0

    fileprivate mutating func learn(_ demoted: [Int: RuleStatus], version: Int) {
      self.demoted = demoted
      self.version = version
    }
  }

  private struct Piece {
    var index: Int64
    var evaluations = 0
    var hits: [Int: Int] = [:]
  }

  /// What one guard has counted within its window.
  private struct Window {
    var pieces: [Piece] = []
    var evaluations = 0
    var hits: [Int: Int] = [:]

    mutating func add(_ tally: Tally, at now: Timestamp, seconds: Double) {
      let width = max(1, Int64(seconds * 1_000) / Int64(piecesPerWindow))
      // A clock that was set back counts into the newest piece.
      let index = max(pieces.last?.index ?? .min, now.milliseconds / width)
      while let first = pieces.first, first.index <= index - Int64(piecesPerWindow) {
        evaluations -= first.evaluations
        for (rule, count) in first.hits { hits[rule, default: 0] -= count }
        pieces.removeFirst()
      }
      if pieces.last?.index != index { pieces.append(Piece(index: index)) }
      pieces[pieces.count - 1].evaluations += tally.evaluations
      evaluations += tally.evaluations
      for (rule, count) in tally.hits {
        pieces[pieces.count - 1].hits[rule, default: 0] += count
        hits[rule, default: 0] += count
      }
    }
  }

  private struct State {
    var windows: [Window]
    var trips: [Int: Trip] = [:]
  }

  private let guards: [RuleGuard]
  /// By rule: whether it is watched.
  private let isWatched: [Bool]
  private let state: Mutex<State>
  /// How often a guard has tripped; asked before every evaluation, so without the lock.
  private let count = Atomic<Int>(0)

  init(_ guards: [RuleGuard], rules: [CompiledRule]) {
    self.guards = guards
    isWatched = rules.map { rule in
      let definition = rule.definition
      return definition.status == .live
        && (definition.score.points > 0 || (definition.floor ?? .publish) > .publish)
    }
    state = Mutex(State(windows: Array(repeating: Window(), count: guards.count)))
  }

  /// Without guards there is nothing to count.
  var isIdle: Bool { guards.isEmpty }

  var version: Int { count.load(ordering: .acquiring) }

  /// In the order of the rules.
  var trips: [Trip] { state.withLock { $0.trips.values.sorted { $0.rule < $1.rule } } }

  func isWatched(_ rule: Int) -> Bool { isWatched[rule] }

  /// Learns what tripped in other workers' evaluations.
  func refresh(_ tally: inout Tally) {
    let current = version
    guard current != tally.version else { return }
    tally.learn(state.withLock { $0.trips.mapValues(\.status) }, version: current)
  }

  /// Counts an evaluation.
  ///
  /// - Parameter hits: Watched rules that hit as live ones.
  func noteEvaluation(_ tally: inout Tally, hits: some Sequence<Int>, at now: Timestamp) {
    tally.evaluations += 1
    for rule in hits {
      tally.hits[rule, default: 0] += 1
      tally.hitCount += 1
    }
    guard tally.evaluations >= Self.evaluationsPerNote || tally.hitCount >= Self.hitsPerNote else { return }
    let noted = tally
    tally.evaluations = 0
    tally.hits.removeAll(keepingCapacity: true)
    tally.hitCount = 0
    state.withLock { state in
      for (number, ruleGuard) in guards.enumerated() {
        state.windows[number].add(noted, at: now, seconds: ruleGuard.windowSeconds)
        let window = state.windows[number]
        for rule in noted.hits.keys where state.trips[rule] == nil {
          let hits = window.hits[rule] ?? 0
          let share = Double(hits) / Double(max(1, window.evaluations))
          guard ruleGuard.isTripped(share: share, hits: hits) else { continue }
          state.trips[rule] = Trip(rule: rule, status: ruleGuard.then, share: share, hits: hits, since: now)
          count.add(1, ordering: .releasing)
        }
      }
    }
  }
}
