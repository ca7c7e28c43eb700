import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ServiceAssembly

struct DemoCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Show the whole way of comments on invented articles.",
    discussion: """
      Serves a small news site with its discussions and the moderators' pages, and prints a fresh sign-in; with --print, \
      tells it in the terminal instead. Works on a temporary store, which is gone afterwards.
      """)

  @Flag(name: .customLong("print"), help: "Print it in the terminal instead of serving it.")
  var isPrinted = false
  @Flag(name: .customLong("all"), help: "Every article's comments, not only the first in each language.")
  var isWhole = false
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
    var settings = try global.settings(flags)
    let folder = FileManager.default.temporaryDirectory.appending(path: "moderato-demo-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError(path: folder.path, problem: "cannot be made: \(error.localizedDescription)")
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    settings.store = .file(path: folder.appending(path: "demo.sqlite").path(percentEncoded: false))
    settings.site = .default
    let now = Timestamp.now
    let clock = DemoClock(now.adding(seconds: -30 * 86_400))
    let pipeline = try Assembly.pipeline(settings: settings)
    guard isPrinted else {
      return try await DemoServing(settings: settings, clock: clock, console: console).run(
        now: now, pipeline: pipeline)
    }
    let store = try Assembly.openStore(settings: settings)
    let flow = CommentFlow(
      store: store, pipeline: pipeline, policy: CommentPolicy(), secret: .ephemeral(),
      surroundings: clock.surroundings)
    do {
      switch console.format {
      case .text:
        try await DemoPrint(flow: flow, clock: clock, console: console, isWhole: isWhole).run(now: now)
      case .json:
        try console.send(DemoTotals(try await DemoDay.run(flow: flow, clock: clock, now: now)))
      }
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
  }
}
