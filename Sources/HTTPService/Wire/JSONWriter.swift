/// Writes JSON into bytes. Every text goes through `string`, so that nothing an author writes can end a string early.
///
/// `<`, `>` and `&` are escaped as well, so that JSON stays data even where somebody puts it into a page.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []

  package init(reserving count: Int = 0) {
    bytes.reserveCapacity(count)
  }

  package static func bytes(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(reserving: 256)
    writer.value(value)
    return writer.bytes
  }

  /// Our own punctuation and keys, which need no escapes.
  package mutating func raw(_ text: StaticString) {
    bytes += "\(text)".utf8
  }

  package mutating func raw(_ written: [UInt8]) {
    bytes += written
  }

  package mutating func integer(_ value: some BinaryInteger) {
    bytes += String(value).utf8
  }

  package mutating func number(_ value: Double) {
    guard value.isFinite else {
      bytes += "null".utf8
      return
    }
    if value == value.rounded(), abs(value) < 1e15 {
      integer(Int64(value))
    } else {
      bytes += String(value).utf8
    }
  }

  package mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), 0x7F:
        let digits = Array("0123456789abcdef".utf8)
        bytes += "\\u00".utf8
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .integer(let number): integer(number)
    case .number(let number): self.number(number)
    case .string(let text): string(text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        self.value(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (position, member) in members.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        string(member.key)
        bytes.append(UInt8(ascii: ":"))
        self.value(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}
