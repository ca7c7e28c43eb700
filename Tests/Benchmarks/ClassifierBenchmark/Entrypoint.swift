import DefaultRules
import Foundation
import ModelTraining
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning

/// How well spam and abuse are told from ordinary comments, set by set:
///
///     ClassifierBenchmark split SET          learn from four fifths of a set, try on the rest
///     ClassifierBenchmark cross SET OTHER    learn from one set, try on another
///     ClassifierBenchmark starter DATA FILE  make the starter model from the open sets in a folder
///     ClassifierBenchmark shipped MODEL SET… what rules alone, and rules with a model, would hold
///     ClassifierBenchmark table DATA SCRIPT  every row of Docs/DETECTION.md that learns, beside a yardstick in Python
///     ClassifierBenchmark speed MODEL SET    time one text with a model
///
/// Sets are files of JSON lines; a fifth is held out by the first byte of the SHA-256 of the id, below 51.
@main
struct ClassifierBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else {
      return print(
        "split SET | cross SET OTHER | starter DATA FILE | shipped MODEL SET… | table DATA SCRIPT | speed MODEL SET")
    }
    let rules = try RuleSet.load(folder: try DefaultRules.folder().path)
    switch arguments[0] {
    case "split":
      let texts = try TrainingFile(path: arguments[1]).texts
      try await learn(TrainingSplit.byIdentity(texts), rules)
    case "cross" where arguments.count == 3:
      let (training, trial) = (try TrainingFile(path: arguments[1]).texts, try TrainingFile(path: arguments[2]).texts)
      try await learn(TrainingSplit.withoutCopies(training, of: trial), rules)
    case "starter" where arguments.count == 3:
      let recipe = StarterRecipe(folder: arguments[1])
      var trainer = recipe.prepared(ModelTrainer(rules: rules, threads: 2, now: .init(milliseconds: 0)))
      let options = ProcessInfo.processInfo.environment
      if let strength = options["STRENGTH"].flatMap(Float.init) { trainer.strength = strength }
      if let least = options["LEAST"].flatMap(Int.init) { trainer.featureTextsMin = least }
      if let held = options["HELD"].flatMap(Double.init) { trainer.goodHeldMax = held }
      if let held = options["HELDEN"].flatMap(Double.init) { trainer.goodHeldMaxOf[.abuse] = ["en": held, "": held] }
      let model = try await trainer.train(try recipe.texts()) { print("  ", $0) }
      try Data(model.file).write(to: URL(filePath: arguments[2]))
      for head in model.heads { print(head.category, head.evenAt, head.readings) }
    case "shipped":
      let model = try ClassifierModel(file: Array(try Data(contentsOf: URL(filePath: arguments[1]))))
      for path in arguments.dropFirst(2) { try await shipped(model, path, rules) }
    case "table" where arguments.count == 3: try await table(arguments[1], arguments[2], rules)
    case "speed" where arguments.count == 3: try speed(arguments[1], arguments[2], rules)
    default: print("see the head of this program's source")
    }
  }

  static func learn(_ sides: (training: [TrainingText], trial: [TrainingText]), _ rules: RuleSet) async throws {
    let begin = ContinuousClock.now
    var trainer = ModelTrainer(rules: rules, threads: 2, now: Timestamp(milliseconds: 0))
    let options = ProcessInfo.processInfo.environment
    if let strength = options["STRENGTH"].flatMap(Float.init) { trainer.strength = strength }
    if let bits = options["BITS"].flatMap(Int.init) { trainer.bits = bits }
    if let least = options["LEAST"].flatMap(Int.init) { trainer.featureTextsMin = least }
    if let path = options["BASE"] {
      trainer.base = try ClassifierModel(file: Array(try Data(contentsOf: URL(filePath: path))))
    }
    let model = try await trainer.train(sides.training) { print("  ", $0) }
    for head in model.heads {
      let texts = sides.trial.filter { $0.labels[head.category] != nil }
      guard !texts.isEmpty else { continue }
      let trial = ModelTrial(
        pipeline: ModerationPipeline(ruleSet: rules, classifier: model), category: head.category, reading: .model,
        threads: 2)
      let measures = DetectionMeasures(await trial.judge(texts))
      if let path = options["PLOT"] {
        let title = "\(head.category.rawValue): what was said, what was true"
        try ReliabilityPlot.svg(measures.bins, title: title).write(toFile: path, atomically: true, encoding: .utf8)
      }
      print(line(measures), "bytes", model.file.count, "took", ContinuousClock.now - begin)
    }
  }

  /// Rows that learn: from nothing, and from the starter model.
  static func table(_ data: String, _ script: String, _ rules: RuleSet) async throws {
    let rows = [
      ["youtube_spam_uci"], ["tg_spam_real"], ["youtube_spam_uci", "datacamp_comments"], ["ru_toxic_2ch_pikabu"],
      ["ru_toxic_2ch_pikabu", "ru_uk_youtube_abusive"], ["en_insults_kaggle"],
    ]
    let starter = try ClassifierModel(
      file: Array(try Data(contentsOf: URL(filePath: try DefaultRules.starterModel().path))))
    for row in rows {
      let paths = row.map { "\(data)/\($0).jsonl" }
      print(row.joined(separator: " → "))
      print("  yardstick:", yardstick(script, paths))
      let texts = try paths.map { try TrainingFile(path: $0).texts }
      let sides =
        texts.count == 1
        ? TrainingSplit.byIdentity(texts[0]) : TrainingSplit.withoutCopies(texts[0], of: texts[1])
      for (name, base) in [("from nothing", ClassifierModel?.none), ("from the starter", starter)] {
        var trainer = ModelTrainer(rules: rules, threads: 2, now: Timestamp(milliseconds: 0))
        trainer.base = base
        let model = try await trainer.train(sides.training)
        let pipeline = ModerationPipeline(ruleSet: rules, classifier: model)
        for head in model.heads where sides.trial.contains(where: { $0.labels[head.category] != nil }) {
          let judged = await ModelTrial(pipeline: pipeline, category: head.category, reading: .model, threads: 2)
            .judge(sides.trial)
          print("  \(name):", line(DetectionMeasures(judged)))
        }
      }
    }
  }

  private static func yardstick(_ script: String, _ paths: [String]) -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", script] + (paths.count == 1 ? ["--split", paths[0]] : ["--train", paths[0], "--test", paths[1]])
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "python3 cannot be run here" }
    let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func shipped(_ model: ClassifierModel, _ path: String, _ rules: RuleSet) async throws {
    let texts = try TrainingFile(path: path).texts
    let category: ModerationModel.Category = texts.contains { $0.labels[.spam] != nil } ? .spam : .abuse
    for (name, model) in [("rules", ClassifierModel?.none), ("both", model)] {
      let trial = ModelTrial(
        pipeline: ModerationPipeline(ruleSet: rules, classifier: model), category: category, reading: .verdict,
        threads: 2)
      let measures = DetectionMeasures(await trial.judge(texts), draws: 0)
      print(
        URL(filePath: path).lastPathComponent, name, line(measures), "held",
        measures.goodHeld.map { String(format: "%.4f", $0.value) } ?? "-")
    }
  }

  static func line(_ measures: DetectionMeasures) -> String {
    func plain(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "-" }
    return
      "P \(plain(measures.precision?.value)) R \(plain(measures.recall?.value)) F1 \(plain(measures.f1.value)) "
      + "AUC \(plain(measures.auc?.value)) R@1%FPR \(plain(measures.recallAtOnePercent?.value)) "
      + "ECE \(plain(measures.calibrationError)) n \(measures.bad)+\(measures.good)"
  }

  static func speed(_ path: String, _ set: String, _ rules: RuleSet) throws {
    let model = try ClassifierModel(file: Array(FileManager.default.contents(atPath: path) ?? Data()))
    let texts = try TrainingFile(path: set).texts.filter { (140...180).contains($0.text.utf8.count) }.prefix(1000)
    guard let article = ArticleID("speed"), !texts.isEmpty else { return print("no texts of about 160 bytes") }
    for (name, pipeline) in [
      ("rules", ModerationPipeline(ruleSet: rules)),
      ("rules and model", ModerationPipeline(ruleSet: rules, classifier: model)),
    ] {
      let worker = pipeline.makeWorker()
      let prepared = texts.map {
        worker.prepare(
          Submission(article: article, text: $0.text, author: AuthorClaim(name: ""), language: $0.language))
      }
      let context = SubmissionContext.standalone(now: Timestamp(milliseconds: 0))
      let verdicts = prepared.map { worker.verdict(on: $0, in: context, isTraffic: false) }
      var (whole, weighing) = (Duration.seconds(9), Duration.seconds(9))
      for _ in 0..<15 {
        var begin = ContinuousClock.now
        for text in prepared { _ = worker.verdict(on: text, in: context, isTraffic: false) }
        whole = min(whole, ContinuousClock.now - begin)
        begin = ContinuousClock.now
        for (text, verdict) in zip(prepared, verdicts) { _ = worker.logOdds(of: text, verdict) }
        weighing = min(weighing, ContinuousClock.now - begin)
      }
      print(name, "verdict", whole / prepared.count, "weighing", weighing / prepared.count, "texts", prepared.count)
    }
  }
}
