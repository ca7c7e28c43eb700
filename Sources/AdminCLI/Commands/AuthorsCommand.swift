import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct AuthorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authors",
    abstract: "Who writes, and what was laid on them.",
    subcommands: [
      Show.self, Ban.self, Unban.self, Mute.self, Premoderate.self, Trust.self, Export.self, Erase.self,
    ])

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an author by id, or those whose name has this part.")

    @Argument(help: "An author's id, or a part of a name.") var author: String
    @Option(help: "Authors at most.") var limit = 20
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (1...1000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let site = assembly.settings.site
        let authors: [Author]
        if let id = AuthorID(author) {
          guard let found = try await assembly.store.author(id, site: site) else {
            throw Complaint.refused("unknown_author", "there is no author \(id)")
          }
          authors = [found]
        } else {
          authors = try await assembly.store.authors(named: author, site: site, limit: limit)
        }
        switch console.format {
        case .json: try console.send(AuthorsPayload(authors: authors.map { AuthorPayload($0) }))
        case .text:
          if authors.isEmpty { try console.say("No author found.") }
          for author in authors { try console.say(AuthorView.lines(author, ink: console.ink)) }
        }
      }
    }
  }

  struct Ban: SanctionCommand {
    static let configuration = CommandConfiguration(abstract: "Refuse an author's comments.")
    static let kind: Sanction.Kind? = .ban
    @OptionGroup var options: SanctionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Unban: SanctionCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lift whatever was laid on an author: ban, mute, premoderation or trust.")
    static let kind: Sanction.Kind? = nil
    @OptionGroup var options: SanctionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Mute: SanctionCommand {
    static let configuration = CommandConfiguration(
      abstract: "Refuse an author's comments for a time.", discussion: "  moderato authors mute 019a… --for 7d")
    static let kind: Sanction.Kind? = .mute
    @OptionGroup var options: SanctionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Premoderate: SanctionCommand {
    static let configuration = CommandConfiguration(abstract: "Let every comment of an author wait for a person.")
    static let kind: Sanction.Kind? = .premoderate
    @OptionGroup var options: SanctionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Trust: SanctionCommand {
    static let configuration = CommandConfiguration(abstract: "Never let the machine refuse an author's comments.")
    static let kind: Sanction.Kind? = .trust
    @OptionGroup var options: SanctionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Export: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Everything kept about an author, as JSON lines: the author, then each comment with its wordings.")

    @Argument(help: "The author's id.") var author: AuthorArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct AuthorLine: Encodable { var author: AuthorPayload }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let site = assembly.settings.site
        guard let found = try await assembly.store.author(author.id, site: site) else {
          throw Complaint.refused("unknown_author", "there is no author \(author.id)")
        }
        try console.send(AuthorLine(author: AuthorPayload(found)))
        var before: CommentID?
        while true {
          let page = try await assembly.store.search(
            CommentQuery(site: site, author: author.id, before: before, limit: 500))
          for comment in page {
            try console.send(ExplanationPayload(try await assembly.flow.explanation(of: comment.id, site: site)))
          }
          guard page.count == 500, let last = page.last else { return }
          before = last.id
        }
      }
    }
  }

  struct Erase: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forget an author: words, names and keys of all their comments go; shells stay.",
      discussion: "This cannot be undone. Export first what must be handed over.")

    @Argument(help: "The author's id.") var author: AuthorArgument
    @Flag(help: "Yes, for good.") var yes = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      var author: String
      var emptied: Int
    }

    func validate() throws {
      guard yes else { throw ValidationError("Erasing cannot be undone; add --yes to do it.") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .administer) { assembly in
        let count = try await assembly.flow.erase(author.id, site: assembly.settings.site, by: global.actingName)
        switch console.format {
        case .json: try console.send(Payload(author: author.id.description, emptied: count))
        case .text: try console.say("Forgot author \(author.id): \(Complaint.count(count, "comment")) emptied.")
        }
      }
    }
  }
}

/// What laying something on an author asks for.
struct SanctionOptions: ParsableArguments {
  @Argument(help: "The author's id.") var author: AuthorArgument
  @Option(help: "Why, for colleagues.") var reason = ""
  @Option(help: ArgumentHelp("When it ends, such as 2026-12-01.", valueName: "time")) var until: MomentArgument?
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long it lasts, such as 12h or 7d; at most 10 years.", valueName: "time"),
    transform: TimeSpan.init(argument:))
  var span: TimeSpan?

  func validate() throws {
    guard until == nil || span == nil else { throw ValidationError("Give --until or --for, not both.") }
  }
}

/// A verb that lays something on an author or lifts it.
protocol SanctionCommand: OperatorCommand {
  static var kind: Sanction.Kind? { get }
  var options: SanctionOptions { get }
}

extension SanctionCommand {
  func execute(_ console: Console) async throws {
    try await withAssembly(for: .decide) { assembly in
      let until = options.until?.moment ?? options.span.map { Timestamp.now.adding(seconds: $0.seconds) }
      let author = try await assembly.flow.sanction(
        options.author.id, site: assembly.settings.site, kind: Self.kind, until: until, reason: options.reason,
        by: global.actingName)
      switch console.format {
      case .json: try console.send(AuthorPayload(author))
      case .text: try console.say(AuthorView.lines(author, ink: console.ink))
      }
    }
  }
}
