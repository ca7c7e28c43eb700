/// A rule set that came into force, as the store remembers it: enough to see what was changed, and to go back.
public struct RuleSetRecord: Hashable, Sendable {
  /// How many records of a site are kept; older ones go.
  public static let countMax = 50
  public static let reasonBytesMax = 500
  /// All files of a set together; a larger set is in force, but cannot be remembered.
  public static let bytesMax = 64 << 20

  public var site: SiteID
  /// 1 for a site's first record, rising.
  public var number: Int64
  /// What the set's verdicts carry.
  public var revision: String
  /// What the set is called.
  public var name: String
  public var at: Timestamp
  /// Who put it into force.
  public var actor: String
  /// Why, in a sentence.
  public var reason: String
  /// SHA-256 of each file by its path inside the folder.
  public var files: [String: [UInt8]]

  public init(
    site: SiteID, number: Int64, revision: String, name: String, at: Timestamp, actor: String, reason: String,
    files: [String: [UInt8]]
  ) {
    self.site = site
    self.number = number
    self.revision = revision
    self.name = name
    self.at = at
    self.actor = actor
    self.reason = reason
    self.files = files
  }
}

/// A rule set on its way into the store.
public struct RuleSetInForce: Hashable, Sendable {
  public var site: SiteID
  public var revision: String
  public var name: String
  public var reason: String
  /// Contents by path inside the folder.
  public var texts: [String: String]

  public init(site: SiteID = .default, revision: String, name: String, reason: String, texts: [String: String]) {
    self.site = site
    self.revision = revision
    self.name = name
    self.reason = reason
    self.texts = texts
  }
}

/// Something that the program has done to a rule by itself, because of what it met: visible to everybody until another
/// set comes into force.
public struct RuleMark: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A pattern failed too often and is not tried any more.
    case quarantine
    /// A rule hit too much of the traffic and has another status now.
    case guarded = "guard"
  }

  public static let patternBytesMax = 500

  public var kind: Kind
  public var rule: String
  /// The pattern as it was written, its beginning if it is long; empty for a whole rule.
  public var pattern: String
  /// Where it is written.
  public var file: String
  public var line: Int
  /// What happened, such as `work_limit`; or the status that the rule has now.
  public var code: String
  /// Failures, or hits in the guard's window.
  public var count: Int
  /// The part of the traffic in the guard's window; `nil` for a pattern.
  public var share: Double?
  public var since: Timestamp

  public init(
    kind: Kind, rule: String, pattern: String = "", file: String, line: Int, code: String, count: Int,
    share: Double? = nil, since: Timestamp
  ) {
    self.kind = kind
    self.rule = rule
    self.pattern = pattern
    self.file = file
    self.line = line
    self.code = code
    self.count = count
    self.share = share
    self.since = since
  }
}
