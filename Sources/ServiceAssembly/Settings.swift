public import HTTPService
public import ModerationModel

/// Everything that an operator may set, read once when the program starts.
///
/// A value stands for itself: nothing is opened or created by having settings. `SettingsReader` fills them from the
/// configuration file, the environment and flags; an embedder fills them by hand.
public struct Settings: Sendable {
  /// Where comments are kept.
  public var store = StoreLocation.file(path: "moderato.sqlite")
  /// The tenant that commands speak about.
  public var site = SiteID.default
  /// The rule set's folder; `nil` for the shipped one.
  public var rules: String?
  /// The folder in which compiled rules are kept for the next start; `nil` for none. Whoever can write there is trusted
  /// like the owner of the rules.
  public var cache: String?
  /// The model that is asked after the rules.
  public var classifier = ClassifierChoice.starter
  /// The site's secret; `nil` for the file beside the store, named like it with `.secret` at the end.
  public var secret: [UInt8]?
  /// The language of articles that are added without one and whose title does not tell.
  public var language = Language.russian
  /// How sites take comments, unless an article says otherwise.
  public var policy = CommentPolicy()
  /// How `serve` listens and what it lets in.
  public var http = HTTPSettings()
  /// What goes to standard error; quiet unless asked.
  public var logLevel = LogLevel.warning

  public init() {}
}

/// How much the program says about its own work.
public enum LogLevel: String, Hashable, Sendable, CaseIterable {
  case trace, debug, info, notice, warning, error, critical
}

/// Where comments are kept, as `--store` and `MODERATO_STORE` name it.
public enum StoreLocation: Hashable, Sendable, CustomStringConvertible {
  /// An SQLite file.
  case file(path: String)
  /// This process only; gone when it ends.
  case memory
  /// A PostgreSQL server.
  case postgres(url: String)

  /// Reads `PATH`, `sqlite:PATH`, `memory:` and `postgres://…`; `nil` for an empty path or an unknown scheme.
  ///
  /// Letters before a colon are a scheme only when there are two at least, so that a path never needs quoting.
  public init?(_ text: String) {
    if text == "memory:" {
      self = .memory
    } else if text.hasPrefix("sqlite:") {
      let path = String(text.dropFirst("sqlite:".count))
      guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
      self = .file(path: path)
    } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      self = .postgres(url: text)
    } else {
      let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-") }
      let hasScheme = scheme.count >= 2 && text.dropFirst(scheme.count).hasPrefix(":")
      guard !text.isEmpty, !hasScheme, !text.utf8.contains(0) else { return nil }
      self = .file(path: text)
    }
  }

  /// For people: the path, or the server without what stands before its `@`.
  public var description: String {
    switch self {
    case .file(let path): return path
    case .memory: return "memory:"
    case .postgres(let url):
      guard let at = url.lastIndex(of: "@"), let scheme = url.firstRange(of: "://") else { return url }
      return url[..<scheme.upperBound] + "…" + url[at...]
    }
  }
}
