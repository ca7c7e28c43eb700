/// Reads a PCRE2 expression and says what every match must contain.
///
/// Conservative by construction: it follows the syntax of pcre2pattern(3), keeps only what is certain, and gives up on
/// the whole expression at the first thing that it does not understand. A construct that only narrows matches (a
/// look-around, an anchor, a verb that fails) may be passed over; one that could end a match early (`(*ACCEPT)`)
/// may not.
///
/// - Complexity: O(n) in the expression, times the bounded number of alternatives that are followed.
struct LiteralNeedParser {
  private let scalars: [Unicode.Scalar]
  private let fold: ScalarFold
  /// `\w` and its like follow Unicode, so Cyrillic letters are surely among them.
  private let isUnicode: Bool
  private var index = 0
  /// Blanks and comments are not part of the expression (`(?x)`, `(?xx)`).
  private var isExtended: Bool
  private var isExtendedMore = false
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

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// - Parameter text: Syntax, and so ASCII.
  private func isNext(_ text: String) -> Bool {
    var place = index
    for byte in text.utf8 {
      guard place < scalars.count, scalars[place].value == UInt32(byte) else { return false }
      place += 1
    }
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    guard isNext(text) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func giveUp() -> LiteralSummary {
    hasGivenUp = true
    return .anything
  }

  /// Takes everything up to and including a character; false when it never comes.
  private mutating func skip(past end: Unicode.Scalar) -> Bool {
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

  private func character(_ scalar: Unicode.Scalar) -> LiteralSummary {
    guard let folded = fold.literal(scalar) else { return .character }
    return LiteralSummary(
      exact: [Self.bytes(folded)], characters: CharacterMask(needing: folded))
  }

  /// UTF-8 encodes every character; the optional comes from other encodings.
  private static func bytes(_ scalar: Unicode.Scalar) -> [UInt8] { Unicode.UTF8.encode(scalar).map { Array($0) } ?? [] }

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

  // MARK: Escapes

  private mutating func escape() -> LiteralSummary {
    guard let scalar = next else { return giveUp() }
    index += 1
    switch scalar {
    case "b": return .boundary
    case "B", "A", "Z", "z", "G", "K": return .empty
    case "d": return LiteralSummary(characters: .digit, extent: .character)
    // A line end may be two characters, of one byte each.
    case "W", "s", "h", "v", "R": return LiteralSummary(extent: .sign)
    case "D", "w", "S", "H", "V": return .character
    case "X": return .anything
    case "N":
      guard next == "{" else { return .character }
      return giveUp()
    case "p", "P":
      guard take("{") else {
        index += 1
        return index <= scalars.count ? .character : giveUp()
      }
      return skip(past: "}") ? .character : giveUp()
    case "a": return character("\u{07}")
    case "e": return character("\u{1B}")
    case "f": return character("\u{0C}")
    case "n": return character("\n")
    case "r": return character("\r")
    case "t": return character("\t")
    case "x": return hexadecimal().map { character($0) } ?? giveUp()
    case "1"..."9":
      // A back reference, or an octal character with digits after it: in doubt, anything.
      while let digit = next, ("0"..."9").contains(digit) { index += 1 }
      return .anything
    case "g", "k": return reference()
    default:
      // Signs stand for themselves; letters and digits not named above mean something else or nothing.
      return Self.standsForItself(scalar) ? character(scalar) : giveUp()
    }
  }

  /// "Only ASCII letters and digits have any special meaning after a backslash. All other characters (in particular,
  /// those whose code points are greater than 127) are treated as literals." (pcre2pattern, BACKSLASH)
  private static func standsForItself(_ escaped: Unicode.Scalar) -> Bool {
    !escaped.isASCII || !(escaped.properties.isAlphabetic || ("0"..."9").contains(escaped))
  }

  /// `\xhh` with up to two digits, or `\x{…}`.
  private mutating func hexadecimal() -> Unicode.Scalar? {
    var value: UInt32 = 0
    if take("{") {
      var digits = 0
      while let digit = next.flatMap({ Self.hexadecimalDigit($0) }) {
        digits += 1
        guard digits <= 6 else { return nil }
        value = value << 4 | digit
        index += 1
      }
      guard digits > 0, take("}") else { return nil }
    } else {
      for _ in 0..<2 {
        guard let digit = next.flatMap({ Self.hexadecimalDigit($0) }) else { break }
        value = value << 4 | digit
        index += 1
      }
    }
    return Unicode.Scalar(value)
  }

  private static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "0"..."9": scalar.value - 48
    case "a"..."f": scalar.value - 87
    case "A"..."F": scalar.value - 55
    default: nil
    }
  }

