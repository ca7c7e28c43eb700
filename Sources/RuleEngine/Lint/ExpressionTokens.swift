/// An expression cut into the pieces that lint looks at.
///
/// It follows pcre2pattern(3) as far as lint needs: what it does not know it passes over, and no finding comes of it.
struct ExpressionTokens {
  enum Kind: Equatable {
    case literal(Unicode.Scalar)
    /// `\w`, `\b` and so on, by their letter.
    case escape(Unicode.Scalar)
    case characterClass(CharacterClass)
    /// `.`, `^`, `$`, `|`
    case sign(Unicode.Scalar)
    /// `max` is `nil` when there is none.
    case quantifier(min: Int, max: Int?)
    /// `(`, `(?:`, `(?<!` and so on.
    case open(String)
    case close
  }

  struct CharacterClass: Equatable {
    var isNegated: Bool
    var singles: [Unicode.Scalar]
    var ranges: [ClosedRange<UInt32>]
    /// `\w`, `\p{L}`, `[:alpha:]` and so on are inside.
    var hasOthers: Bool

    var isASCII: Bool { singles.allSatisfy(\.isASCII) && ranges.allSatisfy { $0.upperBound < 0x80 } }
  }

  struct Token {
    var kind: Kind
    /// Bytes of the expression.
    var offset: Int
  }

  private(set) var tokens: [Token] = []
  private let scalars: [Unicode.Scalar]
  private let offsets: [Int]
  private var index = 0

  init(_ expression: String) {
    scalars = Array(expression.unicodeScalars)
    var offset = 0
    var offsets: [Int] = []
    for scalar in scalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    self.offsets = offsets + [offset]
    while index < scalars.count { step() }
  }

  /// Whether no parenthesis closes what was not opened.
  var isBalanced: Bool {
    var depth = 0
    for token in tokens {
      switch token.kind {
      case .open: depth += 1
      case .close: depth -= 1
      default: break
      }
      if depth < 0 { return false }
    }
    return depth == 0
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private mutating func add(_ kind: Kind, from start: Int) {
    tokens.append(Token(kind: kind, offset: offsets[start]))
  }

  private mutating func step() {
    let start = index
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\\": escape(from: start)
    case "[": characterClass(from: start)
    case "(": group(from: start)
    case ")": add(.close, from: start)
    case ".", "^", "$", "|": add(.sign(scalar), from: start)
    case "*": quantifier(0, nil, from: start)
    case "+": quantifier(1, nil, from: start)
    case "?": quantifier(0, 1, from: start)
    case "{":
      if let (min, max, end) = braces() {
        index = end
        quantifier(min, max, from: start)
      } else {
        add(.literal(scalar), from: start)
      }
    default: add(.literal(scalar), from: start)
    }
  }

  private mutating func quantifier(_ min: Int, _ max: Int?, from start: Int) {
    // Lazy and possessive marks belong to it.
    if peek() == "?" || peek() == "+" { index += 1 }
    add(.quantifier(min: min, max: max), from: start)
  }

  /// `{2}`, `{2,}`, `{2,5}`; anything else in braces is literal.
  private func braces() -> (min: Int, max: Int?, end: Int)? {
    guard let close = scalars[index...].firstIndex(of: "}"), close - index <= 12 else { return nil }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[index..<close])
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let min = Int(parts[0]), parts.count <= 2 else { return nil }
    if parts.count == 1 { return (min, min, close + 1) }
    if parts[1].isEmpty { return (min, nil, close + 1) }
    guard let max = Int(parts[1]) else { return nil }
    return (min, max, close + 1)
  }

  private mutating func escape(from start: Int) {
    guard let letter = peek() else { return }
    index += 1
    if letter == "Q" {
      while index < scalars.count, !(scalars[index] == "\\" && peek(1) == "E") {
        add(.literal(scalars[index]), from: index)
        index += 1
      }
      index = min(index + 2, scalars.count)
      return
    }
    if letter == "E" { return }
    guard letter.isASCII, letter.properties.isAlphabetic || ("0"..."9").contains(letter) else {
      add(.literal(letter), from: start)
      return
    }
    skipBraces(after: letter)
    add(.escape(letter), from: start)
  }

  /// The braces or the single letter that belong to `\p`, `\x`, `\g`, `\k`, `\N`, `\o`.
  private mutating func skipBraces(after letter: Unicode.Scalar) {
    guard "pPxgkNo".unicodeScalars.contains(letter) else { return }
    if peek() == "{", let close = scalars[index...].firstIndex(of: "}") {
      index = close + 1
    } else if letter == "p" || letter == "P" {
      index = min(index + 1, scalars.count)
    } else if letter == "x" {
      while let digit = peek(), digit.properties.isASCIIHexDigit, index < scalars.count { index += 1 }
    }
  }

  private mutating func group(from start: Int) {
    if peek() == "*" || (peek() == "?" && peek(1) == "#") {
      // A verb or a comment.
      index = scalars[index...].firstIndex(of: ")").map { $0 + 1 } ?? scalars.count
      return
    }
    var text = "("
    if peek() == "?" {
      text += "?"
      index += 1
      while let next = peek(), next != ":", next != "=", next != "!", next != ">", next != ")", text.count < 40 {
        text.unicodeScalars.append(next)
        index += 1
        if next == "<", peek() != "=", peek() != "!" {
          // A name.
          while let inner = peek(), inner != ">", inner != ")" {
            text.unicodeScalars.append(inner)
            index += 1
          }
        }
      }
      if let end = peek(), end != ")" {
        text.unicodeScalars.append(end)
        index += 1
      }
    }
    add(.open(text), from: start)
  }

  private mutating func characterClass(from start: Int) {
    var inside = CharacterClass(isNegated: false, singles: [], ranges: [], hasOthers: false)
    if peek() == "^" {
      inside.isNegated = true
      index += 1
    }
    var isFirst = true
    while let scalar = peek(), isFirst || scalar != "]" {
      isFirst = false
      index += 1
      // `[:` begins a POSIX class only where `:]` ends it.
      if scalar == "[", peek() == ":", let close = scalars[index...].firstIndex(of: "]"), close > index + 1,
        scalars[close - 1] == ":"
      {
        inside.hasOthers = true
        index = close + 1
        continue
      }
      var single = scalar
      if scalar == "\\" {
        guard let letter = peek() else { break }
        index += 1
        if letter.isASCII, letter.properties.isAlphabetic || ("0"..."9").contains(letter) {
          skipBraces(after: letter)
          inside.hasOthers = true
          continue
        }
        single = letter
      }
      if peek() == "-", let end = peek(1), end != "]", end != "\\", end != "[", end.value >= single.value {
        index += 2
        inside.ranges.append(single.value...end.value)
      } else {
        inside.singles.append(single)
      }
    }
    index = min(index + 1, scalars.count)
    add(.characterClass(inside), from: start)
  }
}
