/// A comment of the made-up newsroom, with the truth about it.
public struct HistoryComment: Hashable, Sendable {
  /// What it is, so that a test can ask about one kind alone.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Readers talking of the news, harshly at times.
    case talk
    /// The same, with words that rules look for: a casino in the news, a bank's rate, a shop's sale.
    case lookalikeTalk = "lookalike_talk"
    /// A source linked by somebody who means it.
    case source
    case gambling, earnings, loans, crypto, goods
    case insult, obscenity
  }

  /// From 0, in the order of time.
  public var number: Int
  /// Milliseconds since 1970.
  public var at: Int64
  /// `ru`, `uk` or `en`.
  public var language: String
  public var text: String
  public var author: String
  /// Comments of this author that people had approved before.
  public var approved: Int
  public var kind: Kind
  /// The wave of advertising that it belongs to.
  public var campaign: Int?
  /// Whether it is unfit to be published. This is the truth, which moderators may miss.
  public var isBad: Bool
}

/// What a person was shown and said, as a moderator's log would have it.
public struct HistoryDecision: Hashable, Sendable {
  /// Whether the person refused the comment.
  public var isRefused: Bool
  public var moderator: String
  /// Milliseconds since 1970.
  public var at: Int64
  /// Chosen by chance, and not because of the machine or a reader.
  public var isFromAudit: Bool
}

/// A comment with what the machine did and what people said of it.
public struct ReviewedComment: Hashable, Sendable {
  public var comment: HistoryComment
  /// Whether the machine kept it from being published.
  public var isHeld: Bool
  /// `nil` where nobody looked.
  public var decision: HistoryDecision?
  /// With which probability chance alone would have brought the comment before a person.
  public var inclusion: Double
}
