internal import CPCRE2

/// How an expression is read. UTF is not among them: it is always on.
public struct PatternOptions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Letters match in either case.
  public static let caseless = PatternOptions(rawValue: 1 << 0)
  /// `\w`, `\d`, `\s`, `\b` and POSIX classes follow Unicode, not ASCII.
  public static let unicodeProperties = PatternOptions(rawValue: 1 << 1)
  /// White space and `#` comments in the expression are ignored.
  public static let extended = PatternOptions(rawValue: 1 << 2)
  /// `^` and `$` also match at line ends within the text.
  public static let multiline = PatternOptions(rawValue: 1 << 3)
  /// `.` also matches line ends.
  public static let dotMatchesNewline = PatternOptions(rawValue: 1 << 4)
  /// Repeats are lazy unless followed by `?`.
  public static let ungreedy = PatternOptions(rawValue: 1 << 5)
  /// A match must begin where the search begins.
  public static let anchored = PatternOptions(rawValue: 1 << 6)
  /// `$` matches only at the very end, not before a final line end.
  public static let dollarEndOnly = PatternOptions(rawValue: 1 << 7)
  /// Every character stands for itself.
  public static let literal = PatternOptions(rawValue: 1 << 8)

  /// Every step is counted, so that ``MatchLimits/work`` bounds a whole search, scanning and all. Matches are the same;
  /// they take several times as long.
  public static let metered = PatternOptions(rawValue: 1 << 9)

  /// Caseless and Unicode-aware: what a pattern over people's writing means.
  public static let standard: PatternOptions = [.caseless, .unicodeProperties]

  /// The same in the library's words.
  var libraryBits: UInt32 {
    var bits: UInt32 = 0
    if contains(.caseless) { bits |= PCRE2_CASELESS }
    // PCRE2_LITERAL refuses every option that has no meaning for plain characters, these two among them.
    if !contains(.literal) {
      bits |= PCRE2_NEVER_BACKSLASH_C
      if contains(.unicodeProperties) { bits |= PCRE2_UCP }
      if contains(.metered) { bits |= PCRE2_AUTO_CALLOUT }
    }
    if contains(.extended) { bits |= PCRE2_EXTENDED }
    if contains(.multiline) { bits |= PCRE2_MULTILINE }
    if contains(.dotMatchesNewline) { bits |= PCRE2_DOTALL }
    if contains(.ungreedy) { bits |= PCRE2_UNGREEDY }
    if contains(.anchored) { bits |= PCRE2_ANCHORED }
    if contains(.dollarEndOnly) { bits |= PCRE2_DOLLAR_ENDONLY }
    if contains(.literal) { bits |= PCRE2_LITERAL }
    return bits
  }
}
