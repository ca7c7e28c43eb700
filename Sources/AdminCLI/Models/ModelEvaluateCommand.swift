import ArgumentParser
import CommentFlow
import Foundation
import ModelTraining
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

struct ModelEvaluateCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "How well are decided texts told apart: precision, recall, F1, AUC, calibration, with intervals.",
    discussion: """
      Judges files of JSON lines {"text", "label", "lang"?} with the rules and the model in force, whole and by language and
      length: the verdict (what would be held), and the model alone.

        moderato model evaluate decided.jsonl --errors 20
        moderato model evaluate --learn split decided.jsonl
        moderato model evaluate --learn mine.jsonl other.jsonl --yardstick detection_baseline.py

      --learn teaches a model first, from other files or from four fifths of the same (split: a fifth is held out by the hash of
      its id), and tries that one alone. A yardstick is a Python program that takes --split FILE, or --train and --test, and
      prints one line.
      """)

  @Argument(help: "Files of decided texts.") var files: [String]
  @Option(help: ArgumentHelp("Only this category; by default each that has labels.", valueName: "category"))
  var category: Word<ModerationModel.Category>?
  @Option(
    help: ArgumentHelp("Learn from these first: split, or a file; may stand several times.", valueName: "split|file"))
  var learn: [String] = []
  @Option(help: ArgumentHelp("The model that --learn goes on from: starter, off, or a file.", valueName: "model"))
  var from = ClassifierArgument(choice: .off)
  @Option(help: ArgumentHelp("Show so many of the worst mistakes of either kind.", valueName: "n")) var errors = 0
  @Option(help: ArgumentHelp("Draw what was said against what was true (SVG).", valueName: "file")) var plot: String?
  @Option(help: ArgumentHelp("A Python program to run on the same files.", valueName: "file")) var yardstick: String?
  @Option(help: ArgumentHelp("Threads to judge on; all by default.", valueName: "n")) var threads: Int?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard (0...1000).contains(errors) else { throw ValidationError("--errors is 0 to 1000.") }
    guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256.") }
    guard !learn.contains("split") || learn.count == 1 else { throw ValidationError("--learn split stands alone.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    var texts = try files.flatMap { try TrainingFile(path: $0).texts }
    var pipeline = try Assembly.pipeline(settings: settings)
    if !learn.isEmpty {
      let sides =
        learn == ["split"]
        ? TrainingSplit.byIdentity(texts)
        : TrainingSplit.withoutCopies(try learn.flatMap { try TrainingFile(path: $0).texts }, of: texts)
      texts = sides.trial
      pipeline = ModerationPipeline(
        ruleSet: pipeline.ruleSet, classifier: try await learnt(sides.training, pipeline.ruleSet, settings))
    }
    var reports: [EvaluationReport] = []
    for category in TrainingText.categories where self.category == nil || self.category?.value == category {
      guard texts.contains(where: { $0.labels[category] != nil }) else { continue }
      if !learn.isEmpty || pipeline.classifier?.heads.contains(where: { $0.category == category }) == true {
        reports.append(try await report(category, .model, texts, pipeline))
      }
      if learn.isEmpty, [.spam, .abuse].contains(category) || self.category != nil {
        reports.append(try await report(category, .verdict, texts, pipeline))
      }
    }
    guard !reports.isEmpty else {
      throw Complaint.refused(
        "no_labels", "no text of the files has a label for the category", advice: "label is spam, ham, toxic, ok, …")
    }
    if let plot, let model = reports.first(where: { $0.reading == "model" }) {
      try OutputFile.write(
        ReliabilityPlot.svg(model.whole.bins, title: "\(model.category): what was said, what was true"), to: plot)
    }
    let measured = try yardstick.map { try Yardstick.line(script: $0, files: files, learn: learn) }
    switch console.format {
    case .json:
      for report in reports { try console.send(EvaluationPayload(report)) }
    case .text:
      for report in reports { try console.say(report.lines(console, texts: texts, errors: errors)) }
      if let measured { try console.say("Yardstick: \(Harmless.line(measured, widthMax: 300))") }
    }
  }

  private func learnt(
    _ texts: [TrainingText], _ rules: RuleSet, _ settings: Settings
  ) async throws -> ClassifierModel {
    var trainer = ModelTrainer(
      rules: rules, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, now: .now)
    var origin = settings
    origin.classifier = from.choice
    trainer.base = try Assembly.classifier(settings: origin)
    do {
      return try await trainer.train(texts) { Console.note("  " + $0) }
    } catch {
      throw Complaint.refused(
        "too_few_labels", "decided texts are too few to learn from",
        advice: "a category is taught from \(ModelTrainer.textsMin) of either kind")
    }
  }

  private func report(
    _ category: ModerationModel.Category, _ reading: ModelTrial.Reading, _ texts: [TrainingText],
    _ pipeline: ModerationPipeline
  ) async throws -> EvaluationReport {
    let trial = ModelTrial(
      pipeline: pipeline, category: category, reading: reading,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    return EvaluationReport(category: category.rawValue, reading: reading, judged: await trial.judge(texts))
  }
}

/// What came of one category, whole and in parts.
struct EvaluationReport {
  var category: String
  var reading: String
  var judged: [JudgedText]
  var whole: DetectionMeasures
  var parts: [(name: String, measures: DetectionMeasures)]

  init(category: String, reading: ModelTrial.Reading, judged: [JudgedText]) {
    self.category = category
    self.reading = reading == .model ? "model" : "verdict"
    self.judged = judged
    whole = DetectionMeasures(judged)
    let byLanguage = Dictionary(grouping: judged) { $0.language.isEmpty ? "unknown" : $0.language }
    let lengths: [(String, Range<Int>)] = [
      ("to 40 characters", 0..<41), ("41 to 160", 41..<161), ("161 to 500", 161..<501), ("longer", 501..<Int.max),
    ]
    let byLength = lengths.map { name, range in (name, judged.filter { range.contains($0.scalars) }) }
    parts = (byLanguage.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + byLength)
      .filter { !$0.1.isEmpty }.map { ($0.0, DetectionMeasures($0.1)) }
  }

  func lines(_ console: Console, texts: [TrainingText], errors: Int) -> [String] {
    let what = reading == "model" ? "the model alone" : "the verdict: what would be held"
    var lines = [console.ink.heading("\(category), \(what)"), ""]
    var table = TextTable([.init(""), .init("ALL", .right)])
    for row in MeasuresView.rows(whole, isProbability: reading == "model") { table.add(row) }
    lines += table.lines(width: console.width, ink: console.ink) + [""]
    var small = TextTable([
      .init("PART", isFlexible: true), .init("BAD", .right), .init("GOOD", .right), .init("PRECISION", .right),
      .init("RECALL", .right), .init("GOOD CAUGHT", .right), .init("F1", .right), .init("AUC", .right),
    ])
    for (name, measures) in parts {
      small.add([
        name, String(measures.bad), String(measures.good),
        measures.precision.map { ShareText.percent($0.value) } ?? "—",
        measures.bad == 0 ? "—" : measures.recall.map { ShareText.percent($0.value) } ?? "—",
        measures.goodHeld.map { ShareText.percent($0.value) } ?? "—",
        measures.bad == 0 ? "—" : ShareText.decimal(measures.f1.value, places: 3),
        measures.auc.map { ShareText.decimal($0.value, places: 3) } ?? "—",
      ])
    }
    lines += small.lines(width: console.width, ink: console.ink) + [""]
    guard errors > 0 else { return lines }
    let wrong = judged.filter { $0.isCaught != $0.isBad }
    for (title, isBad) in [("Good, and caught", false), ("Bad, and missed", true)] {
      lines.append(console.ink.heading(title))
      let worst = wrong.filter { $0.isBad == isBad }.sorted {
        isBad ? $0.logOdds < $1.logOdds : $0.logOdds > $1.logOdds
      }
      for text in worst.prefix(errors) {
        lines.append(
          "  \(ShareText.decimal(text.logOdds, places: 2))  "
            + Harmless.line(texts[text.index].text, widthMax: max(20, console.width - 12)))
      }
    }
    return lines + [""]
  }
}

struct EvaluationPayload: Encodable {
  struct Part: Encodable {
    var name: String
    var measures: MeasuresPayload
  }

  var category: String
  var reading: String
  var whole: MeasuresPayload
  var parts: [Part]

  init(_ report: EvaluationReport) {
    category = report.category
    reading = report.reading
    whole = MeasuresPayload(report.whole)
    parts = report.parts.map { Part(name: $0.name, measures: MeasuresPayload($0.measures)) }
  }
}

/// Another program that is asked the same.
enum Yardstick {
  static func line(script: String, files: [String], learn: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", script]
      + (learn.isEmpty || learn == ["split"] ? ["--split"] + files : ["--train"] + learn + ["--test"] + files)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return "python3 cannot be run here"
    }
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return "it failed; is scikit-learn there?" }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? "it said nothing"
  }
}
