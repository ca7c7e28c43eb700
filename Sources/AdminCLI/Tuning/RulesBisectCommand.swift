import ArgumentParser
import CommentFlow
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesBisectCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect",
    abstract: "Which entries of which lists and rules a text met, and the least of it that is judged the same.")

  @Argument(help: "The text; - reads standard input.") var text: String
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Entry: Encodable {
      var rule: String
      var list: String?
      var entry: String
      var file: String
      var line: Int
      var field: String
      var range: [Int]
      var text: String
    }

    var action: String
    var score: Double
    var entries: [Entry]
    var enough: [String]
    var leastText: String
    var ruleset: String
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let pipeline = try Assembly.pipeline(settings: settings)
    let question = CheckQuestion(text: try CommandLineText.read(text))
    let cause = VerdictCause(
      try question.submission(under: settings.policy),
      in: .standalone(now: .now, policy: settings.policy), pipeline: pipeline)
    switch console.format {
    case .json:
      try console.send(
        Payload(
          action: cause.verdict.action.rawValue, score: cause.verdict.score,
          entries: cause.hits.map { rule, hit in
            .init(
              rule: rule, list: hit.list, entry: hit.pattern, file: hit.place.file, line: hit.place.line,
              field: hit.field.rawValue, range: [hit.range.lowerBound, hit.range.upperBound], text: hit.text)
          }, enough: cause.enough, leastText: cause.leastText, ruleset: pipeline.ruleSet.revision))
    case .text:
      try console.say("\(cause.verdict.action.rawValue), \(Points.plain(cause.verdict.score)) points")
      var table = TextTable([
        .init("ENTRY", isFlexible: true), .init("PLACE"), .init("RULE"), .init("FOUND"),
      ])
      for (rule, hit) in cause.hits {
        let list = hit.list.map { "\($0): " } ?? ""
        table.add([
          list + Harmless.line(hit.pattern, widthMax: 60), "\(hit.place.file):\(hit.place.line)", rule,
          "«\(Harmless.line(hit.text, widthMax: 30))»",
        ])
      }
      if !table.isEmpty { try console.say(table) }
      guard cause.verdict.action != .publish else { return }
      let enough =
        cause.enough.isEmpty ? "no rule alone" : cause.enough.map { Harmless.line($0) }.joined(separator: ", ")
      try console.say("Enough for it: \(enough)")
      try console.say("Judged the same: «\(Harmless.line(cause.leastText, widthMax: max(20, console.width - 20)))»")
    }
  }
}
