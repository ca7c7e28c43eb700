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
    return argument
  }
}
