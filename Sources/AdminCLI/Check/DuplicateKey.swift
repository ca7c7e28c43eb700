import Foundation

/// Finds a key that stands twice in one object of a line of JSON.
///
/// JSON leaves open which of two counts (RFC 8259, 4), and the decoder takes one silently. A row whose text is now this
/// and now that, depending on who reads it, is refused.
enum DuplicateKey {
  private struct Level {
    var isObject: Bool
    /// Whether the next string is a key.
    var expectsKey: Bool
    var keys: Set<String> = []
  }

  /// Whether some object of the line has a key twice. The line must have been decoded: it is JSON.
  ///
  /// - Complexity: O(bytes).
  static func isIn(_ line: ArraySlice<UInt8>) -> Bool {
    var levels: [Level] = []
    var index = line.startIndex
    while index < line.endIndex {
      switch line[index] {
      case UInt8(ascii: "{"): levels.append(Level(isObject: true, expectsKey: true))
      case UInt8(ascii: "["): levels.append(Level(isObject: false, expectsKey: false))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
      case UInt8(ascii: ","):
        if let last = levels.indices.last { levels[last].expectsKey = levels[last].isObject }
      case UInt8(ascii: "\""):
        let end = endOfString(line, from: index)
        if let last = levels.indices.last, levels[last].expectsKey {
          levels[last].expectsKey = false
          guard levels[last].keys.insert(key(line[index..<end])).inserted else { return true }
        }
        index = end
        continue
      default: break
      }
      index += 1
    }
    return false
  }

  /// The place after the closing quote.
  private static func endOfString(_ line: ArraySlice<UInt8>, from begin: Int) -> Int {
    var index = begin + 1
    while index < line.endIndex {
      switch line[index] {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return line.endIndex
  }

  /// A key as it reads, escapes undone.
  private static func key(_ quoted: ArraySlice<UInt8>) -> String {
    if quoted.contains(UInt8(ascii: "\\")),
      let read = try? JSONDecoder().decode(String.self, from: Data(quoted))
    {
      return read
    }
    return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
  }
}
