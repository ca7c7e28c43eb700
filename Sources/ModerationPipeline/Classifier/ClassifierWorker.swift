package import ModerationModel
package import TextNormalization

/// Weighs one text after another with a model, reusing its memory. Not for two threads at a time.
///
/// Once the memory has grown to the longest text, weighing allocates nothing; naming the places that weigh most does, and is
/// done only for what is said aloud.
package struct ClassifierWorker: Sendable {
  /// The log-odds of every category of the model, in its order.
  package private(set) var logOdds: [Float]
  let model: ClassifierModel
  private var scanner = FeatureScanner()
  private var dense = DenseFeatures()
  private var tally = FeatureTally()
  private var sums: [Float]
  /// What each stored byte stands for, 256 a category.
  private let weights: [Float]
  private let logarithms: [Float]
  /// The length of the latest text's features, all others being divided by it.
  private var length: Float = 1

  package init(model: ClassifierModel) {
    self.model = model
    sums = Array(repeating: 0, count: model.heads.count)
    logOdds = sums
    weights = model.heads.flatMap { head in
      (0...UInt8.max).map { ClassifierModel.weight($0, max: head.weightMax) }
    }
    logarithms = FeatureTally.frequencies
  }

  /// Weighs a text; the answer stands in ``logOdds``.
  ///
  /// - Parameter signals: What rules have found in it.
  /// - Complexity: O(bytes), with about three table look-ups a byte.
  package mutating func weigh(_ text: NormalizedText, language: Language?, signals: [Signal]) {
    scanner.scan(text.bytes(of: .squeeze), hosts: text.bytes(of: .domains))
    dense.measure(text, language: language, signals: signals)
    tally.count(scanner.marks)
    sum()
    read(language)
  }

  private mutating func sum() {
    let (stride, mask, heads) = (model.stride, UInt64(1) << UInt64(model.bits) - 1, model.heads.count)
    let (table, weights, logarithms, entries) = (model.table, weights, logarithms, tally.entries)
    var (found, squares) = (SIMD8<Float>(), Float(0))
    for entry in entries {
      let row = Int(truncatingIfNeeded: entry & mask) &* stride
      let rarity = table[row + 1]
      guard rarity != 0, table[row] == UInt8(truncatingIfNeeded: entry >> 24) else { continue }
      let frequency = logarithms[min(Int(truncatingIfNeeded: entry >> 32), 255)]
      let size = frequency * Float(rarity) * ClassifierModel.rarityStep
      squares += size * size
      for head in 0..<heads {
        found[head] += frequency * weights[head << 8 | Int(table[row + 2 + head])]
      }
    }
    for head in 0..<heads { sums[head] = found[head] }
    length = squares > 0 ? squares.squareRoot() : 1
  }

  private mutating func read(_ language: Language?) {
    for head in sums.indices {
      let own = model.heads[head]
      var sum = sums[head] / length + own.bias
      for index in own.dense.indices { sum += own.dense[index] * dense.values[index] }
      let reading = own.reading(of: language)
      logOdds[head] = reading.slope * sum + reading.offset
    }
  }

  /// The places of the latest text that speak most for a category, best first, as ranges of the view's bytes.
  ///
  /// A token's weight is the sum of its features'. Tokens are named until half of everything that speaks for the category
  /// is, and no more than `most`.
  package func places(of head: Int, most: Int) -> [Range<Int>] {
    var shares = [Float](repeating: 0, count: scanner.tokens.count)
    let (stride, mask) = (model.stride, UInt32(1) << UInt32(model.bits) - 1)
    for mark in scanner.marks.all {
      let (code, owner) = (FeatureMarks.code(mark), FeatureMarks.owner(mark))
      guard owner < shares.count else { continue }
      let row = Int(code & mask) * stride
      guard model.table[row + 1] != 0, model.table[row] == UInt8(truncatingIfNeeded: code >> 24) else { continue }
      shares[owner] += weights[head << 8 | Int(model.table[row + 2 + head])]
    }
    let total = shares.reduce(0) { $0 + max(0, $1) }
    guard total > 0 else { return [] }
    let order = shares.indices.filter { shares[$0] > 0 }.sorted { (shares[$1], $0) < (shares[$0], $1) }
    var named: Float = 0
    var places: [Range<Int>] = []
    for token in order.prefix(most) {
      places.append(scanner.tokens[token])
      named += shares[token]
      if named >= total / 2 { break }
    }
    return places
  }
}

/// How often each feature stands in a text.
package struct FeatureTally: Sendable {
  /// Every feature once, in the order of its first occurrence: its code in the low half, its number above.
  package private(set) var entries: [UInt64] = []
  /// Open addressing; a slot holds the number of its entry from 1, or 0.
  private var slots: [Int32] = []

  package var codes: [UInt32] { entries.map { UInt32(truncatingIfNeeded: $0) } }
  package var counts: [UInt16] { entries.map { UInt16(truncatingIfNeeded: min($0 >> 32, UInt64(UInt16.max))) } }

  /// By number of occurrences, `1 + ln n`: what stands twice does not say twice as much.
  package static let frequencies: [Float] = {
    // ln n as the sum of 1/k less Euler's constant would be too coarse; the series of artanh is exact enough.
    (0...255).map { count in
      guard count > 1 else { return count == 0 ? 0 : 1 }
      var (value, rest) = (0.0, Double(count))
      while rest > 1.5 {
        rest /= 2
        value += 0.693_147_180_559_945_3
      }
      let ratio = (rest - 1) / (rest + 1)
      var (term, power) = (0.0, ratio)
      for odd in stride(from: 1.0, through: 21, by: 2) {
        term += power / odd
        power *= ratio * ratio
      }
      return Float(1 + value + 2 * term)
    }
  }()

  package init() {}

  package mutating func count(_ marks: FeatureMarks) {
    var (entries, slots): ([UInt64], [Int32]) = ([], [])
    swap(&entries, &self.entries)
    swap(&slots, &self.slots)
    defer {
      swap(&entries, &self.entries)
      swap(&slots, &self.slots)
    }
    entries.removeAll(keepingCapacity: true)
    var size = 64
    while size < marks.all.count * 2 { size *= 2 }
    if slots.count < size { slots = Array(repeating: 0, count: size) }
    for index in 0..<size { slots[index] = 0 }
    let mask = size - 1
    for mark in marks.all {
      let code = mark & 0xFFFF_FFFF
      var slot = Int(truncatingIfNeeded: code &* 0x9E37_79B1 >> 7) & mask
      while true {
        let number = Int(slots[slot])
        if number == 0 {
          entries.append(code | 1 << 32)
          slots[slot] = Int32(truncatingIfNeeded: entries.count)
          break
        }
        if entries[number - 1] & 0xFFFF_FFFF == code {
          entries[number - 1] += 1 << 32
          break
        }
        slot = (slot + 1) & mask
      }
    }
  }
}
