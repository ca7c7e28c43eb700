public import CommentFlow
public import CommentStore
import DefaultRules
import Foundation
import Logging
import ModerationModel
public import ModerationPipeline
public import RuleEngine
import SQLiteStore

/// The parts of a running Moderato, built once from settings: store, rule set, pipeline, flow.
///
/// Either everything stands or nothing does: a damaged rule set or an unreadable store is an error before anything was
/// written, except for a secret that had to be made.
/// ```swift
/// let assembly = try await Assembly(settings: settings)
/// let receipt = try await assembly.flow.submit(submission)
/// try await assembly.close()
/// ```
public struct Assembly: Sendable {
  public let settings: Settings
  public let store: any CommentStore
  public let flow: CommentFlow

  public init(settings: Settings) async throws(AssemblyError) {
    // Rules first: they are the likelier mistake, and nothing has been opened yet.
    let pipeline = try Self.pipeline(settings: settings)
    try await self.init(settings: settings, pipeline: pipeline)
  }

  /// The parts around a pipeline that is there already.
  public init(settings: Settings, pipeline: ModerationPipeline) async throws(AssemblyError) {
    self.settings = settings
    store = try Self.openStore(settings: settings)
    do throws(AssemblyError) {
      flow = CommentFlow(
        store: store, pipeline: pipeline, policy: settings.policy,
        secret: try await Self.secret(settings: settings, store: store),
        logger: Logger(label: "moderato.flow", level: settings.logLevel))
    } catch {
      try? await store.close()
      throw error
    }
  }

  public func close() async throws(StoreError) {
    try await store.close()
  }

  /// The pipeline alone, for work that stores nothing.
  public static func pipeline(settings: Settings) throws(AssemblyError) -> ModerationPipeline {
    let ruleSet = try ruleSet(settings: settings)
    if let problem = settings.policy.thresholdProblem(over: ruleSet.policy.thresholds) {
      throw .settings(SettingsError(.badValue, at: "\(SettingKey.holdThreshold)", problem))
    }
    return try pipeline(settings: settings, rules: ruleSet)
  }

  /// The pipeline with rules that are there already.
  public static func pipeline(settings: Settings, rules: RuleSet) throws(AssemblyError) -> ModerationPipeline {
    ModerationPipeline(ruleSet: rules, classifier: try classifier(settings: settings))
  }

  /// The folder that the rule set is read from.
  public static func rulesFolder(settings: Settings) throws(AssemblyError) -> String {
    if let rules = settings.rules { return rules }
    do {
      return try DefaultRules.folder().path(percentEncoded: false)
    } catch {
      throw .missingRules(error)
    }
  }

  public static func ruleSet(settings: Settings) throws(AssemblyError) -> RuleSet {
    let folder = try rulesFolder(settings: settings)
    do {
      return try RuleSet.load(folder: folder, now: .now, cache: settings.cache.map { RuleCache(folder: $0) })
    } catch {
      throw .rules(error)
    }
  }

  /// Opens the store alone, which also makes one where there is none and brings an older one up to date.
  public static func openStore(settings: Settings) throws(AssemblyError) -> any CommentStore {
    switch settings.store {
    case .memory: return MemoryStore()
    case .postgres: throw .noPostgres(location: settings.store.description)
    case .file(let path):
      do {
        return try SQLiteStore(path: path)
      } catch {
        throw .store(error)
      }
    }
  }

  private static func secret(
    settings: Settings, store: any CommentStore
  ) async throws(AssemblyError) -> FlowSecret {
    if let bytes = settings.secret {
      guard let secret = FlowSecret(bytes: bytes) else {
        throw .secret(.tooShort(path: "secret", bytes: bytes.count))
      }
      return secret
    }
    switch settings.store {
    case .file(let path):
      do {
        return try await FlowSecret(beside: path, of: store)
      } catch {
        throw .secret(error)
      }
    case .memory: return .ephemeral()
    case .postgres: throw .noPostgres(location: settings.store.description)
    }
  }
}
