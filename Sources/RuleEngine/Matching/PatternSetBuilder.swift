import ModerationModel
import PCRE2
import TextNormalization

/// Compiles the patterns of rules into a ``PatternSet``.
struct PatternSetBuilder {
  /// The patterns of a family of views while they are collected.
  struct ViewDraft {
    var literals = LiteralTable()
    var named = NamedEntries()
    /// Each with what may be looked for instead of it.
    var filtered: [(expression: PatternSet.Expression, options: [LiteralNeeds])] = []
    var unfiltered: [PatternSet.Expression] = []
    var fields = FieldMask()
    var views = ViewMask()
  }

  private(set) var patterns: [PatternSet.Pattern] = []
  private var owners: [PatternSet.Owner] = []
  private var leafCount = 0
  private var drafts: [ViewFamily: ViewDraft] = [:]
  private let lists: [String: ListDefinition]
  private let macros: MacroTable
  /// Expressions that were met already, so that rules that share one share its memory.
  private var known: [ExpressionKey: (facts: ExpressionFacts, compiled: DeferredPattern)] = [:]
  /// What an earlier compilation of the same files found, or room to note it down.
  private let record: CompileRecord?
  private var folding: LiteralFolding
  /// Whose patterns are being added.
  private var owner = PatternSet.Owner(rule: 0, leaf: 0, isException: false, fields: [], hasExceptions: false, view: [])

  init(lists: [String: ListDefinition], macros: MacroTable, record: CompileRecord? = nil) {
    self.lists = lists
    self.macros = macros
    self.record = record
    folding = LiteralFolding(record: record)
  }

  /// Adds a matcher; answers its number.
  mutating func add(_ group: PatternGroup, rule: Int, _ diagnostics: inout Diagnostics) -> Int {
    let leaf = leafCount
    leafCount += 1
    for (definitions, isException) in [(group.patterns, false), (group.exceptions, true)] {
      for definition in definitions {
        add(
          definition, group.scope, rule: rule, leaf: leaf, isException: isException,
          hasExceptions: !group.exceptions.isEmpty, &diagnostics)
      }
    }
    return leaf
  }

  func finish() -> PatternSet {
    PatternSet(
      patterns: patterns, owners: owners,
      views: ViewFamily.allCases.compactMap { family in
        drafts[family].map { PatternSet.ViewPatterns($0, family: family) }
      },
      leafCount: leafCount)
  }

  private mutating func add(
    _ definition: PatternDefinition, _ scope: PatternScope, rule: Int, leaf: Int, isException: Bool,
    hasExceptions: Bool,
    _ diagnostics: inout Diagnostics
  ) {
    owner = PatternSet.Owner(
      rule: Int32(rule), leaf: Int32(leaf), isException: isException, fields: FieldMask(scope.fields),
      hasExceptions: hasExceptions, view: ViewMask(scope.view))
    var pattern = PatternSet.Pattern(
      rule: rule, kind: definition.kind, source: definition.text.text, view: scope.view, place: definition.text.place)
    switch definition.content {
    case .literal:
      addLiteral(definition.text.text, pattern, scope, &diagnostics)
    case .expression(let expanded):
      addExpression(expanded, pattern, scope, &diagnostics) { offset in
        definition.text.place(ofByte: expanded.origin(ofByte: offset))
      }
    case .list(let name):
      guard let list = lists[name] else { return }
      pattern.list = name
      // Hosts are looked for among links, addresses where nothing is folded into something else; whatever view is set.
      switch list.kind {
      case .domains: pattern.view = .domains
      case .emails, .ip: pattern.view = .norm
      case .words, .phrases, .regex: break
      }
      for entry in list.entries {
        pattern.source = entry.text
        pattern.place = list.place(of: entry)
        guard ListEntry.fits(entry, pattern.place, &diagnostics) else { continue }
        switch list.kind {
        case .regex:
          let scalar = YAMLScalar(text: entry.text, style: .plain, place: pattern.place)
          guard let expanded = macros.expand(scalar, &diagnostics) else { continue }
          addExpression(expanded, pattern, scope, &diagnostics) { offset in
            scalar.place(ofByte: expanded.origin(ofByte: offset))
          }
        case .words, .phrases: addLiteral(entry.text, pattern, scope, &diagnostics)
        case .domains, .emails, .ip:
          guard let named = ListEntry(entry.text, list.kind, pattern.place, &folding, &diagnostics) else { continue }
          let number = append(pattern)
          drafts[ViewFamily(pattern.view), default: .init()].named.add(named, pattern: number)
        }
      }
    }
  }

