import ModerationModel
public import ModerationPipeline
import RuleTuning

/// Whether comments would be judged better with one pipeline than with another, on texts that neither has learnt from.
public struct ModelComparison: Sendable {
  public let before: DetectionMeasures
  public let after: DetectionMeasures
  private let goodHeldMax: Double

  /// - Parameters:
  ///   - texts: Later than what was learnt from.
  ///   - goodHeldMax: How much more of the good texts may be held than before.
  public init(
    before: ModerationPipeline, after: ModerationPipeline, texts: [TrainingText], goodHeldMax: Double, threads: Int
  ) async {
    // Whatever a text is unfit for, it is to be held.
    let asked = texts.map { text in
      var text = text
      text.labels = [.other: text.labels.values.contains(true)]
      return text
    }
    func measures(_ pipeline: ModerationPipeline) async -> DetectionMeasures {
      DetectionMeasures(
        await ModelTrial(pipeline: pipeline, category: .other, reading: .verdict, threads: threads).judge(asked))
    }
    self.before = await measures(before)
    self.after = await measures(after)
    self.goodHeldMax = goodHeldMax
  }

  /// More of what is unfit is told from what is fit (F1), and hardly more of what is fit is held.
  public var isBetter: Bool {
    after.f1.value > before.f1.value
      && (after.goodHeld?.value ?? 0) <= (before.goodHeld?.value ?? 0) + goodHeldMax
  }
}
