import Foundation
import ModerationModel

/// What is wrong with one row of a stream; the others go on.
struct RowProblem: Error, Hashable {
  var code: String
  var message: String

  init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// Reads one line of JSON exactly or not at all.
enum RowDecoding {
  /// - Throws: `not_utf8` for overlong forms, lone surrogates and cut-off characters; `contains_null`; `bad_json`, also
  ///   for `\u` escapes that are half a pair; `duplicate_key`; `too_long`.
  static func decode<Row: Decodable>(
    _ type: Row.Type, from line: ArraySlice<UInt8>, with decoder: JSONDecoder
  ) throws(RowProblem) -> Row {
    guard line.count <= LineBlocks.lineBytesMax else { throw tooLong }
    guard String(validating: line, as: UTF8.self) != nil else {
      let offset: Int
      do {
        _ = try Submission.decode(Array(line), as: .body)
        offset = 0
      } catch {
        offset = if case .notUTF8(_, let found) = error.code { found } else { 0 }
      }
      throw RowProblem("not_utf8", "the line is not UTF-8 from byte \(offset)")
    }
    // Raw control characters are no JSON; zeros would also make the decoder guess another encoding.
    if line.contains(0) { throw RowProblem("bad_json", "the line has the character U+0000") }
    do {
      let row = try decoder.decode(type, from: Data(line))
      if DuplicateKey.isIn(line) { throw duplicateKey }
      return row
    } catch let problem as RowProblem {
      throw problem
    } catch let error as DecodingError {
      throw RowProblem("bad_json", words(for: error))
    } catch {
      throw RowProblem("bad_json", "the line is not JSON")
    }
  }

  static let duplicateKey = RowProblem("duplicate_key", "a key stands twice in one object of the line")
  static let tooLong = RowProblem("too_long", "the line has more than \(LineBlocks.lineBytesMax) bytes")

  /// The decoder's complaint without the value, which may be somebody's words.
  private static func words(for error: DecodingError) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.isEmpty ? "the line" : "«\(context.codingPath.map(\.stringValue).joined(separator: "."))»"
    }
    switch error {
    case .keyNotFound(let key, _): return "«\(key.stringValue)» is missing"
    case .valueNotFound(_, let context): return "\(path(context)) is null"
    case .typeMismatch(let type, let context): return "\(path(context)) must be \(name(of: type))"
    case .dataCorrupted(let context):
      let isJSON = !context.codingPath.isEmpty
      return isJSON ? "\(path(context)) has a wrong value" : "the line is not JSON, or has half of a surrogate pair"
    @unknown default: return "the line is not JSON"
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is [String: Any].Type: "an object"
    case is [Any].Type: "an array"
    case is any BinaryInteger.Type, is Double.Type: "a number"
    default: "something else"
    }
  }
}

/// A row's name as it was given: a string, or a number.
enum RowID: Decodable, Hashable, Sendable {
  case text(String)
  case number(String)
  case none

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .none
    } else if let number = try? value.decode(Int64.self) {
      self = .number(String(number))
    } else if let number = try? value.decode(Double.self) {
      self = .number(String(number))
    } else {
      self = .text(try value.decode(String.self))
    }
  }
}

/// The author as a row gives one.
struct RowAuthor: Decodable, Sendable {
  var name: String?
  var email: String?
  var url: String?
  var subject: String?

  private enum CodingKeys: CodingKey { case name, email, url, subject }

  init(from decoder: any Decoder) throws {
    // A bare string is a name.
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self.name = name
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decodeIfPresent(String.self, forKey: .name)
    email = try values.decodeIfPresent(String.self, forKey: .email)
    url = try values.decodeIfPresent(String.self, forKey: .url)
    subject = try values.decodeIfPresent(String.self, forKey: .subject)
  }
}
