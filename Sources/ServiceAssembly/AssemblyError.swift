public import CommentFlow
public import CommentStore
public import DefaultRules
public import RuleEngine

/// Why the parts could not be put together.
public enum AssemblyError: Error, Sendable {
  case settings(SettingsError)
  /// The rule set is damaged; its diagnostics say where.
  case rules(RuleSetError)
  /// No rule set was named, and the shipped one is not beside the program.
  case missingRules(MissingRules)
  /// The model cannot be read.
  case classifier(ModelFileError)
  case store(StoreError)
  case secret(FlowSecret.FileError)
  /// This build keeps comments in SQLite or in memory.
  case noPostgres(location: String)
}
