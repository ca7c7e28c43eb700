import Foundation
import ReviewDesk

/// A terminal that a full-screen program has for itself, and gets back as it was.
///
/// It is restored on every way out: by `end()`, and where there is no chance to call it, by a watcher of its own that sees this
/// process go, be it by `kill -9`. Modes are set by stty(1), because the calls behind it want raw memory.
final class TerminalSession {
  /// Switches to the other screen, and asks for pastes to be marked (xterm's private modes).
  private static let enter = "\u{1B}[?1049h\u{1B}[?2004h\u{1B}[?25l"
  private static let leave = "\u{1B}[?2004l\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

  private let saved: String
  private let watcher: Process
  private let lifeline: Pipe
  private(set) var columns: Int
  private(set) var rows: Int

  /// Whether somebody sits at both ends.
  static var isPossible: Bool { isatty(FileHandle.standardInput.fileDescriptor) == 1 && Terminal.isOutputTerminal }

  /// - Throws: `Complaint.Thrown` where there is no terminal that can be set.
  init() throws {
    guard Self.isPossible, ProcessInfo.processInfo.environment["TERM"] != "dumb",
      let answer = Self.stty("stty -g; stty size; stty raw -echo"),
      case let lines = answer.split(separator: "\n"), lines.count == 2,
      // What the terminal says of itself stands in a shell's line later on.
      lines[0].allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "=" || $0.isLetter }),
      let size = Self.size(lines[1])
    else {
      throw Complaint.refused(
        "no_terminal", "this is no terminal that a full screen can be shown on", advice: "use --plain")
    }
    saved = String(lines[0])
    (rows, columns) = size
    let script = """
      trap '' HUP INT TERM TTOU QUIT TSTP
      read -r word
      [ "$word" = done ] || { stty \(saved) </dev/tty; printf '\(Self.leave.printf)' >/dev/tty; }
      """
    lifeline = Pipe()
    watcher = Process()
    watcher.executableURL = URL(filePath: "/bin/sh")
    watcher.arguments = ["-c", script]
    watcher.standardInput = lifeline
    watcher.standardError = FileHandle.nullDevice
    try watcher.run()
    write(Self.enter)
  }

  func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  /// Reads the size anew.
  func measure() {
    guard let answer = Self.stty("stty size"), let size = Self.size(Substring(answer)) else { return }
    (rows, columns) = size
  }

  /// Gives the terminal back.
  func end() {
    write(Self.leave)
    _ = Self.stty("stty \(saved)")
    try? lifeline.fileHandleForWriting.write(contentsOf: Data("done\n".utf8))
    try? lifeline.fileHandleForWriting.close()
  }

  /// Lets the shell have the terminal until it brings this program back.
  func suspend() {
    write(Self.leave)
    _ = Self.stty("stty \(saved)")
    kill(getpid(), SIGSTOP)
    _ = Self.stty("stty raw -echo")
    write(Self.enter)
  }

  private static func size(_ line: Substring) -> (rows: Int, columns: Int)? {
    let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    return numbers[0] > 0 && numbers[1] > 0 ? (numbers[0], numbers[1]) : (24, 80)
  }

  /// Runs a line of shell at the terminal. A process of its own group may set modes only where it minds no TTOU.
  private static func stty(_ line: String) -> String? {
    guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { return nil }
    let process = Process()
    let answer = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "trap '' TTOU; \(line)"]
    process.standardInput = terminal
    process.standardOutput = answer
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil, let words = try? answer.fileHandleForReading.readToEnd() ?? Data() else {
      return nil
    }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: words, as: UTF8.self) : nil
  }
}

extension String {
  /// As printf(1) wants it.
  fileprivate var printf: String { replacingOccurrences(of: "\u{1B}", with: "\\033") }
}
