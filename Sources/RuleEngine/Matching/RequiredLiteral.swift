/// Texts of which at least one must stand in anything that an expression matches.
///
/// It is a conservative reading: whatever it does not know for certain makes it answer `nil`, and the expression is
/// then tried on every text. Only letters, digits and a few signs whose other case the folded views never hold are
/// taken into a literal, so it must not be used for views that keep capitals.
struct RequiredLiteral {
  /// More alternatives than this filter too little to be worth their place.
  static let alternativesMax = 24
  /// Shorter ones stand in nearly every text.
  static let bytesMin = 3

  /// The texts, folded to small letters, or `nil` when none can be told.
  static func texts(of expression: String) -> Set<[UInt8]>? {
    // Verbs, comments, quoting, inline options, references and recursion are not followed.
    let tokens = ExpressionTokens(expression)
    guard !expression.contains("(*"), !expression.contains("(?#"), !expression.contains("\\Q"),
      !expression.contains("\\E"), !expression.contains("\\c"), tokens.isBalanced
    else { return nil }
    var reader = RequiredLiteral(tokens: tokens.tokens)
    guard let node = reader.alternation(depth: 0), reader.position == tokens.tokens.count else { return nil }
    return node.required
  }

  /// What is known of a piece of the expression.
  private struct Node {
    /// Everything that it can match, when that is a short list of plain texts.
    var exact: Set<[UInt8]>?
    /// At least one of these stands in whatever it matches.
    var required: Set<[UInt8]>?
  }

  private let tokens: [ExpressionTokens.Token]
  private var position = 0

  private init(tokens: [ExpressionTokens.Token]) {
    self.tokens = tokens
  }

  /// `nil` when something unknown is met, which ends the whole reading.
  private mutating func alternation(depth: Int) -> Node? {
    guard depth < 64 else { return nil }
    var exact: Set<[UInt8]>? = []
    var required: Set<[UInt8]>? = []
    while true {
      guard let branch = sequence(depth: depth) else { return nil }
      exact = Self.union(exact, branch.exact)
      required = Self.union(required, branch.required)
      guard position < tokens.count, case .sign("|") = tokens[position].kind else { break }
      position += 1
    }
    return Node(exact: exact, required: required)
  }

  private mutating func sequence(depth: Int) -> Node? {
    var run = Run()
    var isExact = true
    while position < tokens.count {
      let kind = tokens[position].kind
      switch kind {
      case .close, .sign("|"): return run.node(isExact: isExact)
      default: break
      }
      position += 1
      let atom: Atom
      switch kind {
      case .literal(let scalar):
        atom = Self.folded(scalar).map { .texts([$0]) } ?? .unknown
        if scalar == "{" || scalar == "}" { return nil }
      case .characterClass(let inside): atom = Self.texts(of: inside).map { .texts($0) } ?? .unknown
      case .sign("^"), .sign("$"): atom = .nothing
      case .sign: atom = .unknown
      case .escape(let letter):
        if "bBAzZG".unicodeScalars.contains(letter) {
          atom = .nothing
        } else if "dDwWsShHvVRXpPntrfae".unicodeScalars.contains(letter) {
          atom = .unknown
        } else {
          return nil
        }
      case .open(let text):
        guard let inner = alternation(depth: depth + 1), position < tokens.count,
          case .close = tokens[position].kind
        else { return nil }
        position += 1
        switch text {
        case "(", "(?:", "(?>": atom = .group(inner)
        case "(?=", "(?!", "(?<=", "(?<!": atom = .nothing
        default: return nil
        }
      case .quantifier, .close: return nil
      }
      var (min, max): (Int, Int?) = (1, 1)
      if position < tokens.count, case .quantifier(let least, let most) = tokens[position].kind {
        (min, max) = (least, most)
        position += 1
      }
      isExact = run.append(atom, min: min, max: max) && isExact
    }
    return run.node(isExact: isExact)
  }

