import Dispatch
import Foundation
import RuleEngine
import ServiceAssembly

/// Keeps a stream of checks on the newest sound rules of a folder, and tells the operator on standard error what was
/// taken and what was not.
final class RuleWatch: Sendable {
  private let watching: Task<Void, Never>

  init(folder: String, cache: RuleCache?, bench: CheckBench) {
    let reloader = RuleReloader(folder: folder, revision: bench.revision, cache: cache) { outcome in
      switch outcome {
      case .loaded(let rules):
        bench.replace(rules)
        Self.tell("rules \(rules.revision.prefix(8)) are in force")
      case .unchanged(let revision):
        Self.tell("the rules are unchanged (\(revision.prefix(8)))")
      case .refused(let error):
        Self.tell("the edited rules were not taken, \(bench.revision.prefix(8)) stay in force\n\(error)")
      }
    }
    // The default of SIGHUP is to end the program; here it means "look again", from this moment on.
    signal(SIGHUP, SIG_IGN)
    watching = Task {
      let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
      source.setEventHandler { Task { await reloader.reload() } }
      source.resume()
      defer { source.cancel() }
      await reloader.run()
    }
  }

  func cancel() {
    watching.cancel()
  }

  private static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("moderato: \(text)\n".utf8))
  }
}
