public import ModerationModel
public import ModerationPipeline
public import RuleEngine

/// What the rules of a set did over a history: rule by rule, and pattern by pattern.
///
/// Counted by the engine that runs live, which judges every comment again as of its moment.
public struct RuleStatistics: Sendable {
  /// What a rule, or one of its patterns, has met.
  public struct Figures: Hashable, Sendable {
    public struct Count: Hashable, Sendable {
      public var hits = 0
      public var labels = 0
    }

    /// Comments.
    public var hits = 0
    /// Comments that no other rule (of a pattern: no other pattern of its rule) has met.
    public var uniqueHits = 0
    /// The comments met, by how people came to look at them.
    public var cells = LabelCells()
    /// Comments that the machine decided where this speaks to, and a person the other way.
    public var overturned = 0
    /// Comments that the machine decides otherwise without this rule alone; of a shadow rule, with it. 0 for patterns.
    public var marginal = 0
    /// When the last comment came that it met.
    public var lastHit: Timestamp?
    /// By language, `unknown` where it is not clear.
    public var byLanguage: [String: Count] = [:]

    /// Of the comments met, how much is unfit; see ``LabelCells/badShare``.
    public var precision: ShareInterval? { cells.badShare }

    mutating func add(_ other: Figures) {
      hits += other.hits
      uniqueHits += other.uniqueHits
      cells = cells + other.cells
      overturned += other.overturned
      marginal += other.marginal
      lastHit = [lastHit, other.lastHit].compactMap(\.self).max()
      byLanguage.merge(other.byLanguage) { Count(hits: $0.hits + $1.hits, labels: $0.labels + $1.labels) }
    }
  }

  /// A pattern or list entry that has met something.
  public struct Pattern: Hashable, Sendable {
    public var source: RulePatternSource
    public var figures: Figures
  }

  /// One rule of the set; rules that met nothing are there too.
  public struct Rule: Hashable, Sendable {
    public var id: String
    public var status: RuleStatus
    public var figures: Figures
    /// Those that have met something, most hits first.
    public var patterns: [Pattern]
  }

  public var ruleSet: String
  /// Comments that were judged.
  public var comments = 0
  /// All comments, by how people came to look at them.
  public var all = LabelCells()
  /// Those that the machine does not publish.
  public var stopped = LabelCells()
  public var rules: [Rule] = []
  /// When the first and the last of the comments came.
  public var since: Timestamp?
  public var until: Timestamp?
  /// False when the counting was stopped before the end.
  public var isComplete = false

  /// Judges a history with a rule set and counts.
  ///
  /// - Parameter progress: Told how many rows were judged since it was told last.
  public static func count(
    _ source: any HistorySource, with pipeline: ModerationPipeline, threads: Int,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> RuleStatistics {
    var tally = Tally()
    let isComplete = try await HistoryPages.run(source, after: nil, threads: max(1, threads)) { rows in
      var page = Tally()
      let worker = pipeline.makeWorker()
      for row in rows { page.count(row, worker) }
      return page
    } fold: { page in
      tally.add(page)
      progress(page.comments)
    }
    var statistics = RuleStatistics(ruleSet: pipeline.ruleSet.revision)
    statistics.comments = tally.comments
    statistics.all = tally.all
    statistics.stopped = tally.stopped
    statistics.since = tally.since
    statistics.until = tally.until
    statistics.isComplete = isComplete
    let sources = pipeline.ruleSet.patternSources
    var patterns: [String: [Pattern]] = [:]
    for (number, figures) in tally.patterns {
      patterns[sources[number].rule, default: []].append(Pattern(source: sources[number], figures: figures))
    }
    statistics.rules = pipeline.ruleSet.rules.map { rule in
      Rule(
        id: rule.id, status: rule.status, figures: tally.rules[rule.id] ?? Figures(),
        patterns: (patterns[rule.id] ?? []).sorted {
          ($1.figures.hits, $0.source.place, $0.source.text) < ($0.figures.hits, $1.source.place, $1.source.text)
        })
    }
    return statistics
  }
}

/// What one thread counts.
private struct Tally: Sendable {
  var comments = 0
  var all = LabelCells()
  var stopped = LabelCells()
  var rules: [String: RuleStatistics.Figures] = [:]
  var patterns: [Int: RuleStatistics.Figures] = [:]
  var since: Timestamp?
  var until: Timestamp?

  mutating func add(_ other: Tally) {
    comments += other.comments
    all = all + other.all
    stopped = stopped + other.stopped
    rules.merge(other.rules) { left, right in
      var sum = left
      sum.add(right)
      return sum
    }
    patterns.merge(other.patterns) { left, right in
      var sum = left
      sum.add(right)
      return sum
    }
    since = [since, other.since].compactMap(\.self).min()
    until = [until, other.until].compactMap(\.self).max()
  }

  mutating func count(_ row: HistoryRow, _ worker: PipelineWorker) {
    let prepared = worker.prepare(row.submission)
    let verdict = worker.verdict(on: prepared, in: row.context, isTraffic: false)
    // Before anything else is judged: they are of the latest evaluation.
    let met = worker.latestPatterns()
    comments += 1
    all.add(row)
    if verdict.action != .publish { stopped.add(row) }
    let now = row.context.now
    since = min(since ?? now, now)
    until = max(until ?? now, now)
    let signals = verdict.signals.filter { $0.source == .rule }
    let live = signals.filter { $0.status == .live }
    let language = verdict.language?.code ?? "unknown"
    for signal in signals {
      var figures = rules[signal.name] ?? RuleStatistics.Figures()
      figures.meet(row, language: language)
      if live.allSatisfy({ $0.name == signal.name }) { figures.uniqueHits += 1 }
      if Self.isOverturned(signal, verdict, row) { figures.overturned += 1 }
      if worker.action(on: prepared, in: row.context, of: verdict, turning: signal) != verdict.action {
        figures.marginal += 1
      }
      rules[signal.name] = figures
    }
    for (_, numbers) in met {
      for number in numbers {
        var figures = patterns[number] ?? RuleStatistics.Figures()
        figures.meet(row, language: language)
        if numbers.count == 1 { figures.uniqueHits += 1 }
        patterns[number] = figures
      }
    }
  }

  /// Whether the machine followed the finding and a person then decided the other way.
  private static func isOverturned(_ signal: Signal, _ verdict: Verdict, _ row: HistoryRow) -> Bool {
    guard signal.status == .live, let isBad = row.label?.isBad else { return false }
    let isAgainst = signal.score > 0 || (signal.floor ?? .publish) > .publish
    return isAgainst ? verdict.action != .publish && !isBad : verdict.action == .publish && isBad
  }
}

extension RuleStatistics.Figures {
  fileprivate mutating func meet(_ row: HistoryRow, language: String) {
    hits += 1
    cells.add(row)
    lastHit = max(lastHit ?? row.context.now, row.context.now)
    byLanguage[language, default: Count()].hits += 1
    if row.label?.isBad != nil { byLanguage[language, default: Count()].labels += 1 }
  }
}
