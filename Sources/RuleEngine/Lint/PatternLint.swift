import PCRE2
import TextNormalization

/// Looks for what is legal in a pattern but hardly meant.
struct PatternLint {
  private let definition: PatternDefinition
  private let scope: PatternScope

  static func check(_ group: PatternGroup, macros: MacroTable, _ diagnostics: inout Diagnostics) {
    for definition in group.patterns + group.exceptions {
      PatternLint(definition: definition, scope: group.scope).check(&diagnostics)
    }
    if group.scope.flags.contains(.caseSensitive), group.scope.view != .raw, let first = group.patterns.first {
      diagnostics.warning(
        .foldedAwayInPattern, first.text.place,
        "the view «\(group.scope.view.rawValue)» has no capitals, so case_sensitive finds only small letters",
        expected: "view: raw beside case_sensitive")
    }
  }

  /// An unbounded repeat in a macro is repeated wherever the macro stands, so it is an error there.
  static func check(_ macros: MacroTable, _ diagnostics: inout Diagnostics) {
    for name in macros.names {
      guard let macro = macros.macros[name] else { continue }
      for token in ExpressionTokens(macro.text.text).tokens {
        guard case .quantifier(_, nil) = token.kind else { continue }
        diagnostics.error(
          .unboundedGap, macro.text.place(ofByte: token.offset), "the macro \(name) repeats without end",
          expected: "a bound such as {0,3}")
      }
    }
  }

  /// The same checks for an entry of a list, by itself.
  static func checkEntry(
    _ entry: ListDefinition.Entry, of list: ListDefinition, _ diagnostics: inout Diagnostics
  ) {
    let place = list.place(of: entry)
    let scalars = entry.text.unicodeScalars
    if list.kind != .regex {
      let lengthMin = list.kind == .words ? 2 : 3
      if scalars.count < lengthMin {
        diagnostics.warning(
          .listEntryTooShort, place, "«\(entry.text)» is short and will be met by chance",
          expected: "at least \(lengthMin) characters")
      }
    }
    mixedScripts(in: scalars.enumerated().map { ($1, $0) }) { offset, letter in
      var place = place
      place.column += offset
      place.length = 1
      report(mixed: letter, at: place, &diagnostics)
    }
    for (offset, scalar) in scalars.enumerated() where isInvisible(scalar) {
      var place = place
      place.column += offset
      place.length = 1
      report(invisible: scalar, at: place, &diagnostics)
    }
  }

  private func check(_ diagnostics: inout Diagnostics) {
    switch definition.content {
    case .list: return
    case .literal:
      let scalars = Array(definition.text.text.unicodeScalars)
      var offset = 0
      var placed: [(Unicode.Scalar, Int)] = []
      for scalar in scalars {
        if Self.isInvisible(scalar) {
          Self.report(invisible: scalar, at: definition.text.place(ofByte: offset), &diagnostics)
        }
        placed.append((scalar, offset))
        offset += UTF8.width(scalar)
      }
      Self.mixedScripts(in: placed) { offset, letter in
        Self.report(mixed: letter, at: definition.text.place(ofByte: offset), &diagnostics)
      }
      if definition.kind == .substring, scalars.count < 3 {
        diagnostics.warning(
          .listEntryTooShort, definition.text.place,
          "«\(definition.text.text)» is short and will be met inside ordinary words",
          expected: "at least 3 characters, or words")
      }
    case .expression(let expanded):
      check(expanded, &diagnostics)
    }
  }

