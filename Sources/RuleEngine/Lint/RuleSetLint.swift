public import ModerationModel
import TextNormalization

extension RuleSet {
  /// Everything that can be said about a rule set without running it on real comments: errors, then what is legal but
  /// hardly meant, in the order of the files.
  ///
  /// - Parameter now: Decides what has expired.
  public static func lint(_ files: RuleFiles, now: Timestamp) -> [Diagnostic] {
    let (compiled, findings, definition) = RuleSetCompiler.compile(files)
    var lint = RuleSetLint(definition: definition, now: now)
    lint.check()
    var all = lint.diagnostics
    if let compiled {
      for result in RuleSet(compiled: compiled).runTests() where !result.passed || result.expectation == .todo {
        if result.isFailure {
          all.error(.testFailed, result.place, result.diagnostic.message)
        } else if result.passed {
          all.note(.testFailed, result.place, "the todo of «\(result.rule)» is done: move it to hit")
        }
      }
    }
    let known = Set(findings)
    return (findings + all.sorted(in: files).filter { !known.contains($0) })
      .sorted { ($0.place, $0.code, $0.message) < ($1.place, $1.code, $1.message) }
  }
}

/// The findings that need the whole set, and those about a rule's life.
struct RuleSetLint {
  /// How long before its end a rule is mentioned.
  static let expiresSoonDays = 30.0

  let definition: RuleSetDefinition
  let now: Timestamp
  /// Only rules of this file are looked at, and not what belongs to the set as a whole; `nil` looks at everything.
  var file: String?
  var diagnostics = Diagnostics()

  /// The rules that are looked at.
  var rules: [RuleDefinition] {
    definition.rules.filter { $0.status != .off && (file == nil || $0.place.file == file) }
  }

  mutating func check() {
    let asked = Set(definition.rules.flatMap(\.mentions).map(\.id))
    let askedGroups = Set(definition.rules.flatMap(\.groupMentions).map(\.id))
    var subsumption = Subsumption()
    var ordinary = OrdinaryHits()
    for rule in rules {
      checkLife(rule)
      checkTests(rule)
      checkWhen(rule)
      for group in rule.patternGroups {
        PatternLint.check(group, macros: definition.macros, &diagnostics)
        subsumption.check(group, lists: definition.lists, &diagnostics)
        ordinary.check(group, languages: rule.languages, &diagnostics)
      }
      let isAsked = asked.contains(rule.id) || rule.group.map { askedGroups.contains($0) } == true
      if rule.score.points == 0, rule.score.fit == nil, rule.floor == nil, rule.ceiling == nil, !isAsked {
        diagnostics.warning(
          .noEffect, rule.place, "the rule «\(rule.id)» changes nothing",
          expected: "a score, a floor, a ceiling, or another rule's meta that asks it")
      }
    }
    checkMeta()
    checkDuplicates()
    checkGrowth()
    guard file == nil else { return }
    PatternLint.check(definition.macros, &diagnostics)
    checkLists()
    checkGroupCaps()
  }

  private mutating func checkLife(_ rule: RuleDefinition) {
    if rule.owner.isEmpty {
      diagnostics.warning(
        .missingOwner, rule.place, "nobody owns the rule «\(rule.id)»", expected: "owner: here or in defaults")
    }
    if rule.intent.isEmpty, rule.title.isEmpty {
      diagnostics.warning(
        .missingIntent, rule.place, "the rule «\(rule.id)» does not say what it is for",
        expected: "intent: a sentence")
    }
    Self.checkExpiry(rule, now: now, &diagnostics)
  }

  static func checkExpiry(_ rule: RuleDefinition, now: Timestamp, _ diagnostics: inout Diagnostics) {
    guard let expires = rule.expires, let place = rule.expiresPlace else { return }
    let days = expires.seconds(since: now) / 86_400
    if days <= 0 {
      diagnostics.warning(
        .expired, place, "the rule «\(rule.id)» has expired and runs in shadow",
        expected: "a later date, or status: off")
    } else if days <= expiresSoonDays {
      diagnostics.warning(
        .expiresSoon, place, "the rule «\(rule.id)» expires in \(Int(days.rounded(.up))) days",
        expected: "a later date, if it is still needed")
    }
  }

  private mutating func checkTests(_ rule: RuleDefinition) {
    let missing = [RuleTest.Expectation.hit, .miss].filter { expectation in
      !rule.tests.contains { $0.expectation == expectation }
    }
    guard !missing.isEmpty else { return }
    diagnostics.warning(
      .missingTest, rule.place,
      "the rule «\(rule.id)» has no \(missing.map(\.rawValue).joined(separator: " and no ")) example",
      expected: "tests: with a text that it must hit and one that it must not")
  }

