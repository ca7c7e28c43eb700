import Foundation
import ModerationModel
import ReviewDesk

/// What a command speaks through: its answers as text or JSON, in the operator's terminal.
struct Console: Sendable {
  var format: OutputFormat
  var width: Int
  var ink: Ink
  var output: StandardOutput

  init(format: OutputFormat, environment: [String: String], output: StandardOutput) {
    self.format = format
    width = Terminal.columns(environment: environment)
    ink = Ink(isColoured: format == .text && Terminal.allowsColour(environment: environment))
    self.output = output
  }

  /// A line of text that is ours or has been made harmless.
  func say(_ line: String = "") throws(OutputError) {
    try output.write(line: line)
  }

  func say(_ lines: [String]) throws(OutputError) {
    for line in lines { try say(line) }
  }

  func say(_ table: TextTable) throws(OutputError) {
    try say(table.lines(width: width, ink: ink))
  }

  /// One JSON object on one line.
  func send(_ payload: some Encodable, isUrgent: Bool = false) throws {
    try output.write(try JSONText.line(payload), isUrgent: isUrgent)
  }

  /// Running text, wrapped at the terminal's width.
  func tell(_ text: String, indent: String = "") throws(OutputError) {
    try say(Paragraph.lines(text, width: min(width, Terminal.columnsUsual), indent: indent))
  }

  /// Something short beside the answer, for a person; never in JSON.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}

/// Our own sentences, wrapped at spaces.
enum Paragraph {
  static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = indent
    for word in text.split(separator: " ") {
      if line.count > indent.count, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
        lines.append(line)
        line = indent
      }
      line += (line.count > indent.count ? " " : "") + word
    }
    return lines + [line]
  }
}

/// How answers are written.
enum OutputFormat: String, CaseIterable, Sendable {
  /// For people; its layout may change.
  case text
  /// For programs; a promise.
  case json
}

/// Payloads as JSON: snake_case keys in alphabetical order, no needless escapes, one line.
enum JSONText {
  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return encoder
  }

  static func line(_ payload: some Encodable) throws -> [UInt8] {
    Array(try encoder.encode(payload)) + [UInt8(ascii: "\n")]
  }
}
