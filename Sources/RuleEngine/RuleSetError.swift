/// Why a rule set was not loaded. Whatever was in force stays in force.
public struct RuleSetError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The folder or file cannot be read at all.
    case unreadable
    /// There are errors in the files; see ``RuleSetError/diagnostics``.
    case damaged
    /// The files are in order, but a rule's own tests fail.
    case testsFailed = "tests_failed"
  }

  public let code: Code
  /// The folder or file, when the set came from one.
  public let folder: String?
  /// Everything that was found, warnings included, in the order of the files.
  public let diagnostics: [Diagnostic]
  public let cause: String?

  init(_ code: Code, folder: String? = nil, diagnostics: [Diagnostic] = [], cause: String? = nil) {
    self.code = code
    self.folder = folder
    self.diagnostics = diagnostics
    self.cause = cause
  }

  /// The errors among ``diagnostics``.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  public var description: String {
    var text = "rule set not loaded: \(code.rawValue)"
    if let folder { text += " (\(folder))" }
    if let cause { text += ": \(cause)" }
    for finding in errors { text += "\n\(finding)" }
    return text
  }
}
