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
    _ = unsafe fflush(nil)
  }

  static func number(_ value: Double) -> String {
    let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
    return String(format: "%.\(digits)f", value)
  }
}

/// What the process has in memory.
enum Memory {
  /// Pages in memory, in MiB; `nil` where the kernel does not tell.
  static var residentMebibytes: Double? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    return pages.map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576 }
  }

  /// Bytes that are handed out by the allocator at this moment.
  static var allocatedBytes: Int {
    let information = mallinfo2()
    return Int(information.uordblks) + Int(information.hblkhd)
  }
}
