import ArgumentParser
import Foundation
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesRobustCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "robust",
    abstract: "What share of each rule's examples is still found when their words are disguised.",
    discussion: """
      Rewritten are the words that a rule marks in its hit examples: in case, with unseen, wide, look-alike and leet letters, set apart
      by spaces or dots, held down, in Latin letters, with the wrong keyboard. A rule is held to what the view in which it
      looks promises to see through; the rest is told apart. With --ratchet, exit code 1 when a rule has fallen below the
      share that the file records; --record writes the file.
      """)

  @Argument(help: "Only this rule.") var rule: String?
  @Option(help: ArgumentHelp("Recorded shares, a JSON object by rule.", valueName: "file")) var ratchet: String?
  @Flag(help: "Write the present shares into the ratchet's file, where they are higher.") var record = false
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    struct Count: Encodable {
      var tried: Int
      var survived: Int
      var rightRange: Int
      var share: Double
      var lost: String?

      init(_ count: RuleSurvival.Count) {
        tried = count.tried
        survived = count.survived
        rightRange = count.rightRange
        share = count.share
        lost = count.lostExample
      }
    }

    struct Rule: Encodable {
      var rule: String
      var promised: Count
      var beyond: Count
      var mutations: [String: Count]
    }

    var ruleset: String
    var promised: Count
    var mutations: [String: Count]
    var rules: [Rule]
    var fallen: [String]
  }

  func validate() throws {
    guard !record || ratchet != nil else { throw ValidationError("--record needs --ratchet.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let set = try Assembly.ruleSet(settings: settings)
    if let rule, !set.rules.contains(where: { $0.id == rule }) {
      throw Complaint.refused(
        "unknown_rule", "there is no rule «\(Harmless.line(rule, widthMax: 80))»",
        advice: NearestName.of(rule, among: set.rules.map(\.id)).map { "did you mean «\($0)»?" })
    }
    let survival = set.survival(of: rule)
    let recorded = try ratchet.map { try RatchetFile(path: $0, mayBeMissing: record) }
    let fallen = survival.filter { item in
      recorded?.shares[item.rule].map { item.promised.share < $0 - 1e-6 } ?? false
    }
    if record, var file = recorded {
      for item in survival { file.shares[item.rule] = max(file.shares[item.rule] ?? 0, item.promised.share) }
      try file.write()
    }
    switch console.format {
    case .json:
      let total = survival.total
      try console.send(
        Payload(
          ruleset: set.revision, promised: .init(total.promised),
          mutations: Dictionary(
            uniqueKeysWithValues: total.byMutation.map { ($0.key.rawValue, Payload.Count($0.value)) }),
          rules: survival.map { item in
            .init(
              rule: item.rule, promised: .init(item.promised), beyond: .init(item.beyond),
              mutations: Dictionary(
                uniqueKeysWithValues: item.byMutation.map { ($0.key.rawValue, Payload.Count($0.value)) }))
          }, fallen: fallen.map(\.rule)))
    case .text: try say(survival, fallen: fallen, recorded, console)
    }
    guard fallen.isEmpty else {
      try console.output.flush()
      throw exitFindings
    }
  }

  private func say(
    _ survival: [RuleSurvival], fallen: [RuleSurvival], _ recorded: RatchetFile?, _ console: Console
  ) throws {
    var rules = TextTable([
      .init("RULE"), .init("PROMISED", .right), .init("RANGE", .right), .init("BEYOND", .right),
      .init("NOT FOUND", isFlexible: true),
    ])
    func share(_ part: Int, _ total: Int) -> String {
      total == 0 ? "—" : ShareText.percent(Double(part) / Double(total))
    }
    for item in survival.sorted(by: { ($0.promised.share, $0.rule) < ($1.promised.share, $1.rule) }) {
      rules.add([
        item.rule, "\(item.promised.survived)/\(item.promised.tried)",
        share(item.promised.rightRange, item.promised.survived),
        "\(item.beyond.survived)/\(item.beyond.tried)",
        item.promised.lostExample.map { Harmless.line($0, widthMax: 60) } ?? "",
      ])
    }
    try console.say(rules)
    try console.say()
    var table = TextTable([.init("DISGUISE"), .init("TRIED", .right), .init("FOUND", .right), .init("RANGE", .right)])
    let total = survival.total
    for mutation in Mutation.allCases {
      guard let count = total.byMutation[mutation] else { continue }
      table.add([
        mutation.rawValue, String(count.tried), share(count.survived, count.tried),
        share(count.rightRange, count.survived),
      ])
    }
    try console.say(table)
    try console.say(
      "\(ShareText.percent(total.promised.share)) of \(total.promised.tried) disguises that the views promise to see "
        + "through are found, \(share(total.promised.rightRange, total.promised.survived)) of them in the right place.")
    for item in fallen {
      let before = recorded?.shares[item.rule] ?? 0
      try console.say(
        console.ink.bad("fallen")
          + " \(Harmless.line(item.rule)): \(ShareText.percent(item.promised.share)), was \(ShareText.percent(before))")
    }
  }
}

/// Shares by rule, kept beside the rules, below which none may fall.
private struct RatchetFile {
  var path: String
  var shares: [String: Double] = [:]

  init(path: String, mayBeMissing: Bool) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      if mayBeMissing { return }
      throw InputError(path: path, problem: "there is no such file; --record makes it")
    }
    do {
      shares = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw InputError(path: path, problem: "is no JSON object of shares by rule")
    }
  }

  func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    do {
      let rounded = shares.mapValues { ($0 * 10_000).rounded(.down) / 10_000 }
      try (encoder.encode(rounded) + Data("\n".utf8)).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw InputError(path: path, problem: "cannot be written: \(error.localizedDescription)")
    }
  }
}
