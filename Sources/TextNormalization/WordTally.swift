/// What the pass over the words of `norm` sees by the way.
struct WordTally {
  var words = 0
  /// Most equal words in a row, and where, in the view.
  var longestRepetition = 0
  var repetitionRange = 0..<0
  /// Function words of Russian, Ukrainian and English.
  var russianWords = 0
  var ukrainianWords = 0
  var englishWords = 0
  /// There may be something to join or to collapse.
  var mayNeedSqueeze = false

  private var lastHash: UInt64 = 0
  private var repetition = 0
  private var repetitionStart = 0

  mutating func add(_ range: Range<Int>, hash: UInt64, tail: UInt64) {
    words += 1
    if hash == lastHash, repetition > 0 {
      repetition += 1
    } else {
      repetition = 1
      repetitionStart = range.lowerBound
      lastHash = hash
    }
    if repetition > longestRepetition {
      longestRepetition = repetition
      repetitionRange = repetitionStart..<range.upperBound
    }
    guard range.count <= 8 else { return }
    switch FunctionWords.language(of: tail) {
    case .russian: russianWords += 1
    case .ukrainian: ukrainianWords += 1
    case .english: englishWords += 1
    case .unknown: break
    }
  }
}
