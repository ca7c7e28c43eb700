import ArgumentParser
import Foundation
import ModerationModel
import ServiceAssembly

/// What every command understands.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write answers for people or for programs.", valueName: "text|json"))
  var format: OutputFormat = .text

  @Option(help: ArgumentHelp("The configuration file (MODERATO_CONFIG).", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Where comments are kept: a path, sqlite:PATH or memory: (MODERATO_STORE).", valueName: "store"))
  var store: String?

  @Option(help: ArgumentHelp("The site that is meant (MODERATO_SITE).", valueName: "site"))
  var site: String?

  @Option(help: ArgumentHelp("The rule set's folder (MODERATO_RULES).", valueName: "dir"))
  var rules: String?

  @Option(name: .customLong("as"), help: ArgumentHelp("Who acts, for the log (MODERATO_AS).", valueName: "name"))
  var actor: String?

  /// Settings from file, environment and these flags.
  ///
  /// - Parameter more: Flags of one command alone, by the setting's dotted name.
  func settings(_ more: [String: String] = [:]) throws(SettingsError) -> Settings {
    var flags = more
    flags["store"] = store
    flags["site"] = site
    flags["rules"] = rules
    return try SettingsReader(environment: ProcessInfo.processInfo.environment, flags: flags, file: config).settings()
  }

  /// The moderator acting: `--as`, `MODERATO_AS`, or who runs the program.
  var actingName: String {
    if let actor { return actor }
    if let name = ProcessInfo.processInfo.environment["MODERATO_AS"], !name.isEmpty { return name }
    let name = NSUserName()
    return name.isEmpty ? "operator" : name
  }
}

extension OutputFormat: ExpressibleByArgument {}
