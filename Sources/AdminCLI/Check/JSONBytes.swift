import ModerationModel

/// Writes JSON straight into bytes, for streams whose rows are counted in millions.
struct JSONBytes {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Our own punctuation and keys, which need no escapes.
  mutating func raw(_ text: String) { bytes += text.utf8 }

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes += Self.control(byte)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func number(_ value: Int) { bytes += String(value).utf8 }

  mutating func number(_ value: Double) {
    let rounded = roundedPoints(value)
    if rounded == rounded.rounded(), abs(rounded) < 1e15 {
      number(Int(rounded))
    } else {
      bytes += String(rounded).utf8
    }
  }

  mutating func digits(_ text: String) { bytes += text.utf8 }

  private static func control(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 0x0A: return Array(#"\n"#.utf8)
    case 0x0D: return Array(#"\r"#.utf8)
    case 0x09: return Array(#"\t"#.utf8)
    default: return Array((byte < 16 ? #"\u000"# : #"\u00"#).utf8) + Array(String(byte, radix: 16).utf8)
    }
  }
}

extension JSONBytes {
  /// One row of `check`, as `WIRE` has it, with its line end.
  mutating func append(id: RowID, verdict: Verdict) {
    raw("{\"id\":")
    append(id)
    raw(",\"action\":")
    string(verdict.action.rawValue)
    raw(",\"score\":")
    number(verdict.score)
    raw(",\"categories\":{")
    for (index, entry) in verdict.categories.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { raw(",") }
      string(entry.key.rawValue)
      raw(":")
      number(entry.value)
    }
    raw("},\"signals\":[")
    var isFirst = true
    for signal in verdict.signals { append(signal, isFirst: &isFirst) }
    raw("],\"ruleset\":")
    string(verdict.ruleSet)
    if let model = verdict.model {
      raw(",\"model\":")
      string(model)
    }
    raw(",\"errors\":[]}\n")
  }

  /// A row that could not be judged. It is held, as everything that nobody understands is.
  mutating func append(id: RowID, problem: RowProblem, line: Int?, revision: String) {
    raw("{\"id\":")
    append(id)
    raw(",\"action\":\"hold\",\"score\":0,\"categories\":{},\"signals\":[],\"ruleset\":")
    string(revision)
    raw(",\"errors\":[{\"code\":")
    string(problem.code)
    raw(",\"message\":")
    string(problem.message)
    if let line {
      raw(",\"line\":")
      number(line)
    }
    raw("}]}\n")
  }

  /// One object a field: places in different fields are not comparable numbers.
  private mutating func append(_ signal: Signal, isFirst: inout Bool) {
    var fields: [TextField] = []
    for evidence in signal.evidence where !fields.contains(evidence.field) { fields.append(evidence.field) }
    if fields.isEmpty { fields = [.body] }
    for (index, field) in fields.enumerated() {
      if !isFirst { raw(",") }
      isFirst = false
      raw("{\"rule\":")
      string(signal.name)
      raw(",\"category\":")
      string(signal.category.rawValue)
      raw(",\"score\":")
      // Points are counted once, with the first field.
      number(index == 0 ? signal.score : 0)
      raw(",\"ranges\":[")
      var isFirstRange = true
      for evidence in signal.evidence where evidence.field == field {
        if !isFirstRange { raw(",") }
        isFirstRange = false
        raw("[")
        number(evidence.range.lowerBound)
        raw(",")
        number(evidence.range.upperBound)
        raw("]")
      }
      raw("],\"field\":")
      string(field.rawValue)
      raw(",\"status\":")
      string(signal.status.rawValue)
      raw("}")
    }
  }

  mutating func append(_ id: RowID) {
    switch id {
    case .text(let text): string(text)
    case .number(let text): digits(text)
    case .none: raw("null")
    }
  }
}
