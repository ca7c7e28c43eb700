/// Reads a PCRE2 expression and says what every match must contain.
///
/// Conservative by construction: it follows the syntax of pcre2pattern(3), keeps only what is certain, and gives up on
/// the whole expression at the first thing that it does not understand. A construct that only narrows matches (a
/// look-around, an anchor, a verb that fails) may be passed over; one that could end a match early (`(*ACCEPT)`)
/// may not.
///
/// - Complexity: O(n) in the expression, times the bounded number of alternatives that are followed.
struct LiteralNeedParser {
  let scalars: [Unicode.Scalar]
  let fold: ScalarFold
  /// `\w` and its like follow Unicode, so Cyrillic letters are surely among them.
  let isUnicode: Bool
  var index = 0
  /// Blanks and comments are not part of the expression (`(?x)`, `(?xx)`).
  private var isExtended: Bool
  private(set) var isExtendedMore = false
  private var depth = 0
  private var hasGivenUp = false

  /// Groups nested deeper are not followed.
  static let depthMax = 100

  init(_ expression: String, isExtended: Bool, isUnicode: Bool, fold: ScalarFold) {
    scalars = Array(expression.unicodeScalars)
    self.isExtended = isExtended
    self.isUnicode = isUnicode
    self.fold = fold
  }

  /// `nil` when something was not understood, so that nothing is certain.
  mutating func parse() -> LiteralSummary? {
    guard skipStartingVerbs() else { return nil }
    let summary = alternation()
    guard !hasGivenUp, index == scalars.count else { return nil }
    return summary
  }

  // MARK: Reading

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// - Parameter text: Syntax, and so ASCII.
  func isNext(_ text: String) -> Bool {
    var place = index
    for byte in text.utf8 {
      guard place < scalars.count, scalars[place].value == UInt32(byte) else { return false }
      place += 1
    }
    return true
  }

  mutating func take(_ text: String) -> Bool {
    guard isNext(text) else { return false }
    index += text.utf8.count
    return true
  }

  mutating func giveUp() -> LiteralSummary {
    hasGivenUp = true
    return .anything
  }

  /// Takes everything up to and including a character; false when it never comes.
  mutating func skip(past end: Unicode.Scalar) -> Bool {
    while let scalar = next {
      index += 1
      if scalar == end { return true }
    }
    return false
  }

  /// `(*UTF)(*UCP)…` at the very beginning. Only those are known that change nothing here; another newline, for one,
  /// would end comments elsewhere.
  private mutating func skipStartingVerbs() -> Bool {
    let known = [
      "(*UTF)", "(*UCP)", "(*NO_AUTO_POSSESS)", "(*NO_DOTSTAR_ANCHOR)", "(*NO_JIT)", "(*NO_START_OPT)",
      "(*BSR_ANYCRLF)", "(*BSR_UNICODE)", "(*NOTEMPTY)", "(*NOTEMPTY_ATSTART)",
    ]
    while isNext("(*") {
      if known.contains(where: { take($0) }) { continue }
      if isNext("(*LIMIT_") {
        guard skip(past: ")") else { return false }
        continue
      }
      break
    }
    return true
  }

  // MARK: Expressions

  private mutating func alternation() -> LiteralSummary {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else { return giveUp() }
    var summary = sequence()
    while !hasGivenUp, take("|") { summary = summary.or(sequence()) }
    return summary
  }

  private mutating func sequence() -> LiteralSummary {
    var sequence = LiteralSequence(isUnicode: isUnicode)
    while !hasGivenUp, let scalar = next, scalar != "|", scalar != ")" {
      if skipIgnored() { continue }
      // `\Q…\E` is many atoms, of which a quantifier takes the last.
      if isNext(#"\Q"#) {
        quoted(&sequence)
        continue
      }
      let atom = atom()
      append(atom, to: &sequence)
    }
    return sequence.summary
  }

