import Foundation

/// Secrets that a person types: not shown, not kept in a shell's history, not visible in a list of processes.
enum HiddenInput {
  /// Whether a person sits at both ends.
  static var isPossible: Bool { isatty(FileHandle.standardInput.fileDescriptor) == 1 && isatty(2) == 1 }

  /// Asks on standard error and reads a line without showing it; `nil` at the end of input.
  static func ask(_ prompt: String) -> String? {
    FileHandle.standardError.write(Data(prompt.utf8))
    setEcho(false)
    defer {
      setEcho(true)
      FileHandle.standardError.write(Data("\n".utf8))
    }
    return readLine()
  }

  /// The first line of standard input, where it is no terminal.
  static func line() -> String? { readLine() }

  /// The terminal's own program, because the calls behind it want raw memory.
  private static func setEcho(_ isOn: Bool) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["stty", isOn ? "echo" : "-echo"]
    process.standardInput = FileHandle.standardInput
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
  }
}

/// Where a password comes from.
struct PasswordSource {
  var password: String
  /// Whether it was made here, and must be shown.
  var isGenerated: Bool

  /// - Parameters:
  ///   - isFromInput: Reads it from standard input.
  ///   - isGenerated: Makes one.
  static func password(
    isFromInput: Bool, isGenerated: Bool, for name: String, generate: () -> String
  ) throws -> PasswordSource {
    if isFromInput {
      guard let line = HiddenInput.line(), !line.isEmpty else {
        throw Complaint.refused("no_password", "standard input has no password on its first line")
      }
      return PasswordSource(password: line, isGenerated: false)
    }
    guard !isGenerated, HiddenInput.isPossible else { return PasswordSource(password: generate(), isGenerated: true) }
    let shown = Harmless.line(name, widthMax: 64)
    guard let first = HiddenInput.ask("Password for \(shown) (empty makes one): ") else {
      throw Complaint.refused("no_password", "no password was given")
    }
    guard !first.isEmpty else { return PasswordSource(password: generate(), isGenerated: true) }
    guard HiddenInput.ask("Once more: ") == first else {
      throw Complaint.refused("passwords_differ", "the two passwords are not the same", advice: "try again")
    }
    return PasswordSource(password: first, isGenerated: false)
  }
}
