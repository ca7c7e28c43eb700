import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Who did what: append-only and chained.",
    subcommands: [List.self, Show.self, Verify.self])

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List entries, oldest first; JSON lines with --format json.")

    @Option(help: "Only entries after this one.") var after: Int64 = 0
    @Option(help: "Entries at most.") var limit = 100
    @Flag(name: .customLong("all"), help: "Every entry, without a limit.") var isWhole = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard limit >= 1 else { throw ValidationError("--limit must be 1 or more; --all lists every entry.") }
      guard after >= 0 else { throw ValidationError("--after must not be below 0.") }
    }

    func execute(_ console: Console) async throws {
      try await withStore { store in
        let site = try global.settings().site
        var left = isWhole ? Int.max : limit
        var place = after
        var isEmpty = true
        while left > 0 {
          let entries = try await store.log(site: site, after: place, limit: min(left, 500))
          guard let last = entries.last else { break }
          place = last.index
          left -= entries.count
          isEmpty = false
          for entry in entries {
            switch console.format {
            case .json: try console.send(LogEntryPayload(entry))
            case .text: try console.say(LogLine.text(entry, ink: console.ink))
            }
          }
        }
        if isEmpty, console.format == .text { try console.say("No entries.") }
      }
    }
  }

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Show one entry with its details and hashes.")

    @Argument(help: "The entry's index.") var index: Int64
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withStore { store in
        let entry = try await store.log(site: try global.settings().site, after: index - 1, limit: 1).first
        guard let entry, entry.index == index else {
          throw Complaint.refused("unknown_entry", "there is no entry \(index)", advice: "see `moderato log list`")
        }
        switch console.format {
        case .json: try console.send(LogEntryPayload(entry))
        case .text:
          try console.say(LogLine.text(entry, ink: console.ink))
          for (name, value) in entry.details.sorted(by: { $0.key < $1.key }) {
            try console.say("  \(Harmless.line(name)): \(Harmless.line(value, widthMax: 200))")
          }
          try console.say(console.ink.faint("  after \(LogEntryPayload.digits(entry.previousHash))"))
          try console.say(console.ink.faint("  hash  \(LogEntryPayload.digits(entry.hash))"))
        }
      }
    }
  }

  struct Verify: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prove the log whole: no entry removed, changed or moved.",
      discussion: """
        The last hash stands for the whole log: written down elsewhere, it also proves that no entry was cut off the
        end. Exit code 1 when the chain is broken.
        """)

    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      var entries: Int64
      var hash: String
      var problem: String?
    }

    func execute(_ console: Console) async throws {
      let site = try global.settings().site
      let (chain, problem) = try await withStore { store in
        var chain = LogChain(site: site)
        while true {
          let entries = try await store.log(site: site, after: chain.index, limit: 500)
          if entries.isEmpty { return (chain, nil as String?) }
          for entry in entries {
            if let problem = chain.follow(entry) { return (chain, problem) }
          }
        }
      }
      let hash = LogEntryPayload.digits(chain.hash)
      switch console.format {
      case .json: try console.send(Payload(entries: chain.index, hash: hash, problem: problem))
      case .text:
        if let problem {
          try console.say("The log is broken: \(problem). Entries up to \(chain.index) are whole.")
        } else {
          try console.say("The log is whole: \(chain.index) entries, last hash \(hash).")
        }
      }
      guard problem == nil else {
        try console.output.flush()
        throw exitFindings
      }
    }
  }
}

private enum LogLine {
  static func text(_ entry: LogEntry, ink: Ink) -> String {
    let index = String(entry.index)
    return ink.faint(String(repeating: " ", count: max(0, 6 - index.count)) + index + "  " + Ago.minute(entry.at))
      + "  "
      + Harmless.line(entry.actor, widthMax: 24).padded(to: 12) + "  " + entry.act.rawValue.padded(to: 15) + "  "
      + Harmless.line(entry.subject)
  }
}
