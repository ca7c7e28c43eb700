import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct CommentsReportCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report a comment as a reader does.",
    discussion: """
        moderato comments report 019a… --reason insult --name 'Олена' --note 'Про сусідку'

      A second report by the same reader changes nothing; enough readers bring a published comment before a person.
      """)

  @Argument(help: "The comment's id.") var id: CommentArgument
  @Option(help: ArgumentHelp("What is wrong with it.", valueName: "reason")) var reason: Word<Report.Reason>
  @Option(help: "Words for the moderators.") var note = ""
  @Option(help: "The reader's name.") var name: String
  @Option(help: "The reader's e-mail address; only a keyed hash is kept.") var email: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var comment: CommentPayload
    /// False when the same reader had reported it before.
    var counted: Bool
    var heldNow: Bool
  }

  func execute(_ console: Console) async throws {
    try await withAssembly { assembly in
      let outcome = try await assembly.flow.report(
        id.id, site: assembly.settings.site, reason: reason.value, note: note,
        reporter: AuthorClaim(name: name, email: email))
      switch console.format {
      case .json:
        try console.send(
          Payload(
            comment: CommentPayload(outcome.comment), counted: outcome.isCounted, heldNow: outcome.isHeldNow))
      case .text:
        guard outcome.isCounted else { return try console.say("This reader has reported it before; nothing changes.") }
        let held = outcome.isHeldNow ? "; enough readers think so, and a person looks" : ""
        try console.say("Reported comment \(outcome.comment.id): it is \(outcome.comment.state.rawValue)\(held).")
      }
    }
  }
}

extension Assembly {
  /// Who or what lets a comment wait that nothing is wrong with, as far as it is on record today.
  func premoderation(of comment: Comment) async throws -> Premoderation {
    let author = try await store.author(comment.author, site: comment.site)
    let told = Premoderation(author: author, at: comment.revision.createdAt)
    guard told == .unsaid else { return told }
    let article = try await flow.article(comment.article, site: comment.site)
    return settings.policy.applying(article.overrides).mode == .pre ? .article : .unsaid
  }
}
