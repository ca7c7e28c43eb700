import Foundation
package import RuleEngine

/// Puts an edited rule set into force while work goes on.
///
/// The folder is looked at every half second. Once it has changed, and has then stayed the same for one more look (an
/// editor may be writing several files), it is read, checked, compiled and run against its own tests. Only a set that
/// passes is handed over, whole; a damaged one is reported and changes nothing. `reload()` looks at once, as on a signal.
package actor RuleReloader {
  /// What became of an attempt.
  package enum Outcome: Sendable {
    case loaded(RuleSet)
    /// The files say what is already in force.
    case unchanged(revision: String)
    /// Nothing was changed; the diagnostics say why.
    case refused(RuleSetError)
  }

  private let folder: String
  private let cache: RuleCache?
  private let interval: Duration
  private let announce: @Sendable (Outcome) -> Void
  private var revision: String
  private var seen: [String]
  private var loaded: [String]

  /// - Parameters:
  ///   - revision: The set in force, loaded from the same folder.
  ///   - cache: Where compiled rules are kept, and that their tests passed.
  ///   - announce: Told of every attempt, in order.
  package init(
    folder: String, revision: String, cache: RuleCache? = nil, interval: Duration = .milliseconds(500),
    announce: @escaping @Sendable (Outcome) -> Void
  ) {
    self.folder = folder
    self.revision = revision
    self.cache = cache
    self.interval = interval
    self.announce = announce
    seen = Self.fingerprint(of: folder)
    loaded = seen
  }

  /// Watches until its task is cancelled.
  package func run() async {
    while !Task.isCancelled {
      do { try await Task.sleep(for: interval) } catch { return }
      look()
    }
  }

  /// Reads the folder now, whether or not it seems changed.
  package func reload() {
    seen = Self.fingerprint(of: folder)
    load()
  }

  /// One look; package for tests, which do not wait.
  package func look() {
    let current = Self.fingerprint(of: folder)
    defer { seen = current }
    guard current == seen, current != loaded else { return }
    load()
  }

  private func load() {
    loaded = seen
    do throws(RuleSetError) {
      let rules = try RuleSet.load(folder: folder, requireTests: true, cache: cache)
      guard rules.revision != revision else { return announce(.unchanged(revision: revision)) }
      revision = rules.revision
      announce(.loaded(rules))
    } catch {
      announce(.refused(error))
    }
  }

  /// Names, sizes, times and identities of everything in the folder and its lists.
  private static func fingerprint(of folder: String) -> [String] {
    let root = URL(filePath: folder, directoryHint: .isDirectory)
    return [root, root.appending(path: "lists")].flatMap { place -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: place.appending(path: name).path)
        let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        let size = (attributes?[.size] as? NSNumber)?.int64Value ?? -1
        let number = (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        return "\(name) \(size) \(modified) \(number)"
      }
    }
  }
}
