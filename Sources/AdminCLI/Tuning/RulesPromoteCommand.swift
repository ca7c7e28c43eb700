import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesPromoteCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Put a shadow rule into force, when it has shown what its promote_if asks.",
    discussion: """
      The stored comments are judged with the rule as it is and as a live one. What the gate asks is `promote_if` of the rule:
      hits, precision_lower95, published_flips (comments that would not be published any more and that nobody found unfit).
      The status is written into the rule's file, everything else in it stays; running programs take it as any edit. Who, when,
      why and what the gate saw stand in `rules history --rule ID`.

        moderato rules promote lookalike.mix --rules my-rules
        moderato rules promote lookalike.mix --force --reason 'a wave is running' --rules my-rules
      """)

  @Argument(help: ArgumentHelp("The rule.", valueName: "id")) var rule: String
  @Flag(help: "Promote it although the gate is not met, or there is none; --reason says why.") var force = false
  @Option(help: ArgumentHelp("Why, for the history.", valueName: "text")) var reason: String?
  @Flag(help: "Only say what the gate sees.") var dryRun = false
  @OptionGroup var stretch: StretchOptions
  @Option(help: ArgumentHelp("Threads to judge on; all by default.", valueName: "n")) var threads: Int?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  private static let reasonBytesMax = 200

  struct Payload: Encodable {
    struct SightPayload: Encodable {
      var hits: Int
      var precisionLower95: Double?
      var publishedFlips: Int
    }

    var rule: String
    var gate: [String]
    var unmet: [String]
    var sight: SightPayload
    var isPromoted: Bool
    var isForced: Bool
    var ruleset: String?
  }

  func validate() throws {
    guard (reason ?? "").utf8.count <= Self.reasonBytesMax else {
      throw ValidationError("--reason has \(Self.reasonBytesMax) bytes at most.")
    }
    guard !force || !(reason ?? "").isEmpty else { throw ValidationError("--force wants a --reason.") }
    guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256.") }
    try stretch.check()
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    guard let folder = settings.rules else {
      throw Complaint.refused(
        "shipped_rules", "the shipped rules are in force, and they are not to be changed",
        advice: "`moderato rules copy DIR` makes a folder of your own, to be named with --rules")
    }
    let files = try RuleFiles(folder: folder)
    let present = try RuleSet(files: files)
    guard let summary = present.rules.first(where: { $0.id == rule }) else {
      let nearest = NearestName.of(rule, among: present.rules.map(\.id)).map { "did you mean «\($0)»?" }
      throw Complaint.refused(
        "unknown_rule", "there is no rule «\(Harmless.line(rule, widthMax: 80))»", advice: nearest)
    }
    guard summary.status == .shadow else {
      throw Complaint.refused(
        "not_in_shadow", "the rule «\(Harmless.line(rule))» is \(summary.status.rawValue), not shadow",
        advice: "only a rule that has been tried in shadow can be promoted")
    }
    guard let edited = files.settingStatus(.live, of: rule) else {
      throw Complaint.refused(
        "rule_layout", "the status of «\(Harmless.line(rule))» cannot be written in the way its rule is laid out",
        advice: "`moderato rules fmt` lays it out a key a line")
    }
    let promoted = try RuleSet(files: edited, requireTests: true)
    try await withStore { store in
      try AccessRule.check(global.actingName, for: .edit, among: try await store.moderators(site: settings.site))
      let sight = try await look(stretch.history(store, settings), present, promoted)
      let gate = present.promotionGate(of: rule)
      let unmet = gate?.unmet(sight) ?? []
      let isOpen = gate != nil && unmet.isEmpty
      let isPromoted = (isOpen || force) && !dryRun
      if isPromoted {
        try edited.replace(in: folder)
        _ = try await store.keep(
          RuleSetInForce(
            site: settings.site, revision: promoted.revision, name: promoted.name,
            reason: words(sight, isForced: !isOpen), texts: edited.texts), stamp: .now(by: global.actingName))
      }
      let payload = Payload(
        rule: rule, gate: gate?.words ?? [], unmet: unmet,
        sight: .init(
          hits: sight.hits, precisionLower95: sight.precisionLower95, publishedFlips: sight.publishedFlips),
        isPromoted: isPromoted, isForced: isPromoted && !isOpen, ruleset: isPromoted ? promoted.revision : nil)
      try show(payload, hasGate: gate != nil, console)
      guard isPromoted || dryRun && isOpen else {
        try console.output.flush()
        throw exitFindings
      }
    }
  }

  /// What the gate is asked on, from the stored comments.
  private func look(
    _ source: StoredHistory, _ present: RuleSet, _ promoted: RuleSet
  ) async throws -> PromotionGate.Sight {
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let pipeline = try Assembly.pipeline(settings: try global.settings(), rules: present)
    let progress = Progress("comments", total: try await source.estimatedCount().map { $0 * 2 })
    let statistics = try await RuleStatistics.count(
      source, with: pipeline, threads: threads
    ) { progress.advance(by: $0) }
    var flips = 0
    let replay = Replay(
      before: pipeline, after: pipeline.replacing(promoted), changedRules: [rule],
      threads: threads)
    _ = try await replay.run(source) { _, page, rows in
      flips += page.count { $0.before.action == Action.publish.rawValue && $0.kind != .nowAgree }
      progress.advance(by: rows)
    }
    progress.finish()
    let figures = statistics.rules.first { $0.id == rule }?.figures
    return PromotionGate.Sight(
      hits: figures?.hits ?? 0, precisionLower95: figures?.precision?.lower, publishedFlips: flips)
  }

  private func words(_ sight: PromotionGate.Sight, isForced: Bool) -> String {
    let precision = sight.precisionLower95.map { "\(($0 * 1_000).rounded() / 1_000)" } ?? "unknown"
    let text =
      "promote \(rule)\(isForced ? " by force" : "")\(reason.map { ": \($0)" } ?? ""); the gate saw hits \(sight.hits), "
      + "precision_lower95 \(precision), published_flips \(sight.publishedFlips)"
    return String(decoding: Array(text.utf8.prefix(RuleSetRecord.reasonBytesMax)), as: UTF8.self)
  }

  private func show(_ payload: Payload, hasGate: Bool, _ console: Console) throws {
    switch console.format {
    case .json: try console.send(payload)
    case .text:
      let precision = payload.sight.precisionLower95.map { Shares.percent($0) } ?? "unknown, no label tells"
      try console.say(
        "\(Harmless.line(rule)): \(Complaint.count(payload.sight.hits, "hit")), precision at least \(precision), "
          + "\(payload.sight.publishedFlips) published comments that nobody found unfit would be stopped.")
      if !hasGate {
        try console.say("It has no promote_if; only --force puts it into force.")
      } else {
        for condition in payload.gate {
          let isMet = !payload.unmet.contains(condition)
          try console.say("  \(isMet ? "met" : console.ink.bad("not met"))  \(Harmless.line(condition))")
        }
      }
      if payload.isPromoted {
        try console.say(
          "It is live now\(payload.isForced ? ", by force" : ""). The set is \(payload.ruleset?.prefix(12) ?? "").")
      } else {
        try console.say(dryRun ? "Nothing was changed." : "It stays in shadow.")
      }
    }
  }
}
