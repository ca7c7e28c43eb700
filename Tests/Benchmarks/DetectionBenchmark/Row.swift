import Foundation
import ModerationModel

/// One comment of a file.
struct Row {
  var text: String
  var author: String
  var place: String
  var at: Timestamp
  /// `nil` where nobody has said.
  var isBad: Bool?

  /// The rows of a file in the order of their times; those without a time come a minute apart, in an
  /// order that is the text's hash: files often stand sorted by label.
  static func read(_ path: String) throws -> [Row] {
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    var rows: [Row] = []
    var undated: [Int] = []
    for line in text.split(separator: "\n") {
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let words = object["text"] as? String, !words.isEmpty
      else { continue }
      let meta = object["meta"] as? [String: Any] ?? [:]
      func value(_ names: String...) -> String? {
        names.lazy.compactMap { object[$0] as? String ?? meta[$0] as? String }.first { !$0.isEmpty }
      }
      let number = rows.count
      let date = value("created", "date").flatMap { Self.time($0) }
      if date == nil { undated.append(number) }
      rows.append(
        Row(
          text: words, author: value("author", "username", "user") ?? "reader \(number)",
          place: value("thread", "video", "article") ?? "article",
          at: date ?? Timestamp(milliseconds: 1_790_000_000_000),
          isBad: (object["label"] as? String).map { $0 != "ok" && $0 != "ham" }))
    }
    let shuffled = undated.map { (hash(rows[$0].text), $0) }.sorted { $0 < $1 }
    for (minute, (_, number)) in shuffled.enumerated() {
      rows[number].at = rows[number].at.adding(seconds: 60 * Double(minute))
    }
    return rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// FNV-1a, mixed; the same on every machine.
  private static func hash(_ text: String) -> UInt64 {
    let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return (hash ^ (hash >> 31)) &* 0x94D0_49BB_1331_11EB
  }

  private static func time(_ text: String) -> Timestamp? {
    let whole = String(text.prefix(19)) + "Z"
    guard let date = try? Date(whole, strategy: .iso8601) else { return nil }
    return Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }
}
