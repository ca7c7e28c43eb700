import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct QueueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "What waits for a person.",
    discussion: """
      A comment is named by its own id or by its case's; decisions take many at once and apply to all or to none.

        moderato queue list
        moderato queue approve 019a… 019b… --note 'Спор по делу'
        moderato queue spam --where 'rule:casino age<1d' --dry-run
        moderato queue spam --wave 019a…
        moderato queue undo --last
      """,
    subcommands: [
      List.self, Show.self, Claim.self, Release.self, Approve.self, Reject.self, Spam.self, Hold.self, Undo.self,
      Stats.self,
    ])

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "List open cases, most urgent first.")

    @Option(help: "Only this article's.") var article: ArticleArgument?
    @Option(help: "Only cases of this cause.") var cause: Word<ModerationCase.Cause>?
    @Flag(help: "Only cases that wait for a second opinion.") var escalated = false
    @Flag(help: "Leave out what colleagues hold.") var claimable = false
    @Option(
      name: .customLong("where"), help: ArgumentHelp("Only what a query finds (Docs/Queries.md).", valueName: "query"),
      transform: QueryArgument.init(argument:))
    var query: QueryArgument?
    @Flag(help: "Every comment of a wave on its own.") var apart = false
    @Option(help: "Cases at most.") var limit = 50
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (1...CaseQuery.limitMax).contains(limit) else {
        throw ValidationError("--limit must be 1 to \(CaseQuery.limitMax).")
      }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let listings = try await assembly.flow.queue(
          site: assembly.settings.site, article: article?.id, cause: cause?.value, isEscalated: escalated ? true : nil,
          claimableBy: claimable ? global.actingName : nil, filter: query?.query, limit: limit,
          wavesAsOne: !apart)
        try CaseTable.show(listings, console)
      }
    }
  }

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a case with its comment, evidence and history.")

    @Argument(help: "A case's or comment's id.") var id: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let desk = QueueDesk(assembly: assembly)
        let comment = try await desk.comments(named: [id])[0]
        let explanation = try await assembly.flow.explanation(of: comment.id, site: assembly.settings.site)
        switch console.format {
        case .json: try console.send(ExplanationPayload(explanation))
        case .text:
          let waiting = try await assembly.premoderation(of: explanation.comment)
          try console.say(ExplanationView(explanation: explanation, console: console, waiting: waiting).lines())
        }
      }
    }
  }

  struct Claim: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hold cases for yourself while you look.",
      discussion: "Without ids the most urgent cases that nobody holds are taken.")

    @Argument(help: "Ids of cases or comments; - reads them from standard input.") var ids: [String] = []
    @Option(help: "Cases to take when none are named.") var count = 1
    @Option(
      name: .customLong("for"), help: ArgumentHelp("How long, such as 10m; at most a day.", valueName: "time"),
      transform: TimeSpan.init(argument:))
    var span: TimeSpan?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (1...ClaimRequest.countMax).contains(count) else {
        throw ValidationError("--count must be 1 to \(ClaimRequest.countMax).")
      }
      // Whoever goes home with a case must not keep it from the others.
      guard (span?.seconds ?? 0) <= 86_400 else { throw ValidationError("A case is held for a day at most (24h).") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .decide) { assembly in
        let cases = try await QueueDesk(assembly: assembly).cases(named: ids)
        let listings = try await assembly.flow.claim(
          ClaimRequest(
            site: assembly.settings.site, holder: global.actingName, cases: cases, count: count,
            seconds: span?.seconds ?? ModerationCase.Lease.seconds))
        try CaseTable.show(listings, console)
      }
    }
  }

  struct Release: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give cases back early.", discussion: "Without ids all cases that you hold are given back.")

    @Argument(help: "Ids of cases or comments; - reads them from standard input.") var ids: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable { var released: Int }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .decide) { assembly in
        let site = assembly.settings.site
        var cases = try await QueueDesk(assembly: assembly).cases(named: ids)
        if ids.isEmpty {
          cases = try await assembly.flow.queue(site: site, limit: CaseQuery.limitMax, wavesAsOne: false)
            .map(\.moderationCase).filter { $0.lease?.holder == global.actingName }.map(\.id)
        }
        let count =
          cases.isEmpty ? 0 : try await assembly.flow.release(cases, site: site, holder: global.actingName)
        switch console.format {
        case .json: try console.send(Payload(released: count))
        case .text: try console.say("Released \(Complaint.count(count, "case")).")
        }
      }
    }
  }

  struct Approve: DecisionCommand {
    static let configuration = CommandConfiguration(abstract: "Let comments through.")
    static let decision = Decision.approve
    @OptionGroup var options: DecisionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Reject: DecisionCommand {
    static let configuration = CommandConfiguration(abstract: "Refuse comments.")
    static let decision = Decision.reject
    @OptionGroup var options: DecisionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Spam: DecisionCommand {
    static let configuration = CommandConfiguration(abstract: "Refuse comments as spam.")
    static let decision = Decision.spam
    @OptionGroup var options: DecisionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Hold: DecisionCommand {
    static let configuration = CommandConfiguration(abstract: "Take comments from readers' sight and into the queue.")
    static let decision = Decision.hold
    @OptionGroup var options: DecisionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions
  }

  struct Undo: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a decision back and restore exactly what was before.")

    @Argument(help: "The review's id.") var review: String?
    @Flag(help: "Your own last decision.") var last = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (review != nil) != last else { throw ValidationError("Give a review's id, or --last.") }
      if let review, ReviewID(review) == nil { throw ValidationError("«\(review)» is no review's id.") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .decide) { assembly in
        let site = assembly.settings.site
        let target: ReviewID
        if let id = review.flatMap({ ReviewID($0) }) {
          target = id
        } else {
          let own = try await assembly.store.reviews(by: global.actingName, site: site, limit: 100)
          guard let latest = own.first(where: { $0.undoneAt == nil }) else {
            throw Complaint.refused(
              "nothing_to_undo", "\(global.actingName) has no decision to take back", advice: "see `moderato log list`")
          }
          target = latest.id
        }
        let undone = try await assembly.flow.undo(target, site: site, by: global.actingName)
        switch console.format {
        case .json: try console.send(ReviewPayload(undone))
        case .text:
          try console.say(
            "Took back «\(undone.decision.rawValue)» on \(Complaint.count(undone.items.count, "comment")).")
          for item in undone.items {
            try console.say("  \(item.comment)  \(item.after.rawValue) → \(item.before.rawValue)")
          }
        }
      }
    }
  }
}

