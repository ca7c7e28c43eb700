import Foundation
import Synchronization

/// A line on standard error that counts what is done, for a person who waits; nothing when nobody watches.
final class Progress: Sendable {
  /// Between two showings.
  private static let pauseSeconds = 0.2

  private struct State {
    var done = 0
    var shownAt: ContinuousClock.Instant
  }

  private let noun: String
  /// How many there will be about; `nil` when nobody knows.
  private let total: Int?
  private let startedAt: ContinuousClock.Instant
  private let state: Mutex<State>
  private let isWatched: Bool

  /// - Parameter isWatched: Only a terminal is; and not while the answers themselves run over it.
  init(_ noun: String, total: Int? = nil, isWatched: Bool = isatty(STDERR_FILENO) == 1 && !Terminal.isOutputTerminal) {
    self.noun = noun
    self.total = total
    self.isWatched = isWatched
    startedAt = .now
    state = Mutex(State(shownAt: startedAt))
  }

  func advance(by count: Int) {
    guard isWatched else { return }
    let shown: Int? = state.withLock { state in
      state.done += count
      guard ContinuousClock.now - state.shownAt > .seconds(Self.pauseSeconds) else { return nil }
      state.shownAt = .now
      return state.done
    }
    if let shown { show(shown, end: "") }
  }

  func finish() {
    guard isWatched else { return }
    show(state.withLock { $0.done }, end: "\n")
  }

  private func show(_ done: Int, end: String) {
    let seconds = max(0.001, Double((ContinuousClock.now - startedAt) / .milliseconds(1)) / 1000)
    let line = "\r\(bar(done))\(done) \(noun), \(Int(Double(done) / seconds)) a second   \(end)"
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }

  /// `[#####·····] 50 % of `; empty when the end is not known.
  private func bar(_ done: Int) -> String {
    guard let total, total > 0 else { return "" }
    let share = min(1, Double(done) / Double(total))
    let full = Int(share * 20)
    return "[" + String(repeating: "#", count: full) + String(repeating: "·", count: 20 - full)
      + "] \(Int(share * 100)) %  "
  }
}
