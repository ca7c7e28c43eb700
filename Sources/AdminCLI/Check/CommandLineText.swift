import Foundation
import ModerationModel

/// A text that was typed as an argument, or comes from standard input with `-`; exactly, or not at all.
enum CommandLineText {
  /// More than any policy takes; the policy says how much is too much.
  private static let bytesMax = CommentPolicy.bodyBytesCeiling + 1

  static func read(_ argument: String) throws -> String {
    if argument == "-" {
      let bytes: Data
      do {
        bytes = try FileHandle.standardInput.read(upToCount: bytesMax) ?? Data()
      } catch {
        throw InputError(path: "standard input", problem: "cannot be read: \(error.localizedDescription)")
      }
      var text = try Submission.decode(Array(bytes), as: .body)
      // The line end that a shell adds is not the author's.
      if text.hasSuffix("\n") { text.removeLast() }
      return text
    }
    // Swift repairs arguments that are no UTF-8; where it may have done so, the bytes themselves are asked.
    if argument.unicodeScalars.contains("\u{FFFD}"), let bytes = rawBytes(of: argument) {
      return try Submission.decode(bytes, as: .body)
    }
    return argument
  }

  /// The argument's own bytes, where the system tells them (Linux, proc_pid_cmdline(5)).
  private static func rawBytes(of argument: String) -> [UInt8]? {
    guard let handle = FileHandle(forReadingAtPath: "/proc/self/cmdline"), let data = try? handle.readToEnd() else {
      return nil
    }
    return data.split(separator: 0, omittingEmptySubsequences: false)
      .map { Array($0) }
      .first { String(decoding: $0, as: UTF8.self) == argument }
  }
}
