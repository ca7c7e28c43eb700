import Foundation
import Testing

/// `Docs/Guide/Tuning.md`, run line by line as it stands there.
struct TuningGuideTests {
  private struct Step {
    var command: String
    var status: Int32
    /// Words that the guide shows of the answer.
    var shown: [String]
  }

  @Test func everyCommandDoesWhatTheGuideSays() throws {
    let newsroom = try Newsroom()
    let program = try Newsroom.program
    // A store is not needed, and must not be found.
    newsroom.environment["MODERATO_STORE"] = newsroom.path("none.sqlite")
    newsroom.environment["PATH"] =
      program.deletingLastPathComponent().path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    let steps = try Self.steps()
    #expect(steps.count >= 15)
    for step in steps {
      let outcome = try newsroom.start(["-c", step.command], program: URL(filePath: "/bin/sh")).outcome()
      let told = outcome.output + outcome.errors
      #expect(outcome.status == step.status, "\(step.command)\n\(told)")
      for words in step.shown {
        #expect(told.contains(words), "«\(words)» is not in what \(step.command) says:\n\(told)")
      }
      guard outcome.status == step.status else { return }
    }
  }

  /// Lines of the `sh` blocks. `# exit 1` behind a command is its exit code, `# says: …` on a line of its own below it is
  /// a part of its answer.
  private static func steps() throws -> [Step] {
    let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/Guide/Tuning.md")
    var steps: [Step] = []
    var isInside = false
    for line in try String(contentsOf: guide, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("```") {
        isInside = line == "```sh"
      } else if isInside, line.hasPrefix("# says: ") {
        steps[steps.count - 1].shown.append(String(line.dropFirst("# says: ".count)))
      } else if isInside {
        let parts = line.components(separatedBy: "   # exit ")
        steps.append(Step(command: parts[0], status: parts.count > 1 ? Int32(parts[1]) ?? -1 : 0, shown: []))
      }
    }
    return steps
  }
}
