import Foundation
public import ModerationModel
public import ModerationPipeline
public import RuleEngine

/// Teaches a model from decided texts.
///
/// Every choice is made by looking at texts that were not learnt from: how strongly to learn, how sums are read as
/// probabilities, and from where a person should look. Texts that read alike never stand on both sides. The same texts, rules
/// and seed give the same model, byte for byte.
public struct ModelTrainer: Sendable {
  /// Decided texts of either kind without which a category keeps silent.
  public static let textsMin = 50
  /// The same for a language to be read by its own measure.
  static let languageTextsMin = 150
  /// Of texts in time, how many are kept for the trial.
  public static let trialShare = 0.2
  static let folds = 4
  static let strengths: [Float] = [1, 3, 10]
  public static let textsMax = 1_000_000

  public var rules: RuleSet
  public var seed: UInt64 = 1
  public var threads: Int
  public var name = "model"
  public var sources: [String] = []
  public var now: Timestamp
  public var bits = 19
  /// In how many texts a feature must stand.
  public var featureTextsMin = 2
  /// The share of good texts that the model may hold by itself, as measured on texts it has not learnt from.
  public var goodHeldMax = 0.01
  /// The same for a category in single languages, by code, where the good texts at hand are calmer than comments will be.
  public var goodHeldMaxOf: [ModerationModel.Category: [String: Double]] = [:]
  /// How strongly the texts count against the penalty; `nil` takes the mean of several.
  public var strength: Float?
  /// Whether what rules find is one more thing to learn from.
  public var weighsRules = true
  /// A model to go on from: what it says is one more thing to learn from, and its features stay.
  public var base: ClassifierModel?

  public init(rules: RuleSet, threads: Int, now: Timestamp) {
    self.rules = rules
    self.threads = max(1, threads)
    self.now = now
  }

  /// - Parameter progress: Told what begins, in a few words.
  /// - Throws: ``TrainingRefusal`` where no category has enough texts of either kind.
  public func train(
    _ texts: [TrainingText], progress: @Sendable (String) -> Void = { _ in }
  ) async throws(TrainingRefusal) -> ClassifierModel {
    let counts = TrainingText.categories.map { category in
      (category, texts.count { $0.labels[category] == true }, texts.count { $0.labels[category] == false })
    }
    let taught = counts.filter { $0.1 >= Self.textsMin && $0.2 >= Self.textsMin }
    guard !taught.isEmpty else {
      throw TrainingRefusal(counts: counts.map { .init(category: $0.0, bad: $0.1, good: $0.2) })
    }
    progress("reading \(texts.count) texts")
    let material = await Material(texts, rules: rules, seed: seed, threads: threads)
    let vocabulary = Vocabulary(material.rows, bits: bits, textsMin: featureTextsMin, base: base)
    let rows = SparseRows(material.rows, vocabulary, weighsRules: weighsRules)
    var heads: [Taught] = []
    for (category, bad, good) in taught {
      progress("\(category.rawValue): \(bad) bad, \(good) good, \(vocabulary.count) features")
      heads.append(await teach(category, material, rows, vocabulary))
    }
    return model(heads + keptHeads(beside: heads, vocabulary), vocabulary)
  }

  struct Taught: Sendable {
    var category: ModerationModel.Category
    var bad: Int
    var good: Int
    var weights: LogisticFit.Weights
    var readings: [ClassifierModel.LanguageReading]
    var evenAt: Float
  }

  /// What the base knows and nobody has decided enough about here.
  private func keptHeads(beside taught: [Taught], _ vocabulary: Vocabulary) -> [Taught] {
    guard let base else { return [] }
    return base.heads.enumerated().compactMap { index, head in
      guard !taught.contains(where: { $0.category == head.category }) else { return nil }
      return Taught(
        category: head.category, bad: head.bad, good: head.good,
        weights: .init(columns: vocabulary.weights(of: index, in: base), dense: head.dense, bias: head.bias),
        readings: head.readings, evenAt: head.evenAt)
    }
  }

