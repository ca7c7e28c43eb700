import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import ServiceAssembly

struct SharesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shares",
    abstract: "How often articles were passed on.",
    subcommands: [Show.self, Record.self, SetCount.self, Import.self])

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Show an article's share counts with their sources.")

    @Argument(help: "The article.") var article: ArticleArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let counts = try await assembly.flow.shares(of: article.id, site: assembly.settings.site)
        switch console.format {
        case .json: try console.send(SharesPayload(article: article.id, counts))
        case .text:
          try console.say("Shares: \(SharesView.number(counts.total))")
          guard !counts.networks.isEmpty else { return }
          try console.say(SharesView.table(counts))
        }
      }
    }
  }

  struct Record: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Count a reader's share, as the site's button does.",
      discussion: "One counts per article, network and visitor in a day; programs do not count.")

    @Argument(help: "The article.") var article: ArticleArgument
    @Argument(help: "The network, such as telegram.") var network: NetworkArgument
    @Option(help: "The visitor's network address; only a keyed hash is kept.") var address: String?
    @Option(help: "The visitor's program.") var userAgent: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      var counted: Bool
      var shares: SharesPayload
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let site = assembly.settings.site
        let counted = try await assembly.flow.recordShare(
          of: article.id, site: site, network: network.network,
          client: ClientFacts(address: address, userAgent: userAgent))
        let counts = try await assembly.flow.shares(of: article.id, site: site)
        switch console.format {
        case .json: try console.send(Payload(counted: counted, shares: SharesPayload(article: article.id, counts)))
        case .text:
          try console.say(counted ? "Counted." : "Not counted: this visitor has shared it before, or is a program.")
          try console.say("Shares: \(SharesView.number(counts.total))")
        }
      }
    }
  }

  struct SetCount: OperatorCommand {
    static let configuration = CommandConfiguration(
      commandName: "set",
      abstract: "Set the number that a network or an older system reports.",
      discussion: "  moderato shares set bridge facebook 1200 --source graph-api --rounded")

    @Argument(help: "The article.") var article: ArticleArgument
    @Argument(help: "The network.") var network: NetworkArgument
    @Argument(help: "The number; unknown when it was asked for in vain.") var count: CountArgument
    @Option(help: "Who says so; import:NAME for an older system's total.") var source = "manual"
    @Flag(help: "The number is rounded.") var rounded = false
    @Option(name: .customLong("at"), help: ArgumentHelp("When it was fetched; now by default.", valueName: "time"))
    var fetchedAt: MomentArgument?
    @Option(help: "What went wrong when it was asked for.") var error: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .edit) { assembly in
        let site = assembly.settings.site
        try await assembly.flow.setShares(
          [
            ReportedShareCount(
              site: site, article: article.id, network: network.network, source: source, count: count.count,
              precision: rounded ? .rounded : .exact, fetchedAt: fetchedAt?.moment ?? .now, lastError: error)
          ], by: global.actingName)
        let counts = try await assembly.flow.shares(of: article.id, site: site)
        switch console.format {
        case .json: try console.send(SharesPayload(article: article.id, counts))
        case .text:
          try console.say("Shares: \(SharesView.number(counts.total))")
          try console.say(SharesView.table(counts))
        }
      }
    }
  }

  struct Import: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take over numbers from a file: JSON lines or CSV, all of them or none.",
      discussion: """
        A line is {"article", "network", "count"} or, with --csv, article,network,count under that heading. Each source
        has one number per article and network, so that importing a file twice changes nothing.
        """)

    @Argument(help: "The file; - is standard input.") var file: String
    @Option(help: "The older system's name; the source becomes import:NAME.") var from: String
    @Flag(help: "The file is comma-separated.") var csv = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable { var imported: Int }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .edit) { assembly in
        let rows = try ShareFile.read(file, isCSV: csv)
        let now = Timestamp.now
        let counts = rows.map {
          ReportedShareCount(
            site: assembly.settings.site, article: $0.article, network: $0.network, source: "import:\(from)",
            count: $0.count, fetchedAt: now)
        }
        if !counts.isEmpty { try await assembly.flow.setShares(counts, by: global.actingName) }
        switch console.format {
        case .json: try console.send(Payload(imported: counts.count))
        case .text: try console.say("Imported \(Complaint.count(counts.count, "number")).")
        }
      }
    }
  }
}

