import ArgumentParser
import CommentFlow
import ModerationModel
import ServiceAssembly

struct CommentsAppealCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "appeal",
    abstract: "Object to a refusal on its author's behalf.",
    discussion: """
        moderato comments appeal 019a… 'Це була цитата зі статті'

      One appeal a decision. It opens a case that another moderator answers than the one who refused: `queue approve` grants \
      it, `queue reject` declines it for good.
      """)

  @Argument(help: "The comment's id.") var id: CommentArgument
  @Argument(help: "The author's words.") var text: String
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func execute(_ console: Console) async throws {
    try await withAssembly(for: .decide) { assembly in
      let appeal = try await assembly.flow.appeal(
        against: id.id, site: assembly.settings.site, text: text, proof: .operator(global.actingName))
      switch console.format {
      case .json: try console.send(AppealPayload(appeal))
      case .text:
        let others = appeal.decider.map { "; anybody but \(Harmless.line($0)) may answer" } ?? ""
        try console.say("Opened case \(appeal.moderationCase) for the appeal\(others).")
      }
    }
  }
}
