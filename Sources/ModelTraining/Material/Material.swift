import ModerationModel
import ModerationPipeline
import RuleEngine

/// Texts as a model sees them, with their labels.
struct Material: Sendable {
  struct Row: Sendable {
    var features: ClassifierFeatures
    var labels: [ModerationModel.Category: Bool]
    var weight: Float
    /// Which part of a trial the text belongs to; alike for alike texts.
    var likeness: UInt64
    var isNatural = true
    /// Whether rules alone keep it from being published.
    var isHeldByRules = false
  }

  var rows: [Row]

  /// Shows texts to the rules and takes their features, on several threads.
  init(_ texts: [TrainingText], rules: RuleSet, seed: UInt64, threads: Int) async {
    let size = max(1, (texts.count + threads * 4 - 1) / max(1, threads * 4))
    let parts = stride(from: 0, to: texts.count, by: size).map { Array(texts[$0..<min(texts.count, $0 + size)]) }
    let found = await withTaskGroup(of: (Int, [Row]).self) { group in
      for (index, part) in parts.enumerated() {
        group.addTask { (index, Self.rows(part, rules: rules, seed: seed)) }
      }
      var found: [Int: [Row]] = [:]
      for await (index, rows) in group { found[index] = rows }
      return found
    }
    rows = parts.indices.flatMap { found[$0] ?? [] }
    shareAmongCopies()
  }

  init(rows: [Row]) { self.rows = rows }

  private static func rows(_ texts: [TrainingText], rules: RuleSet, seed: UInt64) -> [Row] {
    let worker = ModerationPipeline(ruleSet: rules).makeWorker()
    let article = ArticleID("training")
    return texts.compactMap { text in
      guard let article else { return nil }
      let prepared = worker.prepare(
        Submission(article: article, text: text.text, author: AuthorClaim(name: ""), language: text.language))
      let verdict = worker.verdict(on: prepared, in: .standalone(now: text.at), isTraffic: false)
      return Row(
        features: worker.features(of: prepared, verdict), labels: text.labels, weight: Float(text.weight),
        likeness: Seeded.hash(text.likeness, seed: seed),
        isNatural: text.isNatural, isHeldByRules: verdict.action != .publish)
    }
  }

  /// Copies of one text count together as the square root of their number, so that no campaign and nobody who sends one
  /// text a thousand times outweighs everybody else.
  private mutating func shareAmongCopies() {
    var copies: [UInt64: Int] = [:]
    for row in rows { copies[row.likeness, default: 0] += 1 }
    for index in rows.indices {
      let count = copies[rows[index].likeness] ?? 1
      if count > 1 { rows[index].weight /= Float(count).squareRoot() }
    }
  }
}

/// What chance decides, decided alike each time.
enum Seeded {
  static func hash(_ text: String, seed: UInt64) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ seed &* 0x9E37_79B9_7F4A_7C15
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash ^= hash >> 32
    hash &*= 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 29
  }
}