/// Open cases in rows.
private enum CaseTable {
  static func show(_ listings: [CaseListing], _ console: Console) throws {
    switch console.format {
    case .json: try console.send(CaseListingsPayload(listings))
    case .text:
      guard !listings.isEmpty else { return try console.say("Nothing waits.") }
      var table = TextTable([
        .init("COMMENT"), .init("PRIO", .right), .init("CAUSE"), .init("AGE"), .init("HELD BY"),
        .init("AUTHOR", isFlexible: true),
      ])
      for listing in listings {
        let waiting = listing.moderationCase
        let cells = [
          listing.comment.id.description, Points.plain(waiting.priority), waiting.cause.rawValue,
          Ago.words(waiting.openedAt, now: .now),
          waiting.isLeased(against: "", at: .now) ? waiting.lease?.holder ?? "" : "",
          Harmless.line(listing.comment.authorName, widthMax: 40),
        ]
        let words = listing.comment.revision.text
        guard let wave = listing.wave else {
          table.add(cells, below: words)
          continue
        }
        let counted =
          "wave \(wave.id): \(Complaint.count(wave.size, "comment")) by \(Complaint.count(wave.authors, "author")), "
          + "\(wave.held) waiting"
        table.add(cells, below: "\(counted)\n\(words)")
      }
      try console.say(table)
    }
  }
}
