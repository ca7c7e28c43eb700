import Foundation
import Testing

/// Help texts as they stand under `Fixtures/Help`; `MODERATO_RECORD=1` writes them anew, and the diff is then read.
struct HelpTests {
  static let groups = [
    "", "serve", "check", "demo", "articles", "articles policy", "comments", "comments submit", "comments edit",
    "comments report", "queue", "queue approve",
    "authors", "authors mute", "shares", "rules", "rules copy", "rules profile", "rules rollback", "rules tune",
    "rules suggest", "rules harvest", "rules robust", "rules rehearse", "store", "log", "users", "users add",
    "users totp", "users token add", "webhooks", "webhooks add",
  ]

  @Test(arguments: groups)
  func helpReadsAsRecorded(group: String) throws {
    let help = try Newsroom().run(group.split(separator: " ").map(String.init) + ["--help"])
    #expect(help.status == 0)
    #expect(help.errors.isEmpty)
    let name = group.isEmpty ? "moderato" : group.replacing(" ", with: "-")
    let recorded = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/Help/\(name).txt")
    if ProcessInfo.processInfo.environment["MODERATO_RECORD"] == "1" {
      try Data(help.output.utf8).write(to: recorded)
    }
    #expect(try String(contentsOf: recorded, encoding: .utf8) == help.output)
  }

  @Test func versionAndCompletionsAreAnswered() throws {
    let newsroom = try Newsroom()
    #expect(try newsroom.run("--version").output.hasPrefix("0."))
    for shell in ["bash", "zsh", "fish"] {
      let script = try newsroom.run("--generate-completion-script", shell)
      #expect(script.status == 0)
      #expect(script.output.contains("moderato"))
    }
  }

  @Test(arguments: [
    ["quue"], ["queue", "lst"], ["check"], ["check", "a", "--jsonl", "b"], ["articles", "list", "--limit", "0"],
  ])
  func aMistakenCommandLineIsTrouble(words: [String]) throws {
    let newsroom = try Newsroom()
    let told = try newsroom.run(words)
    #expect(told.status == 2)
    #expect(told.output.isEmpty)
    #expect(told.errors.hasPrefix("error: "))
    #expect(try newsroom.run(words + ["--format", "json"]).complaint() == "usage")
  }
}
