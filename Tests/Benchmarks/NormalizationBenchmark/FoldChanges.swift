import Foundation
import TextNormalization

/// Which words of a file of comments change their letters between `norm` and `fold`, and how the spaced and stretched
/// ones come out in `squeeze`.
enum FoldChanges {
  private struct Row: Decodable {
    var text: String
    var label: String?
  }

  static func report(files: [String]) throws {
    for file in files {
      var changes: [String: Int] = [:]
      var words = 0
      var joined: [String: Int] = [:]
      let lines = try String(contentsOf: URL(filePath: file), encoding: .utf8).split(separator: "\n")
      for line in lines {
        guard let row = try? JSONDecoder().decode(Row.self, from: Data(line.utf8)) else { continue }
        if let label = row.label, label == "spam" || label == "toxic" { continue }
        let text = NormalizedText(row.text)
        words += text.statistics.words
        for change in differences(text, from: .norm, to: .fold) where !isAccentOnly(change) {
          changes["\(change.0) → \(change.1)", default: 0] += 1
        }
        for change in differences(text, from: .fold, to: .squeeze) where change.0.contains(where: \.isLetter) {
          joined["\(change.0) → \(change.1)", default: 0] += 1
        }
      }
      print("\(file): \(words) words")
      print("  fold changes \(changes.values.reduce(0, +)):")
      for (change, count) in changes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        print("    \(count) \(change)")
      }
      print("  squeeze changes \(joined.values.reduce(0, +)):")
      for (change, count) in joined.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        print("    \(count) \(change)")
      }
    }
  }

  /// Pairs of what stands in both views for the same stretch of the original, by words of the second view.
  private static func differences(_ text: NormalizedText, from: ViewName, to: ViewName) -> [(String, String)] {
    let source = text[from]
    var byStart: [Int: Int] = [:]
    var index = 0
    while index <= source.bytes.count {
      byStart[source.originalRange(index..<index).lowerBound] = index
      index += 1
    }
    let target = text[to]
    return target.bytes.split(separator: 0x20).compactMap { word in
      let original = target.originalRange(word.startIndex..<word.endIndex)
      guard
        let start = source.bytes.indices.first(where: {
          source.originalRange($0..<$0 + 1).lowerBound >= original.lowerBound
        })
      else { return nil }
      var end = start
      while end < source.bytes.count, source.originalRange(end..<end + 1).upperBound <= original.upperBound { end += 1 }
      let before = String(decoding: source.bytes[start..<end], as: UTF8.self)
      let after = String(decoding: word, as: UTF8.self)
      return before == after ? nil : (before, after)
    }
  }

  private static func isAccentOnly(_ change: (String, String)) -> Bool {
    let plain = change.0.decomposedStringWithCanonicalMapping.unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
    let other = change.1.decomposedStringWithCanonicalMapping.unicodeScalars
      .filter { $0.properties.generalCategory != .nonspacingMark }
    return String(String.UnicodeScalarView(plain)) == String(String.UnicodeScalarView(other))
  }
}
