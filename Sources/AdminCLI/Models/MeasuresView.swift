import ModelTraining

/// Figures of detection for people.
enum MeasuresView {
  /// - Parameter isProbability: Whether what was said can be read as a probability; points of a verdict cannot.
  static func rows(_ all: DetectionMeasures..., isProbability: Bool = false) -> [[String]] {
    func row(_ name: String, _ cell: (DetectionMeasures) -> String) -> [String] { [name] + all.map(cell) }
    let rows = [
      row("texts, bad + good") { "\($0.bad) + \($0.good)" },
      row("caught rightly (precision)") { ShareText.text($0.precision) },
      row("bad that is caught (recall)") { ShareText.text($0.recall) },
      row("good that is caught") { ShareText.text($0.goodHeld) },
      row("F1") { estimate($0.f1) },
      row("AUC") { estimate($0.auc) },
      row("recall at 1 % of good") { estimate($0.recallAtOnePercent) },
    ]
    guard isProbability else { return rows }
    return rows + [row("calibration error") { ShareText.decimal($0.calibrationError, places: 3) }]
  }

  static func estimate(_ estimate: DetectionMeasures.Estimate?) -> String {
    guard let estimate else { return "—" }
    return "\(ShareText.decimal(estimate.value, places: 3)) (\(ShareText.decimal(estimate.lower, places: 3))–"
      + "\(ShareText.decimal(estimate.upper, places: 3)))"
  }
}

/// The same for programs.
struct MeasuresPayload: Encodable {
  var bad: Int
  var good: Int
  var precision: SharePayload?
  var recall: SharePayload?
  var goodHeld: SharePayload?
  var f1: DetectionMeasures.Estimate
  var auc: DetectionMeasures.Estimate?
  var recallAt1Percent: DetectionMeasures.Estimate?
  var calibrationError: Double
  var reliability: [ReliabilityBin]

  init(_ measures: DetectionMeasures) {
    bad = measures.bad
    good = measures.good
    precision = SharePayload(measures.precision)
    recall = SharePayload(measures.recall)
    goodHeld = SharePayload(measures.goodHeld)
    f1 = measures.f1
    auc = measures.auc
    recallAt1Percent = measures.recallAtOnePercent
    calibrationError = measures.calibrationError
    reliability = measures.bins
  }
}
