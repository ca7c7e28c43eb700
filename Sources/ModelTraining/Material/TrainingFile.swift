import Foundation
import ModerationModel

/// Decided texts in a file, one JSON object a line: `{"id"?, "text", "label" | "labels", "lang"?, "at"?, "source"?}`.
///
/// `label` is one of spam, ham, abuse, toxic, hate, threat, obscene, ok, good, approve, reject, or whether the text is unfit
/// (`true`, `false`); `labels` says it by category: `{"spam": false, "abuse": true}`. A row without either was not decided
/// and is passed over, as are other keys. Rows without `at` follow each other by a minute.
public struct TrainingFile: Sendable {
  /// Of the whole file.
  public static let bytesMax = 2 << 30
  /// Of one text; what is longer is passed over, since no comment is.
  public static let textBytesMax = 65_536

  public var texts: [TrainingText]
  /// Rows without a label or with too long a text.
  public var passedOver = 0

  /// - Throws: ``TrainingFileError`` with the line that is wrong.
  public init(path: String) throws(TrainingFileError) {
    guard let data = FileManager.default.contents(atPath: path), data.count <= Self.bytesMax else {
      throw TrainingFileError(path: path, line: nil, problem: "it cannot be read, or is larger than 2 GiB")
    }
    texts = []
    let decoder = JSONDecoder()
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent
    var number = 0
    for line in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard !line.isEmpty else { continue }
      let row: Row
      do {
        row = try decoder.decode(Row.self, from: line)
      } catch {
        throw TrainingFileError(path: path, line: number, problem: "the line is no JSON object with a «text»")
      }
      guard row.text.utf8.count <= Self.textBytesMax else {
        passedOver += 1
        continue
      }
      guard let labels = try row.decided(path, number) else {
        passedOver += 1
        continue
      }
      let at = row.at.flatMap { Timestamp($0) } ?? Self.begin.adding(seconds: Double(number) * 60)
      texts.append(
        TrainingText(
          id: row.id ?? "\(name):\(number)", text: row.text, language: row.lang.flatMap { Language($0) },
          labels: labels,
          at: at, source: row.source ?? name))
    }
  }

  private static let begin = Timestamp(milliseconds: 946_684_800_000)

  private struct Row: Decodable {
    var id: String?
    var text: String
    var label: Label?
    var labels: [String: Bool]?
    var lang: String?
    var at: String?
    var source: String?

    enum Label: Decodable {
      case word(String)
      case isBad(Bool)

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let isBad = try? value.decode(Bool.self) {
          self = .isBad(isBad)
        } else {
          self = .word(try value.decode(String.self))
        }
      }
    }

    func decided(_ path: String, _ line: Int) throws(TrainingFileError) -> [ModerationModel.Category: Bool]? {
      if let labels {
        var decided: [ModerationModel.Category: Bool] = [:]
        for (name, isBad) in labels {
          guard let category = Category(rawValue: name), TrainingText.categories.contains(category) else {
            throw TrainingFileError(path: path, line: line, problem: "«labels» has a category that cannot be taught")
          }
          decided[category] = isBad
        }
        return decided.isEmpty ? nil : decided
      }
      switch label {
      case nil: return nil
      case .isBad(let isBad): return TrainingText.labels(isBad ? "reject" : "approve")
      case .word(let word):
        guard let decided = TrainingText.labels(word) else {
          throw TrainingFileError(
            path: path, line: line,
            problem:
              "«label» is none of spam, ham, abuse, toxic, hate, threat, obscene, ok, good, approve, reject, true, false"
          )
        }
        return decided
      }
    }
  }
}

/// A line that cannot be read as a decided text.
public struct TrainingFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var line: Int?
  public var problem: String

  public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(problem)" }
}
