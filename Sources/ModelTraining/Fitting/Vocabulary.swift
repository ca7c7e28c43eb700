import Foundation
import ModerationPipeline

/// Which feature each row of a model's table stands for, and how rare it is.
///
/// Where several features fall on one row, the one that stands in most texts has it; the others are not told from features
/// that were never seen.
struct Vocabulary: Sendable {
  let bits: Int
  /// The code of the feature that has a row; rows without one have rarity 0.
  private(set) var checks: [UInt8]
  private(set) var rarities: [UInt8]
  /// The number of the column that belongs to a row, or -1.
  private(set) var columns: [Int32]
  /// The rows that have a feature, in order.
  private(set) var used: [Int32] = []

  /// Weights below this share of the greatest, as stored, are given up for a feature of one's own texts.
  static let faintByte: Int8 = 8

  /// - Parameters:
  ///   - textsMin: In how many texts a feature must stand.
  ///   - base: A model whose features keep their rows and rarities, where they weigh anything.
  init(_ rows: [Material.Row], bits: Int, textsMin: Int, base: ClassifierModel? = nil) {
    self.bits = base?.bits ?? bits
    let bits = self.bits
    let size = 1 << bits
    checks = Array(repeating: 0, count: size)
    rarities = Array(repeating: 0, count: size)
    columns = Array(repeating: -1, count: size)
    var all: [UInt32] = []
    all.reserveCapacity(rows.reduce(0) { $0 + $1.features.codes.count })
    let mask = UInt32(size - 1)
    for row in rows {
      for code in row.features.codes { all.append((code & mask) << 8 | code >> 24) }
    }
    all.sort()
    var best = [UInt32](repeating: 0, count: size)
    var index = 0
    while index < all.count {
      let code = all[index]
      var end = index + 1
      while end < all.count, all[end] == code { end += 1 }
      let row = Int(code >> 8)
      let texts = UInt32(end - index)
      if texts >= textsMin, texts > best[row] {
        best[row] = texts
        checks[row] = UInt8(truncatingIfNeeded: code)
      }
      index = end
    }
    let count = Double(rows.count)
    for row in 0..<size where best[row] > 0 {
      // Smoothed inverse document frequency (G. Salton, C. Buckley, 1988).
      let rarity = log((1 + count) / (1 + Double(best[row]))) + 1
      rarities[row] = UInt8(min(255, max(1, (Float(rarity) / ClassifierModel.rarityStep).rounded())))
    }
    if let base { take(base) }
    for row in 0..<size where rarities[row] > 0 {
      columns[row] = Int32(used.count)
      used.append(Int32(row))
    }
  }

  private mutating func take(_ base: ClassifierModel) {
    for row in 0..<1 << bits {
      let place = row * base.stride
      guard base.table[place + 1] > 0 else { continue }
      let isFaint = (0..<base.heads.count).allSatisfy {
        abs(Int(Int8(bitPattern: base.table[place + 2 + $0]))) < Int(Self.faintByte)
      }
      if isFaint, rarities[row] > 0, checks[row] != base.table[place] { continue }
      checks[row] = base.table[place]
      rarities[row] = base.table[place + 1]
    }
  }

  /// What a category of the base weighs each column with; 0 for columns that it does not know.
  func weights(of head: Int, in base: ClassifierModel) -> [Float] {
    used.map { row in
      let place = Int(row) * base.stride
      guard base.table[place + 1] > 0, base.table[place] == checks[Int(row)] else { return 0 }
      return ClassifierModel.weight(base.table[place + 2 + head], max: base.heads[head].weightMax)
        / (Float(rarities[Int(row)]) * ClassifierModel.rarityStep)
    }
  }

  var count: Int { used.count }

  /// The column of a feature, and how much weight it has when it stands once.
  func column(of code: UInt32) -> (column: Int, rarity: Float)? {
    let row = Int(code & UInt32(1 << bits - 1))
    let column = columns[row]
    guard column >= 0, checks[row] == UInt8(truncatingIfNeeded: code >> 24) else { return nil }
    return (Int(column), Float(rarities[row]) * ClassifierModel.rarityStep)
  }
}

/// Texts as rows of numbers: the features of the words, each row of length 1, and beside them the dense ones.
struct SparseRows: Sendable {
  private(set) var starts: [Int] = [0]
  private(set) var columns: [Int32] = []
  private(set) var values: [Float] = []
  private(set) var dense: [Float] = []
  let width: Int
  var denseWidth: Int { DenseFeatures.count }
  var count: Int { starts.count - 1 }

  init(_ rows: [Material.Row], _ vocabulary: Vocabulary, weighsRules: Bool = true) {
    width = vocabulary.count
    for row in rows {
      var squares: Float = 0
      let first = columns.count
      for (code, count) in zip(row.features.codes, row.features.counts) {
        guard let (column, rarity) = vocabulary.column(of: code) else { continue }
        let value = FeatureTally.frequencies[min(255, Int(count))] * rarity
        columns.append(Int32(column))
        values.append(value)
        squares += value * value
      }
      let length = squares > 0 ? squares.squareRoot() : 1
      for index in first..<values.count { values[index] /= length }
      dense += row.features.dense
      if !weighsRules { for index in dense.count - DenseFeatures.rulesCount..<dense.count { dense[index] = 0 } }
      starts.append(columns.count)
    }
  }
}
