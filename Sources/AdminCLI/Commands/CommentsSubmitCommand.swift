import ArgumentParser
import CommentFlow
import ModerationModel
import ServiceAssembly

struct CommentsSubmitCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Hand a comment in, or many.",
    discussion: """
        moderato comments submit bridge 'Когда откроют мост?' --name 'Нина'
        moderato comments submit --jsonl comments.jsonl

      With --jsonl each line is an object {"article", "text", "author"{"name", …}, "id"?, "parent"?, "lang"?, "key"?}.
      Each answer is a line of JSON, written only once the comment is on disk; answers come as they get ready and name
      their "id" and "line". Exit code 1 when a row was refused.
      """)

  @Argument(help: "The article.") var article: ArticleArgument?
  @Argument(help: "The words; - reads standard input.") var text: String?
  @Option(help: "The author's name.") var name: String?
  @Option(help: "The author's e-mail address; only a keyed hash is kept.") var email: String?
  @Option(help: "The author's web address.") var url: String?
  @Option(help: ArgumentHelp("The comment replied to.", valueName: "comment")) var parent: CommentArgument?
  @Option(name: .customLong("lang"), help: ArgumentHelp("The text's language.", valueName: "code"))
  var language: LanguageArgument?
  @Option(help: "Makes repeated deliveries one comment.") var key: String?
  @Option(help: ArgumentHelp("A file of JSON lines; - is standard input.", valueName: "file")) var jsonl: String?
  @Option(help: "Submissions under way at once, with --jsonl.") var concurrency = 256
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard (jsonl != nil) != (article != nil && text != nil) else {
      throw ValidationError("Give an article and a text, or --jsonl with a file.")
    }
    guard jsonl != nil || name != nil else { throw ValidationError("Give the author's --name.") }
    guard (1...4096).contains(concurrency) else { throw ValidationError("--concurrency must be 1 to 4096.") }
  }

  struct ReceiptPayload: Encodable {
    var comment: CommentPayload
    var verdict: VerdictPayload
    var editToken: String
    var isRepeat: Bool
  }

  func execute(_ console: Console) async throws {
    if let jsonl {
      let refused = try await withAssembly { assembly in
        await rememberRules(assembly)
        return try await SubmitStream(
          flow: assembly.flow, site: assembly.settings.site, concurrency: concurrency, output: console.output
        ).run(path: jsonl)
      }
      if refused > 0 {
        try console.output.flush()
        throw exitFindings
      }
      return
    }
    guard let article, let text else { return }
    let words = try CommandLineText.read(text)
    try await withAssembly { assembly in
      await rememberRules(assembly)
      let receipt = try await assembly.flow.submit(
        Submission(
          site: assembly.settings.site, article: article.id, parent: parent?.id, text: words,
          author: AuthorClaim(name: name ?? "", email: email, url: url), language: language?.language,
          idempotencyKey: key))
      let comment = receipt.comment
      switch console.format {
      case .json:
        try console.send(
          ReceiptPayload(
            comment: CommentPayload(comment), verdict: VerdictPayload(comment.revision.verdict),
            editToken: receipt.editToken, isRepeat: receipt.isRepeat))
      case .text:
        let view = VerdictView(
          verdict: comment.revision.verdict, text: comment.revision.text,
          fields: [.authorName: comment.authorName, .authorURL: comment.authorURL ?? ""], console: console,
          indent: "  ",
          waiting: try await assembly.premoderation(of: comment))
        try console.say([""] + view.lines() + [""])
        let repeated = receipt.isRepeat ? " (taken before under this key)" : ""
        try console.say("Comment \(comment.id) is \(comment.state.rawValue)\(repeated).")
        try console.say(console.ink.faint("edit token: \(receipt.editToken)"))
      }
    }
  }
}
