/// The numbers and booleans that a rule's `when:` may ask for, by the name the rule language gives them.
///
/// Booleans are 1 and 0. A fact that nobody measured is unknown, and a condition on it does not hold.
public enum FactName: String, Hashable, Sendable, CaseIterable {
  // The text. Lengths are in characters as readers count them, shares are 0...1.
  case length
  case words
  case links
  case domains
  case capsShare = "caps_share"
  case digitsShare = "digits_share"
  case emoji
  case repeatedCharacterRun = "repeated_char_run"
  case repeatedWordRun = "repeated_word_run"
  case mixedScriptWords = "mixed_script_words"
  case invisibleCharacters = "invisible_chars"
  case bidiControls = "bidi_controls"
  case stackedMarks = "stacked_marks"
  case cyrillicShare = "cyrillic_share"

  // The author, as known before this submission.
  case authorApprovedCount = "author.approved_count"
  case authorPublishedCount = "author.published_count"
  case authorPendingCount = "author.pending_count"
  case authorRejectedCount = "author.rejected_count"
  case authorSpamCount = "author.spam_count"
  case authorRejectedShare7d = "author.rejected_share_7d"
  case authorOverturned30d = "author.overturned_30d"
  case authorAgeDays = "author.age_days"
  case authorIsSignedIn = "author.signed_in"
  case authorIsTrusted = "author.trusted"
  case authorIsPremoderated = "author.premoderated"
  case authorHasURL = "author.has_url"
  case authorPostsLastMinute = "author.posts_1m"

  // The place.
  case articleAgeDays = "article.age_days"
  case isReply = "reply.is_reply"
  case replyDepth = "reply.depth"

  // The form. Unknown when an embedder handed the submission in.
  case formSeconds = "form.seconds"
  case formHoneypot = "form.honeypot"

  // Other comments.
  case duplicateOfSameAuthor = "duplicate.same_author"
  case duplicatesElsewhere = "duplicate.elsewhere"
  case isEdit = "edit.is_edit"
  // This one included; 1 for words of their own. Unknown where nobody looked.
  case waveSize = "wave.size"
  case waveAuthors = "wave.authors"
  case waveArticles = "wave.articles"
  case waveRefused = "wave.refused"
  case isWaveAlarmed = "wave.alarm"

  // What people have decided lately, older decisions counting less.
  case authorRefusedShare = "author.refused_share"
  case addressRefusedShare = "address.refused_share"

  public var isBoolean: Bool {
    switch self {
    case .authorIsSignedIn, .authorIsTrusted, .authorIsPremoderated, .authorHasURL, .isReply, .formHoneypot,
      .duplicateOfSameAuthor, .isEdit, .isWaveAlarmed:
      true
    default: false
    }
  }
}

/// What was measured of one submission.
public struct Facts: Hashable, Sendable {
  private var values: [Double?]

  public init() {
    values = Array(repeating: nil, count: FactName.allCases.count)
  }

  /// `nil` when nobody measured it.
  public subscript(name: FactName) -> Double? {
    get { values[name.position] }
    set { values[name.position] = newValue }
  }
}

extension FactName {
  /// Where the fact stands among all facts; the declaration order.
  var position: Int { Self.positions[self] ?? 0 }

  private static let positions = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
