/// Why settings cannot be used. Nothing has been opened or created.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The configuration file cannot be read.
    case unreadable
    /// The configuration file is not YAML, or not a mapping.
    case syntax
    case unknownKey = "unknown_key"
    case badValue = "bad_value"
  }

  public var code: Code
  /// Where the value was given: `moderato.yaml:3:5`, `MODERATO_SITE` or `--site`.
  public var place: String
  /// What is wrong, without the value itself, which may be a secret.
  public var problem: String
  public var suggestion: String?

  init(_ code: Code, at place: String, _ problem: String, suggestion: String? = nil) {
    self.code = code
    self.place = place
    self.problem = problem
    self.suggestion = suggestion
  }

  public var description: String {
    "\(place): \(problem)" + (suggestion.map { "; did you mean \($0)?" } ?? "")
  }
}
