import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import ReviewDesk
import ServiceAssembly

struct ReviewCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "The queue on a full screen: look, decide, take back, without leaving the keyboard.",
    discussion: """
      Keys are j, k, Enter, f to approve, d to reject, s for spam, z to take back, and ? for all of them. Decisions are sent
      behind your back, in order; what was refused comes back with the reason. With --plain cases come one after the other as
      lines, and decisions are read as lines, for screen readers and scripts.

        moderato review
        moderato review --filter 'category:spam age<1d'
        MODERATO_TOKEN=… moderato review --server https://comments.gazeta.example
      """)

  @Option(help: ArgumentHelp("Only what a query finds (Docs/Queries.md).", valueName: "query")) var filter = ""
  @Option(
    help: ArgumentHelp("Work on a server instead of a store; MODERATO_TOKEN is the API token.", valueName: "url"))
  var server: String?
  @Flag(help: "Lines instead of a full screen.") var plain = false
  @Option(help: ArgumentHelp("Other keys, such as approve=a,reject=r (MODERATO_KEYS).", valueName: "command=key,…"))
  var keys: String?
  @Option(help: ArgumentHelp("Colours: auto, none, sixteen, dark or light.", valueName: "name")) var colours = "auto"
  @Flag(help: "Cover graphic words until a key is pressed (MODERATO_MASK=1).") var mask = false
  @Option(help: ArgumentHelp("Cases to claim ahead of the one that is open.", valueName: "n")) var claimAhead = 5
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard (0...50).contains(claimAhead) else { throw ValidationError("--claim-ahead is 0 to 50.") }
    guard colours == "auto" || Palette(rawValue: colours) != nil else {
      throw ValidationError("--colours is auto, none, sixteen, dark or light.")
    }
  }

  func execute(_ console: Console) async throws {
    let environment = ProcessInfo.processInfo.environment
    let map: KeyMap
    do {
      map = try KeyMap(changing: keys ?? environment["MODERATO_KEYS"] ?? "")
    } catch {
      throw Complaint.refused("bad_keys", error.words)
    }
    if !filter.isEmpty { _ = try QueryArgument(argument: filter) }
    guard let server else {
      return try await withAssembly(for: .decide) { assembly in
        let name = global.actingName
        try await sit(StoreBackend(assembly: assembly, moderator: name), as: name, map, console)
      }
    }
    guard let address = URL(string: server), ["http", "https"].contains(address.scheme), address.host() != nil else {
      throw Complaint.refused("bad_server", "--server is an address such as https://comments.gazeta.example")
    }
    guard let token = environment["MODERATO_TOKEN"], !token.isEmpty else {
      throw Complaint.refused(
        "no_token", "there is no API token in MODERATO_TOKEN",
        advice: "`moderato users token add NAME --scope read --scope decide` on the server makes one")
    }
    let backend = ServerBackend(base: server, token: token)
    do {
      try await sit(backend, as: try await backend.name(), map, console)
    } catch let failure as ReviewFailure {
      throw Complaint.trouble("server", failure.words)
    }
  }

  private func sit(_ backend: any ReviewBackend, as name: String, _ map: KeyMap, _ console: Console) async throws {
    let environment = ProcessInfo.processInfo.environment
    guard !plain, console.format == .text else {
      return try await PlainDesk(backend: backend, moderator: name, filter: filter, console: console).run()
    }
    let session = try TerminalSession()
    let desk = DeskModel(
      moderator: name, columns: session.columns, rows: session.rows, now: .now, filter: filter, keyMap: map,
      claimAhead: claimAhead, masks: mask || environment["MODERATO_MASK"] == "1")
    let left = await DeskLoop(backend: backend, palette: palette(environment), session: session).run(desk)
    session.end()
    try console.say("\(Complaint.count(left.decidedCount, "comment")) decided.")
    if !left.orders.isEmpty {
      try console.say("\(Complaint.count(left.orders.count, "decision")) not sent.")
      throw exitFindings
    }
  }

  private func palette(_ environment: [String: String]) -> Palette {
    if let chosen = Palette(rawValue: colours) { return chosen }
    guard (environment["NO_COLOR"] ?? "").isEmpty else { return .none }
    guard ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") else { return .sixteen }
    // Some terminals tell their colours as `foreground;background`; 7 and 9 to 15 are light.
    let ground = environment["COLORFGBG"].flatMap { $0.split(separator: ";").last }.flatMap { Int($0) }
    return ground.map { $0 == 7 || $0 > 8 } ?? false ? .light : .dark
  }
}