  /// Blanks, comments and ends of quotations that are not part of the expression.
  private mutating func skipIgnored() -> Bool {
    // An end without a beginning. A quantifier behind it belongs to what stands before it.
    if take(#"\E"#) { return true }
    if isNext("(?#") {
      return skip(past: ")")
        || {
          hasGivenUp = true
          return true
        }()
    }
    guard isExtended, let scalar = next else { return false }
    if scalar == "#" {
      // Ends at a newline, of which there are several kinds; a line feed ends it under all of them but one.
      while let inside = next, inside != "\n", inside != "\r" { index += 1 }
      if next == "\r" { hasGivenUp = true }
      return true
    }
    if Self.isPatternBlank(scalar) {
      index += 1
      return true
    }
    return false
  }

  /// Pattern_White_Space, which PCRE2 skips in extended expressions.
  private static func isPatternBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0x200E, 0x200F, 0x2028, 0x2029: true
    default: false
    }
  }

  private mutating func quoted(_ sequence: inout LiteralSequence) {
    index += 2
    var last: LiteralSummary?
    while !isNext(#"\E"#), let scalar = next {
      index += 1
      if let before = last { sequence.append(before) }
      last = character(scalar)
    }
    _ = take(#"\E"#)
    guard let last else {
      hasGivenUp = true
      return
    }
    append(last, to: &sequence)
  }

  func character(_ scalar: Unicode.Scalar) -> LiteralSummary {
    guard let folded = fold.literal(scalar) else { return .character }
    return LiteralSummary(
      exact: [Self.bytes(folded)], characters: CharacterMask(needing: folded))
  }

  /// UTF-8 encodes every character; the optional comes from other encodings.
  static func bytes(_ scalar: Unicode.Scalar) -> [UInt8] { Unicode.UTF8.encode(scalar).map { Array($0) } ?? [] }

  // MARK: Quantifiers

  /// Adds an atom as often as the quantifier after it says.
  private mutating func append(_ atom: LiteralSummary, to sequence: inout LiteralSequence) {
    while !hasGivenUp, skipIgnored() {}
    guard let counts = quantifier(), !hasGivenUp else { return sequence.append(atom) }
    // Greedy, lazy or possessive: the same strings are needed.
    if next == "?" || next == "+" { index += 1 }
    sequence.append(atom, repeated: counts)
    // A second quantifier is an error, or in a future library something else.
    while !hasGivenUp, skipIgnored() {}
    if quantifier() != nil { hasGivenUp = true }
  }

  private mutating func quantifier() -> ClosedRange<Int>? {
    switch next {
    case "*":
      index += 1
      return 0...Int.max
    case "+":
      index += 1
      return 1...Int.max
    case "?":
      index += 1
      return 0...1
    case "{": return braces()
    default: return nil
    }
  }

  /// `{n}`, `{n,}` or `{n,m}`; `nil` when the brace stands for itself. Newer libraries also read `{,m}` and blanks, so
  /// those are given up.
  private mutating func braces() -> ClosedRange<Int>? {
    var ahead = index + 1
    func digits() -> Int? {
      var value: Int?
      while ahead < scalars.count, ("0"..."9").contains(scalars[ahead]) {
        value = min((value ?? 0) * 10 + Int(scalars[ahead].value - 48), 100_000)
        ahead += 1
      }
      return value
    }
    guard let low = digits() else {
      if ahead < scalars.count, scalars[ahead] == "," || Self.isPatternBlank(scalars[ahead]) { hasGivenUp = true }
      return nil
    }
    var high = low
    if ahead < scalars.count, scalars[ahead] == "," {
      ahead += 1
      high = digits() ?? Int.max
    }
    guard ahead < scalars.count, scalars[ahead] == "}" else {
      if ahead < scalars.count, Self.isPatternBlank(scalars[ahead]) { hasGivenUp = true }
      return nil
    }
    guard low <= high else {
      hasGivenUp = true
      return nil
    }
    index = ahead + 1
    return low...high
  }

  // MARK: Atoms

  private mutating func atom() -> LiteralSummary {
    guard let scalar = next else { return .empty }
    index += 1
    switch scalar {
    case "^", "$": return .empty
    case ".": return .character
    case "[": return characterClass()
    case "(": return group()
    case "\\": return escape()
    case "*", "+", "?": return giveUp()
    default: return character(scalar)
    }
  }

  private mutating func group() -> LiteralSummary {
    if isNext("*") { return verb() }
    let (extended, more) = (isExtended, isExtendedMore)
    var isAssertion = false
    if take("?") {
      if take(":") || take(">") || take("|") {
        // A group like any other.
      } else if take("=") || take("!") || take("*") || take("<=") || take("<!") || take("<*") {
        if isBoundaryAssertion { return skip(past: ")") ? .boundary : giveUp() }
        isAssertion = true
      } else if take("P<") || take("<") {
        guard skip(past: ">") else { return giveUp() }
      } else if take("'") {
        guard skip(past: "'") else { return giveUp() }
      } else if isNext("R") || isNext("&") || isNext("P>") || isNext("P=") || isReference {
        // A call of another group or of the whole: it may match anything.
        return skip(past: ")") ? .anything : giveUp()
      } else {
        return optionSettings()
      }
    }
    let inside = alternation()
    guard !hasGivenUp, take(")") else { return giveUp() }
    (isExtended, isExtendedMore) = (extended, more)
    return isAssertion ? .empty : inside
  }

  /// The rest of `(?<!\w)` or `(?!\w)`, or the same with what our own words are made of. A positive one, `(?<=\w)`, asks
  /// for the opposite.
  private var isBoundaryAssertion: Bool {
    scalars[index - 1] == "!" && Self.wordClasses.contains { isNext($0) }
  }

  private static let wordClasses = [#"\w)"#, #"\S)"#, "[\(WordCharacter.classBody)])", #"[\w])"#]

  /// `(?1)`, `(?+1)`, `(?-1)`: a digit comes, perhaps after a sign.
  private var isReference: Bool {
    var ahead = index
    if ahead < scalars.count, scalars[ahead] == "+" || scalars[ahead] == "-" { ahead += 1 }
    return ahead < scalars.count && ("0"..."9").contains(scalars[ahead])
  }

  /// `(?i)`, `(?x-s)`, `(?^)`, or with a colon a group of its own.
  private mutating func optionSettings() -> LiteralSummary {
    let (extended, more) = (isExtended, isExtendedMore)
    var isOn = true
    if take("^") { (isExtended, isExtendedMore) = (false, false) }
    while let scalar = next {
      index += 1
      switch scalar {
      case "-": isOn = false
      case "i", "m", "s", "n", "J", "U": break
      case "x":
        isExtended = isOn
        isExtendedMore = isOn && (isExtendedMore || next == "x")
        if !isOn { isExtendedMore = false }
      case ")": return .empty
      case ":":
        let inside = alternation()
        guard !hasGivenUp, take(")") else { return giveUp() }
        (isExtended, isExtendedMore) = (extended, more)
        return inside
      default: return giveUp()
      }
    }
    return giveUp()
  }

  /// Verbs that can only make a match fail or move its search; everything else is given up.
  private mutating func verb() -> LiteralSummary {
    for name in ["F", "FAIL", "COMMIT", "PRUNE", "SKIP", "THEN"] where take("*\(name))") { return .empty }
    return giveUp()
  }
}
