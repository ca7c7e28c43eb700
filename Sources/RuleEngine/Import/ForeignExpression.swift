/// An expression of Perl or Python, made fit for ours.
struct ForeignExpression {
  var text: String
  var flags: Set<PatternFlag> = []
  /// `raw` when capitals count; `nil` for the usual view.
  var view: String?
  var change: String?

  /// - Returns: `nil` with a reason in `problem`.
  init?(_ source: String, flags letters: some StringProtocol, problem: inout String) {
    text = source
    var isCaseless = false
    for letter in letters {
      switch letter {
      case "i": isCaseless = true
      case "s": flags.insert(.dotAll)
      case "m": flags.insert(.multiline)
      case "x": flags.insert(.extended)
      // How often it is tried, and in which character set: nothing for us.
      case "g", "o", "u", "a", "l", "n": break
      default:
        problem = "the flag «\(letter)» is not known"
        return nil
      }
    }
    if !isCaseless {
      flags.insert(.caseSensitive)
      view = "raw"
    }
    guard let decoded = Self.decodingBytes(source) else {
      problem = "bytes that are not UTF-8 (\\x80 and above) cannot be looked for"
      return nil
    }
    if decoded != source { change = "bytes written as \\x… are read as UTF-8" }
    text = decoded
  }

  /// `/expression/flags`, `m{expression}flags` and the like.
  static func delimited(_ text: String) -> (expression: String, flags: Substring)? {
    var rest = text[...]
    if rest.first == "m", let next = rest.dropFirst().first, !next.isLetter, !next.isNumber { rest = rest.dropFirst() }
    guard let open = rest.first, !open.isLetter, !open.isNumber, !open.isWhitespace else { return nil }
    let pairs: [Character: Character] = ["{": "}", "(": ")", "[": "]", "<": ">"]
    let close = pairs[open] ?? open
    guard let end = rest.dropFirst().lastIndex(of: close) else { return nil }
    let flags = rest[rest.index(after: end)...]
    guard flags.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
    var expression = String(rest[rest.index(after: rest.startIndex)..<end])
    if close == "/" { expression = expression.replacing("\\/", with: "/") }
    return expression.isEmpty ? nil : (expression, flags)
  }

  /// Runs of `\xD0\xBA` as the characters they are in UTF-8; `nil` when a high byte is left.
  private static func decodingBytes(_ source: String) -> String? {
    let bytes = Array(source.utf8)
    var result: [UInt8] = []
    var pending: [UInt8] = []
    var isInClass = false
    var index = 0
    func hex(_ at: Int) -> UInt8? {
      guard at < bytes.count else { return nil }
      return Character(Unicode.Scalar(bytes[at])).hexDigitValue.map { UInt8($0) }
    }
    func flush() -> Bool {
      guard !pending.isEmpty else { return true }
      guard let text = String(validating: pending, as: UTF8.self), !isInClass || text.unicodeScalars.count == 1 else {
        return false
      }
      result += text.utf8
      pending = []
      return true
    }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
        if bytes[index + 1] == UInt8(ascii: "x"), let high = hex(index + 2), let low = hex(index + 3), high >= 8 {
          // In a class each byte would be a choice of its own.
          guard !isInClass else { return nil }
          pending.append(high << 4 | low)
          index += 4
          continue
        }
        guard flush() else { return nil }
        result += bytes[index...index + 1]
        index += 2
        continue
      }
      guard flush() else { return nil }
      if bytes[index] == UInt8(ascii: "[") { isInClass = true }
      if bytes[index] == UInt8(ascii: "]") { isInClass = false }
      result.append(bytes[index])
      index += 1
    }
    guard flush() else { return nil }
    return String(decoding: result, as: UTF8.self)
  }
}
