/// How large a rule set and its parts may be. Beyond any of these, loading ends with `too_large`.
public enum RuleSetLimits {
  /// One YAML file, in bytes.
  public static let fileBytesMax = 4 << 20
  /// One list, in bytes.
  public static let listBytesMax = 16 << 20
  public static let filesMax = 1_000
  public static let rulesMax = 20_000
  /// Entries of one list.
  public static let listEntriesMax = 200_000
  /// Words, phrases, substrings and expressions written in one rule; lists are counted by themselves.
  public static let patternsPerRuleMax = 5_000
  /// One pattern after its macros are put in, in bytes.
  public static let patternBytesMax = 16_384
  /// How deep YAML, and `any`, `all`, `not`, may nest.
  public static let nestingMax = 32
  /// One `meta` expression, in bytes.
  public static let metaBytesMax = 4_096
  /// How deep parentheses may nest in `meta`.
  public static let metaNestingMax = 64
  /// Hits of one pattern in one text; a hundredth wave of the hand says no more than the first.
  public static let hitsPerPatternMax = 64
  /// The same where exceptions may cancel hits: an excused heap must not hide what follows it. When even these are all
  /// excused, the rule could not be decided, and that is a fault.
  public static let excusedHitsPerPatternMax = 1_024
  /// Places that one finding shows.
  public static let evidencePerSignalMax = 32
  /// Patterns that may fail in one evaluation; then the remaining expressions are not tried, and that is a fault too.
  public static let faultsPerEvaluationMax = 8
  /// Characters of a reason.
  public static let reasonCharactersMax = 300
  /// Characters of a matched text inside a reason.
  public static let quotedCharactersMax = 80
}
