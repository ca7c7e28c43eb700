/// Frequent short words that belong to one of our languages and not to the others.
///
/// A table with open addressing, of words of at most eight bytes. Whoever asks often keeps a copy of `shared`, which
/// costs no more than a pointer.
struct FunctionWords: Sendable {
  static let shared = FunctionWords()

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

  /// Packed words, the last byte in the lowest place; 0 is a free slot.
  private var words = [UInt64](repeating: 0, count: 1 << slotBits)
  private var languages = [LanguageGuess](repeating: .unknown, count: 1 << slotBits)

  private init() {
    for (language, list) in [
      (LanguageGuess.russian, Self.russian), (.ukrainian, Self.ukrainian), (.english, Self.english),
    ] {
      for word in list where word.utf8.count <= 8 {
        let packed = word.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let slot = slot(of: packed)
        words[slot] = packed
        languages[slot] = language
      }
    }
  }

  /// The language of a word, packed.
  @inline(__always)
  func language(of packed: UInt64) -> LanguageGuess {
    languages[slot(of: packed)]
  }

  /// Where the word is, or the free slot where it would be.
  @inline(__always)
  private func slot(of packed: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> (64 - Self.slotBits))
    while words[slot] != 0, words[slot] != packed { slot = (slot + 1) & ((1 << Int(Self.slotBits)) - 1) }
    return slot
  }
}
