import ModerationModel
import TextNormalization

/// Reads one rule.
enum RuleReader {
  static func read(
    _ node: YAMLNode, in set: RuleSetDefinition, _ diagnostics: inout Diagnostics
  ) -> RuleDefinition? {
    guard var reader = MappingReader(node, "a rule", &diagnostics) else { return nil }
    defer { reader.finish("a rule", &diagnostics) }
    let defaults = set.defaults
    var rule = RuleDefinition(id: "", place: node.place, source: node)
    if let value = reader.value("id"), let id = value.text("id", &diagnostics) {
      guard isID(id) else {
        diagnostics.error(
          .invalidValue, value.place, "«\(id.clipped(to: 60))» cannot be a rule's id",
          expected: "lower-case letters, digits and _ in parts joined by dots, such as casino.word")
        return nil
      }
      rule.id = id
      rule.place = value.place
    } else {
      diagnostics.error(.missingKey, node.place, "a rule has no id", expected: "id: such as casino.word")
      return nil
    }
    readDescription(&reader, defaults, &rule, &diagnostics)
    readLife(&reader, defaults, &rule, &diagnostics)
    readEffect(&reader, defaults, &rule, &diagnostics)

    let scope = scope(&reader, from: defaults.scope, &diagnostics)
    var matcher = MatchReader(macros: set.macros, lists: set.lists)
    let exceptions = reader.value("except").map { matcher.exceptions($0, &diagnostics) } ?? []
    if let value = reader.value("match") {
      if let node = matcher.node(value, scope: scope, exceptions: exceptions, depth: 0, &diagnostics) {
        rule.conditions.append(node)
      }
    } else if let place = reader.key("except")?.place {
      diagnostics.error(.missingKey, place, "except has nothing to cancel", expected: "match: beside it")
    }
    if let value = reader.value("when"), let condition = matcher.when(value, &diagnostics) {
      rule.conditions.append(.when(condition, value.place))
    }
    if let value = reader.value("meta"), let expression = matcher.meta(value, &diagnostics) {
      rule.conditions.append(.meta(expression, value.place))
    }
    rule.mentions += matcher.ruleMentions
    rule.groupMentions += matcher.groupMentions
    if reader.key("match") == nil, reader.key("when") == nil, reader.key("meta") == nil {
      diagnostics.error(
        .missingKey, rule.place, "the rule «\(rule.id)» never says when it hits", expected: "match:, when: or meta:")
    }
    if matcher.patternCount > RuleSetLimits.patternsPerRuleMax {
      diagnostics.error(
        .tooLarge, rule.place, "the rule has more than \(RuleSetLimits.patternsPerRuleMax) patterns",
        expected: "a list for that many entries")
    }
    if let value = reader.value("tests") { rule.tests = TestReader.read(value, &diagnostics) }
    return rule
  }

  private static func readDescription(
    _ reader: inout MappingReader, _ defaults: RuleDefaults, _ rule: inout RuleDefinition,
    _ diagnostics: inout Diagnostics
  ) {
    rule.title = reader.value("title")?.text("title", &diagnostics) ?? ""
    rule.intent = reader.value("intent")?.text("intent", &diagnostics) ?? ""
    rule.owner = reader.value("owner")?.text("owner", &diagnostics) ?? defaults.owner
    rule.category =
      reader.value("category")?.name("category", .unknownCategory, as: Category.self, &diagnostics)
      ?? defaults.category
    rule.languages = reader.value("languages").map { languages($0, &diagnostics) } ?? defaults.languages
    let reason = reader.value("reason")
    if let reason, reason.text("reason", &diagnostics) != nil, let scalar = reason.scalar {
      rule.reason = ReasonTemplate(scalar, &diagnostics, mentions: &rule.mentions)
    } else {
      // Without a reason of its own, a finding is explained by what the rule is called.
      rule.reason = ReasonTemplate(
        plain: !rule.title.isEmpty ? rule.title : !rule.intent.isEmpty ? rule.intent : rule.id)
    }
  }

  private static func readLife(
    _ reader: inout MappingReader, _ defaults: RuleDefaults, _ rule: inout RuleDefinition,
    _ diagnostics: inout Diagnostics
  ) {
    rule.created = reader.value("created").flatMap { date($0, "created", &diagnostics) }
    if let value = reader.value("expires") {
      rule.expires = date(value, "expires", &diagnostics)
      rule.expiresPlace = value.place
    }
    rule.status =
      reader.value("status")?.name("status", .unknownStatus, as: RuleStatus.self, &diagnostics) ?? defaults.status
    if let percent = reader.value("rollout")?.whole("rollout", in: 0...100, &diagnostics) {
      rule.rolloutPercent = percent
    }
    if let value = reader.value("promote_if") {
      rule.promoteIf = conditions(
        value, "promote_if", ["hits", "precision_lower95", "published_flips"], &diagnostics)
    }
  }

