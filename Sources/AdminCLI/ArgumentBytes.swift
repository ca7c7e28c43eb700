import Foundation

/// The command line as the system hands it over, before Swift repairs it.
enum ArgumentBytes {
  /// The first argument that is not UTF-8, and the byte in it where it stops being so.
  ///
  /// Swift turns broken bytes into U+FFFD without a word. Where an argument holds one, the bytes themselves are asked
  /// (Linux, proc_pid_cmdline(5)); a system that does not tell them gets such an argument refused, because a name or a
  /// text that is not what was typed is worse than none.
  static func firstBroken(in arguments: [String]) -> (position: Int, offset: Int)? {
    let suspects = arguments.indices.filter { arguments[$0].unicodeScalars.contains("\u{FFFD}") }
    guard !suspects.isEmpty else { return nil }
    let raw = bytes() ?? []
    // The program's own name, and whatever ran it, come first.
    let begin = raw.count - arguments.count
    for position in suspects {
      guard begin >= 0, String(decoding: raw[begin + position], as: UTF8.self) == arguments[position] else {
        return (position + 1, replacementOffset(in: arguments[position]))
      }
      let bytes = raw[begin + position]
      if String(validating: bytes, as: UTF8.self) == nil {
        return (position + 1, replacementOffset(in: arguments[position]))
      }
    }
    return nil
  }

  /// Everything before the first U+FFFD is as it was typed, so its length is the place.
  private static func replacementOffset(in argument: String) -> Int {
    argument.unicodeScalars.prefix { $0 != "\u{FFFD}" }.reduce(0) { $0 + UTF8.width($1) }
  }

  private static func bytes() -> [[UInt8]]? {
    guard let handle = FileHandle(forReadingAtPath: "/proc/self/cmdline"), let data = try? handle.readToEnd() else {
      return nil
    }
    return data.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
  }
}
