/// One comment of a demo thread.
public struct DemoComment: Decodable, Hashable, Sendable {
  public struct Author: Decodable, Hashable, Sendable {
    public let name: String
    public let email: String?
    public let url: String?
  }

  public let article: String
  /// Unique among all threads.
  public let key: String
  /// The key of the comment that this one answers: always one that an editor would publish, though perhaps only after
  /// a look. Replies go five levels deep.
  public let parent: String?
  public let author: Author
  public let minutesAfterPublication: Int
  /// As the text is written, whatever the article's language: `ru`, `uk` or `en`.
  public let lang: String
  public let text: String
  public let expect: DemoExpectation
  public let obfuscation: Obfuscation?
}

/// A comment that is judged by its text alone.
public struct LabelledComment: Decodable, Hashable, Sendable {
  public let id: String
  public let lang: String
  public let text: String
  public let expect: DemoExpectation
  public let obfuscation: Obfuscation?
  /// Pieces of the text that evidence should cover, as written; empty where the label rests on the whole.
  public let marks: [String]

  private enum CodingKeys: CodingKey {
    case id, lang, text, expect, obfuscation, marks
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    lang = try values.decode(String.self, forKey: .lang)
    text = try values.decode(String.self, forKey: .text)
    expect = try values.decode(DemoExpectation.self, forKey: .expect)
    obfuscation = try values.decodeIfPresent(Obfuscation.self, forKey: .obfuscation)
    marks = try values.decodeIfPresent([String].self, forKey: .marks) ?? []
  }
}

/// What an editor expects of the machine, and why.
///
/// The measure is a local newsroom's: harsh words about an office, a team or a decision are published, harsh words at
/// another reader wait for a person, and obscenity, threats, hate, private data and selling are never published unseen.
public struct DemoExpectation: Decodable, Hashable, Sendable {
  /// Every acceptable answer, the best first: `publish`, `hold`, `reject`, `spam`.
  public let actions: [String]
  /// What it is about, in the words of the model's categories; `nil` when nothing is wrong with it.
  public let category: String?
  /// One sentence.
  public let why: String
  /// Whether the answer rests on what the author or others wrote before, and not on the text alone.
  public let needsHistory: Bool

  private enum CodingKeys: CodingKey {
    case actions, category, why, needsHistory
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    actions = try values.decode([String].self, forKey: .actions)
    category = try values.decodeIfPresent(String.self, forKey: .category)
    why = try values.decode(String.self, forKey: .why)
    needsHistory = try values.decodeIfPresent(Bool.self, forKey: .needsHistory) ?? false
  }
}

/// How a word was hidden from a filter.
public enum Obfuscation: String, Decodable, Hashable, Sendable, CaseIterable {
  /// Letters of another script that look the same: «кaзинo» with Latin letters.
  case lookalike
  /// Zero-width and other unseen characters between the letters.
  case invisible
  /// Digits and signs for letters: «ka3ino».
  case leet
  /// Letters set apart by spaces: «к а з и н о».
  case spaced
  /// Letters set apart by dots, dashes or stars: «к.а.з.и.н.о».
  case punctuated
  /// Letters held down: «казиноооо».
  case stretched
  /// The wide letters of East Asian typography: «ｃａｓｉｎｏ».
  case fullWidth = "full_width"
  /// Mathematical, circled or squared letters.
  case styled
  /// Marks stacked on letters.
  case marks
  /// Letters replaced by stars or dashes: «х*й».
  case masked
  /// Russian or Ukrainian words in Latin letters.
  case transliterated
  /// Typed with the other keyboard layout: «rfpbyj».
  case keyboardLayout = "keyboard_layout"
  /// An address told in words: «сайт точка топ».
  case spelledLink = "spelled_link"
}
