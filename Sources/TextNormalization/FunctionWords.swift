/// Frequent short words that belong to one of our languages and not to the others.
enum FunctionWords {
  private static let russian = [
    "и", "что", "как", "это", "он", "они", "мы", "вы", "только", "если", "или", "уже", "его", "был", "есть",
    "еще", "ещё", "нет", "мне", "меня", "тебя", "где", "кто", "с", "из", "от", "же", "бы", "ли", "всё",
    "чем", "чтоб", "мой", "ее", "её", "их", "даже", "надо", "но",
  ]
  private static let ukrainian = [
    "та", "що", "як", "це", "але", "й", "про", "або", "вже", "коли", "ми", "ви", "вони", "його", "дуже", "теж", "чи",
    "щоб", "хто", "був", "мене", "нема", "і", "з", "із", "від", "він", "її", "їх", "ні", "тебе", "немає", "є", "цей",
    "цього", "бо", "ще", "лише", "навіть", "який", "яка", "які", "поки", "треба",
  ]
  private static let english = [
    "the", "and", "of", "to", "is", "you", "that", "this", "with", "are", "was", "have", "for", "not", "what", "they",
    "my", "it", "i", "your", "but", "can", "just", "like", "from", "all", "be", "as", "about", "would", "will", "if",
    "who", "how", "or", "an", "been", "their", "there", "which", "when", "some", "more", "has", "he", "she", "his",
  ]

  private static let slotBits: UInt64 = 9

  /// Open addressing: the packed word, then its language in the parallel table.
  private static let slots: (words: [UInt64], languages: [LanguageGuess]) = {
    var words = [UInt64](repeating: 0, count: 1 << slotBits)
    var languages = [LanguageGuess](repeating: .unknown, count: 1 << slotBits)
    for (language, list) in [(LanguageGuess.russian, russian), (.ukrainian, ukrainian), (.english, english)] {
      for word in list where word.utf8.count <= 8 {
        let packed = word.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var slot = firstSlot(of: packed)
        while words[slot] != 0, words[slot] != packed { slot = (slot + 1) & (words.count - 1) }
        words[slot] = packed
        languages[slot] = language
      }
    }
    return (words, languages)
  }()

  @inline(__always)
  private static func firstSlot(of packed: UInt64) -> Int {
    Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> (64 - slotBits))
  }

  /// The language of a word, whose bytes are packed with the last in the lowest place.
  static func language(of packed: UInt64) -> LanguageGuess {
    var slot = firstSlot(of: packed)
    while slots.words[slot] != 0 {
      if slots.words[slot] == packed { return slots.languages[slot] }
      slot = (slot + 1) & (slots.words.count - 1)
    }
    return .unknown
  }
}
