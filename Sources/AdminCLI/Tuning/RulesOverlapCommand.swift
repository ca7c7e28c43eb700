import ArgumentParser
import CommentFlow
import ModerationModel
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesOverlapCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "overlap",
    abstract: "Pairs of rules of which one hits nearly only where the other does.",
    discussion: "Their points are counted twice on the same comments, and one of them may be enough.")

  @OptionGroup var history: HistoryOptions
  @Option(help: "Of one rule's hits, the share that the other must have too.") var share = 0.8
  @Option(help: "Rules with fewer hits are passed over.") var hits = 10
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Pair: Encodable {
      var first: String
      var second: String
      var firstHits: Int
      var secondHits: Int
      var common: Int
      var likeness: Double
    }

    var ruleset: String
    var comments: Int
    var pairs: [Pair]
  }

  func validate() throws {
    guard hits >= 1, share > 0, share <= 1 else {
      throw ValidationError("--hits must be 1 or more, --share above 0 and at most 1.")
    }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let rules = try Assembly.ruleSet(settings: settings)
    let rows = try await history.judged(settings, rules)
    let pairs = RuleOverlap.pairs(rows, rules, hitsMin: hits, shareMin: share)
    switch console.format {
    case .json:
      try console.send(
        Payload(
          ruleset: rules.revision, comments: rows.count,
          pairs: pairs.map {
            .init(
              first: $0.first, second: $0.second, firstHits: $0.firstHits, secondHits: $0.secondHits,
              common: $0.common, likeness: $0.likeness)
          }))
    case .text:
      guard !pairs.isEmpty else {
        return try console.say("No two rules overlap in \(Complaint.count(rows.count, "comment")).")
      }
      var table = TextTable([
        .init("RULE"), .init("HITS", .right), .init("BESIDE"), .init("HITS", .right), .init("BOTH", .right),
        .init("OF THE FIRST", .right), .init("OF THE SECOND", .right),
      ])
      for pair in pairs {
        table.add([
          pair.first, String(pair.firstHits), pair.second, String(pair.secondHits), String(pair.common),
          ShareText.percent(pair.secondGivenFirst), ShareText.percent(pair.firstGivenSecond),
        ])
      }
      try console.say(table)
    }
  }
}

struct RulesStaleCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "stale",
    abstract: "Rules that could go: without hits, expired, or always beside another.",
    discussion: "Exit code 1 when there are some.")

  @OptionGroup var history: HistoryOptions
  @Option(help: ArgumentHelp("A rule that has not hit from this day on is stale.", valueName: "date")) var since:
    String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Rule: Encodable {
      var rule: String
      var status: String
      var hits: Int
      var reasons: [String]
      var lastHit: String?
      var beside: String?
    }

    var ruleset: String
    var comments: Int
    var stale: [Rule]
  }

  func validate() throws {
    guard since.map({ Timestamp($0) != nil }) ?? true else {
      throw ValidationError("--since is a day such as 2026-11-01, or a time.")
    }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let rules = try Assembly.ruleSet(settings: settings)
    let rows = try await history.judged(settings, rules)
    let stale = StaleRule.find(rows, rules, since: since.flatMap { Timestamp($0) }, now: .now)
    switch console.format {
    case .json:
      try console.send(
        Payload(ruleset: rules.revision, comments: rows.count, stale: stale.map(Self.payload)))
    case .text:
      var table = TextTable([
        .init("RULE"), .init("STATUS"), .init("HITS", .right), .init("WHY", isFlexible: true),
      ])
      for rule in stale {
        table.add([
          rule.rule, rule.status.rawValue, String(rule.hits), rule.reasons.map(Self.words).joined(separator: "; "),
        ])
      }
      if !table.isEmpty { try console.say(table) }
      try console.say(
        "\(Complaint.count(stale.count, "rule")) of \(rules.rules.count) could go, by "
          + "\(Complaint.count(rows.count, "comment")).")
    }
    guard stale.isEmpty else {
      try console.output.flush()
      throw exitFindings
    }
  }

  private static func words(_ reason: StaleRule.Reason) -> String {
    switch reason {
    case .neverHit: "has hit nothing"
    case .notHitSince(let last): "last hit on \(last.description.prefix(10))"
    case .expired(let time): "expired on \(time.description.prefix(10))"
    case .alwaysBeside(let other): "always beside \(other)"
    }
  }

  private static func payload(_ rule: StaleRule) -> Payload.Rule {
    var payload = Payload.Rule(rule: rule.rule, status: rule.status.rawValue, hits: rule.hits, reasons: [])
    for reason in rule.reasons {
      switch reason {
      case .neverHit: payload.reasons.append("never_hit")
      case .notHitSince(let last):
        payload.reasons.append("not_hit_since")
        payload.lastHit = last.description
      case .expired: payload.reasons.append("expired")
      case .alwaysBeside(let other):
        payload.reasons.append("always_beside")
        payload.beside = other
      }
    }
    return payload
  }
}
