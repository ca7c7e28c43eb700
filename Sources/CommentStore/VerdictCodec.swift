package import ModerationModel

/// Verdicts as bytes, for stores that keep them in one column.
///
/// A version byte leads, so that rows written by an older program stay readable. Numbers are variable-length or eight
/// bytes, little-endian; names stand as a length and UTF-8, so that reordering an enumeration changes nothing. A rule
/// set's hash of 64 hexadecimal digits takes 32 bytes.
package enum VerdictCodec {
  private static let version: UInt8 = 1
  /// The same, with the revision of a model at the end.
  private static let versionWithModel: UInt8 = 2

  package static func encoded(_ verdict: Verdict) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(verdict.model == nil ? version : versionWithModel)
    writer.append(verdict.action.rawValue)
    writer.append(verdict.score)
    writer.append(verdict.thresholds.hold)
    writer.append(verdict.thresholds.reject)
    writer.append(verdict.thresholds.spam)
    if let hash = Hexadecimal.bytes(verdict.ruleSet), hash.count == 32 {
      writer.append(UInt8(1))
      writer.bytes += hash
    } else {
      writer.append(UInt8(0))
      writer.append(verdict.ruleSet)
    }
    writer.append(verdict.language?.code ?? "")
    writer.append(count: verdict.categories.count)
    for (category, points) in verdict.categories.sorted(by: { $0.key < $1.key }) {
      writer.append(category.rawValue)
      writer.append(points)
    }
    writer.append(count: verdict.signals.count)
    for signal in verdict.signals { writer.append(signal) }
    if let model = verdict.model { writer.append(model) }
    return writer.bytes
  }

  /// `nil` for bytes that `encoded` did not make.
  package static func decoded(_ bytes: some RandomAccessCollection<UInt8>) -> Verdict? {
    var reader = ByteReader(Array(bytes))
    guard let written = reader.byte(), written == version || written == versionWithModel,
      let action = reader.text().flatMap(Action.init(rawValue:)),
      let score = reader.double(), let hold = reader.double(), let reject = reader.double(),
      let spam = reader.double(), let form = reader.byte(), form <= 1,
      let ruleSet = form == 1 ? reader.bytes(32).map(Hexadecimal.text) : reader.text(),
      let language = reader.text(), let categoryCount = reader.count()
    else { return nil }
    var verdict = Verdict(
      action: action, score: score, thresholds: Thresholds(hold: hold, reject: reject, spam: spam),
      ruleSet: ruleSet, language: language.isEmpty ? nil : Language(language))
    for _ in 0..<categoryCount {
      guard let category = reader.text().flatMap(Category.init(rawValue:)), let points = reader.double() else {
        return nil
      }
      verdict.categories[category] = points
    }
    guard let signalCount = reader.count() else { return nil }
    verdict.signals.reserveCapacity(signalCount)
    for _ in 0..<signalCount {
      guard let signal = reader.signal() else { return nil }
      verdict.signals.append(signal)
    }
    if written == versionWithModel {
      guard let model = reader.text() else { return nil }
      verdict.model = model
    }
    return reader.isAtEnd ? verdict : nil
  }
}

extension ByteWriter {
  mutating func append(_ signal: Signal) {
    append(signal.name)
    append(signal.source.rawValue)
    append(signal.category.rawValue)
    append(signal.score)
    append(signal.status.rawValue)
    // An absent text and an empty one are told apart by the length: 0 is absent.
    append(count: signal.group.map { $0.utf8.count + 1 } ?? 0)
    bytes.append(contentsOf: (signal.group ?? "").utf8)
    append(signal.floor?.rawValue ?? "")
    append(signal.ceiling?.rawValue ?? "")
    append(signal.reason)
    append(count: signal.evidence.count)
    for evidence in signal.evidence {
      append(evidence.field.rawValue)
      append(count: evidence.range.lowerBound)
      append(count: evidence.range.count)
    }
  }
}

extension ByteReader {
  /// `.some(nil)` for an absent action.
  mutating func action() -> Action?? {
    guard let text = text() else { return nil }
    if text.isEmpty { return .some(nil) }
    return Action(rawValue: text).map { .some($0) }
  }

  mutating func signal() -> Signal? {
    guard let name = text(), let source = text().flatMap(Signal.Source.init(rawValue:)),
      let category = text().flatMap(Category.init(rawValue:)), let score = double(),
      let status = text().flatMap(Signal.Status.init(rawValue:)), let groupLength = number()
    else { return nil }
    var group: String?
    if groupLength > 0 {
      guard let bytes = bytes(groupLength - 1), let text = String(validating: bytes, as: UTF8.self) else { return nil }
      group = text
    }
    guard let floor = action(), let ceiling = action(), let reason = text(), let evidenceCount = count() else {
      return nil
    }
    var evidence: [Evidence] = []
    for _ in 0..<evidenceCount {
      guard let field = text().flatMap(TextField.init(rawValue:)), let begin = number(), let length = number() else {
        return nil
      }
      evidence.append(Evidence(field: field, range: begin..<begin + length))
    }
    return Signal(
      name: name, source: source, category: category, score: score, status: status, group: group, floor: floor,
      ceiling: ceiling, evidence: evidence, reason: reason)
  }
}

private enum Hexadecimal {
  /// `nil` unless the text is pairs of lower-case digits, so that `text` gives back exactly what was there.
  static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      let digit: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
      default: return nil
      }
      if let half = high {
        bytes.append(half << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return high == nil ? bytes : nil
  }

  static func text(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