  private enum Atom {
    case texts(Set<[UInt8]>)
    case group(Node)
    case unknown
    /// Matches a place, not characters.
    case nothing
  }

  /// The plain texts that end where the reading stands, and the best that was complete before.
  private struct Run {
    private var current: Set<[UInt8]> = [[]]
    private var best: Set<[UInt8]>?

    /// Takes an atom; `false` when the whole is no longer a list of plain texts.
    mutating func append(_ atom: Atom, min: Int, max: Int?) -> Bool {
      if case .nothing = atom { return true }
      guard min > 0, max != 0 else {
        end()
        return false
      }
      switch atom {
      case .texts(let texts): return append(texts, isOnce: min == 1 && max == 1)
      case .group(let node):
        if let exact = node.exact { return append(exact, isOnce: min == 1 && max == 1) }
        end()
        offer(node.required)
        return false
      case .unknown, .nothing:
        end()
        return false
      }
    }

    private mutating func append(_ texts: Set<[UInt8]>, isOnce: Bool) -> Bool {
      if current.count * texts.count <= alternativesMax {
        var joined: Set<[UInt8]> = []
        for head in current { for tail in texts { joined.insert(head + tail) } }
        current = joined
        if isOnce { return true }
        end()
        return false
      }
      end()
      if texts.count <= alternativesMax {
        current = texts
        if !isOnce { end() }
      }
      return false
    }

    private mutating func end() {
      offer(current)
      current = [[]]
    }

    private mutating func offer(_ texts: Set<[UInt8]>?) {
      guard let texts, Self.worth(texts) > Self.worth(best) else { return }
      best = texts
    }

    /// Longer is rarer, up to the four bytes that the search looks at; then fewer are better.
    private static func worth(_ texts: Set<[UInt8]>?) -> Int {
      guard let texts, let shortest = texts.map(\.count).min(), shortest >= bytesMin else { return 0 }
      return Swift.min(shortest, 6) * 100 - texts.count
    }

    consuming func node(isExact: Bool) -> Node {
      let exact = isExact ? current : nil
      end()
      return Node(exact: exact, required: best)
    }
  }

  private static func union(_ left: Set<[UInt8]>?, _ right: Set<[UInt8]>?) -> Set<[UInt8]>? {
    guard let left, let right else { return nil }
    let union = left.union(right)
    return union.count <= alternativesMax ? union : nil
  }

  /// The plain texts of a small class.
  private static func texts(of inside: ExpressionTokens.CharacterClass) -> Set<[UInt8]>? {
    guard !inside.isNegated, !inside.hasOthers, inside.ranges.isEmpty, inside.singles.count <= 8 else { return nil }
    var texts: Set<[UInt8]> = []
    for single in inside.singles {
      guard let text = folded(single) else { return nil }
      texts.insert(text)
    }
    return texts
  }

  /// A character as a folded view holds it; `nil` for characters that could stand there in another form.
  ///
  /// ASCII and the Cyrillic of Russian, Ukrainian and Belarusian: what else PCRE2 takes for equal to these without
  /// regard to case (U+017F, U+212A, U+1C80 to U+1C88) is folded to them by NFKC_Casefold and so is not in a view.
  private static func folded(_ scalar: Unicode.Scalar) -> [UInt8]? {
    switch scalar.value {
    case 0x61...0x7A, 0x30...0x39, 0x430...0x45F, 0x490...0x491: Array(String(Character(scalar)).utf8)
    case 0x41...0x5A, 0x410...0x42F: folded(scalar.value + 0x20)
    case 0x400...0x40F: folded(scalar.value + 0x50)
    case 0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x5F: [UInt8(scalar.value)]
    default: nil
    }
  }

  private static func folded(_ value: UInt32) -> [UInt8]? {
    Unicode.Scalar(value).map { Array(String(Character($0)).utf8) }
  }
}
