import Mustache

/// Makes text harmless inside HTML, in elements and in quoted attributes.
///
/// The template library's own escaping compares grapheme clusters: a quotation mark followed by a combining mark or a
/// zero-width joiner is another `Character`, passes unescaped, and ends an attribute in a browser, which reads code
/// points. This one looks at bytes. See `Docs/Decisions/pages.md`.
struct PageEscaping: MustacheContentType {
  /// The name by which templates ask for it.
  static let name = "PAGE"

  /// - Complexity: O(bytes); text without special characters is handed back as it is.
  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecial) else { return text }
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): output += Array("&amp;".utf8)
      case UInt8(ascii: "<"): output += Array("&lt;".utf8)
      case UInt8(ascii: ">"): output += Array("&gt;".utf8)
      case UInt8(ascii: "\""): output += Array("&quot;".utf8)
      case UInt8(ascii: "'"): output += Array("&#39;".utf8)
      case UInt8(ascii: "`"): output += Array("&#96;".utf8)
      default: output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      true
    default: false
    }
  }
}
