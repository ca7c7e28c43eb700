/// Reads the words of a query from left to right, once.
struct ModerationQueryParser {
  private static let fields = [
    "rule", "category", "author", "article", "text", "lang", "language", "state", "cause", "wave", "age",
    "score",
  ]

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func terms() throws(ModerationQueryError) -> [ModerationQuery.Term] {
    guard bytes.count <= ModerationQuery.bytesMax else {
      throw ModerationQueryError(
        .tooLong, at: ModerationQuery.bytesMax, expected: "at most \(ModerationQuery.bytesMax) bytes")
    }
    var terms: [ModerationQuery.Term] = []
    while skipSpaces() {
      guard terms.count < ModerationQuery.termsMax else {
        throw ModerationQueryError(
          .tooManyTerms, at: index, expected: "at most \(ModerationQuery.termsMax) terms")
      }
      let isNegated = index + 1 < bytes.count && bytes[index] == UInt8(ascii: "-") && !isSpace(bytes[index + 1])
      if isNegated { index += 1 }
      terms.append(ModerationQuery.Term(try condition(), isNegated: isNegated))
    }
    return terms
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

  /// Whether anything follows.
  private mutating func skipSpaces() -> Bool {
    while index < bytes.count, isSpace(bytes[index]) { index += 1 }
    return index < bytes.count
  }

  /// The field's name and what stands behind it, where the term begins with a field.
  private mutating func field() -> (name: String, sign: String, start: Int)? {
    let start = index
    var end = index
    while end < bytes.count,
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end]) || bytes[end] == UInt8(ascii: "_")
    {
      end += 1
    }
    guard end > start, end < bytes.count else { return nil }
    let isFollowedByEqual = end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: "=")
    let sign: String
    switch bytes[end] {
    case UInt8(ascii: ":"), UInt8(ascii: "="): sign = ":"
    case UInt8(ascii: "<"): sign = isFollowedByEqual ? "<=" : "<"
    case UInt8(ascii: ">"): sign = isFollowedByEqual ? ">=" : ">"
    default: return nil
    }
    index = end + (sign.utf8.count == 2 ? 2 : 1)
    return (String(decoding: bytes[start..<end], as: UTF8.self), sign, start)
  }

  private mutating func condition() throws(ModerationQueryError) -> ModerationQuery.Condition {
    guard let field = field() else {
      return .text([try value(isInList: false).text.lowercased()])
    }
    switch (field.name, field.sign) {
    case ("rule", ":"): return .rule(try values(of: field.name).map(\.text))
    case ("category", ":"): return .category(try names(of: field.name))
    case ("author", ":"): return .author(try values(of: field.name).map { $0.text.lowercased() })
    case ("article", ":"): return .article(try values(of: field.name).map(\.text))
    case ("text", ":"): return .text(try values(of: field.name).map { $0.text.lowercased() })
    case ("state", ":"): return .state(try names(of: field.name))
    case ("cause", ":"): return .cause(try names(of: field.name))
    case ("wave", ":"):
      var waves: [WaveID] = []
      for value in try values(of: field.name) {
        guard let wave = WaveID(value.text) else {
          throw ModerationQueryError(
            .badValue, at: value.offset, subject: value.text, expected: "a wave's identity, as the queue shows it")
        }
        waves.append(wave)
      }
      return .wave(waves)
    case ("lang", ":"), ("language", ":"):
      var languages: [Language] = []
      for value in try values(of: field.name) {
        guard let language = Language(value.text) else {
          throw ModerationQueryError(.badValue, at: value.offset, subject: value.text, expected: "a code such as uk")
        }
        languages.append(language)
      }
      return .language(languages)
    case ("age", _), ("score", _):
      guard let comparison = ModerationQuery.Comparison(rawValue: field.sign) else {
        throw ModerationQueryError(
          .badComparison, at: field.start, subject: field.name, expected: "<, <=, > or >=")
      }
      let value = try value(isInList: true)
      return field.name == "age" ? .age(comparison, try seconds(value)) : .score(comparison, try points(value))
    default:
      guard Self.fields.contains(field.name) else {
        throw ModerationQueryError(
          .unknownField, at: field.start, subject: field.name,
          expected: "one of \(Self.fields.joined(separator: ", "))")
      }
      throw ModerationQueryError(.badComparison, at: field.start, subject: field.name, expected: "a colon")
    }
  }

  private struct Value {
    var text: String
    var offset: Int
  }

  private mutating func values(of field: String) throws(ModerationQueryError) -> [Value] {
    var values = [try value(isInList: true)]
    while index < bytes.count, bytes[index] == UInt8(ascii: ",") {
      index += 1
      values.append(try value(isInList: true))
    }
    return values
  }

  private mutating func names<Name: RawRepresentable<String> & CaseIterable>(
    of field: String
  ) throws(ModerationQueryError) -> [Name] {
    var names: [Name] = []
    for value in try values(of: field) {
      guard let name = Name(rawValue: value.text) else {
        throw ModerationQueryError(
          .badValue, at: value.offset, subject: value.text,
          expected: Name.allCases.map(\.rawValue).joined(separator: ", "))
      }
      names.append(name)
    }
    return names
  }

  /// A word, or anything between quotation marks.
  private mutating func value(isInList: Bool) throws(ModerationQueryError) -> Value {
    let start = index
    let closing: UInt8 = UInt8(ascii: "\"")
    if index < bytes.count, bytes[index] == closing {
      guard let end = bytes[(start + 1)...].firstIndex(of: closing) else {
        throw ModerationQueryError(.unclosedQuote, at: start, expected: "a second quotation mark")
      }
      index = end + 1
      return try filled(start + 1..<end, at: start)
    }
    while index < bytes.count, !isSpace(bytes[index]), !(isInList && bytes[index] == UInt8(ascii: ",")) { index += 1 }
    return try filled(start..<index, at: start)
  }

  private func filled(_ range: Range<Int>, at offset: Int) throws(ModerationQueryError) -> Value {
    guard !range.isEmpty else {
      throw ModerationQueryError(
        .missingValue, at: offset, subject: String(decoding: bytes[..<offset].suffix(20), as: UTF8.self),
        expected: "a word, or several in quotation marks")
    }
    return Value(text: String(decoding: bytes[range], as: UTF8.self), offset: offset)
  }

  private func points(_ value: Value) throws(ModerationQueryError) -> Double {
    guard let points = Double(value.text), points.isFinite else {
      throw ModerationQueryError(.badValue, at: value.offset, subject: value.text, expected: "a number such as 7.5")
    }
    return points
  }

  private func seconds(_ value: Value) throws(ModerationQueryError) -> Double {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = value.text.last.flatMap({ units[$0] }), let number = Double(value.text.dropLast()), number >= 0,
      number.isFinite
    else {
      throw ModerationQueryError(
        .badValue, at: value.offset, subject: value.text, expected: "a time such as 90s, 30m, 12h, 7d or 2w")
    }
    return number * unit
  }
}
