import ModelTraining
import ModerationModel
import RuleTuning
import Testing

@Suite struct MeasureTests {
  private func texts(_ rows: [(Double, Bool)]) -> [JudgedText] {
    rows.enumerated().map {
      JudgedText(
        logOdds: $0.element.0, isBad: $0.element.1, isCaught: $0.element.0 >= 0, language: "ru", scalars: 10,
        index: $0.offset)
    }
  }

  @Test func countsWhatIsCaught() throws {
    let measures = DetectionMeasures(texts([(2, true), (1, false), (-1, true), (-2, false)]), draws: 20)
    #expect(try #require(measures.precision).value == 0.5)
    #expect(try #require(measures.recall).value == 0.5)
    #expect(measures.f1.value == 0.5)
    #expect(try #require(measures.auc).value == 0.75)
    #expect(try #require(measures.recallAtOnePercent).value == 0.5)
  }

  @Test func tiesCountHalf() throws {
    let measures = DetectionMeasures(texts([(1, true), (1, false)]), draws: 0)
    #expect(try #require(measures.auc).value == 0.5)
    #expect(try #require(measures.recallAtOnePercent).value == 0)
  }

  @Test func saysNothingOfOneKindAlone() {
    let measures = DetectionMeasures(texts([(1, true), (2, true)]), draws: 0)
    #expect(measures.auc == nil)
    #expect(measures.goodHeld == nil)
  }

  @Test func probabilitiesThatAreTrueHaveNoError() {
    // Of a hundred texts of which 0.5 was said, fifty are bad.
    let measures = DetectionMeasures(texts((0..<100).map { (0, $0 % 2 == 0) }), draws: 0)
    #expect(measures.calibrationError < 1e-9)
    #expect(measures.bins.map(\.count) == [100])
  }

  @Test func labelsSayNoMoreThanTheyMean() {
    #expect(TrainingText.labels("ham") == [.spam: false])
    #expect(TrainingText.labels("ok")?[.spam] == nil)
    #expect(TrainingText.labels("threat") == [.threat: true, .abuse: true])
    #expect(TrainingText.labels("nonsense") == nil)
    #expect(TrainingText.labels(.reject, reason: .offTopic) == nil)
    #expect(TrainingText.labels(.reject, reason: .hate)?[.hate] == true)
    #expect(TrainingText.labels(.hold, reason: nil) == nil)
  }

  @Test func copiesNeverStandOnBothSides() {
    var texts = Letters.texts(50)
    texts.append(texts[0])
    texts[50].text = texts[0].text.uppercased() + "!!!"
    texts[50].at = Timestamp(milliseconds: 99_999_999)
    let sides = TrainingSplit.byTime(texts, share: 0.2)
    #expect(sides.trial.contains { $0.text.hasSuffix("!!!") })
    #expect(!sides.training.contains { $0.id == "letter-0" && $0.text == texts[0].text })
  }
}
