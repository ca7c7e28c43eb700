/// Reads `meta:` by recursive descent. From loosest to tightest: `or`, `and`, `not`, one comparison, `+ -`, `* /`,
/// minus, parentheses.
struct MetaParser {
  /// Why an expression is not one, and where: bytes from its beginning.
  struct Failure: Error {
    var offset: Int
    var length: Int
    var message: String
    var expected: String?
  }

  struct Token {
    enum Kind: Equatable {
      case number(Double)
      case name(String)
      case sign(String)
      case end
    }
    var kind: Kind
    var offset: Int
    var length: Int
  }

  /// A name in the expression with its place, so that an unknown one can be pointed at.
  struct Mention {
    enum Kind { case rule, group }
    var kind: Kind
    var name: String
    var offset: Int
    var length: Int
  }

  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  private(set) var mentions: [Mention] = []

  static func parse(_ text: String) throws(Failure) -> (MetaExpression, [Mention]) {
    guard text.utf8.count <= RuleSetLimits.metaBytesMax else {
      throw Failure(offset: 0, length: 1, message: "the expression is longer than \(RuleSetLimits.metaBytesMax) bytes")
    }
    var parser = MetaParser(tokens: try tokens(of: Array(text.utf8)))
    let expression = try parser.disjunction()
    guard parser.next.kind == .end else {
      throw parser.failure("nothing more can follow here", expected: "and, or, or a comparison")
    }
    return (expression, parser.mentions)
  }

  private init(tokens: [Token]) {
    self.tokens = tokens
  }

  private var next: Token { tokens[min(position, tokens.count - 1)] }

  private func failure(_ message: String, expected: String) -> Failure {
    Failure(offset: next.offset, length: max(1, next.length), message: message, expected: expected)
  }

  private mutating func take(_ word: String) -> Bool {
    guard next.kind == .name(word) || next.kind == .sign(word) else { return false }
    position += 1
    return true
  }

  private mutating func disjunction() throws(Failure) -> MetaExpression {
    var left = try conjunction()
    while take("or") { left = .binary(.or, left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(Failure) -> MetaExpression {
    var left = try negation()
    while take("and") { left = .binary(.and, left, try negation()) }
    return left
  }

  private mutating func negation() throws(Failure) -> MetaExpression {
    guard take("not") else { return try comparison() }
    try descend()
    defer { depth -= 1 }
    return .not(try negation())
  }

  private mutating func comparison() throws(Failure) -> MetaExpression {
    let left = try sum()
    for sign in ["<=", ">=", "==", "!=", "<", ">"] where next.kind == .sign(sign) {
      position += 1
      guard let operation = MetaExpression.Operation(rawValue: sign) else { break }
      return .binary(operation, left, try sum())
    }
    return left
  }

  private mutating func sum() throws(Failure) -> MetaExpression {
    var left = try product()
    while true {
      if take("+") {
        left = .binary(.add, left, try product())
      } else if take("-") {
        left = .binary(.subtract, left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(Failure) -> MetaExpression {
    var left = try factor()
    while true {
      if take("*") {
        left = .binary(.multiply, left, try factor())
      } else if take("/") {
        left = .binary(.divide, left, try factor())
      } else {
        return left
      }
    }
  }

  private mutating func factor() throws(Failure) -> MetaExpression {
    try descend()
    defer { depth -= 1 }
    if take("-") { return .negative(try factor()) }
    if take("(") {
      let inner = try disjunction()
      guard take(")") else { throw failure("a parenthesis is not closed", expected: ")") }
      return inner
    }
    let token = next
    switch token.kind {
    case .number(let number):
      position += 1
      return .number(number)
    case .name("true"), .name("false"):
      position += 1
      return .number(token.kind == .name("true") ? 1 : 0)
    case .name("count"):
      position += 1
      return .count(try counted())
    case .name("and"), .name("or"), .name("not"), .end, .sign:
      throw failure("a value is missing here", expected: "a rule id, group.NAME, count(…), a number or (")
    case .name(let name):
      position += 1
      return reference(name, token)
    }
  }

  private mutating func counted() throws(Failure) -> [String] {
    guard take("(") else { throw failure("count needs its rules", expected: "count(rule.a, rule.b)") }
    var ids: [String] = []
    repeat {
      guard case .name(let id) = next.kind else { throw failure("count takes rule ids", expected: "a rule id") }
      mentions.append(Mention(kind: .rule, name: id, offset: next.offset, length: next.length))
      ids.append(id)
      position += 1
    } while take(",")
    guard take(")") else { throw failure("the list of count is not closed", expected: ", or )") }
    return ids
  }

  private mutating func reference(_ name: String, _ token: Token) -> MetaExpression {
    guard name.hasPrefix("group.") else {
      mentions.append(Mention(kind: .rule, name: name, offset: token.offset, length: token.length))
      return .rule(name)
    }
    var group = String(name.dropFirst("group.".count))
    let wantsScore = group.hasSuffix(".score")
    if wantsScore { group.removeLast(".score".count) }
    mentions.append(Mention(kind: .group, name: group, offset: token.offset, length: token.length))
    return wantsScore ? .groupScore(group) : .groupHits(group)
  }

  private mutating func descend() throws(Failure) {
    depth += 1
    guard depth <= RuleSetLimits.metaNestingMax else {
      throw failure("nested deeper than \(RuleSetLimits.metaNestingMax) levels", expected: "a simpler expression")
    }
  }

  private static func tokens(of bytes: [UInt8]) throws(Failure) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    while index < bytes.count {
      let byte = bytes[index]
      let start = index
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        index += 1
        continue
      case _ where isLetter(byte):
        while index < bytes.count, isLetter(bytes[index]) || isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".")
        {
          index += 1
        }
        tokens.append(
          Token(
            kind: .name(String(decoding: bytes[start..<index], as: UTF8.self)), offset: start, length: index - start))
      case _ where isDigit(byte):
        while index < bytes.count, isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
        guard let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)), number.isFinite else {
          throw Failure(offset: start, length: index - start, message: "not a number", expected: "a number such as 2.5")
        }
        tokens.append(Token(kind: .number(number), offset: start, length: index - start))
      default:
        let two = String(decoding: bytes[start..<min(start + 2, bytes.count)], as: UTF8.self)
        if ["<=", ">=", "==", "!="].contains(two) {
          tokens.append(Token(kind: .sign(two), offset: start, length: 2))
          index += 2
        } else if "<>+-*/(),".utf8.contains(byte) {
          tokens.append(Token(kind: .sign(String(UnicodeScalar(byte))), offset: start, length: 1))
          index += 1
        } else {
          throw Failure(
            offset: start, length: 1, message: "this character has no meaning in meta",
            expected: "and, or, not, comparisons, + - * /, count(…), group.NAME, rule ids")
        }
      }
      guard tokens.count <= 2_000 else {
        throw Failure(offset: start, length: 1, message: "the expression is too long")
      }
    }
    tokens.append(Token(kind: .end, offset: bytes.count, length: 1))
    return tokens
  }
}
