import Foundation

/// Rows of the table that a run prints: what, measured, beside what.
enum Report {
  static func head(_ text: String) {
    print("\n\(text)")
  }

  static func row(_ what: String, _ measured: String, _ beside: String = "") {
    let wide = what.padding(toLength: max(what.count, 44), withPad: " ", startingAt: 0)
    print("  \(wide) \(measured)\(beside.isEmpty ? "" : "  | \(beside)")")
    // What was measured so far is seen even if a later part takes long.
    _ = fflush(nil)
  }

  static func number(_ value: Double) -> String {
    let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
    return String(format: "%.\(digits)f", value)
  }
}

/// What the process has in memory.
enum Memory {
  /// Pages in memory that belong to no file, in KiB: the heap, for the most part. `nil` where the kernel does not tell.
  static var residentKibibytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first
  }

  /// How much it grew while the body ran, and the body's value, which is so kept.
  static func growth<Value>(_ body: () throws -> Value) rethrows -> (Value, kibibytes: String) {
    let before = residentKibibytes
    let value = try body()
    let grown = before.flatMap { before in residentKibibytes.map { $0 - before } }
    return (value, grown.map(String.init) ?? "?")
  }
}