  private func teach(
    _ category: ModerationModel.Category, _ material: Material, _ rows: SparseRows, _ vocabulary: Vocabulary
  ) async -> Taught {
    let chosen = material.rows.indices.filter { material.rows[$0].labels[category] != nil }
    var fit = HeadFit(
      rows: rows, isBad: material.rows.map { $0.labels[category] == true }, weights: material.rows.map(\.weight))
    if let base, let head = base.heads.firstIndex(where: { $0.category == category }) {
      fit = fit.goingOn(
        from: LogisticFit.Weights(
          columns: vocabulary.weights(of: head, in: base), dense: base.heads[head].dense, bias: base.heads[head].bias))
    }
    let taught = fit
    let fold = material.rows.map { Int($0.likeness >> 8) % Self.folds }
    let strengths = strength.map { [$0] } ?? Self.strengths
    // Each text is judged by weights that were found without it.
    let parts = await Self.beside(0..<(Self.folds + 1), threads) { index -> Part in
      index == Self.folds
        ? .whole(taught.fit(chosen, strengths: strengths))
        : .foreign(Self.foreign(taught, chosen, fold, folds: index..<index + 1, strengths: strengths))
    }
    var (sums, whole): ([(row: Int, sum: Float)], LogisticFit.Weights?) = ([], nil)
    for part in parts {
      switch part {
      case .whole(let weights): whole = weights
      case .foreign(let part): sums += part
      }
    }
    guard let whole else { preconditionFailure("one of the parts is the whole") }
    let readings = readings(category, sums, fit, material)
    let judged = sums.map { row, sum -> (logOdds: Float, isBad: Bool) in
      let language = material.rows[row].features.language?.code
      let reading = readings.first { $0.language == language } ?? readings[0]
      return (reading.slope * sum + reading.offset, fit.isBad[row])
    }
    return Taught(
      category: category, bad: chosen.count { fit.isBad[$0] }, good: chosen.count { !fit.isBad[$0] }, weights: whole,
      readings: readings, evenAt: OperatingPoints(judged, goodHeldMax: goodHeldMax).even)
  }

  private enum Part: Sendable {
    case whole(LogisticFit.Weights)
    case foreign([(row: Int, sum: Float)])
  }

  /// The sums of the rows of some folds, by weights found on the other folds.
  private static func foreign(
    _ fit: HeadFit, _ chosen: [Int], _ fold: [Int], folds: Range<Int>, strengths: [Float]
  ) -> [(row: Int, sum: Float)] {
    let own = chosen.filter { !folds.contains(fold[$0]) }
    let weights = fit.fit(own, strengths: strengths)
    return chosen.filter { folds.contains(fold[$0]) }.map { ($0, fit.sum($0, weights)) }
  }

  private func readings(
    _ category: ModerationModel.Category, _ sums: [(row: Int, sum: Float)], _ fit: HeadFit, _ material: Material
  ) -> [ClassifierModel.LanguageReading] {
    func reading(_ language: String, _ sums: [(row: Int, sum: Float)]) -> ClassifierModel.LanguageReading {
      let (slope, offset) = Reading.fit(
        sums.map(\.sum), sums.map { fit.isBad[$0.row] }, sums.map { fit.weights[$0.row] })
      let points = OperatingPoints(
        sums.filter { fit.isBad[$0.row] || material.rows[$0.row].isNatural && !material.rows[$0.row].isHeldByRules }
          .map { (slope * $0.sum + offset, fit.isBad[$0.row]) },
        goodHeldMax: goodHeldMaxOf[category]?[language] ?? goodHeldMax)
      return .init(
        language: language, slope: slope, offset: offset, noticeAt: points.notice, holdAt: points.hold)
    }
    var readings = [reading("", sums)]
    for language in [Language.russian, .ukrainian, .english] {
      let own = sums.filter { material.rows[$0.row].features.language == language }
      let bad = own.count { fit.isBad[$0.row] }
      guard min(bad, own.count - bad) >= Self.languageTextsMin else { continue }
      readings.append(reading(language.code, own))
    }
    return readings
  }

