import ModerationModel
import TextNormalization

/// Turns a model's log-odds into findings.
///
/// Points say what the model adds to what rules have found already: its sum would have the whole at 5 points where it wants
/// a person to look, so a comment that rules already hold is not counted twice. Alone a model can hold and never refuse.
struct ClassifierSignals: Sendable {
  /// The most that one category, and all together, may add.
  static let pointsMax = 6.0
  /// What stands at the hold threshold.
  static let pointsAtHold = 5.0
  /// Less is not worth a word.
  static let pointsMin = 1.0
  static let placesMax = 4

  /// - Parameters:
  ///   - given: Points that rules gave, by category.
  static func points(logOdds: Double, reading: ClassifierModel.LanguageReading, given: Double) -> Double {
    let (low, high) = (Double(reading.noticeAt), Double(reading.holdAt))
    guard logOdds > low, high > low else { return 0 }
    let wanted = min(pointsMax, pointsAtHold * (logOdds - low) / (high - low))
    return max(0, wanted - max(0, given))
  }

  static func name(_ category: Category) -> String { "model.\(category.rawValue)" }

  static func reason(_ category: Category, probability: Double) -> String {
    let percent = Int((min(0.99, probability) * 100).rounded())
    let what =
      switch category {
      case .spam: "spam"
      case .abuse: "abuse"
      case .hate: "hate"
      case .threat: "a threat"
      case .obscene: "obscenity"
      default: category.rawValue
      }
    return "Like comments that were refused as \(what): \(percent) of 100 such are"
  }
}

extension PipelineWorker {
  /// What the model says of the words, after the rules.
  func classifierFindings(_ prepared: PreparedSubmission, _ signals: [Signal]) -> [Signal] {
    guard var worker = classifier else { return [] }
    // Taken out while it works, so that its memory is not copied.
    classifier = nil
    defer { classifier = worker }
    worker.weigh(prepared.body, language: prepared.language, signals: signals)
    let given = signals.reduce(0) { $0 + ($1.source == .rule && $1.status == .live ? $1.score : 0) }
    var found: [Signal] = []
    var left = ClassifierSignals.pointsMax
    let readings = worker.model.heads.map { $0.reading(of: prepared.language) }
    func excess(_ head: Int) -> Float { worker.logOdds[head] - readings[head].holdAt }
    let order = worker.model.heads.indices.filter { worker.model.heads[$0].isSpeaking }.sorted {
      (excess($1), $0) < (excess($0), $1)
    }
    for index in order {
      let head = worker.model.heads[index]
      let logOdds = Double(worker.logOdds[index])
      let points = min(left, ClassifierSignals.points(logOdds: logOdds, reading: readings[index], given: given))
      guard points >= ClassifierSignals.pointsMin else { continue }
      left -= points
      let view = prepared.body[.squeeze]
      found.append(
        Signal(
          name: ClassifierSignals.name(head.category), source: .classifier, category: head.category,
          score: (points * 100).rounded() / 100,
          evidence: worker.places(of: index, most: ClassifierSignals.placesMax)
            .map { Evidence(field: .body, range: view.originalRange($0)) }
            .sorted { $0.range.lowerBound < $1.range.lowerBound },
          reason: ClassifierSignals.reason(head.category, probability: Logistic.probability(logOdds))))
    }
    return found
  }
}
