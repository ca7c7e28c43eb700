import Foundation

/// What standard output and standard error lead to.
enum Terminal {
  /// The narrowest layout that is attempted.
  static let columnsMin = 40
  /// Assumed where nobody says; also the widest that running text is set, because longer lines read badly.
  static let columnsUsual = 100

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Columns of the terminal, or of `COLUMNS`; the usual number elsewhere.
  static func columns(environment: [String: String]) -> Int {
    if let told = environment["COLUMNS"].flatMap({ Int($0) }), told > 0 { return max(told, columnsMin) }
    guard isOutputTerminal, let told = columnsOfTerminal() else { return columnsUsual }
    return max(told, columnsMin)
  }

  /// Asks stty(1), because the kernel answers only through a pointer, and this room has none.
  private static func columnsOfTerminal() -> Int? {
    guard let terminal = FileHandle(forReadingAtPath: "/dev/tty") else { return nil }
    let process = Process()
    let answer = Pipe()
    process.executableURL = URL(filePath: "/bin/stty")
    process.arguments = ["size"]
    process.standardInput = terminal
    process.standardOutput = answer
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil, let words = try? answer.fileHandleForReading.readToEnd() else { return nil }
    process.waitUntilExit()
    let numbers = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    return numbers.count == 2 && numbers[1] > 0 ? numbers[1] : nil
  }

  /// Whether colour may be used: a terminal that can, and nobody who minds (no-color.org).
  static func allowsColour(environment: [String: String]) -> Bool {
    isOutputTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }
}
