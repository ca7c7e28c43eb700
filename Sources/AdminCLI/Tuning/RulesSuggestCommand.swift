import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesSuggestCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest",
    abstract: "Words by which people's refusals differ from their approvals, and that no rule looks for yet.",
    discussion: """
      Searched are comments that the rules let through; the last third of the decisions, in time, confirms what the others show.
      The draft has examples from real comments, with personal data masked: read them before you keep them.

        moderato rules suggest --rules my-rules --history decided.jsonl --into my-rules/suggested.yaml
      """)

  @OptionGroup var history: HistoryOptions
  @Option(help: "The least share of unfit comments, lower bound, that is suggested.") var precision = 0.5
  @Option(help: ArgumentHelp("Write the draft into a new file.", valueName: "file")) var into: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Suggestion: Encodable {
      var id: String
      var pattern: String
      var category: String
      var languages: [String]
      var foundBad: Int
      var foundGood: Int
      var confirmedBad: Int
      var confirmedGood: Int
      var precisionLower95: Double
      var undecided: Int
    }

    var ruleset: String
    var tried: Int
    var missedBad: Int
    var foundBad: Int
    var suggestions: [Suggestion]
    var draft: String
    var file: String?
  }

  func validate() throws {
    guard (0...1).contains(precision) else { throw ValidationError("--precision is 0 to 1.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let files = try RuleFiles(folder: try Assembly.rulesFolder(settings: settings))
    let set = try RuleSet(files: files)
    if let into, FileManager.default.fileExists(atPath: into) {
      throw Complaint.trouble(
        "file_exists", "\(Harmless.line(into)) is there already, and nothing is overwritten",
        advice: "name another file")
    }
    let rows = try await history.judged(settings, set)
    let report = try PhraseMiner(precisionMin: precision).suggest(
      rows, files: files, today: String(Timestamp.now.description.prefix(10)))
    if let into {
      do {
        try Data(report.draft.utf8).write(to: URL(filePath: into))
      } catch {
        throw InputError(path: into, problem: "cannot be written: \(error.localizedDescription)")
      }
    }
    switch console.format {
    case .json:
      try console.send(
        Payload(
          ruleset: set.revision, tried: report.triedCount, missedBad: report.missedBad, foundBad: report.foundBad,
          suggestions: report.suggestions.map {
            .init(
              id: $0.id, pattern: $0.pattern, category: $0.category.rawValue, languages: $0.languages.map(\.code),
              foundBad: $0.found.bad, foundGood: $0.found.good, confirmedBad: $0.confirmed.bad,
              confirmedGood: $0.confirmed.good, precisionLower95: $0.precisionLower, undecided: $0.undecided)
          }, draft: report.draft, file: into))
    case .text: try say(report, console)
    }
  }

  private func say(_ report: SuggestionReport, _ console: Console) throws {
    guard !report.suggestions.isEmpty else {
      return try console.say(
        "Nothing to suggest: of \(Complaint.count(report.triedCount, "candidate")), none was confirmed by later decisions."
      )
    }
    var table = TextTable([
      .init("PATTERN", isFlexible: true), .init("FOUND", .right), .init("LATER", .right), .init("AT LEAST", .right),
      .init("UNDECIDED", .right), .init("LANG"),
    ])
    for item in report.suggestions {
      table.add([
        item.pattern, "\(item.found.bad):\(item.found.good)", "\(item.confirmed.bad):\(item.confirmed.good)",
        ShareText.percent(item.precisionLower), String(item.undecided),
        item.languages.map(\.code).joined(separator: ","),
      ])
    }
    try console.say(table)
    try console.tell(
      "Counted are decided comments, unfit:fit. AT LEAST is the share of unfit ones among the later, for all "
        + "\(report.triedCount) that were tried together, at 95 %. They find \(report.foundBad) of \(report.missedBad) "
        + "refused comments that the rules let through.")
    if let into {
      try console.say("The draft is in \(Harmless.line(into)).")
    } else {
      try console.say()
      try console.say(report.draft.split(separator: "\n").map { Harmless.line(String($0)) })
    }
  }
}
