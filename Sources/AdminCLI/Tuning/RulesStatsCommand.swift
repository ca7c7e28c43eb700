import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly

struct RulesStatsCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "What each rule, pattern and list entry did: hits, precision, decisions overturned, effect, cost.",
    discussion: """
      Stored comments are judged again by the rule set at hand, and set against people's decisions. Precision is the share of
      unfit comments among those met, with a 95 % interval; labels that chance brought (the policy's audit_rate) count for as
      many comments as they stand for. Coverage is the share of comments met that a person has decided on. Recall is given
      only where an audit sample has been decided on.

        moderato rules stats --since 2026-11-01
        moderato rules stats --rule casino.word
        moderato rules stats --history decided.jsonl
      """)

  @Option(help: ArgumentHelp("Only this rule, with all its patterns that met something.", valueName: "id")) var rule:
    String?
  @Option(help: ArgumentHelp("Patterns to show for each rule.", valueName: "n")) var patterns = 0
  @Option(
    help: ArgumentHelp("Comments of this file, one JSON object a line, instead of the store's.", valueName: "file"))
  var history: String?
  @OptionGroup var stretch: StretchOptions
  @Option(help: ArgumentHelp("Threads to judge on; all by default.", valueName: "n")) var threads: Int?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  /// Comments that the cost is measured on.
  private static let costSample = 2_000

  func validate() throws {
    guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256.") }
    guard patterns >= 0 else { throw ValidationError("--patterns must be 0 or more.") }
    try stretch.check()
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let rules = try Assembly.ruleSet(settings: settings)
    if let rule, !rules.rules.contains(where: { $0.id == rule }) {
      let nearest = NearestName.of(rule, among: rules.rules.map(\.id)).map { "did you mean «\($0)»?" }
      throw Complaint.refused(
        "unknown_rule", "there is no rule «\(Harmless.line(rule, widthMax: 80))»", advice: nearest)
    }
    if let history {
      return try await count(with: rules, try stretch.history(inFile: history, settings), console)
    }
    try await withStore { store in try await count(with: rules, stretch.history(store, settings), console) }
  }

  private func count(with rules: RuleSet, _ source: any HistorySource, _ console: Console) async throws {
    let progress = Progress("comments", total: try await source.estimatedCount())
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let pipeline = try Assembly.pipeline(settings: try global.settings(), rules: rules)
    let work = Task {
      try await RuleStatistics.count(source, with: pipeline, threads: threads) {
        progress.advance(by: $0)
      }
    }
    let interrupt = Interrupt { work.cancel() }
    defer { interrupt.end() }
    var statistics = try await work.value
    progress.finish()
    if let rule { statistics.rules.removeAll { $0.id != rule } }
    let costs = try await costs(of: rules, source)
    switch console.format {
    case .json: try console.send(RuleStatisticsPayload(statistics, costs: costs))
    case .text:
      try console.say(
        RuleStatisticsView(
          statistics: statistics, costs: costs, patternsShown: rule == nil ? patterns : .max, console: console
        ).lines())
    }
  }

  /// Nanoseconds a comment that the expressions of each rule take, over the newest comments of the stretch.
  private func costs(of rules: RuleSet, _ source: any HistorySource) async throws -> [String: Double] {
    let rows = try await source.rows(after: nil, limit: Self.costSample)
    guard !rows.isEmpty else { return [:] }
    let texts = rows.map {
      FieldTexts([.body: $0.submission.text, .authorName: $0.submission.author.name])
    }
    let clock = ContinuousClock()
    let start = clock.now
    let profile = rules.profile(texts, now: .now) {
      let passed = start.duration(to: clock.now).components
      return UInt64(passed.seconds) * 1_000_000_000 + UInt64(passed.attoseconds / 1_000_000_000)
    }
    return Dictionary(
      profile.rules.map { ($0.id, Double($0.nanoseconds) / Double(texts.count)) },
      uniquingKeysWith: { first, _ in first })
  }
}

/// Statistics as programs see them.
struct RuleStatisticsPayload: Encodable {
  struct FiguresPayload: Encodable {
    struct LanguagePayload: Encodable {
      var hits: Int
      var labels: Int
    }

    var hits: Int
    var uniqueHits: Int
    var labels: Int
    var badLabels: Int
    var auditLabels: Int
    var labelCoverage: Double?
    /// The share of comments met whose kind (held, published) has labels that the precision rests on.
    var represented: Double?
    var precision: ShareInterval?
    var overturned: Int
    var marginal: Int?
    var lastHit: String?
    var byLanguage: [String: LanguagePayload]

    init(_ figures: RuleStatistics.Figures, isRule: Bool) {
      hits = figures.hits
      uniqueHits = figures.uniqueHits
      labels = figures.cells.labels
      badLabels = figures.cells.badLabels
      auditLabels = figures.cells.auditLabels
      labelCoverage = figures.cells.labelCoverage
      represented = figures.cells.represented
      precision = figures.precision
      overturned = figures.overturned
      marginal = isRule ? figures.marginal : nil
      lastHit = figures.lastHit?.description
      byLanguage = figures.byLanguage.mapValues { LanguagePayload(hits: $0.hits, labels: $0.labels) }
    }
  }

  struct PatternPayload: Encodable {
    var pattern: String
    var file: String
    var line: Int
    var list: String?
    var figures: FiguresPayload
  }

  struct RulePayload: Encodable {
    var rule: String
    var status: String
    var figures: FiguresPayload
    var recall: ShareInterval?
    var nanoseconds: Double?
    var patterns: [PatternPayload]
  }

