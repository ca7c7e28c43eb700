import ArgumentParser
import ModerationModel
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesHarvestCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "harvest",
    abstract: "Decisions that people overturned, as examples for the rules that were responsible.",
    discussion: """
      A comment that was held and approved is a miss example; one that was let through, refused, and is found by a rule today is a
      hit example. Personal data is masked; read the texts all the same. Without --write, what would change is shown. An example
      that a rule fails would keep the set from loading: such are shown, and written only with --failing, for whoever mends the
      rule next.
      """)

  @OptionGroup var history: HistoryOptions
  @Flag(help: "Write the examples into the rule files.") var write = false
  @Flag(help: "Also those that the rules fail as they are.") var failing = false
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Example: Encodable {
      var rule: String
      var expectation: String
      var text: String
      var holds: Bool
    }

    var ruleset: String
    var examples: [Example]
    var foundByNoRule: Int
    var files: [String]
    var left: [String]
    var isWritten: Bool
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    if write, settings.rules == nil {
      throw Complaint.refused(
        "shipped_rules", "the shipped rules are in force, and they are not to be changed",
        advice: "`moderato rules copy DIR` makes a folder of your own, to be named with --rules")
    }
    let folder = try Assembly.rulesFolder(settings: settings)
    let files = try RuleFiles(folder: folder)
    let set = try RuleSet(files: files)
    let harvest = try Harvest(try await history.judged(settings, set), set)
    let (edited, left) = harvest.files(files, set, withFailing: failing)
    let changed = edited.paths.filter { edited[$0] != files[$0] }
    // What does not load, or would not say the same of a comment, is not written.
    _ = try RuleSet(files: edited, requireTests: !failing)
    if write, !changed.isEmpty { try edited.replace(in: folder) }
    switch console.format {
    case .json:
      try console.send(
        Payload(
          ruleset: set.revision,
          examples: harvest.examples.map {
            .init(rule: $0.rule, expectation: $0.expectation.rawValue, text: $0.text, holds: $0.holds)
          }, foundByNoRule: harvest.foundByNoRule, files: changed, left: left, isWritten: write))
    case .text:
      for path in changed {
        for line in AddedLines.diff(files[path] ?? "", edited[path] ?? "", file: path) {
          try console.say(line.hasPrefix("+") ? console.ink.good(Harmless.line(line)) : Harmless.line(line))
        }
      }
      let failed = harvest.examples.filter { !$0.holds }
      if !failed.isEmpty, !failing {
        try console.say("Not yet, since the rule fails them:")
        for example in failed {
          try console.say("  \(Harmless.line(example.rule)): \(Harmless.line(example.text, widthMax: 100))")
        }
      }
      for rule in left { try console.say("\(Harmless.line(rule)) is written in a layout that nothing can be added to") }
      let verb = write ? "are written" : "would be written"
      let written = harvest.examples.count { $0.holds || failing }
      try console.say(
        "\(Complaint.count(written, "example")) \(verb), \(failing ? 0 : failed.count) wait for their rule to be mended; "
          + "\(harvest.foundByNoRule) refused comments are found by no rule (see rules suggest).")
    }
  }
}
