/// A guess at the language of a text, from its letters and its function words.
public enum LanguageGuess: String, Sendable, CaseIterable {
  case russian = "ru"
  case ukrainian = "uk"
  case english = "en"
  /// Another language, several, or too little text to say.
  case unknown

  /// - Parameters:
  ///   - ukrainianLetters: і ї є ґ
  ///   - russianLetters: ы э ъ ё
  init(cyrillic: Int, latin: Int, ukrainianLetters: Int, russianLetters: Int, tally: WordTally) {
    guard cyrillic + latin > 0 else {
      self = .unknown
      return
    }
    if latin > cyrillic {
      // Other languages write "is" and "of" too; one word in eight is far more than chance.
      self = tally.englishWords > 0 && tally.englishWords * 8 >= tally.words ? .english : .unknown
      return
    }
    let ukrainian = ukrainianLetters * 2 + tally.ukrainianWords * 2
    let russian = russianLetters * 2 + tally.russianWords * 2
    self = ukrainian == russian ? .unknown : ukrainian > russian ? .ukrainian : .russian
  }
}
