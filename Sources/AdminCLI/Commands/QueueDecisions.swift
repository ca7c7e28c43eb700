import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ServiceAssembly

/// What every decision asks for.
struct DecisionOptions: ParsableArguments {
  @Argument(help: "Ids of comments or cases; - reads them from standard input.") var ids: [String] = []
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Everything that a query finds, such as 'rule:casino age<1d' (Docs/Queries.md).", valueName: "query"),
    transform: QueryArgument.init(argument:))
  var query: QueryArgument?
  @Option(
    help: ArgumentHelp(
      "All of a wave that waits and, unless it is approved, what readers see of it.", valueName: "wave"))
  var wave: String?
  @Option(help: ArgumentHelp("Why, in words that the author may be shown.", valueName: "reason"))
  var reason: Word<DecisionReason>?
  @Option(help: "A note for colleagues.") var note = ""
  @Option(
    name: .customLong("if-version"),
    help: ArgumentHelp("Refuse when the comment has changed since this version.", valueName: "number"))
  var seenVersion: Int?
  @Flag(help: "Only show what would happen.") var dryRun = false

  func validate() throws {
    guard [!ids.isEmpty, query != nil, wave != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("Give ids, or --where with a query, or --wave.")
    }
    if let wave, WaveID(wave) == nil { throw ValidationError("«\(wave)» is no wave's id; see `moderato queue list`.") }
    guard seenVersion == nil || ids.count == 1 else { throw ValidationError("--if-version goes with a single id.") }
  }
}

/// A verb that decides on comments.
protocol DecisionCommand: OperatorCommand {
  static var decision: Decision { get }
  var options: DecisionOptions { get }
}

extension DecisionCommand {
  func execute(_ console: Console) async throws {
    try await withAssembly(for: options.dryRun ? .read : .decide) { assembly in
      let review: Review
      if let query = options.query?.query {
        if options.dryRun { return try await preview(query, assembly, console) }
        review = try await assembly.flow.review(
          everything: query, fingerprint: nil, decision: Self.decision, reason: options.reason?.value,
          note: options.note, moderator: global.actingName, site: assembly.settings.site)
      } else if let wave = options.wave.flatMap({ WaveID($0) }) {
        let targets = try await assembly.flow.targets(of: wave, decision: Self.decision, site: assembly.settings.site)
        if options.dryRun { return try preview(targets, console) }
        review = try await assembly.flow.review(
          wave: wave, decision: Self.decision, reason: options.reason?.value, note: options.note,
          moderator: global.actingName, site: assembly.settings.site)
      } else {
        let comments = try await QueueDesk(assembly: assembly).comments(named: options.ids)
        if options.dryRun { return try preview(comments, console) }
        review = try await assembly.flow.review(
          ReviewRequest(
            site: assembly.settings.site,
            targets: comments.map { .init(comment: $0.id, version: options.seenVersion ?? $0.version) },
            decision: Self.decision, reason: options.reason?.value, note: options.note, moderator: global.actingName))
      }
      switch console.format {
      case .json: try console.send(ReviewPayload(review))
      case .text:
        for item in review.items {
          try console.say("\(item.comment)  \(item.before.rawValue) → \(item.after.rawValue)")
        }
        try console.say(console.ink.faint("review \(review.id); take it back with `moderato queue undo \(review.id)`"))
      }
    }
  }

  private func preview(_ query: ModerationQuery, _ assembly: Assembly, _ console: Console) async throws {
    let found = try await assembly.flow.preview(query, site: assembly.settings.site, moderator: global.actingName)
    switch console.format {
    case .json: try console.send(SelectionPayload(found, decision: Self.decision))
    case .text:
      guard !found.targets.isEmpty else { return try console.say("The query finds nothing.") }
      try console.say(
        "\(Complaint.count(found.targets.count, "comment")) by \(Complaint.count(found.authors, "author")) "
          + "on \(Complaint.count(found.articles, "article"))")
      for (rule, count) in found.byRule.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(10) {
        try console.say("  \(count)  \(Harmless.line(rule, widthMax: 60))")
      }
      for comment in found.samples.prefix(5) {
        try console.say("\(comment.id)  \(Harmless.line(comment.revision.text, widthMax: 60))")
      }
      if found.leasedByOthers > 0 {
        try console.say("\(found.leasedByOthers) of them are held by colleagues, so that nothing would be decided.")
      }
      if found.isTruncated { try console.say("There are more than one review takes; narrow the query.") }
      try console.say(console.ink.faint("nothing was changed (--dry-run)"))
    }
    if found.isTruncated || found.leasedByOthers > 0 { throw exitFindings }
  }

