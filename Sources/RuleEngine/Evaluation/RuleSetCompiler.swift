import ModerationModel
import TextNormalization

/// Turns what was read into rules that can be evaluated, checking what only the whole set can tell.
struct RuleSetCompiler {
  private let definition: RuleSetDefinition
  private let record: CompileRecord?
  private var diagnostics: Diagnostics
  private var positions: [String: Int] = [:]
  private var groups: [String: [Int]] = [:]

  /// The compiled rules, or `nil` when there were errors, and all findings.
  ///
  /// - Parameters:
  ///   - now: Adds findings about rules that have expired by then.
  ///   - record: What an earlier compilation of the same files found, or room to note it down.
  static func compile(
    _ files: RuleFiles, now: Timestamp? = nil, record: CompileRecord? = nil
  ) -> (CompiledRules?, [Diagnostic], RuleSetDefinition) {
    let (definition, diagnostics) = RuleSetReader.read(files, record: record)
    var compiler = RuleSetCompiler(definition: definition, diagnostics: diagnostics, record: record)
    if let now {
      for rule in definition.rules where rule.status != .off {
        RuleSetLint.checkExpiry(rule, now: now, &compiler.diagnostics)
      }
    }
    let rules = compiler.compile()
    let findings = compiler.diagnostics.sorted(in: files)
    return (rules?.noting(findings), findings, definition)
  }

  private init(definition: RuleSetDefinition, diagnostics: Diagnostics, record: CompileRecord?) {
    self.definition = definition
    self.record = record
    self.diagnostics = diagnostics
    for (position, rule) in definition.rules.enumerated() {
      positions[rule.id] = position
      if let group = rule.group { groups[group, default: []].append(position) }
    }
  }

  private mutating func compile() -> CompiledRules? {
    checkMentions()
    let order = evaluationOrder()
    var builder = PatternSetBuilder(lists: definition.lists, macros: definition.macros, record: record)
    var rules: [CompiledRule] = []
    for (position, rule) in definition.rules.enumerated() {
      let before = builder.patterns.count
      let condition = rule.conditions.map { tree($0, rule: position, &builder) }
      rules.append(
        CompiledRule(
          definition: rule, condition: condition, patternCount: builder.patterns.count - before))
    }
    guard !diagnostics.hasErrors, let order else { return nil }
    let patterns = builder.finish()
    let revision = record?.revision ?? CanonicalForm.revision(of: definition)
    record?.revision = revision
    return CompiledRules(
      name: definition.name, revision: revision, policy: definition.policy,
      guards: definition.guards, scoreLock: definition.scoreLock, rules: rules,
      schedule: RuleSchedule(rules: rules, order: order, leafCount: patterns.leafCount), patterns: patterns,
      findings: [])
  }

  private mutating func tree(_ node: MatchNode, rule: Int, _ builder: inout PatternSetBuilder) -> MatchTree {
    switch node {
    case .any(let nodes): return .any(nodes.map { tree($0, rule: rule, &builder) })
    case .all(let nodes): return .all(nodes.map { tree($0, rule: rule, &builder) })
    case .not(let node): return .not(tree(node, rule: rule, &builder))
    case .patterns(let group): return .leaf(builder.add(group, rule: rule, &diagnostics))
    case .when(let condition, _): return .when(condition)
    case .near(let condition): return .near(condition)
    case .meta(let expression, _):
      return .meta(CompiledMeta(expression, asker: rule, positions: positions, groups: groups))
    }
  }

  /// Rules and groups that `meta`, `reason` and `group_caps` name must exist.
  private mutating func checkMentions() {
    let groups = Set(groups.keys)
    for rule in definition.rules {
      for mention in rule.mentions where positions[mention.id] == nil {
        diagnostics.error(
          .unknownRule, mention.place, "unknown rule «\(mention.id.clipped(to: 80))»", expected: "the id of a rule",
          suggestion: Spelling.nearest(to: mention.id, among: positions.keys.sorted()))
      }
      for mention in rule.groupMentions where !groups.contains(mention.id) {
        diagnostics.unknown(.unknownGroup, "group of rules", mention.id, among: groups, at: mention.place)
      }
    }
  }

  /// Positions behind those that their `meta` asks; `nil` when that is impossible.
  private mutating func evaluationOrder() -> [Int]? {
    /// What a rule asks. A rule that asks its own group does not mean itself.
    func asked(_ position: Int) -> [(Int, SourcePlace)] {
      definition.rules[position].conditions.flatMap(\.metaExpressions).flatMap { expression, place in
        expression.ruleIDs.compactMap { positions[$0] }.map { ($0, place) }
          + expression.groups.flatMap { groups[$0] ?? [] }.filter { $0 != position }.map { ($0, place) }
      }
    }
    var order: [Int] = []
    var state = Array(repeating: 0, count: definition.rules.count)
    var hasCycle = false
    // Depth first with a stack of our own: a long chain of rules must not need a deep machine stack.
    for start in definition.rules.indices where state[start] == 0 {
      var path: [(position: Int, asked: [(Int, SourcePlace)], next: Int)] = [(start, asked(start), 0)]
      state[start] = 1
      while let last = path.last {
        guard last.next < last.asked.count else {
          state[last.position] = 2
          order.append(last.position)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let (other, place) = last.asked[last.next]
        if state[other] == 0 {
          state[other] = 1
          path.append((other, asked(other), 0))
        } else if state[other] == 1, let first = path.firstIndex(where: { $0.position == other }) {
          hasCycle = true
          let ids = path[first...].map { definition.rules[$0.position].id } + [definition.rules[other].id]
          diagnostics.error(
            .cyclicMeta, place, "rules ask each other in a circle: \(ids.joined(separator: " → "))",
            expected: "meta that ends at rules with match or when")
        }
      }
    }
    return hasCycle ? nil : order
  }
}
