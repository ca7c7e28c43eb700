import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ServiceAssembly

struct CommentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "comments",
    abstract: "What readers wrote.",
    subcommands: [
      CommentsSubmitCommand.self, Show.self, Thread.self, Edit.self, Delete.self, CommentsReportCommand.self,
      CommentsAppealCommand.self, Search.self, Rescan.self,
    ])

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a comment with its verdict, evidence and history.")

    @Argument(help: "The comment's id.") var id: CommentArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let explanation = try await assembly.flow.explanation(of: id.id, site: assembly.settings.site)
        switch console.format {
        case .json: try console.send(ExplanationPayload(explanation))
        case .text:
          let waiting = try await assembly.premoderation(of: explanation.comment)
          try console.say(ExplanationView(explanation: explanation, console: console, waiting: waiting).lines())
        }
      }
    }
  }

  struct Thread: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an article's comments as readers see them.")

    @Argument(help: "The article.") var article: ArticleArgument
    @Option(help: ArgumentHelp("newest or oldest first, or top: most votes first.", valueName: "order")) var sort =
      Word(ThreadSort.newest)
    @Option(help: "Comments on a page.") var limit = 50
    @Option(help: "Where the page before ended.") var cursor: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (1...ThreadQuery.limitMax).contains(limit) else {
        throw ValidationError("--limit must be 1 to \(ThreadQuery.limitMax).")
      }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let page = try await assembly.flow.thread(
          ThreadQuery(
            site: assembly.settings.site, article: article.id, sort: sort.value, limit: limit, cursor: cursor))
        switch console.format {
        case .json:
          try console.send(
            CommentsPayload(
              comments: page.items.map { CommentPayload($0.comment, isShell: $0.isShell) }, total: page.total,
              next: page.next))
        case .text:
          try console.say(ThreadView(page: page, now: .now, console: console).lines())
          if let next = page.next { try console.say(console.ink.faint("more: --cursor \(Harmless.line(next))")) }
        }
      }
    }
  }

  struct Edit: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a comment's words on its author's behalf, within the edit window.")

    @Argument(help: "The comment's id.") var id: CommentArgument
    @Argument(help: "The words; - reads standard input.") var text: String
    @Option(name: .customLong("if-version"), help: ArgumentHelp("The version that was seen.", valueName: "number"))
    var seenVersion: Int?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let words = try CommandLineText.read(text)
      try await withAssembly(for: .decide) { assembly in
        await rememberRules(assembly)
        let comment = try await assembly.flow.edit(
          id.id, site: assembly.settings.site, text: words, version: seenVersion,
          proof: .operator(global.actingName))
        try show(comment, "Changed", console)
      }
    }
  }

  struct Delete: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Withdraw a comment on its author's behalf.",
      discussion: "The words go for good; a shell stays while the comment has replies.")

    @Argument(help: "The comment's id.") var id: CommentArgument
    @Option(name: .customLong("if-version"), help: ArgumentHelp("The version that was seen.", valueName: "number"))
    var seenVersion: Int?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .decide) { assembly in
        let comment = try await assembly.flow.withdraw(
          id.id, site: assembly.settings.site, version: seenVersion, proof: .operator(global.actingName))
        try show(comment, "Withdrew", console)
      }
    }
  }

  struct Search: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find comments by text, state, article or author, newest first.")

    @Option(help: "A part of the text, in any case.") var text: String?
    @Option(help: "The state.") var state: Word<CommentState>?
    @Option(help: "The article.") var article: ArticleArgument?
    @Option(help: "The author's id.") var author: AuthorArgument?
    @Option(
      name: .customLong("where"), help: ArgumentHelp("Only what a query finds (Docs/Queries.md).", valueName: "query"),
      transform: QueryArgument.init(argument:))
    var query: QueryArgument?
    @Option(help: "Only comments older than this one.") var before: CommentArgument?
    @Option(help: "Comments at most.") var limit = 50
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (1...CommentQuery.limitMax).contains(limit) else {
        throw ValidationError("--limit must be 1 to \(CommentQuery.limitMax).")
      }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let comments = try await assembly.store.search(
          CommentQuery(
            site: assembly.settings.site, article: article?.id, author: author?.id, state: state?.value, text: text,
            filter: query?.query, now: .now, before: before?.id, limit: limit))
        let next = comments.count == limit ? comments.last?.id.description : nil
        switch console.format {
        case .json:
          try console.send(CommentsPayload(comments: comments.map { CommentPayload($0) }, next: next))
        case .text:
          guard !comments.isEmpty else { return try console.say("No comments found.") }
          var table = TextTable([
            .init("COMMENT"), .init("STATE"), .init("SCORE", .right), .init("WHEN"),
            .init("AUTHOR", isFlexible: true),
          ])
          for comment in comments {
            let cells = [
              comment.id.description, comment.state.rawValue, Points.plain(comment.revision.verdict.score),
              Ago.words(comment.createdAt, now: .now), Harmless.line(comment.authorName, widthMax: 40),
            ]
            table.add(cells, below: comment.revision.text)
          }
          try console.say(table)
          if let next { try console.say(console.ink.faint("more: --before \(next)")) }
        }
      }
    }
  }

  struct Rescan: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Judge stored comments again with the rules in force.",
      discussion: """
        What a person has decided stays as it is, and what waits for a person goes on waiting: with --release, comments \
        that only the score of earlier rules held are published. What was found about the moment of arrival still counts.
        """)

    @Option(help: "Only this article's comments.") var article: ArticleArgument?
    @Option(help: "Comments at most, newest first.") var limit = 1000
    @Flag(help: "Also publish what only earlier rules had held.") var release = false
    @Flag(help: "Only count what would move.") var dryRun = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard limit >= 1 else { throw ValidationError("--limit must be 1 or more.") }
    }

    struct Payload: Encodable {
      var seen: Int
      var moved: [String: Int]
      var leftToPeople: Int
      var dryRun: Bool
    }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: dryRun ? .read : .edit) { assembly in
        if !dryRun { await rememberRules(assembly) }
        let outcome = try await assembly.flow.rescan(
          site: assembly.settings.site, article: article?.id, limit: limit, releases: release, isDryRun: dryRun,
          by: global.actingName)
        let moved = Dictionary(uniqueKeysWithValues: outcome.moved.map { ($0.key.rawValue, $0.value) })
        switch console.format {
        case .json:
          try console.send(
            Payload(seen: outcome.seen, moved: moved, leftToPeople: outcome.leftToPeople, dryRun: dryRun))
        case .text:
          let moves = moved.sorted { $0.key < $1.key }.map { "\($0.value) to \($0.key)" }
          try console.say(
            "Looked at \(Complaint.count(outcome.seen, "comment")); \(dryRun ? "would move" : "moved") "
              + (moves.isEmpty ? "none" : moves.joined(separator: ", ")) + ".")
          if outcome.leftToPeople > 0 {
            try console.say("\(outcome.leftToPeople) would be judged otherwise, but are for a person to decide.")
          }
        }
      }
    }
  }
}

extension OperatorCommand {
  /// Tells what became of a comment.
  fileprivate func show(_ comment: Comment, _ verb: String, _ console: Console) throws {
    switch console.format {
    case .json: try console.send(CommentPayload(comment))
    case .text:
      try console.say("\(verb) comment \(comment.id): it is \(comment.state.rawValue) (version \(comment.version)).")
    }
  }
}
