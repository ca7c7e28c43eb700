import Synchronization

/// The rule set in force, and what became of the latest attempt to replace it.
///
/// A damaged set never replaces a good one: only a set that loaded, and whose own tests hold, is taken. Checks that
/// began with a set finish with it, since they hold its value.
public final class RuleSetHolder: Sendable {
  private struct State {
    var current: RuleSet
    var latest: [Diagnostic] = []
  }

  private let state: Mutex<State>

  public init(_ rules: RuleSet = .empty) {
    state = Mutex(State(current: rules))
  }

  public var current: RuleSet { state.withLock { $0.current } }

  /// What the latest replacement had to say; empty after a clean one.
  public var latestDiagnostics: [Diagnostic] { state.withLock { $0.latest } }

  /// Loads files and puts the set into force, or leaves everything as it was.
  ///
  /// - Throws: ``RuleSetError``; the set in force is then still the earlier one.
  @discardableResult
  public func replace(with files: RuleFiles) throws(RuleSetError) -> RuleSet {
    do {
      // Loading happens outside the lock: readers never wait for a compiler.
      let rules = try RuleSet(files: files, requireTests: true)
      state.withLock {
        $0.current = rules
        $0.latest = rules.compiled.findings
      }
      return rules
    } catch {
      state.withLock { $0.latest = error.diagnostics }
      throw error
    }
  }
}
