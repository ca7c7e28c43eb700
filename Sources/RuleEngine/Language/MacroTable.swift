/// `macros:`, put into patterns where `{NAME}` stands.
///
/// A name is capitals, digits and `_`, beginning with a capital. What PCRE2 itself writes in braces, as in `\p{L}`,
/// is left alone, and so is `\{`.
struct MacroTable: Sendable {
  static let nestingMax = 8

  struct Macro: Sendable {
    var text: YAMLScalar
    var expanded: String
  }

  private(set) var macros: [String: Macro] = [:]

  init() {}

  /// Reads and expands all macros.
  init(_ entries: [(key: YAMLKey, value: YAMLNode)], _ diagnostics: inout Diagnostics) {
    var texts: [String: YAMLScalar] = [:]
    for (key, value) in entries {
      guard Self.isName(key.name) else {
        diagnostics.error(
          .invalidValue, key.place, "«\(key.name.clipped(to: 60))» cannot be a macro's name",
          expected: "capitals, digits and _, such as GAP")
        continue
      }
      guard let scalar = value.scalar, !scalar.isEmpty else {
        diagnostics.error(.wrongType, value.place, "a macro is \(value.kind)", expected: "a text")
        continue
      }
      texts[key.name] = scalar
    }
    for name in texts.keys.sorted() {
      guard let scalar = texts[name] else { continue }
      var path = [name]
      if let expanded = Self.expand(scalar, texts, &path, &diagnostics) {
        macros[name] = Macro(text: scalar, expanded: expanded)
      }
    }
  }

  var names: [String] { macros.keys.sorted() }

  private static func expand(
    _ scalar: YAMLScalar, _ texts: [String: YAMLScalar], _ path: inout [String], _ diagnostics: inout Diagnostics
  ) -> String? {
    var result = ""
    for piece in pieces(of: scalar.text) {
      switch piece {
      case .text(let text, _): result += text
      case .macro(let name, let offset):
        let place = scalar.place(ofByte: offset, length: name.utf8.count + 2)
        guard let inner = texts[name] else {
          diagnostics.unknown(.unknownMacro, "macro", name, among: texts.keys, at: place)
          return nil
        }
        guard !path.contains(name), path.count < nestingMax else {
          diagnostics.error(
            .cyclicMacro, place, "macros stand in a circle: \((path + [name]).joined(separator: " → "))",
            expected: "macros that end somewhere")
          return nil
        }
        path.append(name)
        guard let expanded = expand(inner, texts, &path, &diagnostics) else { return nil }
        path.removeLast()
        result += "(?:" + expanded + ")"
      }
      guard result.utf8.count <= RuleSetLimits.patternBytesMax else {
        diagnostics.error(
          .tooLarge, scalar.place, "the macro grows beyond \(RuleSetLimits.patternBytesMax) bytes")
        return nil
      }
    }
    return result
  }

  /// A pattern with its macros put in; `nil` with a finding when one is unknown or it grows too large.
  func expand(_ scalar: YAMLScalar, _ diagnostics: inout Diagnostics) -> ExpandedPattern? {
    var result = ExpandedPattern(text: "", segments: [])
    for piece in Self.pieces(of: scalar.text) {
      switch piece {
      case .text(let text, let offset):
        result.segments.append(.init(start: result.text.utf8.count, origin: offset, isMacro: false))
        result.text += text
      case .macro(let name, let offset):
        guard let macro = macros[name] else {
          let place = scalar.place(ofByte: offset, length: name.utf8.count + 2)
          diagnostics.unknown(.unknownMacro, "macro", name, among: macros.keys, at: place)
          return nil
        }
        result.segments.append(.init(start: result.text.utf8.count, origin: offset, isMacro: true))
        result.text += "(?:" + macro.expanded + ")"
      }
      guard result.text.utf8.count <= RuleSetLimits.patternBytesMax else {
        diagnostics.error(
          .tooLarge, scalar.place, "the pattern is longer than \(RuleSetLimits.patternBytesMax) bytes")
        return nil
      }
    }
    return result
  }

  private enum Piece {
    case text(String, offset: Int)
    case macro(String, offset: Int)
  }

  private static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
    return bytes.allSatisfy(isNameByte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  private static func pieces(of text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var textStart = 0
    var index = 0
    func flush(upTo end: Int) {
      guard end > textStart else { return }
      pieces.append(.text(String(decoding: bytes[textStart..<end], as: UTF8.self), offset: textStart))
    }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        // The escaped character, and for `\p`, `\x`, `\g`, `\k`, `\N`, `\o` the braces behind it, belong to PCRE2.
        index += 2
        if index - 1 < bytes.count, "pPxgkNo".utf8.contains(bytes[index - 1]), index < bytes.count,
          bytes[index] == UInt8(ascii: "{")
        {
          index += 1
        }
        continue
      }
      if bytes[index] == UInt8(ascii: "{") {
        var end = index + 1
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: "}") {
          let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
          if isName(name) {
            flush(upTo: index)
            pieces.append(.macro(name, offset: index))
            index = end + 1
            textStart = index
            continue
          }
        }
      }
      index += 1
    }
    flush(upTo: bytes.count)
    return pieces
  }
}

/// A pattern after its macros were put in, which remembers where each part was written.
struct ExpandedPattern: Sendable {
  struct Segment: Sendable {
    /// Bytes from the beginning of the expanded text.
    var start: Int
    /// Bytes from the beginning of the text as written.
    var origin: Int
    var isMacro: Bool
  }

  var text: String
  var segments: [Segment]

  /// The byte of the written text that a byte of the expanded text comes from; for a macro, its opening brace.
  func origin(ofByte offset: Int) -> Int {
    guard let segment = segments.last(where: { $0.start <= offset }) else { return offset }
    return segment.isMacro ? segment.origin : segment.origin + (offset - segment.start)
  }
}