  private static func readEffect(
    _ reader: inout MappingReader, _ defaults: RuleDefaults, _ rule: inout RuleDefinition,
    _ diagnostics: inout Diagnostics
  ) {
    if let value = reader.value("score") { rule.score = score(value, &diagnostics) }
    rule.hitsMax =
      reader.value("max_hits")?.whole("max_hits", in: 1...RuleSetLimits.hitsPerPatternMax, &diagnostics)
      ?? defaults.hitsMax
    if let value = reader.value("group"), let name = value.text("group", &diagnostics) {
      if isName(name) {
        rule.group = name
      } else {
        diagnostics.error(
          .invalidValue, value.place, "«\(name.clipped(to: 60))» cannot be a group's name",
          expected: "lower-case letters, digits and _")
      }
    }
    rule.floor = reader.value("floor")?.name("action", .unknownAction, as: Action.self, &diagnostics)
    rule.ceiling = reader.value("ceiling")?.name("action", .unknownAction, as: Action.self, &diagnostics)
  }

  private static func score(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> RuleScore {
    let points = -1_000.0...1_000.0
    if node.scalar != nil {
      return RuleScore(points: node.number("score", in: points, &diagnostics) ?? 0)
    }
    guard var reader = MappingReader(node, "score", &diagnostics) else { return RuleScore() }
    var score = RuleScore()
    if let fit = reader.value("fit") {
      let bounds = fit.items.compactMap { $0.number("a bound of fit", in: points, &diagnostics) }
      if bounds.count == 2, bounds[0] <= bounds[1] {
        score.fit = bounds[0]...bounds[1]
      } else {
        diagnostics.error(.invalidValue, fit.place, "fit is not a range", expected: "two numbers such as [0, 5]")
      }
    } else {
      diagnostics.error(.missingKey, node.place, "score has no fit", expected: "{ fit: [0, 5], initial: 2.5 }")
    }
    if let initial = reader.value("initial") {
      score.points = initial.number("initial", in: points, &diagnostics) ?? 0
      score.initial = score.points
      if let fit = score.fit, !fit.contains(score.points) {
        diagnostics.error(
          .scoreOutsideFit, initial.place, "initial (\(score.points.shortened)) lies outside fit",
          expected: "a number from \(fit.lowerBound.shortened) to \(fit.upperBound.shortened)")
      }
    } else {
      diagnostics.error(.missingKey, node.place, "score has no initial", expected: "{ fit: [0, 5], initial: 2.5 }")
    }
    reader.finish("score", &diagnostics)
    return score
  }

  static func scope(
    _ reader: inout MappingReader, from outer: PatternScope, _ diagnostics: inout Diagnostics
  ) -> PatternScope {
    var scope = outer
    if let value = reader.value("view"),
      let view = value.name("view", .unknownView, as: ViewName.self, &diagnostics)
    {
      scope.view = view
    }
    if let value = reader.value("fields") {
      let fields = value.items.compactMap {
        $0.name("field", .unknownField, as: TextField.self, &diagnostics)
      }
      if !fields.isEmpty { scope.fields = Array(Set(fields)).sorted { $0.rawValue < $1.rawValue } }
    }
    if let value = reader.value("flags") {
      scope.flags = Set(
        value.items.compactMap { $0.name("flag", .unknownFlag, as: PatternFlag.self, &diagnostics) })
    }
    return scope
  }

  static func languages(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> [Language] {
    let languages = node.scalars("languages", &diagnostics).compactMap { scalar -> Language? in
      // `Language` also takes capitals and regions, which would silently become something else here.
      if let language = Language(scalar.text), language.code == scalar.text { return language }
      diagnostics.unknown(
        .unknownLanguage, "language", scalar.text,
        among: [Language.russian, .ukrainian, .english].map(\.code), at: scalar.place)
      return nil
    }
    return Array(Set(languages)).sorted()
  }

  static func conditions(
    _ node: YAMLNode, _ what: String, _ names: [String], _ diagnostics: inout Diagnostics
  ) -> [String: NumberCondition] {
    guard var reader = MappingReader(node, what, &diagnostics) else { return [:] }
    var conditions: [String: NumberCondition] = [:]
    for name in names {
      guard let value = reader.value(name), let text = value.text(name, &diagnostics) else { continue }
      if let condition = NumberCondition(text) {
        conditions[name] = condition
      } else {
        diagnostics.error(
          .invalidValue, value.place, "«\(text.clipped(to: 60))» is not a condition", expected: NumberCondition.shape)
      }
    }
    reader.finish(what, &diagnostics)
    return conditions
  }

  private static func date(_ node: YAMLNode, _ what: String, _ diagnostics: inout Diagnostics) -> Timestamp? {
    guard let text = node.text(what, &diagnostics) else { return nil }
    if let time = Timestamp(text) { return time }
    diagnostics.error(
      .invalidValue, node.place, "\(what) is not a date", expected: "a date such as 2026-11-20")
    return nil
  }

  private static func isID(_ text: String) -> Bool {
    guard text.utf8.count <= 100, !["and", "or", "not", "true", "false", "count"].contains(text) else { return false }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { isName($0) } && parts[0] != "group"
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = text.utf8.first, letters.contains(first), text.utf8.count <= 60 else { return false }
    return text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
  }
}
