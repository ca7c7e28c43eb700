import Foundation
import Testing

@testable import TextNormalization

/// Ordinary comments keep their words, and real spam loses its disguise. Measured on texts that are not part of the
/// project; without them, nothing is tested.
@Suite(.enabled(if: RealText.isPresent, "../shared/data is not there"))
struct RealTextTests {
  @Test(arguments: [("uk_ud_iu", 3), ("ru_ud_taiga", 3), ("en_wiki_context", 45)])
  func ordinaryWordsDoNotChange(set: String, changesMax: Int) throws {
    var changed: [String] = []
    for row in try RealText.rows(set) where row.label == "ok" {
      let text = NormalizedText(row.text)
      guard !text.isSame(.fold, as: .norm) else { continue }
      let norm = text[.norm].words.map { RealText.bare(text[.norm].bytes[$0]) }
      let fold = Set(text[.fold].words.map { RealText.bare(text[.fold].bytes[$0]) })
      changed += norm.filter { !fold.contains($0) }
    }
    #expect(changed.count <= changesMax, "\(changed.count) changed")
  }

  @Test func disguisedWordsOfSpamMeetTheirAlphabet() throws {
    var mixed = 0
    var left = 0
    for row in try RealText.rows("tg_spam_real") where row.label == "spam" {
      let text = NormalizedText(row.text)
      mixed += text.statistics.mixedScriptWords.count
      left += NormalizedText(bytes: text[.fold].bytes).statistics.mixedScriptWords.count
    }
    #expect(mixed > 1000)
    #expect(left * 50 < mixed, "\(left) of \(mixed) stay mixed")
  }
}

enum RealText {
  struct Row: Decodable {
    var text: String
    var label: String?
  }

  static let folder = "../shared/data/comments/"
  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "ru_ud_taiga.jsonl") }

  static func rows(_ set: String) throws -> [Row] {
    try String(contentsOf: URL(filePath: folder + set + ".jsonl"), encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
  }

  /// Without accents, and with е for ё.
  static func bare(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self).decomposedStringWithCanonicalMapping
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }))
  }
}