  /// `\g{1}`, `\g<name>`, `\g-1`, `\k{name}`, `\k'name'`: what another group matched or would match.
  private mutating func reference() -> LiteralSummary {
    let ends: [(String, Unicode.Scalar)] = [("{", "}"), ("<", ">"), ("'", "'")]
    for (begin, end) in ends where take(begin) { return skip(past: end) ? .anything : giveUp() }
    if next == "-" || next == "+" { index += 1 }
    let start = index
    while let digit = next, ("0"..."9").contains(digit) { index += 1 }
    return index > start ? .anything : giveUp()
  }

  // MARK: Classes

  private enum ClassMember {
    case one(Unicode.Scalar)
    /// A kind of characters, such as `\d`.
    case several
    /// A kind that has no letters and no digits, such as `\s`.
    case signs
    /// `\w`
    case word
  }

  /// The rest of a class, after its `[`. Few characters are followed one by one; of more, only what all have in common.
  private mutating func characterClass() -> LiteralSummary {
    let isNegated = take("^")
    var members: Set<[UInt8]>? = isNegated ? nil : []
    var common: CharacterMask? = isNegated ? CharacterMask() : nil
    // A class can be met by signs only when it has nothing else, or when it leaves out `\w`.
    var isWordless = !isNegated
    func insert(_ scalar: Unicode.Scalar?) {
      guard let scalar, let folded = fold.literal(scalar) else {
        members = nil
        common = CharacterMask()
        if !isNegated { isWordless = false }
        return
      }
      members?.insert(Self.bytes(folded))
      let mask = CharacterMask(needing: folded)
      common = common?.intersection(mask) ?? mask
      if !isNegated, WordEdge.isLetter(folded, isUnicode: true) { isWordless = false }
    }
    var isFirst = true
    while true {
      guard let scalar = next else { return giveUp() }
      if scalar == "]", !isFirst { break }
      isFirst = false
      if isExtendedMore, scalar == " " || scalar == "\t" {
        index += 1
        continue
      }
      guard let member = classMember() else { return giveUp() }
      guard case .one(let low) = member else {
        if case .word = member, isNegated { isWordless = true }
        if case .signs = member {
          members = nil
          common = CharacterMask()
        } else {
          insert(nil)
        }
        continue
      }
      guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        insert(low)
        continue
      }
      index += 1
      guard case .one(let high)? = classMember(), low.value <= high.value else { return giveUp() }
      if high.value - low.value <= 16 {
        for value in low.value...high.value { insert(Unicode.Scalar(value)) }
      } else {
        insert(nil)
      }
    }
    index += 1
    let characters = common ?? CharacterMask()
    guard let members, !members.isEmpty, members.count <= 8 else {
      return LiteralSummary(characters: characters, extent: isWordless ? .sign : .character)
    }
    return LiteralSummary(exact: members, characters: characters)
  }

  /// One character or kind of characters inside a class; `nil` for what is not understood.
  private mutating func classMember() -> ClassMember? {
    guard let scalar = next else { return nil }
    index += 1
    if scalar == "[", let kind = next, kind == ":" || kind == "." || kind == "=" { return posixClass(kind) }
    guard scalar == "\\" else { return .one(scalar) }
    guard let escaped = next else { return nil }
    index += 1
    switch escaped {
    case "n": return .one("\n")
    case "t": return .one("\t")
    case "r": return .one("\r")
    case "f": return .one("\u{0C}")
    case "a": return .one("\u{07}")
    case "e": return .one("\u{1B}")
    case "b": return .one("\u{08}")
    case "x": return hexadecimal().map { .one($0) }
    case "W", "s", "h", "v": return .signs
    case "w": return .word
    case "d", "D", "S", "H", "V": return .several
    case "p", "P":
      if take("{") { return skip(past: "}") ? .several : nil }
      index += 1
      return .several
    default:
      if ("0"..."7").contains(escaped) {
        // Octal, with up to two more digits; which character it is does not matter here.
        for _ in 0..<2 where next.map({ ("0"..."7").contains($0) }) ?? false { index += 1 }
        return .several
      }
      return Self.standsForItself(escaped) ? .one(escaped) : nil
    }
  }

  /// `[:alpha:]` and its like. Without its end the bracket would stand for itself, and then all that follows is doubtful.
  private mutating func posixClass(_ kind: Unicode.Scalar) -> ClassMember? {
    index += 1
    while let scalar = next, scalar.properties.isAlphabetic || scalar == "^" { index += 1 }
    guard next == kind, index + 1 < scalars.count, scalars[index + 1] == "]" else { return nil }
    index += 2
    return .several
  }
}
