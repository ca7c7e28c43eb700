import CommentFlow
import CommentStore
import HTTPService
import ModerationModel
import ModerationPipeline
import ServiceAssembly

/// `demo`: the news site with its discussions and the newsroom behind them, until the program is told to end.
struct DemoServing {
  var settings: Settings
  var clock: DemoClock
  var console: Console

  func run(now: Timestamp, pipeline: ModerationPipeline) async throws {
    let assembly = try await Assembly(settings: settings, pipeline: pipeline)
    do {
      // The day passes on a clock of its own; afterwards the store lives on with the machine's.
      let flow = CommentFlow(
        store: assembly.store, pipeline: pipeline, policy: CommentPolicy(), secret: .ephemeral(),
        surroundings: clock.surroundings)
      let site = try await DemoNewsroom(flow: flow, clock: clock).fill(now: now)
      let password = assembly.flow.generatedPassword()
      let moderator = try await assembly.flow.addModerator(named: DemoNewsroom.moderator, role: .admin, by: "demo")
      try await assembly.flow.setPassword(password, of: moderator, by: "demo")
      var report = ServingReport(console: console)
      report.newsSite = site
      report.signIn = (moderator.name, password)
      let ink = console.ink
      let article = site.stories.first.map { NewsSite.address(of: $0.article) } ?? "/"
      report.greeting = { address in
        [
          "",
          "  Readers      \(ink.strong(address + article))",
          "  Moderators   \(ink.strong(address + "/admin"))   name \(ink.strong(moderator.name))   password \(ink.strong(password))",
          "",
          "Three commands to try next, in another terminal:",
          "",
          "  moderato check 'Лучшее кaзинo города, заходи на kazik7.top'",
          "  moderato rules explain 'К.А.З.И.Н.О бонус'",
          "  curl \(address)/v1/articles/\(site.stories.first?.article.key ?? "")/comments?limit=3",
          "",
          ink.faint("Everything is invented and kept in a temporary store. Control-C ends it."),
        ]
      }
      try await report.serve(assembly)
    } catch {
      try? await assembly.close()
      throw error
    }
    try await assembly.close()
  }
}
