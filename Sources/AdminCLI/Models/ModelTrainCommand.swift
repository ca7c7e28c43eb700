import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModelTraining
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

struct ModelTrainCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Teach a model from people's decisions, and try it on later ones.",
    discussion: """
      Learns from files of JSON lines {"text", "label", "lang"?, "at"?}, or without files from the reviews in the store. The
      last fifth by time is not learnt from: on it the new model is compared with the one in force. It is kept in the folder,
      and with --promote put into force if it is better. Exit code 1 when it is not, or when decisions are too few: a category
      is taught from \(ModelTrainer.textsMin) decided texts of either kind.

        moderato model train --to models --promote
        moderato model train decided.jsonl --to models

      --starter makes the model that comes with Moderato from the open sets in a folder (Docs/DETECTION.md names them).
      """)

  @Argument(help: "Files of decided texts.") var files: [String] = []
  @Option(help: ArgumentHelp("The folder of models; by default the setting's.", valueName: "dir")) var to: String?
  @Option(help: ArgumentHelp("The folder with the open sets, for the starter model.", valueName: "dir"))
  var starter: String?
  @Option(help: ArgumentHelp("What the model is called.", valueName: "name")) var name = "site"
  @Option(help: ArgumentHelp("The model to go on from: starter, off, or a file.", valueName: "model"))
  var from = ClassifierArgument(choice: .starter)
  @Option(
    help: ArgumentHelp("What chance decides is decided by it; the same seed gives the same model.", valueName: "n"))
  var seed: UInt64 = 1
  @Option(help: ArgumentHelp("The share of good texts that the model may hold alone.", valueName: "share"))
  var goodHeldMax = 0.01
  @Flag(help: "Put it into force if it is better on later decisions.") var promote = false
  @Option(help: ArgumentHelp("Threads to learn on; all by default.", valueName: "n")) var threads: Int?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard goodHeldMax > 0, goodHeldMax <= 0.2 else {
      throw ValidationError("--good-held-max is above 0 and at most 0.2.")
    }
    guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256.") }
    guard starter == nil || files.isEmpty else { throw ValidationError("--starter takes its own files.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let shelf = try ModelFolder.shelf(to, settings)
    let rules = try Assembly.ruleSet(settings: settings)
    var trainer = ModelTrainer(
      rules: rules, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, now: .now)
    trainer.seed = seed
    trainer.name = name
    trainer.goodHeldMax = goodHeldMax
    if let starter {
      let recipe = StarterRecipe(folder: starter)
      trainer = recipe.prepared(trainer)
      let model = try await trained(trainer, try recipe.texts())
      try shelf.keep(model)
      if promote { try shelf.promote(model.revision) }
      return try show(model, nil, promote, console)
    }
    var origin = settings
    origin.classifier = from.choice
    trainer.base = try Assembly.classifier(settings: origin)
    let texts = try await decided(settings)
    trainer.sources = Set(texts.map(\.source)).sorted()
    let sides = TrainingSplit.byTime(texts, share: ModelTrainer.trialShare)
    let candidate = try await trained(trainer, sides.training)
    let comparison = await ModelComparison(
      before: try Assembly.pipeline(settings: settings, rules: rules),
      after: ModerationPipeline(ruleSet: rules, classifier: candidate), texts: sides.trial,
      goodHeldMax: goodHeldMax, threads: trainer.threads)
    // What is kept has learnt from the latest decisions too.
    let model = try await trained(trainer, texts)
    try shelf.keep(model)
    let isPromoted = promote && comparison.isBetter
    if isPromoted { try shelf.promote(model.revision) }
    try show(model, comparison, isPromoted, console)
    guard comparison.isBetter else {
      try console.output.flush()
      throw exitFindings
    }
  }

  private func trained(_ trainer: ModelTrainer, _ texts: [TrainingText]) async throws -> ClassifierModel {
    do {
      return try await trainer.train(texts) { Console.note("  " + $0) }
    } catch {
      let counts = error.counts.map { "\($0.category.rawValue) \($0.bad) bad and \($0.good) good" }
      throw Complaint.refused(
        "too_few_labels", "decided texts are too few: \(counts.joined(separator: ", "))",
        advice: "a category is taught from \(ModelTrainer.textsMin) of either kind; decide more, or name files")
    }
  }

  private func decided(_ settings: Settings) async throws -> [TrainingText] {
    if !files.isEmpty { return try files.flatMap { try TrainingFile(path: $0).texts } }
    guard let store = try Assembly.existingStore(settings: settings) else {
      throw Complaint.refused(
        "no_history", "there are no decided comments to learn from", advice: "name files, or a store with --store")
    }
    do {
      let texts = try await TrainingHistory.texts(
        StoredHistory(store: store, site: settings.site, policy: settings.policy))
      try await store.close()
      return texts
    } catch {
      try? await store.close()
      throw error
    }
  }

  private func show(
    _ model: ClassifierModel, _ comparison: ModelComparison?, _ isPromoted: Bool, _ console: Console
  ) throws {
    switch console.format {
    case .json:
      try console.send(
        ModelTrainedPayload(
          model: ModelPayload(model), before: comparison.map { MeasuresPayload($0.before) },
          after: comparison.map { MeasuresPayload($0.after) }, isBetter: comparison?.isBetter, isPromoted: isPromoted))
    case .text:
      try console.say(ModelView.lines(model, console))
      if let comparison {
        var table = TextTable([.init("LATER TEXTS"), .init("BEFORE", .right), .init("AFTER", .right)])
        for row in MeasuresView.rows(comparison.before, comparison.after) { table.add(row) }
        try console.say()
        try console.say(table)
        try console.say(comparison.isBetter ? "Better." : "Not better, and not put into force.")
      }
      if isPromoted { try console.say("\(model.revision) is in force.") }
    }
  }
}

/// A model as a word of the command line.
struct ClassifierArgument: ExpressibleByArgument {
  var choice: ClassifierChoice

  init(choice: ClassifierChoice) { self.choice = choice }

  init?(argument: String) {
    guard let choice = ClassifierChoice(argument) else { return nil }
    self.choice = choice
  }

  var defaultValueDescription: String { choice.description }
}

struct ModelTrainedPayload: Encodable {
  var model: ModelPayload
  var before: MeasuresPayload?
  var after: MeasuresPayload?
  var isBetter: Bool?
  var isPromoted: Bool
}
