import ArgumentParser
import CommentFlow
import CommentStore
import Dispatch
import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly
import Synchronization

struct RulesReplayCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "What a change of rules would do to the comments that have come, against what people decided.",
    discussion: """
      Every stored comment is judged again, as of its own moment, by the rule set at hand (--rules) and by the one that it is
      compared with: a record of `rules history` or a folder. Without --against it is compared with what was decided then.
      Ctrl-C ends early with a report of what was judged; --resume FILE goes on from there the next time.

        moderato rules replay --rules my-rules --against 12
        moderato rules replay --rules my-rules --since 2026-11-01 --html report.html
        moderato rules replay --rules my-rules --against Rules --history decided.jsonl
      """)

  @Option(
    help: ArgumentHelp(
      "The rule set to compare with: a record, a revision's beginning or a folder.", valueName: "rev|dir"))
  var against: String?
  @Option(
    help: ArgumentHelp("Comments of this file, one JSON object a line, instead of the store's.", valueName: "file"))
  var history: String?
  @OptionGroup var stretch: StretchOptions
  @Option(help: ArgumentHelp("About so many comments, spread evenly.", valueName: "n")) var sample: Int?
  @Option(name: .customLong("lang"), help: ArgumentHelp("Only texts in this language.", valueName: "code"))
  var language: LanguageArgument?
  @Option(help: ArgumentHelp("Also write the report as a page of its own.", valueName: "file")) var html: String?
  @Option(help: ArgumentHelp("The page's language: en, ru or uk.", valueName: "code")) var htmlLang = "en"
  @Option(
    help: ArgumentHelp("Where a replay that was stopped goes on from, and leaves how far it came.", valueName: "file"))
  var resume: String?
  @Option(help: ArgumentHelp("Threads to judge on; all by default.", valueName: "n")) var threads: Int?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard sample.map({ $0 >= 1 }) ?? true else { throw ValidationError("--sample must be 1 or more.") }
    guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256.") }
    guard ["en", "ru", "uk"].contains(htmlLang) else { throw ValidationError("--html-lang is en, ru or uk.") }
    try stretch.check()
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let rules = try Assembly.ruleSet(settings: settings)
    // A folder is compared with on comments of a file without any store.
    if let history, against.map({ ComparedRules.isFolder($0) }) ?? true {
      let other = try await ComparedRules(named: against, store: nil, settings: settings)
      return try await replay(rules, other, try stretch.history(inFile: history, settings), settings, console)
    }
    try await withStore { store in
      let other = try await ComparedRules(named: against, store: store, settings: settings)
      let source: any HistorySource =
        if let history { try stretch.history(inFile: history, settings) } else { stretch.history(store, settings) }
      try await replay(rules, other, source, settings, console)
    }
  }

  private func replay(
    _ rules: RuleSet, _ other: ComparedRules, _ source: any HistorySource, _ settings: Settings, _ console: Console
  ) async throws {
    let changes = try other.files.map { files in
      let now = try RuleFiles(folder: try Assembly.rulesFolder(settings: settings))
      return RuleSetChanges(from: files, to: now).rules
    }
    let pipeline = try Assembly.pipeline(settings: settings, rules: rules)
    let replay = Replay(
      before: other.rules.map { pipeline.replacing($0) }, after: pipeline,
      changedRules: Set(changes.map { $0.added + $0.changed + $0.removed } ?? []),
      selection: .init(sample: sample, language: language?.language.code),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let checkpoint = ReplayCheckpoint(
      path: resume,
      task: .init(
        before: other.rules?.revision ?? "", after: rules.revision, selection: replay.selection,
        history: history, since: stretch.since?.moment.description, until: stretch.until?.moment.description))
    let state = try await run(replay, source, checkpoint, console)
    if let html {
      let page = ReplayPage(
        state: state, before: other.title, after: "\(rules.name) (\(rules.revision.prefix(12)))", language: htmlLang)
      try OutputFile.write(page.html(), to: html)
    }
    switch console.format {
    case .json: try console.send(ReplaySummaryPayload(state, before: other.rules?.revision, after: rules.revision))
    case .text: try console.say(ReplayView(state: state, before: other.title, console: console).lines())
    }
  }

  private func run(
    _ replay: Replay, _ source: any HistorySource, _ checkpoint: ReplayCheckpoint, _ console: Console
  ) async throws -> ReplayState {
    let begun = try checkpoint.read()
    let progress = Progress("comments", total: try await source.estimatedCount())
    progress.advance(by: begun.rows)
    let work = Task {
      try await replay.run(source, from: begun) { state, flips, rows in
        progress.advance(by: rows)
        if console.format == .json { for flip in flips { try console.send(FlipPayload(flip)) } }
        try checkpoint.writeNowAndThen(state)
      }
    }
    let interrupt = Interrupt { work.cancel() }
    defer { interrupt.end() }
    let state = try await work.value
    progress.finish()
    try checkpoint.write(state)
    return state
  }
}