  private func preview(_ comments: [Comment], _ console: Console) throws {
    let target = Self.decision.state
    let items = comments.map { comment in
      let problem: StateMoveError? = {
        do throws(StateMoveError) {
          try StateTable.check(.reviewed, from: comment.state, cause: comment.cause, to: target)
          return nil
        } catch {
          return error
        }
      }()
      return ReviewPreviewPayload.Item(
        comment: comment.id.description, before: comment.state.rawValue, after: target.rawValue,
        version: comment.version, problem: problem?.description)
    }
    switch console.format {
    case .json: try console.send(ReviewPreviewPayload(decision: Self.decision.rawValue, items: items))
    case .text:
      for (item, comment) in zip(items, comments) {
        let words = Harmless.line(comment.revision.text, widthMax: 60)
        try console.say(
          "\(item.comment)  \(item.before) → \(item.after)  \(item.problem.map { "refused: \($0)" } ?? words)")
      }
      try console.say(console.ink.faint("nothing was changed (--dry-run)"))
    }
    if items.contains(where: { $0.problem != nil }) { throw exitFindings }
  }
}

/// Finds what moderators mean by an id.
struct QueueDesk {
  var assembly: Assembly

  /// The comments that the ids name, each once, in their order.
  func comments(named ids: [String]) async throws -> [Comment] {
    var found: [Comment] = []
    var open: [CaseID: CommentID]?
    for id in try Self.expanded(ids) {
      guard let comment = CommentID(id) else {
        throw Complaint.refused(
          "bad_id", "«\(Harmless.line(id, widthMax: 60))» is no id", advice: "see `moderato queue list`")
      }
      if let comment = try await assembly.store.comment(comment, site: assembly.settings.site) {
        if !found.contains(where: { $0.id == comment.id }) { found.append(comment) }
        continue
      }
      // Cases are looked up only when an id is no comment's: one listing serves all of them.
      if open == nil {
        open = Dictionary(
          uniqueKeysWithValues: try await assembly.flow.queue(
            site: assembly.settings.site, limit: CaseQuery.limitMax, wavesAsOne: false
          ).map { ($0.moderationCase.id, $0.comment.id) })
      }
      guard let named = open?[CaseID(bits: comment.bits)],
        let comment = try await assembly.store.comment(named, site: assembly.settings.site)
      else {
        throw Complaint.refused(
          "unknown_comment", "there is no comment and no open case \(id)", advice: "see `moderato queue list`")
      }
      if !found.contains(where: { $0.id == comment.id }) { found.append(comment) }
    }
    return found
  }

  /// The open cases that the ids name.
  func cases(named ids: [String]) async throws -> [CaseID] {
    var cases: [CaseID] = []
    for comment in try await comments(named: ids) {
      let waiting = try await assembly.store.moderationCase(of: comment.id, site: assembly.settings.site)
      guard let waiting, waiting.state == .open else {
        throw Complaint.refused(
          "unknown_case", "comment \(comment.id) does not wait", advice: "see `moderato queue list`")
      }
      cases.append(waiting.id)
    }
    return cases
  }

  /// `-` stands for the words of standard input.
  private static func expanded(_ ids: [String]) throws -> [String] {
    guard ids.contains("-") else { return ids }
    let data = try FileHandle.standardInput.read(upToCount: 1 << 20) ?? Data()
    let read = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
    return ids.flatMap { $0 == "-" ? read : [$0] }
  }
}
