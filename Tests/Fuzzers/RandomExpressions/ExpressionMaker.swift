/// Random expressions over all the syntax that the prefilter reads, and much that it does not, and random texts that have
/// a chance to meet them.
package enum ExpressionMaker {
  package static let letters = ["а", "б", "К", "ё", "k", "S", "s", "i", "1", "ß", "σ", "і", "ж", "й", "e", "t"]
  /// Case pairs that change length, marks, look-alikes of other blocks, white space of all kinds.
  package static let hard = [
    "А", "к", "\u{212A}", "ſ", "ẞ", "İ", "ı", "ς", "Ё", " ", "  ", ".", "k", "б", "\n", "\u{1C82}", "\u{301}", "é",
    "e\u{301}", "К", "-", "#", "😀", "ﬁ", "й", "И\u{306}", "٣", "_", "\r\n", "\u{85}", "\u{2028}", "\u{A0}", "\u{200B}",
    "ŉ", "ǰ", "ﬅ", "Å", "µ", "ϐ", "Ω", "\u{345}", "Ǆ", "ǅ", "ґ", "Ґ", "ї", "\u{A64A}", "\u{1C88}", "\t", "\0",
  ]

  package static func expression(depth: Int = 3, _ random: inout some RandomNumberGenerator) -> String {
    let body = sequence(depth, &random)
    let starts = [
      "", "", "", "", "", "", "", "", "(*UCP)", "(*UTF)(*UCP)", "(?i)", "(?-i)", "(?x)", "(?xx)", "(?s)", "(*NO_JIT)",
      "(*NOTEMPTY)", "(*LIMIT_MATCH=500)", "(*CRLF)", "(*ANY)(?x)", "(*NUL)", "(?n)", "(?U)", "(?J)",
      "(*NO_START_OPT)", "(*BSR_ANYCRLF)", "(*NO_AUTO_POSSESS)",
    ]
    return pick(starts, &random) + body
  }

  private static func sequence(_ depth: Int, _ random: inout some RandomNumberGenerator) -> String {
    let count = Int.random(in: 1...4, using: &random)
    return (0..<count).map { _ in atom(depth, &random) + quantifier(&random) }.joined()
  }

  private static func pick(_ choices: [String], _ random: inout some RandomNumberGenerator) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private static func letter(_ random: inout some RandomNumberGenerator) -> String {
    Int.random(in: 0..<8, using: &random) == 0 ? pick(hard, &random) : pick(letters, &random)
  }

  private static func word(_ random: inout some RandomNumberGenerator) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in letter(&random) }.joined()
  }

  private static func atom(_ depth: Int, _ random: inout some RandomNumberGenerator) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 34 : 18), using: &random) {
    case 0..<9: return word(&random)
    case 9: return "[\(letter(&random))\(letter(&random))]"
    case 10: return pick(classes, &random)
    case 11: return "."
    case 12: return pick(escapes, &random)
    case 13: return pick([" ", "# ", "\\ ", "\\#", "-", "#\n", "# а\r", "\n"], &random)
    case 14:
      return "\\Q" + word(&random) + pick(["", ".", "*(", "\\", "]"], &random) + pick(["\\E", "\\E", ""], &random)
    case 15:
      return pick(
        [
          "\\x{43a}", "\\x6b", "\\x{212A}", "\\t", "\\x{17f}", "\\x{df}", "\\x{1E9E}", "\\x", "\\x4", "\\o{153}",
          "\\153", "\\N{U+43A}", "\\cK", "\\0", "\\x{130}", "\\e", "\\a",
        ], &random)
    case 16: return pick(["(?#c)", "(?#к)", "\\1", "\\g{1}", "\\g{-1}", "\\k<n>", "(?P=n)", "\\2"], &random)
    case 17: return pick(verbs, &random)
    case 18...22:
      let branches = (0..<Int.random(in: 1...3, using: &random)).map { _ in sequence(depth - 1, &random) }
      return pick(groups, &random) + branches.joined(separator: "|") + ")"
    case 23: return pick(["(?=", "(*pla:", "(*positive_lookahead:"], &random) + sequence(depth - 1, &random) + ")"
    case 24: return pick(["(?!", "(*nla:"], &random) + sequence(depth - 1, &random) + ")"
    case 25: return pick(["(?<=", "(*plb:"], &random) + letter(&random) + ")"
    case 26: return pick(["(?<!", "(*nlb:"], &random) + letter(&random) + ")"
    case 27:
      return pick(["(?i)", "(?-i)", "(?x)", "(?-x)", "(?^)", "(?i-x)", "(?xx)", "(?s)"], &random)
        + sequence(depth - 1, &random)
    case 28: return "(" + sequence(depth - 1, &random) + ")(?(1)" + word(&random) + "|" + word(&random) + ")"
    case 29: return "(" + word(&random) + ")" + pick(["(?1)", "(?+1)", "(?-1)", "\\g<1>", "(?R)?", "(?0)?"], &random)
    case 30: return "(?(?=" + letter(&random) + ")" + word(&random) + "|" + word(&random) + ")"
    case 31: return "(?(DEFINE)(?<n>" + word(&random) + "))(?&n)"
    case 32: return "(?:" + sequence(depth - 1, &random) + "|)"
    default: return "(?:|" + sequence(depth - 1, &random) + ")"
    }
  }

  private static let classes = [
    "[а-к]", "[^б]", "[]а]", "[\\]к]", "[а[:]", "[[:alpha:]к]", "[\\x20-\\x7e]", "[\\d.]", "[K-M]", "[а\\-б]", "[ßs]",
    "[^]б]", "[[:^alpha:]]", "[\\Qк]\\E]", "[а-\\d]", "[İi]", "[\\b]", "[ς]", "[[.а.]]", "[\\p{Lu}]", "[^\\W]", "[s-u]",
    "[\\x{17f}]", "[ а]", "[-а]", "[а-]", "[[:word:]-я]", "[\u{212A}]", "[]", "[^]", "[[:<:]]", "[[:>:]]",
  ]

  private static let escapes = [
    "\\b", "\\W", "[\\W_]*", "\\W{0,3}", "[ .-]?", "[^\\w]", "(?<!\\w)", "(?!\\w)", "(?!\\S)",
    "(?<![\\p{L}\\p{N}\\p{M}])", "\\b", "\\w", "\\d", "\\s", "^", "$", "\\p{L}", "\\pL", "\\.", "\\K", "\\B", "\\R",
    "\\X", "\\h", "\\N", "\\A",
    "\\z",
    "\\Z", "\\G", "\\P{Cyrillic}", "\\p{^L}", "\\v", "\\H", "\\V", "\\D", "\\W", "\\S", "\\E", "\\-", "\\/", "\\«",
  ]

  private static let verbs = [
    "(*FAIL)", "(*COMMIT)", "(*ACCEPT)", "(*SKIP)", "(*PRUNE)", "(*THEN)", "(*MARK:а)", "(*SKIP:а)", "(*F)",
    "(*PRUNE:к)", "(*THEN:к)", "(*:к)", "(?C)", "(?C1)", "(*COMMIT:к)",
  ]

  private static let groups = [
    "(?:", "(?:", "(", "(", "(?>", "(?|", "(?<n>", "(?i:", "(?-i:", "(?x:", "(?P<n>", "(?'n'", "(*atomic:", "(?^:",
    "(?s-i:",
    "(*sr:", "(?xx:", "(?n:",
  ]

  private static func quantifier(_ random: inout some RandomNumberGenerator) -> String {
    guard Int.random(in: 0..<3, using: &random) == 0 else { return "" }
    return pick(
      [
        "?", "*", "+", "{2}", "{0,2}", "{1,}", "+?", "?+", "{0}", "{,2}", "{a", " +", "*+", "{3,1}", "{ 1}", "{1}{2}",
        "{0,0}", "{2}+", "{2,3}?", "??", "(?#c)+", " {2}", "{65536}", "{1,2",
      ], &random)
  }

  /// Letters, hard characters, and pieces of the expression itself, so that texts are often met.
  package static func text(near expression: String, _ random: inout some RandomNumberGenerator) -> String {
    let own = expression.unicodeScalars.filter { $0.properties.isAlphabetic }.map { String(Character($0)) }
    var text = ""
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: text += pick(letters, &random)
      case 1: text += pick(hard, &random)
      case 2:
        guard !own.isEmpty else { continue }
        let start = Int.random(in: 0..<own.count, using: &random)
        text += own[start..<min(own.count, start + Int.random(in: 1...5, using: &random))].joined()
      case 3:
        let piece = own.randomElement(using: &random) ?? "s"
        text += Bool.random(using: &random) ? piece.uppercased() : piece
      default:
        // Letters of the expression one after another, its syntax left out: what it would match without quantifiers.
        text += own.prefix(Int.random(in: 1...12, using: &random)).joined()
      }
    }
    return text
  }

  /// The expression with some of its bytes changed, dropped, doubled or swapped for syntax; what is no UTF-8 any more is
  /// mended with U+FFFD.
  package static func mutated(_ expression: String, _ random: inout some RandomNumberGenerator) -> String {
    var bytes = Array(expression.utf8)
    let syntax = Array("()[]{}?*+|\\^$.:!=<>#xQE1-, ".utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(syntax.randomElement(using: &random) ?? 0x28, at: place)
      case 2: bytes[place] = syntax.randomElement(using: &random) ?? 0x29
      case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
      default:
        let end = min(bytes.count, place + Int.random(in: 1...6, using: &random))
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
