/// What the pass over the words of `norm` sees by the way. Ranges are of `norm`.
struct WordTally {
  /// Fewer of one character, or of one word, are not worth a range.
  static let characterRunMin = 3
  static let wordRunMin = 2

  private(set) var words = 0
  private(set) var longestCharacterRun: TextStatistics.Run?
  private(set) var longestWordRun: TextStatistics.Run?
  /// Function words of Russian, Ukrainian and English.
  private(set) var russianWords = 0
  private(set) var ukrainianWords = 0
  private(set) var englishWords = 0
  /// There may be something to join or to collapse.
  var mayNeedSqueeze = false

  private var last = 0..<0
  private var lastTail: UInt64 = 0
  private var repetition = 1
  private var repetitionStart = 0

  /// - Parameter tail: The last eight bytes of the word.
  @inline(__always)
  mutating func add(_ word: Range<Int>, tail: UInt64, in source: [UInt8], _ functionWords: FunctionWords) {
    words += 1
    if tail == lastTail, word.count == last.count, word.count <= 8 || source[word] == source[last] {
      addRepetition(word)
    } else {
      repetition = 1
    }
    last = word
    lastTail = tail
    guard word.count <= 8 else { return }
    switch functionWords.language(of: tail) {
    case .russian: russianWords += 1
    case .ukrainian: ukrainianWords += 1
    case .english: englishWords += 1
    case .unknown: break
    }
  }

  private mutating func addRepetition(_ word: Range<Int>) {
    if repetition == 1 { repetitionStart = last.lowerBound }
    repetition += 1
    if repetition > longestWordRun?.count ?? 1 {
      longestWordRun = .init(count: repetition, range: repetitionStart..<word.upperBound)
    }
  }

  /// A character stands three times or more, so far.
  mutating func addRun(of value: UInt32, _ count: Int, _ range: Range<Int>) {
    mayNeedSqueeze = true
    guard count > longestCharacterRun?.count ?? 0 else { return }
    switch ScalarProperties(value).characterClass {
    case .space, .digit, .control, .mark, .regionalIndicator: break
    default: longestCharacterRun = .init(count: count, range: range)
    }
  }
}