  private mutating func addLiteral(
    _ text: String, _ pattern: PatternSet.Pattern, _ scope: PatternScope, _ diagnostics: inout Diagnostics
  ) {
    // The raw view and the paths of links keep capitals, and a case-sensitive entry must too: PCRE2 compares those.
    if pattern.view == .raw || pattern.view == .urls || scope.flags.contains(.caseSensitive) {
      let words = text.split(whereSeparator: \.isWhitespace).map { Self.quoted($0) }
      let expanded = ExpandedPattern(text: words.joined(separator: #"\s+"#), segments: [])
      addExpression(expanded, pattern, scope, &diagnostics) { _ in pattern.place }
      return
    }
    let bytes = folding.fold(text, as: pattern.view)
    guard !bytes.isEmpty else {
      diagnostics.error(
        .emptyMatch, pattern.place, "nothing is left of this entry in the view «\(pattern.view.rawValue)»",
        expected: "letters, digits or signs that the view keeps")
      return
    }
    let isWhole = pattern.kind == .word || pattern.kind == .phrase
    let number = append(pattern)
    drafts[ViewFamily(pattern.view), default: .init()].literals.add(bytes, isWhole: isWhole, pattern: number)
  }

  private mutating func addExpression(
    _ expanded: ExpandedPattern, _ pattern: PatternSet.Pattern, _ scope: PatternScope,
    _ diagnostics: inout Diagnostics, place: (Int) -> SourcePlace
  ) {
    let options = Self.options(scope.flags)
    let isWord = pattern.kind == .word || pattern.kind == .phrase
    let prefix = isWord ? "(?<![\(WordCharacter.classBody)])(?:" : ""
    // In an extended expression a comment could swallow the parenthesis.
    let suffix = isWord ? "\(scope.flags.contains(.extended) ? "\n" : ""))(?![\(WordCharacter.classBody)])" : ""
    let isRaw = pattern.view == .raw || pattern.view == .urls
    let key = ExpressionKey(text: prefix + expanded.text + suffix, options: options, isTextFolded: !isRaw)
    let facts: ExpressionFacts
    if let known = known[key] {
      facts = known.facts
    } else if let recorded = record?.nextExpression(key) {
      facts = recorded
    } else {
      let bytesMin: Int
      do throws(CompileError) {
        // `a)(b` would be well-formed inside the wrapping, and mean something else.
        if isWord, !ExpressionTokens(expanded.text).isBalanced { _ = try Self.checked(expanded.text, options) }
        bytesMin = try Self.checked(key.text, options)
      } catch {
        var failure = error
        // The bare expression tells where the mistake is; the wrapping would shift or hide it.
        if isWord {
          do throws(CompileError) { _ = try Self.checked(expanded.text, options) } catch { failure = error }
        }
        let offset = min(failure.offset, expanded.text.utf8.count)
        diagnostics.error(
          .badPattern, place(offset), failure.message, expected: "a PCRE2 expression")
        return
      }
      // With its wrapping, so that an expression over whole words is asked only where words begin and end.
      let needs = ExpressionNeeds(
        of: key.text, isExtended: options.contains(.extended), isUnicode: options.contains(.unicodeProperties),
        fold: ScalarFold(isTextFolded: !isRaw))
      facts = ExpressionFacts(needs: needs, bytesMin: bytesMin, isBounded: MatchBudget.isBounded(expanded.text))
      record?.note(facts, of: key)
    }
    let compiled = known[key]?.compiled ?? DeferredPattern(known: key.text, options: options)
    known[key] = (facts, compiled)
    let expression = PatternSet.Expression(
      pattern: append(pattern), compiled: compiled, characters: facts.needs.characters, bytesMin: facts.bytesMin,
      isBounded: facts.isBounded)
    if facts.needs.options.isEmpty {
      drafts[ViewFamily(pattern.view), default: .init()].unfiltered.append(expression)
    } else {
      drafts[ViewFamily(pattern.view), default: .init()].filtered.append((expression, facts.needs.options))
    }
  }

  /// Fewest bytes of a match. Machine code is left to the first match.
  private static func checked(_ expression: String, _ options: PatternOptions) throws(CompileError) -> Int {
    try Pattern(expression, options: options, isJITWanted: false).lengthMin
  }

  private mutating func append(_ pattern: PatternSet.Pattern) -> Int {
    patterns.append(pattern)
    owner.view = ViewMask(pattern.view)
    owners.append(owner)
    drafts[ViewFamily(pattern.view), default: .init()].fields.formUnion(owner.fields)
    drafts[ViewFamily(pattern.view), default: .init()].views.formUnion(owner.view)
    return patterns.count - 1
  }

  static func options(_ flags: Set<PatternFlag>) -> PatternOptions {
    var options = PatternOptions.standard
    for flag in flags {
      switch flag {
      case .caseSensitive: options.remove(.caseless)
      case .ascii: options.remove(.unicodeProperties)
      case .extended: options.insert(.extended)
      case .multiline: options.insert(.multiline)
      case .dotAll: options.insert(.dotMatchesNewline)
      }
    }
    return options
  }

  /// An expression that must meet whole words.
  static func bounded(_ expression: String, _ options: PatternOptions) -> String {
    let end = options.contains(.extended) ? "\n" : ""
    return "(?<![\(WordCharacter.classBody)])(?:\(expression)\(end))(?![\(WordCharacter.classBody)])"
  }

  /// A word in which every character stands for itself.
  private static func quoted(_ word: Substring) -> String {
    var result = ""
    for scalar in word.unicodeScalars {
      if scalar.isASCII, !WordCharacter.isWord(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

/// Folds entries the way the view folds a text, so that an entry with ё, capitals or look-alikes meets it.
struct LiteralFolding {
  private var normalizer = Normalizer()
  private var text = NormalizedText("")
  private let record: CompileRecord?

  init(record: CompileRecord? = nil) {
    self.record = record
  }

  /// The entry in a view, blanks collapsed to one and cut off at the ends.
  ///
  /// Links are found only in whole texts, so for `urls` and `domains` an entry is folded as in `norm`.
  mutating func fold(_ entry: String, as view: ViewName) -> [UInt8] {
    let name: ViewName = view == .urls || view == .domains ? .norm : view
    if let known = record?.nextFolding(entry, name) { return known }
    normalizer.normalize(entry, into: &text)
    var result: [UInt8] = []
    var isBlankPending = false
    for byte in text[name].bytes {
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        isBlankPending = !result.isEmpty
      } else {
        if isBlankPending { result.append(0x20) }
        isBlankPending = false
        result.append(byte)
      }
    }
    record?.note(result, of: entry, name)
    return result
  }
}