/// The rule set that a replay compares with.
private struct ComparedRules {
  /// `nil` for the verdicts of then.
  var rules: RuleSet?
  var files: RuleFiles?
  var title: String

  static func isFolder(_ name: String) -> Bool {
    // Only a folder holds itself.
    FileManager.default.fileExists(atPath: name + "/.")
  }

  /// - Parameter store: Where records are kept; `nil` only for the verdicts of then or a folder.
  init(named name: String?, store: (any CommentStore)?, settings: Settings) async throws {
    guard let name else {
      title = "the decisions of then"
      return
    }
    if Self.isFolder(name) {
      files = try RuleFiles(folder: name)
      title = Harmless.line(name)
    } else {
      guard let store else { preconditionFailure("a record is looked for in a store") }
      let record = try await RuleSetHistory(of: store, site: settings.site).record(named: name)
      guard let texts = try await store.ruleTexts(of: record.number, site: settings.site) else {
        throw Complaint.refused("unknown_revision", "the files of #\(record.number) are not kept any more")
      }
      files = RuleFiles(texts)
      title = "#\(record.number) (\(record.revision.prefix(12)), \(record.at))"
    }
    rules = try files.map { try RuleSet(files: $0, now: .now, cache: settings.cache.map { RuleCache(folder: $0) }) }
  }
}

/// Ends work in order when the operator presses Ctrl-C; pressed again, it ends the program.
final class Interrupt {
  private let source: any DispatchSourceSignal

  init(_ act: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      signal(SIGINT, SIG_DFL)
      act()
    }
    source.resume()
    self.source = source
  }

  func end() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}

/// A file that an answer is written into, whole or not at all.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Complaint.trouble(
        "output", "\(Harmless.line(path)) cannot be written",
        advice: "look whether the folder is there and may be written")
    }
  }
}

/// How far a replay has come, in a file.
private final class ReplayCheckpoint: Sendable {
  /// What the counts are of; another task cannot go on from them.
  struct Assignment: Codable, Equatable {
    var before: String
    var after: String
    var selection: Replay.Selection
    /// The file that the comments are in, if it is not the store.
    var history: String?
    var since: String?
    var until: String?
  }

  private struct Content: Codable {
    var task: Assignment
    var state: ReplayState
  }

  private static let pauseSeconds = 5.0

  private let path: String?
  private let task: Assignment
  private let writtenAt = Mutex(ContinuousClock.now)

  init(path: String?, task: Assignment) {
    self.path = path
    self.task = task
  }

  func read() throws -> ReplayState {
    guard let path, FileManager.default.fileExists(atPath: path) else { return ReplayState() }
    let content: Content
    do {
      content = try JSONDecoder().decode(Content.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Complaint.refused(
        "bad_checkpoint", "\(Harmless.line(path)) is no checkpoint of a replay",
        advice: "remove it, or name another file")
    }
    guard content.task == task else {
      throw Complaint.refused(
        "other_checkpoint", "\(Harmless.line(path)) belongs to a replay of other rules or another stretch",
        advice: "remove it, or name another file")
    }
    return content.state
  }

  func writeNowAndThen(_ state: ReplayState) throws {
    guard path != nil, ContinuousClock.now - writtenAt.withLock({ $0 }) > .seconds(Self.pauseSeconds) else { return }
    try write(state)
  }

  func write(_ state: ReplayState) throws {
    guard let path else { return }
    writtenAt.withLock { $0 = .now }
    let data = try JSONEncoder().encode(Content(task: task, state: state))
    try OutputFile.write(String(decoding: data, as: UTF8.self), to: path)
  }
}
