/// Reads JSON strictly: RFC 8259 to the letter, valid UTF-8 only, no key twice in an object, bounded depth.
///
/// Which of two equal keys counts is left open by the RFC (section 4), so that a check and a use of one text may disagree;
/// such texts are refused, as are lone surrogates, which no Swift string can hold.
package struct JSONReader {
  /// Arrays and objects within one another; deeper texts are refused.
  package static let depthMax = 16

  /// Why a text is not taken, with the byte at which it showed.
  package enum Problem: Error, Hashable, Sendable {
    case notUTF8(offset: Int)
    case syntax(offset: Int)
    case tooDeep(offset: Int)
    case duplicateKey(offset: Int)
  }

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// The one value that the bytes hold, with white space around it at most.
  ///
  /// - Complexity: O(bytes); an object of n keys costs O(n) more for the check of duplicates.
  package static func read(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
    // Validated as a whole first: afterwards any slice between ASCII bytes is valid UTF-8.
    guard String(validating: bytes, as: UTF8.self) != nil else {
      let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
      let offset = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? bytes.count
      throw .notUTF8(offset: offset)
    }
    var reader = JSONReader(bytes: bytes)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == bytes.count else { throw .syntax(offset: reader.index) }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func take(_ literal: StaticString, as value: JSONValue) throws(Problem) -> JSONValue {
    let expected = Array("\(literal)".utf8)
    guard index + expected.count <= bytes.count, bytes[index..<index + expected.count].elementsEqual(expected) else {
      throw .syntax(offset: index)
    }
    index += expected.count
    return value
  }

  private mutating func value() throws(Problem) -> JSONValue {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try take("true", as: .bool(true))
    case UInt8(ascii: "f"): return try take("false", as: .bool(false))
    case UInt8(ascii: "n"): return try take("null", as: .null)
    default: return try number()
    }
  }

  private mutating func enter() throws(Problem) {
    guard depth < Self.depthMax else { throw .tooDeep(offset: index) }
    depth += 1
    index += 1
    skipSpace()
  }

  private mutating func object() throws(Problem) -> JSONValue {
    try enter()
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    if byte == UInt8(ascii: "}") {
      index += 1
      depth -= 1
      return .object([])
    }
    while true {
      skipSpace()
      let start = index
      guard byte == UInt8(ascii: "\"") else { throw .syntax(offset: index) }
      let key = try string()
      // Compared by scalars: Swift holds canonically equal keys for one, and so may whoever reads after us.
      guard keys.insert(key).inserted else { throw .duplicateKey(offset: start) }
      skipSpace()
      guard byte == UInt8(ascii: ":") else { throw .syntax(offset: index) }
      index += 1
      members.append(JSONValue.Member(key, try value()))
      skipSpace()
      switch byte {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "}"):
        index += 1
        depth -= 1
        return .object(members)
      default: throw .syntax(offset: index)
      }
    }
  }

  private mutating func array() throws(Problem) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if byte == UInt8(ascii: "]") {
      index += 1
      depth -= 1
      return .array([])
    }
    while true {
      elements.append(try value())
      skipSpace()
      switch byte {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "]"):
        index += 1
        depth -= 1
        return .array(elements)
      default: throw .syntax(offset: index)
      }
    }
  }

  private mutating func string() throws(Problem) -> String {
    index += 1
    let start = index
    // Most strings have no escapes and are taken as they stand.
    while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      guard byte >= 0x20 else { throw .syntax(offset: index) }
      index += 1
    }
    if byte == UInt8(ascii: "\"") {
      defer { index += 1 }
      return String(decoding: bytes[start..<index], as: UTF8.self)
    }
    var text = Array(bytes[start..<index])
    while let current = byte {
      switch current {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += String(Character(try escape())).utf8
      default:
        guard current >= 0x20 else { throw .syntax(offset: index) }
        text.append(current)
        index += 1
      }
    }
    throw .syntax(offset: index)
  }

  private mutating func escape() throws(Problem) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let letter = byte else { throw .syntax(offset: index) }
    index += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try hexadecimal()
      if let scalar = Unicode.Scalar(high) { return scalar }
      guard (0xD800..<0xDC00).contains(high), byte == UInt8(ascii: "\\") else { throw .syntax(offset: start) }
      index += 1
      guard byte == UInt8(ascii: "u") else { throw .syntax(offset: start) }
      index += 1
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw .syntax(offset: start) }
      let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
      guard let scalar = Unicode.Scalar(value) else { throw .syntax(offset: start) }
      return scalar
    default: throw .syntax(offset: start)
    }
  }

  private mutating func hexadecimal() throws(Problem) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte, byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .syntax(offset: index)
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func number() throws(Problem) -> JSONValue {
    let start = index
    if byte == UInt8(ascii: "-") { index += 1 }
    if byte == UInt8(ascii: "0") {
      index += 1
    } else {
      guard digits() > 0 else { throw .syntax(offset: index) }
    }
    var isWhole = true
    if byte == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      guard digits() > 0 else { throw .syntax(offset: index) }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
      guard digits() > 0 else { throw .syntax(offset: index) }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int64(text) { return .integer(value) }
    // A number beyond every double is a mistake or an attack, not infinity.
    guard let value = Double(text), value.isFinite else { throw .syntax(offset: start) }
    return .number(value)
  }
}
