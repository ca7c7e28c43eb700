import ModerationModel
import TextNormalization

/// Reads `match:`, `when:` and `meta:`.
///
/// In one mapping, `words`, `phrase`, `substring`, `pcre` and `list` are alternatives: any of them may hit. `any`,
/// `all`, `not`, `when`, `meta` and `near` beside them must hold as well. `view`, `fields`, `flags` and `except` hold for the
/// mapping and everything below it.
struct MatchReader {
  let macros: MacroTable
  let lists: [String: ListDefinition]
  private(set) var ruleMentions: [RuleMention] = []
  private(set) var groupMentions: [RuleMention] = []
  private(set) var patternCount = 0

  init(macros: MacroTable, lists: [String: ListDefinition]) {
    self.macros = macros
    self.lists = lists
  }

  mutating func node(
    _ node: YAMLNode, scope: PatternScope, exceptions: [PatternDefinition], depth: Int,
    _ diagnostics: inout Diagnostics
  ) -> MatchNode? {
    if case .sequence(let items) = node.content {
      return .any(items.compactMap { self.node($0, scope: scope, exceptions: exceptions, depth: depth, &diagnostics) })
    }
    guard var reader = MappingReader(node, "match", &diagnostics) else { return nil }
    let scope = RuleReader.scope(&reader, from: scope, &diagnostics)
    var exceptions = exceptions
    if let value = reader.value("except") { exceptions += self.exceptions(value, &diagnostics) }
    var parts: [MatchNode] = []
    let patterns = self.patterns(&reader, &diagnostics)
    if !patterns.isEmpty {
      parts.append(
        .patterns(PatternGroup(patterns: patterns, exceptions: exceptions, scope: scope, place: node.place)))
    }
    for (key, make) in [("any", MatchNode.any), ("all", MatchNode.all)] {
      guard let value = reader.value(key) else { continue }
      let inner = value.items.compactMap {
        self.node($0, scope: scope, exceptions: exceptions, depth: depth + 1, &diagnostics)
      }
      if inner.isEmpty { diagnostics.error(.invalidValue, value.place, "\(key) is empty", expected: "matchers") }
      parts.append(make(inner))
    }
    if let value = reader.value("not"),
      let inner = self.node(value, scope: scope, exceptions: exceptions, depth: depth + 1, &diagnostics)
    {
      parts.append(.not(inner))
    }
    if let value = reader.value("when"), let condition = when(value, &diagnostics) {
      parts.append(.when(condition, value.place))
    }
    if let value = reader.value("meta"), let expression = meta(value, &diagnostics) {
      parts.append(.meta(expression, value.place))
    }
    if let value = reader.value("near"), let condition = NearCondition(value, &diagnostics) {
      parts.append(.near(condition))
    }
    reader.finish("match", &diagnostics)
    guard !parts.isEmpty else {
      if !reader.all.contains(where: { Self.matcherKeys.contains($0.key.name) }) {
        diagnostics.error(
          .missingKey, node.place, "nothing is looked for here",
          expected: "one of " + Self.matcherKeys.joined(separator: ", "))
      }
      return nil
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private static let matcherKeys = [
    "words", "phrase", "phrases", "substring", "substrings", "pcre", "list", "any", "all", "not", "when", "meta",
    "near",
  ]

  /// `except:`: words (short patterns allowed), or a mapping of matchers.
  mutating func exceptions(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> [PatternDefinition] {
    guard case .mapping = node.content else {
      return node.scalars("except", &diagnostics).compactMap { word($0, &diagnostics) }
    }
    guard var reader = MappingReader(node, "except", &diagnostics) else { return [] }
    defer { reader.finish("except", &diagnostics) }
    return patterns(&reader, &diagnostics)
  }

  private mutating func patterns(
    _ reader: inout MappingReader, _ diagnostics: inout Diagnostics
  ) -> [PatternDefinition] {
    var patterns: [PatternDefinition] = []
    /// The entries under a key; an empty list would be a matcher that looks for nothing, and is an error.
    func entries(_ value: YAMLNode, _ key: String) -> [YAMLScalar] {
      if case .sequence(let items) = value.content, items.isEmpty {
        diagnostics.error(
          .invalidValue, value.place, "\(key) is empty", expected: "at least one entry, or no \(key) at all")
      }
      return value.scalars(key, &diagnostics)
    }
    if let value = reader.value("words") {
      patterns += entries(value, "words").compactMap { word($0, &diagnostics) }
    }
    for (key, kind) in [
      ("phrase", PatternDefinition.Kind.phrase), ("phrases", .phrase), ("substring", .substring),
      ("substrings", .substring),
    ] {
      guard let value = reader.value(key) else { continue }
      patterns += entries(value, key).compactMap { literal($0, kind, &diagnostics) }
    }
    if let value = reader.value("pcre") {
      patterns += entries(value, "pcre").compactMap { expression($0, .expression, &diagnostics) }
    }
    if let value = reader.value("list") {
      for scalar in entries(value, "list") {
        guard let list = lists[scalar.text] else {
          diagnostics.unknown(.unknownList, "list", scalar.text, among: lists.keys, at: scalar.place)
          continue
        }
        patterns.append(PatternDefinition(kind: list.kind.patternKind, content: .list(name: list.name), text: scalar))
      }
    }
    patternCount += patterns.count
    return patterns
  }

  private func literal(
    _ scalar: YAMLScalar, _ kind: PatternDefinition.Kind, _ diagnostics: inout Diagnostics
  ) -> PatternDefinition? {
    guard scalar.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      diagnostics.error(.emptyMatch, scalar.place, "an entry of blanks would match everywhere", expected: "a text")
      return nil
    }
    guard scalar.text.utf8.count <= RuleSetLimits.patternBytesMax else {
      diagnostics.error(.tooLarge, scalar.place, "the entry is longer than \(RuleSetLimits.patternBytesMax) bytes")
      return nil
    }
    return PatternDefinition(kind: kind, content: .literal, text: scalar)
  }

  private func word(_ scalar: YAMLScalar, _ diagnostics: inout Diagnostics) -> PatternDefinition? {
    // A dot by itself is a dot, as in `kazik7.top`; only with other signs of a pattern is an entry read as one.
    let signs = Set("\\[](){}*+?|^$".unicodeScalars)
    guard scalar.text.unicodeScalars.contains(where: { signs.contains($0) }) else {
      return literal(scalar, .word, &diagnostics)
    }
    return expression(scalar, .word, &diagnostics)
  }

  private func expression(
    _ scalar: YAMLScalar, _ kind: PatternDefinition.Kind, _ diagnostics: inout Diagnostics
  ) -> PatternDefinition? {
    macros.expand(scalar, &diagnostics).map {
      PatternDefinition(kind: kind, content: .expression($0), text: scalar)
    }
  }

  mutating func when(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> FactCondition? {
    guard let reader = MappingReader(node, "when", &diagnostics) else { return nil }
    var parts: [FactCondition.Part] = []
    for (key, value) in reader.all {
      guard let fact = FactName(rawValue: key.name) else {
        diagnostics.error(
          .unknownFact, key.place, "unknown fact «\(key.name.clipped(to: 60))»",
          expected: "a number or boolean of the text, the author, the place or the form",
          suggestion: Spelling.nearest(to: key.name, among: FactName.allCases.map(\.rawValue)))
        continue
      }
      guard let text = value.text(key.name, &diagnostics) else { continue }
      guard let condition = NumberCondition(text) else {
        diagnostics.error(
          .invalidValue, value.place, "«\(text.clipped(to: 60))» is not a condition", expected: NumberCondition.shape)
        continue
      }
      let domain = fact.domain
      if !NumberCondition.isSatisfiable(condition.parts, within: domain.range, wholeNumbers: domain.wholeNumbers) {
        let upper = domain.range.upperBound == 1 ? "1" : "any size"
        diagnostics.error(
          .unsatisfiableWhen, value.place, "no value of «\(key.name)» meets «\(text.clipped(to: 60))»",
          expected: "a condition that some number from 0 to \(upper) meets")
      }
      parts.append(.init(fact: fact, condition: condition))
    }
    guard !parts.isEmpty else {
      if reader.all.isEmpty {
        diagnostics.error(.invalidValue, node.place, "when is empty", expected: "facts with conditions")
      }
      return nil
    }
    return FactCondition(parts: parts.sorted { $0.fact.rawValue < $1.fact.rawValue })
  }

  mutating func meta(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> MetaExpression? {
    guard node.text("meta", &diagnostics) != nil, let scalar = node.scalar else { return nil }
    do throws(MetaParser.Failure) {
      let (expression, mentions) = try MetaParser.parse(scalar.text)
      for mention in mentions {
        let place = scalar.place(ofByte: mention.offset, length: mention.length)
        switch mention.kind {
        case .rule: ruleMentions.append(RuleMention(id: mention.name, place: place))
        case .group: groupMentions.append(RuleMention(id: mention.name, place: place))
        }
      }
      return expression
    } catch {
      diagnostics.error(
        .invalidMeta, scalar.place(ofByte: error.offset, length: error.length), error.message,
        expected: error.expected)
      return nil
    }
  }
}

extension ListDefinition.Kind {
  var patternKind: PatternDefinition.Kind {
    switch self {
    case .words: .word
    case .phrases: .phrase
    case .domains: .domain
    case .emails, .ip: .address
    case .regex: .expression
    }
  }
}