struct NetworkArgument: ExpressibleByArgument {
  var network: ShareNetwork
  init?(argument: String) {
    guard let network = ShareNetwork(argument) else { return nil }
    self.network = network
  }
}

struct CountArgument: ExpressibleByArgument {
  var count: Int?
  init?(argument: String) {
    if argument == "unknown" { return }
    guard let count = Int(argument), count >= 0 else { return nil }
    self.count = count
  }
}

enum SharesView {
  /// Unknown is "—", never 0.
  static func number(_ count: Int?) -> String { count.map { String($0) } ?? "—" }

  static func table(_ counts: ShareCounts) -> TextTable {
    var table = TextTable([
      .init("NETWORK"), .init("COUNT", .right), .init("OUR BUTTONS", .right), .init("SOURCES", isFlexible: true),
    ])
    for network in counts.networks {
      let sources = counts.reported.filter { $0.network == network }.map { reported in
        let rounded = reported.precision == .rounded ? "about " : ""
        let problem = reported.lastError.map { " (last error: \($0))" } ?? ""
        return "\(reported.source): \(rounded)\(number(reported.count)), \(Ago.minute(reported.fetchedAt))\(problem)"
      }
      table.add([
        network.name, number(counts.count(of: network)), number(counts.recorded[network]),
        sources.joined(separator: "; "),
      ])
    }
    return table
  }
}

/// A file of share counts.
enum ShareFile {
  struct Row {
    var article: ArticleID
    var network: ShareNetwork
    var count: Int?
  }

  private struct JSONRow: Decodable {
    var article: String
    var network: String
    var count: Int?
  }

  /// Reads all rows, or throws for the first that is wrong: half an import would be worse than none.
  static func read(_ path: String, isCSV: Bool) throws -> [Row] {
    var blocks = try LineBlocks(path: path)
    let decoder = JSONDecoder()
    var rows: [Row] = []
    var heading: [String]?
    while let block = try blocks.next() {
      if block.isTooLong { throw InputError(path: path, line: block.firstLine, problem: RowDecoding.tooLong.message) }
      try block.forEachLine { line, number in
        func problem(_ text: String) -> InputError { InputError(path: path, line: number, problem: text) }
        if isCSV {
          guard let text = String(validating: line, as: UTF8.self) else { throw problem("the line is not UTF-8") }
          let fields = CommaSeparated.fields(of: text)
          guard let columns = heading else {
            heading = fields
            guard Set(fields) == ["article", "network", "count"] else {
              throw problem("the heading must be article,network,count")
            }
            return
          }
          guard fields.count == columns.count else { throw problem("the line has \(fields.count) fields") }
          let values = Dictionary(uniqueKeysWithValues: zip(columns, fields))
          let count = values["count", default: ""]
          guard count.isEmpty || Int(count) != nil else { throw problem("the count is no whole number") }
          rows.append(
            try row(values["article", default: ""], values["network", default: ""], Int(count), problem))
        } else {
          do {
            let read = try RowDecoding.decode(JSONRow.self, from: line, with: decoder)
            rows.append(try row(read.article, read.network, read.count, problem))
          } catch let error as RowProblem {
            throw problem(error.message)
          }
        }
      }
    }
    return rows
  }

  private static func row(
    _ article: String, _ network: String, _ count: Int?, _ problem: (String) -> InputError
  ) throws -> Row {
    guard let article = ArticleID(article) else { throw problem("the article's key is none") }
    guard let network = ShareNetwork(network) else { throw problem("the network's name is none") }
    guard (count ?? 0) >= 0 else { throw problem("the count is below 0") }
    return Row(article: article, network: network, count: count)
  }
}

/// One line of comma-separated values (RFC 4180); line ends inside quotes are not taken.
enum CommaSeparated {
  static func fields(of line: String) -> [String] {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var characters = line.makeIterator()
    var pending: Character?
    while let character = pending ?? characters.next() {
      pending = nil
      if isQuoted {
        guard character == "\"" else {
          field.append(character)
          continue
        }
        pending = characters.next()
        if pending == "\"" {
          field.append("\"")
          pending = nil
        } else {
          isQuoted = false
        }
      } else if character == "\"", field.isEmpty {
        isQuoted = true
      } else if character == "," {
        fields.append(field)
        field = ""
      } else {
        field.append(character)
      }
    }
    return fields + [field]
  }
}
