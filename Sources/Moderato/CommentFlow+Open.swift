public import CommentFlow
import CommentStore
import DefaultRules
import Foundation
public import ModerationModel
import ModerationPipeline
import RuleEngine
import SQLiteStore

/// Where an embedder keeps comments.
public enum CommentLocation: Hashable, Sendable {
  /// A file, made when it is not there.
  case file(String)
  /// Nowhere: everything is forgotten at the end of the process.
  case memory
}

extension CommentFlow {
  /// Everything in one call: a store, a rule set, the flow on both.
  ///
  /// ```swift
  /// let comments = try await CommentFlow.open(.file("comments.sqlite"))
  /// ```
  /// - Parameters:
  ///   - rules: A rule set's folder; `nil` takes the rules that come with Moderato.
  ///   - usesStarterModel: Whether the model that comes with Moderato is asked after the rules.
  ///   - secret: What guests are told apart and forms are signed by; `nil` keeps one beside the file.
  /// - Throws: `StoreError`, `RuleSetError` with diagnostics, `FlowSecret.FileError`, `ClassifierModelError`,
  ///   or `MissingRules`.
  public static func open(
    _ location: CommentLocation, rules: String? = nil, usesStarterModel: Bool = true,
    policy: CommentPolicy = CommentPolicy(),
    secret: FlowSecret? = nil
  ) async throws -> CommentFlow {
    let folder = try rules ?? DefaultRules.folder().path
    let ruleSet = try RuleSet.load(folder: folder)
    let pipeline = ModerationPipeline(ruleSet: ruleSet, classifier: usesStarterModel ? try starterModel() : nil)
    switch location {
    case .memory:
      return CommentFlow(store: MemoryStore(), pipeline: pipeline, policy: policy, secret: secret ?? .ephemeral())
    case .file(let path):
      let store = try SQLiteStore(path: path)
      do {
        let kept = if let secret { secret } else { try await FlowSecret(beside: path, of: store) }
        return CommentFlow(store: store, pipeline: pipeline, policy: policy, secret: kept)
      } catch {
        try? await store.close()
        throw error
      }
    }
  }

  private static func starterModel() throws -> ClassifierModel {
    try ClassifierModel(file: Array(try Data(contentsOf: try DefaultRules.starterModel())))
  }
}
