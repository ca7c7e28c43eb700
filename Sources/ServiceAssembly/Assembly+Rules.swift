import CommentFlow
public import CommentStore
import Foundation
public import ModerationModel
public import RuleEngine
import SQLiteStore

extension Assembly {
  /// Remembers in the store that the rules are in force, with their files, so that `rules history` shows them and
  /// `rules rollback` can bring them back.
  ///
  /// The files are read again; when they say something else by now, nothing is remembered, since that is not in force.
  /// - Parameters:
  ///   - rules: The set in force.
  ///   - actor: Who put it there.
  ///   - reason: Why, in a sentence.
  /// - Returns: The newest record; `nil` when nothing was remembered.
  @discardableResult
  public func rememberRules(_ rules: RuleSet, by actor: String, reason: String) async throws -> RuleSetRecord? {
    let files = try RuleFiles(folder: try Self.rulesFolder(settings: settings))
    let texts = files.texts
    let newest = try await store.ruleSets(site: settings.site, limit: 1).first
    if let newest, newest.revision == rules.revision, newest.files == texts.mapValues({ RuleText.digest(of: $0) }) {
      return newest
    }
    guard files.revision == rules.revision else { return nil }
    return try await flow.remember(
      RuleSetInForce(
        site: settings.site, revision: rules.revision, name: rules.name, reason: reason, texts: texts),
      by: actor)
  }

  /// The store as it is, for looking: nothing is made or brought up to date.
  ///
  /// - Returns: `nil` when there is none yet.
  public static func existingStore(settings: Settings) throws(AssemblyError) -> (any CommentStore)? {
    guard case .file(let path) = settings.store, FileManager.default.fileExists(atPath: path) else { return nil }
    var options = SQLiteStore.Options()
    options.mayCreate = false
    options.mayMigrate = false
    options.isReadOnly = true
    do {
      return try SQLiteStore(path: path, options: options)
    } catch {
      throw .store(error)
    }
  }
}
