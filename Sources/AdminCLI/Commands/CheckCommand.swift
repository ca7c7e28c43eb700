import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine
import ServiceAssembly

struct CheckCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge texts without storing them.",
    discussion: """
      A text alone is judged: nothing is known of its author, article or other comments.

        moderato check 'Лучшее кaзинo города, заходи на kazik7.top'
        moderato check --jsonl comments.jsonl > verdicts.jsonl

      With --jsonl each line is an object {"id", "text", "lang"?, "author"?, "fields"?}; each answer is one line in the
      same order. A line that cannot be judged is answered with its errors, and the others go on. The exit code is 0
      whatever the verdicts are.
      """)

  @Argument(help: ArgumentHelp("The text; - reads standard input.", valueName: "text"))
  var text: String?

  @Option(help: ArgumentHelp("A file of JSON lines; - is standard input.", valueName: "file"))
  var jsonl: String?

  @Option(help: ArgumentHelp("The text's language, such as ru, uk or en; found out when not given.", valueName: "code"))
  var lang: String?

  @Option(help: "Threads that judge; by default one for each processor.")
  var threads: Int?

  @Flag(help: "With --jsonl, take an edited rule folder into force while the stream goes on; also on SIGHUP.")
  var watch = false

  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard !watch || jsonl != nil else { throw ValidationError("--watch goes with --jsonl.") }
    guard (text == nil) != (jsonl == nil) else { throw ValidationError("Give a text, or --jsonl with a file.") }
    if let lang, Language(lang) == nil { throw ValidationError("--lang must be a code such as ru, uk or en.") }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be 1 to 256.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let bench = CheckBench(
      pipeline: try Assembly.pipeline(settings: settings), policy: settings.policy, now: .now)
    let language = lang.flatMap { Language($0) }
    if let jsonl {
      let stream = CheckStream(
        bench: bench, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, output: console.output,
        language: language)
      let cache = settings.cache.map { RuleCache(folder: $0) }
      let watcher =
        watch ? RuleWatch(folder: try Assembly.rulesFolder(settings: settings), cache: cache, bench: bench) : nil
      defer { watcher?.cancel() }
      _ = try await stream.run(path: jsonl)
      return
    }
    guard let text else { return }
    var question = CheckQuestion(text: try CommandLineText.read(text))
    question.language = language
    let verdict = try bench.withJudge { try $0.verdict(on: question) }
    switch console.format {
    case .json:
      var json = JSONBytes()
      json.append(id: .none, verdict: verdict)
      try console.output.write(json.bytes)
    case .text:
      let view = VerdictView(
        verdict: verdict, text: question.text, fields: question.fieldTexts, console: console, indent: "  ",
        waiting: .article)
      try console.say([""] + view.lines() + [""])
    }
  }
}
