import ModelTraining
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Testing

@Suite struct TrainingTests {
  @Test func tellsWhatItWasTaughtAndShowsWhere() async throws {
    let trainer = try Letters.trainer()
    let model = try await trainer.train(Letters.texts(700))
    let pipeline = ModerationPipeline(ruleSet: trainer.rules, classifier: model)
    for (category, auc) in [(ModerationModel.Category.spam, 0.98), (.abuse, 0.98)] {
      let judged = await ModelTrial(pipeline: pipeline, category: category, reading: .model, threads: 1)
        .judge(Letters.texts(200, from: 5_000))
      #expect(try #require(DetectionMeasures(judged, draws: 0).auc).value > auc)
    }
    let worker = pipeline.makeWorker()
    let text = "Новости города: лучшее казино, бонус новым игрокам каждый день"
    let article = try #require(ArticleID("a"))
    let prepared = worker.prepare(Submission(article: article, text: text, author: AuthorClaim(name: "")))
    let verdict = worker.verdict(on: prepared, in: .standalone(now: Timestamp(milliseconds: 0)))
    #expect(verdict.action == .hold)
    #expect(verdict.model == model.revision)
    let signal = try #require(verdict.signals.first { $0.name == "model.spam" })
    #expect(signal.source == .classifier)
    #expect(signal.score >= 5 && signal.score <= 6)
    let shown = signal.evidence.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
    #expect(!shown.isEmpty)
    #expect(shown.allSatisfy { "казино, бонус новым игрокам каждый день лучшее".contains($0) }, "\(shown)")
  }

  @Test func sameTextsGiveTheSameModelByteForByte() async throws {
    let trainer = try Letters.trainer()
    var alone = trainer
    alone.threads = 1
    let texts = Letters.texts(600)
    let (first, second) = (try await trainer.train(texts), try await alone.train(texts))
    #expect(first.file == second.file)
    #expect(first.file.count <= ClassifierModel.bytesMax)
  }

  @Test func fileComesBackWholeOrNotAtAll() async throws {
    let model = try await Letters.trainer().train(Letters.texts(600))
    let file = model.file
    let again = try ClassifierModel(file: file)
    #expect(again.file == file)
    #expect(again.revision == model.revision)
    for place in stride(from: 0, to: file.count, by: 997) {
      var damaged = file
      damaged[place] ^= 0x55
      #expect(throws: ClassifierModelError.self) { try ClassifierModel(file: damaged) }
    }
    for length in [0, 5, 30, file.count / 2, file.count - 1] {
      #expect(throws: ClassifierModelError.self) { try ClassifierModel(file: Array(file.prefix(length))) }
    }
  }

  @Test func keepsSilentWithoutEnoughOfEitherKind() async throws {
    await #expect(throws: TrainingRefusal.self) { try await Letters.trainer().train(Letters.texts(100)) }
    let texts = Letters.texts(700).filter { $0.labels[.abuse] == false }
    let model = try await Letters.trainer().train(texts)
    #expect(model.heads.map(\.category) == [.spam])
  }

  @Test func goesOnFromAnotherModel() async throws {
    let trainer = try Letters.trainer()
    let base = try await trainer.train(Letters.texts(700))
    // A newsroom whose own decisions show only one of the adverts.
    let own = Letters.texts(700, from: 20_000).filter { $0.labels[.spam] == false || $0.text.contains("казино") }
    var next = trainer
    next.base = base
    let model = try await next.train(own)
    let pipeline = ModerationPipeline(ruleSet: trainer.rules, classifier: model)
    let judged = await ModelTrial(pipeline: pipeline, category: .spam, reading: .model, threads: 1)
      .judge(Letters.texts(200, from: 5_000))
    #expect(model.heads.map(\.category) == [.abuse, .spam])
    let auc = try #require(DetectionMeasures(judged, draws: 0).auc).value
    #expect(auc > 0.95)
  }

  /// Somebody who gets one verdict in twenty wrong: good comments with a word of the day are refused as spam.
  @Test func aFewWrongVerdictsDoNotHoldGoodComments() async throws {
    let trainer = try Letters.trainer()
    let texts = Letters.texts(1_000)
    let clean = try await goodHeld(try await trainer.train(texts), trainer)
    var poisoned = texts
    var left = texts.count / 20
    for index in poisoned.indices where left > 0 && poisoned[index].text.contains("моста") {
      poisoned[index].labels = [.spam: true, .abuse: false]
      left -= 1
    }
    let after = try await goodHeld(try await trainer.train(poisoned), trainer)
    #expect(clean <= 0.01)
    #expect(after <= clean + Self.poisonedRiseMax, "\(clean) became \(after)")
  }

  /// How much more of the good comments may be held when one verdict in twenty is wrong, as Docs/DETECTION.md states it.
  static let poisonedRiseMax = 0.02

  private func goodHeld(_ model: ClassifierModel, _ trainer: ModelTrainer) async throws -> Double {
    let pipeline = ModerationPipeline(ruleSet: trainer.rules, classifier: model)
    let judged = await ModelTrial(pipeline: pipeline, category: .spam, reading: .verdict, threads: 2)
      .judge(Letters.texts(600, from: 9_000).filter { $0.labels[.abuse] == false })
    let good = judged.filter { !$0.isBad }
    return Double(good.count { $0.isCaught }) / Double(good.count)
  }
}
