public import ModerationModel
import TextNormalization

/// Compiled rules, ready to say which of them a text meets.
///
/// A rule set is a value that never changes; loading another one gives another value. Workers made from it may be
/// used on as many threads as there are workers.
///
/// ```swift
/// let rules = try RuleSet(files: RuleFiles(folder: "Rules"))
/// var worker = rules.makeWorker()
/// let outcome = worker.evaluate(FieldTexts(body: "Лучшее казино города"), facts: Facts(), now: now)
/// ```
public struct RuleSet: Sendable {
  let compiled: CompiledRules
  /// What it was read from, so that a draft can be laid over it; the texts are shared with whoever read them.
  let files: RuleFiles

  /// A set without rules, with the default policy.
  public static let empty = RuleSet(
    compiled: CompiledRules(
      name: "empty", revision: CanonicalForm.revision(of: RuleSetDefinition()), policy: RulePolicy(), guards: [],
      rules: [], schedule: RuleSchedule(rules: [], order: [], leafCount: 0), patterns: PatternSet(), findings: []))

  /// Reads, checks and compiles the files of a set.
  ///
  /// - Parameters:
  ///   - files: See ``RuleFiles``.
  ///   - now: Rules that have expired by then, or soon will, are among ``warnings``.
  ///   - requireTests: Also run every rule's own tests; one that fails refuses the set.
  ///   - cache: Where the costly part of compiling is kept for the next time. What it has for these very files is used,
  ///     and their tests are not run again once they have passed.
  /// - Throws: ``RuleSetError`` with every error that was found, not only the first.
  public init(
    files: RuleFiles, now: Timestamp? = nil, requireTests: Bool = false, cache: RuleCache? = nil
  ) throws(RuleSetError) {
    let record = cache?.record(of: files)
    let (compiled, diagnostics, _) = RuleSetCompiler.compile(files, now: now, record: record)
    guard let compiled else { throw RuleSetError(.damaged, diagnostics: diagnostics) }
    self.compiled = compiled
    self.files = files
    defer { if let record { cache?.keep(record) } }
    guard requireTests, record?.testsPassed != true else { return }
    var failures = Diagnostics()
    for result in runTests() where result.isFailure {
      failures.error(.testFailed, result.place, result.diagnostic.message)
    }
    guard !failures.hasErrors else {
      throw RuleSetError(.testsFailed, diagnostics: failures.sorted(in: files))
    }
    record?.testsPassed = true
  }

  /// Reads a set from its folder.
  ///
  /// - Parameters:
  ///   - now: Rules that have expired by then, or soon will, are among ``warnings``.
  ///   - requireTests: Also run every rule's own tests; one that fails refuses the set.
  ///   - cache: See ``init(files:now:requireTests:cache:)``.
  /// - Throws: ``RuleSetError``; `.unreadable` when there is no such folder.
  public static func load(
    folder: String, now: Timestamp? = nil, requireTests: Bool = false, cache: RuleCache? = nil
  ) throws(RuleSetError) -> RuleSet {
    try RuleSet(files: RuleFiles(folder: folder), now: now, requireTests: requireTests, cache: cache)
  }

  init(compiled: CompiledRules, files: RuleFiles = RuleFiles()) {
    self.compiled = compiled
    self.files = files
  }

  public var name: String { compiled.name }

  /// SHA-256 of the canonical form, in 64 hexadecimal digits. Two sets of the same revision judge alike.
  public var revision: String { compiled.revision }

  /// Thresholds, caps and the numbers of heuristics.
  public var policy: RulePolicy { compiled.policy }

  /// What was noticed while loading and is no error; `rules lint` looks closer.
  public var warnings: [Diagnostic] { compiled.findings }

  /// Whether a rule has the matcher `near`, so that judging wants a ``SpamMemory``.
  public var asksSpamMemory: Bool { compiled.asksSpamMemory }

  /// When a live rule must go back to shadow.
  public var guards: [RuleGuard] { compiled.guards }

  /// Where tuned scores come from; `nil` when all scores are as the rules say.
  public var scoreLock: ScoreLock? { compiled.scoreLock }

  /// What stands in the set, by id.
  public var rules: [RuleSummary] { compiled.rules.map { RuleSummary($0) } }

  /// Patterns that failed too often and are not tried any more, in the order of their rules. Every worker of this set
  /// sees the same; loading the set anew begins without any.
  public var quarantined: [QuarantinedPattern] {
    compiled.quarantine.entries.sorted { $0.pattern < $1.pattern }.map { entry in
      let pattern = compiled.patterns.patterns[entry.pattern]
      return QuarantinedPattern(
        rule: compiled.rules[pattern.rule].definition.id, pattern: pattern.source, place: pattern.place,
        code: entry.code, count: entry.count, since: entry.since)
    }
  }

  /// Whether a rule of this name takes part in evaluations at all.
  package func hasRule(_ id: String) -> Bool {
    guard let position = compiled.positions[id] else { return false }
    return [.live, .shadow].contains(compiled.rules[position].status)
  }

  /// Room for one thread to evaluate in.
  public func makeWorker() -> RuleWorker { RuleWorker(self) }

  /// How many expressions the prefilter can keep from texts, view by view; for people who look for what is slow.
  package var filterSummary: String {
    compiled.patterns.views.map { view in
      "\(view.searchedViews.map(\.rawValue).joined(separator: "+")): \(view.filteredCount) with literals, "
        + "\(view.expressions.count - view.filteredCount) without"
    }
    .joined(separator: "; ")
  }
}

/// A rule as a list of rules shows it.
public struct RuleSummary: Hashable, Sendable {
  public let id: String
  public let title: String
  public let intent: String
  public let status: RuleStatus
  public let category: Category
  public let owner: String
  public let languages: [Language]
  public let score: RuleScore
  public let hitsMax: Int
  public let group: String?
  public let floor: Action?
  public let ceiling: Action?
  public let created: Timestamp?
  public let expires: Timestamp?
  public let rolloutPercent: Int
  public let place: SourcePlace
  /// Words, phrases, substrings and expressions, list entries counted one by one.
  public let patternCount: Int
  public let testCount: Int

  init(_ rule: CompiledRule) {
    let definition = rule.definition
    id = definition.id
    title = definition.title
    intent = definition.intent
    status = definition.status
    category = definition.category
    owner = definition.owner
    languages = definition.languages
    score = definition.score
    hitsMax = definition.hitsMax
    group = definition.group
    floor = definition.floor
    ceiling = definition.ceiling
    created = definition.created
    expires = definition.expires
    rolloutPercent = definition.rolloutPercent
    place = definition.place
    patternCount = rule.patternCount
    testCount = definition.tests.count
  }
}
