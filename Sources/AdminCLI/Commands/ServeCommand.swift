import ArgumentParser
import Foundation
import HTTPService
import RuleEngine
import ServiceAssembly

struct ServeCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve comments over HTTP.",
    discussion: """
      Answers until it is told to end (SIGTERM, or Control-C); requests under way are answered first. Edited rules take \
      effect without a restart. Limits, proxies and readers' tokens are settings, listed in Docs/Operating.md.
      """)

  @Option(
    help: ArgumentHelp("Where to listen; 127.0.0.1 is this machine only (MODERATO_HTTP_HOST).", valueName: "address"))
  var host: String?
  @Option(help: ArgumentHelp("The port; 0 lets the system choose (MODERATO_HTTP_PORT).", valueName: "number"))
  var port: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func execute(_ console: Console) async throws {
    var flags: [String: String] = [:]
    flags["http.host"] = host
    flags["http.port"] = port
    let assembly = try await Assembly(settings: try global.settings(flags))
    do {
      try await ServingReport(console: console).serve(assembly)
    } catch {
      try? await assembly.close()
      throw error
    }
    try await assembly.close()
  }
}

/// Tells where the service answers, and what becomes of edited rules.
struct ServingReport {
  var console: Console
  /// Further lines for people, once the service answers; given its address.
  var greeting: @Sendable (String) -> [String] = { _ in [] }
  /// Articles around the discussions, for a demonstration.
  var newsSite: NewsSite?
  /// A moderator's name and password, where they were made for this run.
  var signIn: (name: String, password: String)?

  func serve(_ assembly: Assembly) async throws {
    let (console, greeting, signIn) = (console, greeting, signIn)
    do {
      try await assembly.serve(
        newsSite: newsSite,
        onReady: { address, port in
          do {
            switch console.format {
            case .text:
              try console.say("Moderato answers at \(address)")
              try console.say(greeting(address))
            case .json:
              try console.send(
                ServingPayload(
                  address: address, port: port, moderator: signIn?.name, password: signIn?.password))
            }
            try console.output.flush()
          } catch {
            // Nobody reads what is said; the service works all the same.
          }
        },
        onReload: { outcome in
          switch outcome {
          case .loaded(let rules): Self.tell("rules \(rules.revision.prefix(8)) are in force")
          case .unchanged: break
          case .refused(let error):
            Self.tell("the edited rules were not taken; the earlier ones stay in force\n\(error)")
          }
        })
    } catch let error as AssemblyError {
      throw error
    } catch {
      throw Complaint.trouble(
        "listen", "cannot serve: \(error)",
        advice: "is the port taken, or the address another machine's? name others with --port and --host")
    }
  }

  private static func tell(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}

private struct ServingPayload: Encodable {
  var address: String
  var port: Int
  var moderator: String?
  var password: String?
}