  /// Conditions of one rule that exclude each other.
  private mutating func checkWhen(_ rule: RuleDefinition) {
    var byFact: [FactName: [(NumberCondition, SourcePlace)]] = [:]
    func collect(_ node: MatchNode) {
      switch node {
      case .when(let condition, let place):
        for part in condition.parts { byFact[part.fact, default: []].append((part.condition, place)) }
      case .all(let nodes): nodes.forEach(collect)
      case .any, .not, .patterns, .meta, .near: break
      }
    }
    rule.conditions.forEach(collect)
    for (fact, conditions) in byFact where conditions.count > 1 {
      let parts = conditions.flatMap(\.0.parts)
      let domain = fact.domain
      if !NumberCondition.isSatisfiable(parts, within: domain.range, wholeNumbers: domain.wholeNumbers) {
        diagnostics.error(
          .unsatisfiableWhen, conditions[conditions.count - 1].1,
          "no value of «\(fact.rawValue)» meets all conditions of this rule",
          expected: "conditions that can hold together")
      }
    }
  }

  private mutating func checkMeta() {
    var bounds = MetaBounds(rules: [:], groups: [:])
    for rule in definition.rules {
      bounds.rules[rule.id] = (rule.status == .live || rule.status == .shadow, rule.hitsMax, rule.score.points)
      if let group = rule.group { bounds.groups[group, default: []].append(rule.id) }
    }
    for rule in rules {
      bounds.asker = rule.id
      for (expression, place) in rule.conditions.flatMap(\.metaExpressions)
      where bounds.bounds(of: expression) == 0...0 {
        diagnostics.warning(
          .unreachableMeta, place, "this meta can never hold",
          expected: "rules that are live, and numbers that they can reach")
      }
    }
  }

  private struct PatternKey: Hashable {
    var kind: PatternDefinition.Kind
    var text: String
    var view: String
    var fields: FieldMask
    var flags: Set<PatternFlag>
  }

  private mutating func checkDuplicates() {
    var first: [PatternKey: (rule: String, place: SourcePlace)] = [:]
    for rule in definition.rules where rule.status != .off {
      for group in rule.patternGroups {
        for pattern in group.patterns {
          let text: String
          switch pattern.content {
          case .literal: text = pattern.text.text.lowercased()
          case .expression(let expanded): text = expanded.text
          case .list: continue
          }
          let key = PatternKey(
            kind: pattern.kind, text: text, view: group.scope.view.rawValue, fields: FieldMask(group.scope.fields),
            flags: group.scope.flags)
          if let earlier = first[key] {
            let whose = earlier.rule == rule.id ? "this rule" : "«\(earlier.rule)»"
            diagnostics.warning(
              .duplicatePattern, pattern.text.place,
              "\(whose) has the same pattern in \(earlier.place.file), line \(earlier.place.line)",
              expected: "each pattern once")
          } else {
            first[key] = (rule.id, pattern.text.place)
          }
        }
      }
    }
  }

  private mutating func checkLists() {
    let used = Set(definition.rules.flatMap(\.patternGroups).flatMap { $0.patterns + $0.exceptions }.compactMap(\.list))
    var folding = LiteralFolding()
    var subsumption = Subsumption()
    for name in definition.lists.keys.sorted() {
      guard let list = definition.lists[name] else { continue }
      if !used.contains(name) {
        diagnostics.warning(
          .noEffect, list.place, "no rule uses the list «\(name.clipped(to: 60))»", expected: "a matcher list: \(name)")
      }
      subsumption.check(list, &diagnostics)
      var first: [String: Int] = [:]
      for entry in list.entries {
        PatternLint.checkEntry(entry, of: list, &diagnostics)
        // Entries of a list that is used were read when the set was compiled; the same findings are shown once.
        _ = ListEntry(entry.text, list.kind, list.place(of: entry), &folding, &diagnostics)
        let key = list.kind == .regex ? entry.text : entry.text.lowercased()
        if let line = first[key] {
          diagnostics.warning(
            .duplicatePattern, list.place(of: entry), "the list has the same entry in line \(line)",
            expected: "each entry once")
        } else {
          first[key] = entry.line
        }
      }
    }
  }

  private mutating func checkGroupCaps() {
    let known = Set(definition.rules.compactMap(\.group) + HeuristicCatalogue.entries.compactMap(\.group))
    guard let source = definition.source, case .mapping(let pairs) = source.content,
      case .mapping(let policy)? = pairs.first(where: { $0.key.name == "policy" })?.value.content,
      case .mapping(let caps)? = policy.first(where: { $0.key.name == "group_caps" })?.value.content
    else { return }
    for (key, _) in caps where !known.contains(key.name) {
      diagnostics.warning(
        .unknownGroup, key.place, "no rule and no heuristic is in the group «\(key.name.clipped(to: 60))»",
        expected: "one of " + known.sorted().joined(separator: ", "),
        suggestion: Spelling.nearest(to: key.name, among: known.sorted()))
    }
  }
}
