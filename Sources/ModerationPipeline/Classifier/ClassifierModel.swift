public import ModerationModel

/// A trained linear model: for each category that it was taught, the weight of every feature and how its sum is read as a
/// probability.
///
/// Features share one table. A row has a check byte, the feature's rarity and one weight for each category, all in one byte
/// each, so that a text's features cost one cache line each whatever the number of categories. A value of this type is
/// about as large as its file, at most ``bytesMax``, and is shared by all threads.
public struct ClassifierModel: Sendable {
  /// Of a model file. A larger one is refused.
  public static let bytesMax = 4_000_000
  /// The logarithm of the number of rows.
  package static let rowBits = 10...20
  package static let headsMax = 5
  /// Rarity is stored in steps of this.
  package static let rarityStep: Float = 1 / 16

  /// Which words the model was made of, and when.
  public struct Card: Hashable, Sendable {
    public var name: String
    public var trainedAt: Timestamp
    /// The rule set whose findings it weighs.
    public var ruleSet: String
    /// Where the texts come from and on which licence, a line each.
    public var sources: [String]
    public var seed: UInt64

    public init(name: String, trainedAt: Timestamp, ruleSet: String, sources: [String], seed: UInt64) {
      self.name = name
      self.trainedAt = trainedAt
      self.ruleSet = ruleSet
      self.sources = sources
      self.seed = seed
    }
  }

  /// What one category has learnt.
  public struct Head: Hashable, Sendable {
    public var category: Category
    /// Decided texts of either kind that it learnt from.
    public var bad: Int
    public var good: Int
    /// Of the sum of weights.
    package var bias: Float
    package var dense: [Float]
    /// The greatest weight of a feature; the stored byte is the square root of the share of it.
    package var weightMax: Float
    /// How sums are read, by language; the empty code stands for all others.
    package var readings: [LanguageReading]
    /// Log-odds from which F1 is best, for those who sort comments into two heaps.
    public var evenAt: Float
    /// False when too few texts were decided, or when nothing was better for it: it is kept, and keeps silent.
    public var isSpeaking: Bool

    package init(
      category: Category, bad: Int, good: Int, bias: Float, dense: [Float], weightMax: Float,
      readings: [LanguageReading], evenAt: Float, isSpeaking: Bool
    ) {
      self.category = category
      self.bad = bad
      self.good = good
      self.bias = bias
      self.dense = dense
      self.weightMax = weightMax
      self.readings = readings
      self.evenAt = evenAt
      self.isSpeaking = isSpeaking
    }

    /// How sums of texts in a language are read.
    package func reading(of language: Language?) -> LanguageReading {
      guard let language else { return readings[0] }
      for reading in readings where reading.language == language.code { return reading }
      return readings[0]
    }

    /// The probability from which a person is asked to look, whatever rules say; by language, the empty code standing for all
    /// others.
    public var holdsFrom: [(language: String, probability: Double)] {
      readings.map { ($0.language, Logistic.probability(Double($0.holdAt))) }
    }
  }

  /// Log-odds from a sum: `slope * sum + offset` (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999).
  package struct LanguageReading: Hashable, Sendable {
    package var language: String
    package var slope: Float
    package var offset: Float
    /// Log-odds from which the category is worth a word, and from which a person should look.
    package var noticeAt: Float
    package var holdAt: Float

    package init(language: String, slope: Float, offset: Float, noticeAt: Float, holdAt: Float) {
      self.language = language
      self.slope = slope
      self.offset = offset
      self.noticeAt = noticeAt
      self.holdAt = holdAt
    }
  }

  public var card: Card
  public var heads: [Head]
  package var bits: Int
  /// Rows of `2 + heads.count` bytes: check, rarity (0 for an empty row), weights.
  package var table: [UInt8]
  /// Stands for the whole file, in 16 hexadecimal digits.
  public private(set) var revision = ""

  package init(card: Card, heads: [Head], bits: Int, table: [UInt8]) {
    precondition(table.count == (2 + heads.count) << bits, "a row has a byte for each category and two more")
    self.card = card
    self.heads = heads
    self.bits = bits
    self.table = table
    revision = Self.revision(of: bytes)
  }

  package var stride: Int { 2 + heads.count }

  /// The weight that a stored byte stands for.
  package static func weight(_ byte: UInt8, max: Float) -> Float {
    let share = Float(Int8(bitPattern: byte)) / 127
    return share * abs(share) * max
  }

  package static func byte(_ weight: Float, max: Float) -> UInt8 {
    guard max > 0, weight != 0 else { return 0 }
    let share = (min(1, abs(weight) / max)).squareRoot() * 127
    return UInt8(bitPattern: Int8(weight < 0 ? -share.rounded() : share.rounded()))
  }

  /// FNV-1a over eight bytes at a time (Fowler, Noll, Vo). It tells versions apart and finds damage; it is no seal.
  package static func revision(of bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var word: UInt64 = 0
    for index in bytes.indices {
      word = word << 8 | UInt64(bytes[index])
      if index & 7 == 7 || index == bytes.count - 1 {
        hash = (hash ^ word) &* 0x0000_0100_0000_01B3
        hash ^= hash >> 29
        word = 0
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Why bytes are no model.
public struct ClassifierModelError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable {
    case notAModel = "not_a_model"
    case otherVersion = "other_version"
    case damaged
    case tooLarge = "too_large"
  }

  public var code: Code

  package init(code: Code) {
    self.code = code
  }

  public var description: String {
    switch code {
    case .notAModel: "this is no model file; `moderato model train` makes one"
    case .otherVersion: "the model was made by another version of Moderato; train it again"
    case .damaged: "the model file is damaged; train it again, or take it from a backup"
    case .tooLarge: "a model file has at most \(ClassifierModel.bytesMax) bytes"
    }
  }
}
