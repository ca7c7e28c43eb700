public import ModerationModel

/// A word, or two in a row, that tells unfit comments from fit ones, and that no rule looks for yet.
public struct RuleSuggestion: Hashable, Sendable {
  /// An entry of `words:`, with the endings that were seen: `реплик(?:а|и)`.
  public var pattern: String
  /// The name of the draft rule.
  public var id: String
  public var category: Category
  public var languages: [Language]
  /// Decided comments with it that the rules let through, in the time in which it was found.
  public var found: Count
  /// The same in the later time, in which it was only tried.
  public var confirmed: Count
  /// Of the later comments with it that people decided, how much is unfit at least: the lower end of the Wilson interval,
  /// at 95 % for all that was tried together (Bonferroni).
  public var precisionLower: Double
  /// Comments with it that nobody has decided.
  public var undecided: Int
  /// Real texts, masked.
  public var hitExamples: [String]
  public var missExamples: [String]

  public struct Count: Hashable, Sendable {
    public var bad = 0
    public var good = 0
  }
}

/// What mining gave, and how it was looked for.
public struct SuggestionReport: Sendable {
  public var suggestions: [RuleSuggestion]
  /// Candidates that were tried on the later comments; each bound above allows for all of them.
  public var triedCount: Int
  /// Unfit comments that the rules let through, and of them those that the suggestions would find.
  public var missedBad: Int
  public var foundBad: Int
  /// The draft as a rule file; all its examples hold.
  public var draft: String
}