  private func check(_ expanded: ExpandedPattern, _ diagnostics: inout Diagnostics) {
    func place(_ offset: Int) -> SourcePlace { definition.text.place(ofByte: expanded.origin(ofByte: offset)) }
    let tokens = ExpressionTokens(expanded.text).tokens
    let options = PatternSetBuilder.options(scope.flags)
    var run: [(Unicode.Scalar, Int)] = []
    func endRun() {
      Self.mixedScripts(in: run) { offset, letter in Self.report(mixed: letter, at: place(offset), &diagnostics) }
      run = []
    }
    var hasFoldedAway = false
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .literal(let scalar):
        run.append((scalar, token.offset))
        if Self.isInvisible(scalar) { Self.report(invisible: scalar, at: place(token.offset), &diagnostics) }
        if scalar == "ё" || scalar == "Ё", scope.view == .fold || scope.view == .squeeze, !hasFoldedAway {
          hasFoldedAway = true
          diagnostics.warning(
            .foldedAwayInPattern, place(token.offset), "the view «\(scope.view.rawValue)» has е where ё was written",
            expected: "е, or view: norm")
        }
      case .quantifier(_, let max):
        if max == nil, index > 0, Self.matchesNearlyAnything(tokens[index - 1].kind) {
          diagnostics.warning(
            .unboundedGap, place(token.offset),
            "this gap has no end, so the pattern joins words of different sentences",
            expected: "a bound such as {0,40}")
        }
        endRun()
      case .characterClass(let inside):
        endRun()
        if options.contains(.caseless) { checkCases(inside, at: place(token.offset), &diagnostics) }
      default: endRun()
      }
      if isASCIIBoundary(tokens, index, options) {
        diagnostics.warning(
          .asciiBoundaryNextToNonASCII, place(token.offset),
          "this boundary knows ASCII letters only and stands beside another script",
          expected: #"\b without the flag ascii, or \p{L}"#)
      }
    }
    endRun()
    checkCompiled(expanded, options, &diagnostics)
  }

  private func checkCompiled(
    _ expanded: ExpandedPattern, _ options: PatternOptions, _ diagnostics: inout Diagnostics
  ) {
    do throws(CompileError) {
      let pattern = try Pattern(expanded.text, options: options)
      if pattern.matchesEmpty {
        diagnostics.warning(
          .emptyMatch, definition.text.place, "the pattern can match nothing at all",
          expected: "at least one character that must stand there")
      }
      if !pattern.isJITCompiled, PCRE2Library.jitTarget != nil {
        diagnostics.error(
          .notJITable, definition.text.place, "the pattern cannot be compiled to machine code",
          expected: #"a shorter pattern, without (*NO_JIT)"#)
      }
    } catch {
      // The compiler of the set reports it, with its place.
    }
  }

  private func checkCases(
    _ inside: ExpressionTokens.CharacterClass, at place: SourcePlace, _ diagnostics: inout Diagnostics
  ) {
    let singles = Set(inside.singles)
    let pair = inside.singles.first { single in
      let lower = single.properties.lowercaseMapping.unicodeScalars
      return lower.count == 1 && lower.first.map { $0 != single && singles.contains($0) } == true
    }
    let ranges = Set(inside.ranges)
    let hasRangePair = ranges.contains { range in
      guard let first = Unicode.Scalar(range.lowerBound)?.properties.lowercaseMapping.unicodeScalars.first,
        let last = Unicode.Scalar(range.upperBound)?.properties.lowercaseMapping.unicodeScalars.first,
        first.value <= last.value, first.value != range.lowerBound
      else { return false }
      return ranges.contains(first.value...last.value)
    }
    guard pair != nil || hasRangePair else { return }
    diagnostics.warning(
      .caseClassRedundant, place, "patterns match letters in either case already", expected: "small letters only")
  }

  /// `\b`, `\w` and their kin under the flag `ascii`, or a look-around at ASCII letters, beside a letter beyond ASCII.
  private func isASCIIBoundary(
    _ tokens: [ExpressionTokens.Token], _ index: Int, _ options: PatternOptions
  ) -> Bool {
    func isForeign(_ position: Int) -> Bool {
      guard tokens.indices.contains(position), case .literal(let scalar) = tokens[position].kind else { return false }
      return !scalar.isASCII
    }
    switch tokens[index].kind {
    case .escape("b"), .escape("B"):
      return !options.contains(.unicodeProperties) && (isForeign(index - 1) || isForeign(index + 1))
    case .open(let text) where ["(?<!", "(?<=", "(?!", "(?="].contains(text):
      guard index + 2 < tokens.count, case .close = tokens[index + 2].kind else { return false }
      switch tokens[index + 1].kind {
      case .characterClass(let inside):
        let hasLetters = inside.ranges.contains { $0.contains(0x61) || $0.contains(0x41) }
        guard hasLetters, inside.isASCII, !inside.hasOthers else { return false }
      case .escape("w"), .escape("W"):
        guard !options.contains(.unicodeProperties) else { return false }
      default: return false
      }
      return text.hasPrefix("(?<") ? isForeign(index + 3) : isForeign(index - 1)
    default: return false
    }
  }

  private static func matchesNearlyAnything(_ kind: ExpressionTokens.Kind) -> Bool {
    switch kind {
    case .sign("."): true
    case .escape(let letter): "SWDNXHV".unicodeScalars.contains(letter)
    case .characterClass(let inside): inside.isNegated
    default: false
    }
  }

  // MARK: Characters

  /// Calls `found` for the letters of the rarer script in every word that mixes Latin and Cyrillic, once a word.
  private static func mixedScripts(
    in scalars: [(scalar: Unicode.Scalar, offset: Int)], _ found: (Int, Unicode.Scalar) -> Void
  ) {
    var latin: [(Unicode.Scalar, Int)] = []
    var cyrillic: [(Unicode.Scalar, Int)] = []
    func end() {
      if !latin.isEmpty, !cyrillic.isEmpty {
        let (scalar, offset) = latin.count <= cyrillic.count ? latin[0] : cyrillic[0]
        found(offset, scalar)
      }
      latin = []
      cyrillic = []
    }
    for (scalar, offset) in scalars {
      switch scalar.value {
      case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin.append((scalar, offset))
      case 0x400...0x52F: cyrillic.append((scalar, offset))
      default: if !WordCharacter.isWord(scalar) { end() }
      }
    }
    end()
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .format: true
    case .spaceSeparator: scalar != " "
    case .control: scalar != "\n" && scalar != "\t"
    default: false
    }
  }

  private static func report(mixed scalar: Unicode.Scalar, at place: SourcePlace, _ diagnostics: inout Diagnostics) {
    let isLatin = scalar.value < 0x400
    diagnostics.warning(
      .mixedScriptInPattern, place,
      "«\(scalar)» is a \(isLatin ? "Latin" : "Cyrillic") letter inside a word of another script",
      expected: isLatin ? "the Cyrillic letter" : "the Latin letter")
  }

  private static func report(
    invisible scalar: Unicode.Scalar, at place: SourcePlace, _ diagnostics: inout Diagnostics
  ) {
    let number = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
    diagnostics.warning(
      .invisibleCharacterInPattern, place, "an invisible character (\(code)) stands here",
      expected: "nothing, or \\x{\(number)} if it is meant")
  }
}
