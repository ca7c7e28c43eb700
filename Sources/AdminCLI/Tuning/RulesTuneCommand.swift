import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesTuneCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Find better scores within their bounds from people's decisions, and try them on later ones.",
    discussion: """
      Scores written as `{ fit: [0, 5], initial: 2.5 }` may move. The first three quarters of the decisions are learnt from; the
      last quarter shows whether the new scores are better. Without --write nothing changes; with it, scores.lock is written
      when they are. Exit code 1 when they are not, or when decisions are too few.

        moderato rules tune --rules my-rules --history decided.jsonl
      """)

  @OptionGroup var history: HistoryOptions
  @Flag(help: "Write scores.lock into the rule set's folder, if the new scores are better.") var write = false
  @Flag(
    help: """
      Try what would come of it if every score of a live rule might move between 0 and twice itself. Nothing is written.
      """) var free = false
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard !(write && free) else { throw ValidationError("--free only tries; it cannot be used with --write.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    if write, settings.rules == nil {
      throw Complaint.refused(
        "shipped_rules", "the shipped rules are in force, and they are not to be changed",
        advice: "`moderato rules copy DIR` makes a folder of your own, to be named with --rules")
    }
    let folder = try Assembly.rulesFolder(settings: settings)
    var files = try RuleFiles(folder: folder)
    if free { files = try FreeScores.freed(files) }
    let tuning = ScoreTuning(
      files: files, now: .now, threads: history.threadCount, classifier: try Assembly.classifier(settings: settings))
    let outcome = try await history.withSource(settings) { source in
      let progress = Progress("comments", total: try await source.estimatedCount())
      let outcome = try await tuning.run(source) { progress.advance(by: $0) }
      progress.finish()
      return outcome
    }
    switch outcome {
    case .refused(let shortages):
      throw Complaint.refused(
        "too_few_labels", "scores cannot be tuned: " + shortages.map(Self.words).joined(separator: "; "),
        advice: shortages.first?.kind == .fitRules
          ? "write a score as { fit: [0, 5], initial: 2.5 } where it may move"
          : "decide more comments, or raise the site's audit_rate")
    case .tuned(let report):
      let isWritten = write && report.isBetter
      if isWritten { try report.files.replace(in: folder) }
      switch console.format {
      case .json: try console.send(TuningPayload(report, isWritten: isWritten))
      case .text:
        try console.say(TuningView(report: report, console: console).lines())
        try console.say(verdict(report, isWritten: isWritten))
      }
      guard report.isBetter else {
        try console.output.flush()
        throw exitFindings
      }
    }
  }

  private func verdict(_ report: TuningReport, isWritten: Bool) -> String {
    guard report.isBetter else {
      return "The new scores are not better on later comments\(write ? ", and nothing was written" : "")."
    }
    if isWritten { return "Better. scores.lock is written; the set is now \(report.revision.prefix(12))." }
    return free
      ? "Better. To let scores move, give rules bounds: score: { fit: […], initial: … }."
      : "Better. --write puts them into scores.lock."
  }

  private static func words(_ shortage: TuningShortage) -> String {
    let missing = shortage.need - shortage.have
    func decisions(_ kind: String, _ time: String) -> String {
      "\(missing) more \(kind) \(missing == 1 ? "comment" : "comments") must be decided in the \(time) "
        + "(\(shortage.have) of \(shortage.need))"
    }
    return switch shortage.kind {
    case .fitRules: "no live rule has a score with fit:"
    case .trainingBad: decisions("refused", "first three quarters")
    case .trainingGood: decisions("approved", "first three quarters")
    case .holdoutBad: decisions("refused", "last quarter")
    case .holdoutGood: decisions("approved", "last quarter")
    case .rulesWithHits: "no rule with fit: has met \(ScoreTuning.hitsMin) decided comments"
    }
  }
}

/// Every live rule's fixed score as one that may move, for a trial.
enum FreeScores {
  static func freed(_ files: RuleFiles) throws -> RuleFiles {
    var freed = files
    let rules = try RuleSet(files: files).rules
    for (file, rules) in Dictionary(grouping: rules, by: \.place.file) {
      guard let text = files[file] else { continue }
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let begins = rules.map(\.place.line).sorted()
      for rule in rules where rule.status == .live && rule.score.fit == nil && rule.score.initial != 0 {
        let end = begins.first { $0 > rule.place.line } ?? lines.count + 1
        let own = (rule.place.line - 1)..<(end - 1)
        guard
          let line = own.first(where: { lines[$0].drop { $0 == " " || $0 == "-" }.hasPrefix("score:") })
        else { continue }
        let points = rule.score.initial
        let bounds = points > 0 ? "[0, \(points * 2)]" : "[\(points * 2), 0]"
        let lead = lines[line].prefix { $0 == " " || $0 == "-" }
        lines[line] = "\(lead)score: { fit: \(bounds), initial: \(points) }"
      }
      freed[file] = lines.joined(separator: "\n")
    }
    return freed
  }
}
