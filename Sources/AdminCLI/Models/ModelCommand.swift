import ArgumentParser
import Foundation
import ModelTraining
import ModerationModel
import ModerationPipeline
import ServiceAssembly

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "The classifier: teach it, try it, put it into force.",
    discussion: """
      The setting classifier names the model that is asked after the rules: off, starter (the one that comes with Moderato), a
      file, or a folder of models with one in force.
      """,
    subcommands: [ModelTrainCommand.self, ModelEvaluateCommand.self, Show.self, Promote.self, Rollback.self])

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which model is in force, what it learnt from, and which others a folder has.")

    @Argument(help: "A model's file or a folder of models; by default what the settings name.") var path: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      var settings = try global.settings()
      if let path { settings.classifier = .path(path) }
      let kept =
        if case .path(let path) = settings.classifier { ModelShelf(folder: path).models() } else {
          [ClassifierModel]()
        }
      let current =
        if case .path(let path) = settings.classifier, !kept.isEmpty, ModelShelf(folder: path).currentPath == nil {
          ClassifierModel?.none
        } else {
          try Assembly.classifier(settings: settings)
        }
      switch console.format {
      case .json:
        try console.send(
          ModelListPayload(
            classifier: settings.classifier.description, inForce: current.map { ModelPayload($0) },
            kept: kept.map { ModelPayload($0) }))
      case .text:
        if let current {
          try console.say(ModelView.lines(current, console))
        } else {
          try console.say(
            kept.isEmpty ? "No model is asked: classifier is off." : "No model of the folder is in force.")
        }
        guard !kept.isEmpty else { return }
        var table = TextTable([.init("MODEL"), .init("TRAINED"), .init("CATEGORIES", isFlexible: true), .init("")])
        for model in kept {
          table.add([
            model.revision, model.card.trainedAt.description,
            model.heads.map { "\($0.category.rawValue) \($0.bad)+\($0.good)" }.joined(separator: ", "),
            model.revision == current?.revision ? "in force" : "",
          ])
        }
        try console.say()
        try console.say(table)
      }
    }
  }

  struct Promote: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a kept model into force.",
      discussion: "Running programs take it when they start again.")

    @Argument(help: "Its revision, as `model show` lists it.") var revision: String
    @Option(
      name: .customLong("in"), help: ArgumentHelp("The folder of models; by default the setting's.", valueName: "dir"))
    var folder: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let shelf = try ModelFolder.shelf(folder, try global.settings())
      let known = shelf.models().map(\.revision).filter { $0.hasPrefix(revision) }
      guard let full = known.first, known.count == 1, revision.count >= 4 else {
        throw Complaint.refused(
          "unknown_model",
          "there is no model «\(Harmless.line(revision, widthMax: 40))» in \(Harmless.line(shelf.folder))",
          advice: "`moderato model show \(Harmless.line(shelf.folder))` lists them")
      }
      try shelf.promote(full)
      try ModelFolder.tell(full, "is in force", console)
    }
  }

  struct Rollback: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take the model in force out of it and bring back the one before.")

    @Option(
      name: .customLong("in"), help: ArgumentHelp("The folder of models; by default the setting's.", valueName: "dir"))
    var folder: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let shelf = try ModelFolder.shelf(folder, try global.settings())
      guard let revision = try shelf.rollBack() else {
        throw Complaint.refused(
          "no_model_before", "no other model was in force before",
          advice: "classifier: starter, or off, does without the folder")
      }
      try ModelFolder.tell(revision, "is in force again", console)
    }
  }
}

/// The folder of models that a command means.
enum ModelFolder {
  static func shelf(_ folder: String?, _ settings: Settings) throws -> ModelShelf {
    if let folder { return ModelShelf(folder: folder) }
    guard case .path(let path) = settings.classifier else {
      throw Complaint.refused(
        "no_model_folder", "the setting classifier is \(settings.classifier), which is no folder of models",
        advice: "name one with --in, or set classifier to a folder")
    }
    return ModelShelf(folder: path)
  }

  static func tell(_ revision: String, _ what: String, _ console: Console) throws {
    switch console.format {
    case .json: try console.send(["in_force": revision])
    case .text: try console.say("\(revision) \(what).")
    }
  }
}

/// A model for people.
enum ModelView {
  static func lines(_ model: ClassifierModel, _ console: Console) -> [String] {
    var lines = [
      "\(console.ink.strong(Harmless.line(model.card.name)))  \(model.revision)",
      "  trained \(model.card.trainedAt), \(model.file.count) bytes, seed \(model.card.seed), rules \(model.card.ruleSet.prefix(8))",
    ]
    for head in model.heads {
      let holds = head.holdsFrom.map { language, probability in
        "\(language.isEmpty ? "any" : language) \(ShareText.percent(probability))"
      }
      lines.append(
        "  \(head.category.rawValue.padded(to: 8)) learnt from \(head.bad) bad and \(head.good) good; "
          + (head.isSpeaking ? "holds alone from \(holds.joined(separator: ", "))" : "keeps silent"))
    }
    if !model.card.sources.isEmpty { lines.append("  made from:") }
    lines += model.card.sources.map { "    " + Harmless.line($0, widthMax: 200) }
    return lines
  }
}

struct ModelListPayload: Encodable {
  var classifier: String
  var inForce: ModelPayload?
  var kept: [ModelPayload]
}

struct ModelPayload: Encodable {
  struct Head: Encodable {
    var category: String
    var bad: Int
    var good: Int
    var isSpeaking: Bool
    var holdsFrom: [String: Double]
  }

  var revision: String
  var name: String
  var trainedAt: String
  var ruleset: String
  var seed: UInt64
  var bytes: Int
  var sources: [String]
  var categories: [Head]

  init(_ model: ClassifierModel) {
    revision = model.revision
    name = model.card.name
    trainedAt = model.card.trainedAt.description
    ruleset = model.card.ruleSet
    seed = model.card.seed
    bytes = model.file.count
    sources = model.card.sources
    categories = model.heads.map {
      Head(
        category: $0.category.rawValue, bad: $0.bad, good: $0.good, isSpeaking: $0.isSpeaking,
        holdsFrom: Dictionary(uniqueKeysWithValues: $0.holdsFrom.map { ($0.language, $0.probability) }))
    }
  }
}
