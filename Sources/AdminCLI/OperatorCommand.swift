import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ModerationPipeline
import ServiceAssembly

/// A verb of the program: parsed, called, printed.
protocol OperatorCommand: AsyncParsableCommand {
  var global: GlobalOptions { get }

  /// Does the work. What goes wrong is thrown as it is; `Complaint` finds the words.
  func execute(_ console: Console) async throws
}

extension OperatorCommand {
  func run() async throws {
    let console = Console(
      format: global.format, environment: ProcessInfo.processInfo.environment, output: StandardOutput())
    do {
      try await execute(console)
    } catch {
      // What was found before the trouble is still worth having.
      try? console.output.flush()
      throw error
    }
    try console.output.flush()
  }

  /// Runs the body with everything built from the settings, and closes the store whatever happens.
  ///
  /// - Parameter duty: What the body does; whoever acts must be allowed to.
  func withAssembly<Value>(for duty: Duty = .read, _ body: (Assembly) async throws -> Value) async throws -> Value {
    let assembly = try await Assembly(settings: try global.settings())
    let value: Value
    do {
      if duty != .read {
        let moderators = try await assembly.store.moderators(site: assembly.settings.site)
        try AccessRule.check(global.actingName, for: duty, among: moderators)
      }
      value = try await body(assembly)
    } catch {
      try? await assembly.close()
      throw error
    }
    try await assembly.close()
    return value
  }
}

extension OperatorCommand {
  /// Comments are judged with these rules from now on. That they cannot be remembered, because the store is only for
  /// reading or the set is too large, hinders nothing.
  func rememberRules(_ assembly: Assembly) async {
    _ = try? await assembly.rememberRules(
      assembly.flow.pipeline.ruleSet, by: global.actingName, reason: "read from the folder")
  }
}

/// The program ends with findings or a refusal that has been told already.
let exitFindings = ExitCode(1)
