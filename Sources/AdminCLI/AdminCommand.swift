import ArgumentParser
import Foundation

/// The program `moderato`: parses what an operator typed, runs it, and ends with 0 clean, 1 findings or refused, 2 trouble.
public enum AdminCommand {
  /// Runs the command line and ends the process.
  public static func main(arguments: [String] = Array(CommandLine.arguments.dropFirst())) async -> Never {
    exit(await run(arguments))
  }

  /// The exit code that a command line comes to. Every error of every room is told here and nowhere else.
  static func run(_ arguments: [String]) async -> Int32 {
    let isJSON = wantsJSON(arguments)
    if let (position, offset) = ArgumentBytes.firstBroken(in: arguments) {
      let complaint = Complaint(
        "not_utf8", "argument \(position) is not UTF-8 from byte \(offset)", advice: "send it as UTF-8",
        exit: Complaint.refusedExit)
      _ = tell(isJSON ? complaint.jsonLine : complaint.text, isError: true)
      return complaint.exit
    }
    do {
      var command = try CommandLineRoot.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let code as ExitCode {
      return code.rawValue
    } catch OutputError.readerGone {
      return 0
    } catch {
      let code = CommandLineRoot.exitCode(for: error)
      if code == .success {
        // Help, the version or a completion script was asked for.
        return tell(CommandLineRoot.fullMessage(for: error), isError: false) ? 0 : Complaint.troubleExit
      }
      let complaint =
        code == .validationFailure
        ? Complaint(
          "usage", UsageWords.message(CommandLineRoot.message(for: error)), advice: UsageWords.advice(arguments),
          exit: Complaint.troubleExit)
        : Complaint(error)
      _ = tell(isJSON ? complaint.jsonLine : complaint.text, isError: true)
      return complaint.exit
    }
  }

  private static func tell(_ text: String, isError: Bool) -> Bool {
    let handle = isError ? FileHandle.standardError : FileHandle.standardOutput
    do {
      try handle.write(contentsOf: Data((text + "\n").utf8))
      return true
    } catch {
      if case .readerGone = OutputError(error) { return true }
      return false
    }
  }

  /// Whether JSON was asked for; read from the words themselves, because a mistaken command line has no parsed options.
  private static func wantsJSON(_ arguments: [String]) -> Bool {
    let before = arguments.prefix { $0 != "--" }
    return before.contains("--format=json") || zip(before, before.dropFirst()).contains { $0 == ("--format", "json") }
  }
}

/// The root that the groups hang on.
struct CommandLineRoot: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moderato",
    abstract: "Comment moderation for news sites.",
    discussion: """
      Readers comment; Moderato decides what is published, held or refused, and says exactly why.

      Commands are a noun, then a verb: `moderato queue list`. Every command takes --format json. \
      Settings come from --config FILE, MODERATO_* variables and flags, the later the stronger.

      Exit codes: 0 clean, 1 findings or refused, 2 trouble.
      """,
    version: "0.1.0",
    subcommands: [
      ServeCommand.self, CheckCommand.self, DemoCommand.self, ArticlesCommand.self, CommentsCommand.self,
      QueueCommand.self,
      ReviewCommand.self,
      AuthorsCommand.self, SharesCommand.self, RulesCommand.self, StoreCommand.self, LogCommand.self,
      UsersCommand.self, WebhooksCommand.self, ModelCommand.self,
    ])
}
