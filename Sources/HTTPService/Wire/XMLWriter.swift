/// Writes XML elements with every text escaped.
struct XMLWriter {
  private(set) var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8)

  /// Our own markup.
  mutating func raw(_ markup: StaticString) { bytes += "\(markup)".utf8 }

  mutating func element(_ name: StaticString, _ text: String, attributes: [(StaticString, String)] = []) {
    open(name, attributes: attributes)
    self.text(text)
    raw("</")
    raw(name)
    raw(">\n")
  }

  mutating func open(_ name: StaticString, attributes: [(StaticString, String)] = []) {
    raw("<")
    raw(name)
    for (key, value) in attributes {
      raw(" ")
      raw(key)
      raw("=\"")
      text(value)
      raw("\"")
    }
    raw(">")
  }

  mutating func empty(_ name: StaticString, attributes: [(StaticString, String)]) {
    open(name, attributes: attributes)
    bytes.removeLast()
    raw("/>\n")
  }

  /// Characters that XML cannot hold (XML 1.0, section 2.2) become U+FFFD.
  mutating func text(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "&": raw("&amp;")
      case "\"": raw("&quot;")
      case "'": raw("&#39;")
      case "\t", "\n": bytes.append(UInt8(scalar.value))
      case "\r": raw("&#13;")
      case "\u{FFFE}", "\u{FFFF}": bytes += "\u{FFFD}".utf8
      default: bytes += (scalar.value < 0x20 ? "\u{FFFD}" : String(Character(scalar))).utf8
      }
    }
  }
}
