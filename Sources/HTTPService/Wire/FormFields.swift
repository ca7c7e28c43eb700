/// Fields of a query or of an `application/x-www-form-urlencoded` body, in order, decoded strictly.
///
/// Percent signs without two digits and bytes that are not UTF-8 are refused rather than repaired: what is stored must be
/// what was sent.
package struct FormFields: Sendable {
  /// Fields beyond this are refused.
  package static let countMax = 200

  package enum Problem: Error, Hashable, Sendable {
    case syntax
    case tooMany
    case duplicate(String)
  }

  package private(set) var fields: [(name: String, value: String)] = []

  package init() {}

  package init(_ text: some Sequence<UInt8>) throws(Problem) {
    for part in Array(text).split(separator: UInt8(ascii: "&")) {
      guard fields.count < Self.countMax else { throw .tooMany }
      let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      let value = equals < part.endIndex ? part[(equals + 1)...] : []
      guard let name = Self.decoded(part[..<equals], plusIsSpace: true),
        let value = Self.decoded(value, plusIsSpace: true)
      else { throw .syntax }
      fields.append((name, value))
    }
  }

  /// A field's value; `nil` where it is missing.
  ///
  /// - Throws: `duplicate` for a field given twice, because which of them counts would be anybody's guess.
  package func value(_ name: String) throws(Problem) -> String? {
    var found: String?
    for field in fields where field.name == name {
      guard found == nil else { throw .duplicate(name) }
      found = field.value
    }
    return found
  }

  /// All values of a field that may stand several times.
  package func values(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// Percent-decoded text; `nil` unless it is well-formed and UTF-8.
  package static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
          return nil
        }
        output.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: output.append(0x20)
      default: output.append(byte)
      }
    }
    return String(validating: output, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
