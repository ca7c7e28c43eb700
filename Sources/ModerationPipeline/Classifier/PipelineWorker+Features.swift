package import ModerationModel
import TextNormalization

/// What a model learns from one text.
package struct ClassifierFeatures: Sendable {
  /// Every feature of the words once, and how often it stands there.
  package var codes: [UInt32]
  package var counts: [UInt16]
  package var dense: [Float]
  package var language: Language?
}

extension PipelineWorker {
  /// What a model would be shown of a submission: the features of its words, and what rules find in them.
  ///
  /// - Parameter verdict: What the pipeline says of it, whose rules' findings are taken.
  package func features(of prepared: PreparedSubmission, _ verdict: Verdict) -> ClassifierFeatures {
    var scanner = FeatureScanner()
    scanner.scan(prepared.body.bytes(of: .squeeze), hosts: prepared.body.bytes(of: .domains))
    var tally = FeatureTally()
    tally.count(scanner.marks)
    var dense = DenseFeatures()
    dense.measure(prepared.body, language: prepared.language, signals: verdict.signals)
    return ClassifierFeatures(
      codes: tally.codes, counts: tally.counts, dense: dense.values, language: prepared.language)
  }

  /// The log-odds of each category of the pipeline's model, in its order; empty without one.
  package func logOdds(of prepared: PreparedSubmission, _ verdict: Verdict) -> [Float] {
    guard var worker = classifier else { return [] }
    classifier = nil
    defer { classifier = worker }
    worker.weigh(prepared.body, language: prepared.language, signals: verdict.signals)
    return worker.logOdds
  }
}