  var ruleset: String
  var comments: Int
  var isComplete: Bool
  var since: String?
  var until: String?
  var labels: Int
  var labelCoverage: Double?
  var auditLabels: Int
  /// Of what the machine does not publish, how much is unfit.
  var precision: ShareInterval?
  /// Of what is unfit, how much the machine does not publish; absent with the reason in `recallRefused`.
  var recall: ShareInterval?
  var recallRefused: String?
  var rules: [RulePayload]

  init(_ statistics: RuleStatistics, costs: [String: Double]) {
    ruleset = statistics.ruleSet
    comments = statistics.comments
    isComplete = statistics.isComplete
    since = statistics.since?.description
    until = statistics.until?.description
    labels = statistics.all.labels
    labelCoverage = statistics.all.labelCoverage
    auditLabels = statistics.all.auditLabels
    precision = statistics.stopped.badShare
    do throws(FigureRefusal) {
      recall = try statistics.stopped.recall(of: statistics.all)
    } catch {
      recallRefused = "\(error)"
    }
    rules = statistics.rules.map { rule in
      RulePayload(
        rule: rule.id, status: rule.status.rawValue, figures: FiguresPayload(rule.figures, isRule: true),
        recall: try? rule.figures.cells.recall(of: statistics.all), nanoseconds: costs[rule.id],
        patterns: rule.patterns.map {
          PatternPayload(
            pattern: $0.source.text, file: $0.source.place.file, line: $0.source.place.line, list: $0.source.list,
            figures: FiguresPayload($0.figures, isRule: false))
        })
    }
  }
}

/// Statistics for people at a terminal.
private struct RuleStatisticsView {
  var statistics: RuleStatistics
  var costs: [String: Double]
  var patternsShown: Int
  var console: Console

  func lines() -> [String] {
    var lines: [String] = []
    if !statistics.isComplete {
      lines.append(console.ink.bad("Stopped before the end; the figures are of the part that was judged."))
    }
    let all = statistics.all
    lines.append(
      "\(Complaint.count(statistics.comments, "comment"))\(stretch), \(all.labels) decided on by people "
        + "(\(Shares.percent(all.labels, of: all.count))), \(all.auditLabels) of them by chance.")
    lines.append(
      "Unfit among what is not published: \(Shares.text(statistics.stopped.badShare)), label coverage "
        + "\(Shares.percent(statistics.stopped.labels, of: statistics.stopped.count)).")
    do throws(FigureRefusal) {
      let recall = try statistics.stopped.recall(of: all)
      lines.append("Of what is unfit, not published: \(Shares.text(recall)).")
    } catch {
      lines += Paragraph.lines(
        "\(error.description.prefix(1).uppercased())\(error.description.dropFirst()).",
        width: min(console.width, Terminal.columnsUsual))
    }
    lines.append("")
    var table = TextTable([
      .init("RULE", isFlexible: true), .init("STATUS"), .init("HITS", .right), .init("UNIQUE", .right),
      .init("PRECISION", .right), .init("COVERAGE", .right), .init("OVERTURNED", .right), .init("EFFECT", .right),
      .init("LAST HIT"), .init("COST", .right),
    ])
    let sorted = statistics.rules.sorted { ($1.figures.hits, $0.id) < ($0.figures.hits, $1.id) }
    for rule in sorted {
      let figures = rule.figures
      table.add([
        Harmless.line(rule.id, widthMax: 40), rule.status.rawValue, "\(figures.hits)", "\(figures.uniqueHits)",
        Shares.text(figures.precision) + mark(figures.cells), Shares.percent(figures.cells.labels, of: figures.hits),
        "\(figures.overturned)", "\(figures.marginal)",
        figures.lastHit.map { String($0.description.prefix(10)) } ?? "never",
        costs[rule.id].map { "\(Int($0.rounded())) ns" } ?? "—",
      ])
    }
    lines += table.lines(width: console.width, ink: console.ink)
    for rule in sorted where patternsShown > 0 && !rule.patterns.isEmpty { lines += [""] + patterns(of: rule) }
    lines.append("")
    lines += Paragraph.lines(
      "* Only of a part of what was met: of the rest (held, or published) nobody has decided on any by chance. EFFECT: decisions that this rule alone "
        + "makes (a shadow rule would make). COST: its expressions, a comment; plain words and entries are found together.",
      width: min(console.width, Terminal.columnsUsual)
    ).map { console.ink.faint($0) }
    return lines
  }

  private var stretch: String {
    guard let since = statistics.since, let until = statistics.until else { return "" }
    return " from \(since.description.prefix(10)) to \(until.description.prefix(10))"
  }

  private func mark(_ cells: LabelCells) -> String {
    cells.badShare != nil && (cells.represented ?? 1) < 1 ? "*" : ""
  }

  private func patterns(of rule: RuleStatistics.Rule) -> [String] {
    var table = TextTable([
      .init("PATTERN OF \(Harmless.line(rule.id, widthMax: 30))", isFlexible: true), .init("PLACE"),
      .init("HITS", .right), .init("UNIQUE", .right), .init("PRECISION", .right), .init("COVERAGE", .right),
      .init("LAST HIT"),
    ])
    for pattern in rule.patterns.prefix(patternsShown) {
      let figures = pattern.figures
      table.add([
        Harmless.line(pattern.source.text, widthMax: 50), "\(pattern.source.place.file):\(pattern.source.place.line)",
        "\(figures.hits)", "\(figures.uniqueHits)", Shares.text(figures.precision) + mark(figures.cells),
        Shares.percent(figures.cells.labels, of: figures.hits),
        figures.lastHit.map { String($0.description.prefix(10)) } ?? "never",
      ])
    }
    return table.lines(width: console.width, ink: console.ink)
  }
}