  /// The answers to all of them, a few worked on at once.
  private static func beside<Value: Sendable>(
    _ indices: Range<Int>, _ threads: Int, _ body: @escaping @Sendable (Int) -> Value
  ) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      var answers: [Int: Value] = [:]
      var next = indices.lowerBound
      for _ in 0..<min(threads, indices.count) {
        let index = next
        group.addTask { (index, body(index)) }
        next += 1
      }
      while let (index, value) = await group.next() {
        answers[index] = value
        guard next < indices.upperBound else { continue }
        let index = next
        group.addTask { (index, body(index)) }
        next += 1
      }
      return indices.compactMap { answers[$0] }
    }
  }

  private func model(_ taught: [Taught], _ vocabulary: Vocabulary) -> ClassifierModel {
    let stride = 2 + taught.count
    var table = [UInt8](repeating: 0, count: stride << vocabulary.bits)
    var products = taught.map { _ in [Float](repeating: 0, count: vocabulary.count) }
    for (column, row) in vocabulary.used.enumerated() {
      let rarity = vocabulary.rarities[Int(row)]
      table[Int(row) * stride] = vocabulary.checks[Int(row)]
      table[Int(row) * stride + 1] = rarity
      for head in taught.indices {
        products[head][column] = taught[head].weights.columns[column] * Float(rarity) * ClassifierModel.rarityStep
      }
    }
    var heads: [ClassifierModel.Head] = []
    for (index, head) in taught.enumerated() {
      let most = products[index].reduce(0) { max($0, abs($1)) }
      for (column, row) in vocabulary.used.enumerated() {
        table[Int(row) * stride + 2 + index] = ClassifierModel.byte(products[index][column], max: most)
      }
      heads.append(
        ClassifierModel.Head(
          category: head.category, bad: head.bad, good: head.good, bias: head.weights.bias, dense: head.weights.dense,
          weightMax: most, readings: head.readings, evenAt: head.evenAt, isSpeaking: true))
    }
    return ClassifierModel(
      card: .init(name: name, trainedAt: now, ruleSet: rules.revision, sources: sources, seed: seed), heads: heads,
      bits: vocabulary.bits, table: table)
  }
}

/// Why nothing was learnt.
public struct TrainingRefusal: Error, Hashable, Sendable {
  public struct Count: Hashable, Sendable {
    public var category: ModerationModel.Category
    public var bad: Int
    public var good: Int
  }

  public var counts: [Count]
}

/// Log-odds at which something happens, found on texts that were not learnt from.
struct OperatingPoints: Sendable {
  var notice: Float
  var hold: Float
  /// Where F1 is best.
  var even: Float

  /// - Parameter goodHeldMax: The share of good texts that may stand above `hold`; five times as many above `notice`.
  init(_ judged: [(logOdds: Float, isBad: Bool)], goodHeldMax: Double) {
    let good = judged.filter { !$0.isBad }.map(\.logOdds).sorted(by: >)
    func above(_ share: Double) -> Float {
      guard let first = good.first else { return 0 }
      let allowed = Int((Double(good.count) * share).rounded(.down))
      return allowed >= good.count ? good[good.count - 1] : allowed == 0 ? first : good[allowed]
    }
    // Less likely than not is never held, however few good texts there are.
    hold = max(above(goodHeldMax) + 1e-4, 0)
    notice = min(hold - 0.5, above(goodHeldMax * 5))
    even = 0
    let bad = judged.count { $0.isBad }
    var (taken, right, best) = (0, 0, -1.0)
    for text in judged.sorted(by: { $0.logOdds > $1.logOdds }) {
      taken += 1
      if text.isBad { right += 1 }
      let f1 = 2 * Double(right) / Double(max(1, taken + bad))
      if f1 > best { (best, even) = (f1, text.logOdds) }
    }
  }
}
