/// What a text is made of, for heuristics. All ranges count bytes of the original text.
public struct TextStatistics: Sendable, Equatable {
  /// Something that repeats.
  public struct Run: Sendable, Equatable {
    public var count: Int
    public var range: Range<Int>
  }

  /// Letters by script, those that we tell apart.
  public struct Letters: Sendable, Equatable {
    public var latin = 0
    public var cyrillic = 0
    public var greek = 0
    public var other = 0

    public var total: Int { latin + cyrillic + greek + other }
  }

  /// Unicode scalars.
  public var scalars = 0
  public var letters = Letters()
  /// Letters of Latin, Cyrillic and Greek in upper and in lower case; other scripts hardly have the distinction.
  public var upperLetters = 0
  public var lowerLetters = 0
  public var digits = 0
  public var words = 0
  /// Emoji as people count them: a flag or a family is one.
  public var emoji = 0
  /// The longest run of one character in either case, spaces and digits aside; `nil` below three.
  public var longestCharacterRun: Run?
  /// The longest run of one word with nothing but spaces and signs between; `nil` below two.
  public var longestWordRun: Run?
  /// Words with letters of more than one of Latin, Cyrillic, Greek and their look-alike relatives. A compound of
  /// whole parts is not one, with or without hyphen: «IT-отдел», «smsка».
  public var mixedScriptWords: [Range<Int>] = []
  /// Characters that nobody sees, where no spelling needs them. Not those inside emoji, nor joiners in scripts that
  /// use them, nor a byte order mark at either end.
  public var invisible: [Range<Int>] = []
  /// Embeddings, overrides and isolates (UAX #9): U+202A–E, U+2066–9.
  public var bidiControls: [Range<Int>] = []
  /// U+200E, U+200F and U+061C.
  public var directionMarks: [Range<Int>] = []
  /// Three or more accents on one character.
  public var stackedMarks: [Range<Int>] = []
  public var language = LanguageGuess.unknown
}
