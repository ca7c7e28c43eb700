import CommentStore
import ModerationModel

struct ArticlePayload: Encodable {
  struct Overrides: Encodable {
    var mode: String?
    var bodyBytesMax: Int?
    var depthMax: Int?
    var closeAfterDays: Double?
    var editWindowSeconds: Double?
    var holdThreshold: Double?
    var rejectThreshold: Double?
  }

  struct Counts: Encodable {
    var visible: Int
    var pending: Int
    var rejected: Int
    var spam: Int
    var deleted: Int
  }

  var id: String
  var site: String
  var url: String
  var title: String
  var language: String
  var publishedAt: String
  var open: Bool
  var overrides: Overrides
  var version: Int
  var counts: Counts?

  init(_ article: Article, counts: ArticleCounts? = nil) {
    id = article.id.key
    site = article.site.key
    url = article.url
    title = article.title
    language = article.language.code
    publishedAt = article.publishedAt.description
    open = article.isOpen
    let given = article.overrides
    overrides = Overrides(
      mode: given.mode?.rawValue, bodyBytesMax: given.bodyBytesMax, depthMax: given.depthMax,
      closeAfterDays: given.closeAfterDays, editWindowSeconds: given.editWindowSeconds,
      holdThreshold: given.holdThreshold, rejectThreshold: given.rejectThreshold)
    version = article.version
    self.counts = counts.map {
      Counts(
        visible: $0.visible, pending: $0.pending, rejected: $0.rejected, spam: $0.spam, deleted: $0.deleted)
    }
  }
}

struct ArticlesPayload: Encodable {
  var articles: [ArticlePayload]
  var next: String?
}

struct AuthorPayload: Encodable {
  struct SanctionPayload: Encodable {
    var kind: String
    var until: String?
    var reason: String
    var setBy: String
    var setAt: String
  }

  var id: String
  var site: String
  var name: String
  /// `account` or `guest`; who it is stays a keyed hash.
  var kind: String
  var firstSeenAt: String
  var record: [String: Int]
  var sanction: SanctionPayload?
  var version: Int

  init(_ author: Author) {
    id = author.id.description
    site = author.site.key
    name = author.name
    kind = if case .account = author.identity { "account" } else { "guest" }
    firstSeenAt = author.firstSeenAt.description
    record = Dictionary(uniqueKeysWithValues: CommentState.allCases.map { ($0.rawValue, author.record[$0]) })
    sanction = author.sanction.map {
      SanctionPayload(
        kind: $0.kind.rawValue, until: $0.until?.description, reason: $0.reason, setBy: $0.setBy,
        setAt: $0.setAt.description)
    }
    version = author.version
  }
}

struct AuthorsPayload: Encodable {
  var authors: [AuthorPayload]
}

struct SharesPayload: Encodable {
  struct Network: Encodable {
    var network: String
    /// `nil` is unknown, never 0.
    var count: Int?
    var recorded: Int?
    var reported: [Source]

    enum CodingKeys: CodingKey { case network, count, recorded, reported }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(network, forKey: .network)
      try values.encode(count, forKey: .count)
      try values.encodeIfPresent(recorded, forKey: .recorded)
      try values.encode(reported, forKey: .reported)
    }
  }

  struct Source: Encodable {
    var source: String
    var count: Int?
    var precision: String
    var fetchedAt: String
    var lastError: String?
  }

  var article: String
  var total: Int?
  var networks: [Network]

  enum CodingKeys: CodingKey { case article, total, networks }

  /// An unknown total is written as `null`, because its absence would say less.
  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(article, forKey: .article)
    try values.encode(total, forKey: .total)
    try values.encode(networks, forKey: .networks)
  }

  init(article: ArticleID, _ counts: ShareCounts) {
    self.article = article.key
    total = counts.total
    networks = counts.networks.map { network in
      Network(
        network: network.name, count: counts.count(of: network), recorded: counts.recorded[network],
        reported: counts.reported.filter { $0.network == network }.map {
          Source(
            source: $0.source, count: $0.count, precision: $0.precision.rawValue,
            fetchedAt: $0.fetchedAt.description, lastError: $0.lastError)
        })
    }
  }
}

struct ModeratorPayload: Encodable {
  var id: String
  var site: String
  var name: String
  var role: String
  var disabled: Bool
  var createdAt: String
  /// `none`, `password` or `password and code`; only in lists.
  var signIn: String?
  /// Only when it was made here, and only then.
  var password: String?

  init(_ moderator: Moderator, signIn: String? = nil, password: String? = nil) {
    self.signIn = signIn
    self.password = password
    id = moderator.id.description
    site = moderator.site.key
    name = moderator.name
    role = moderator.role.rawValue
    disabled = moderator.isDisabled
    createdAt = moderator.createdAt.description
  }
}

struct ModeratorsPayload: Encodable {
  var users: [ModeratorPayload]
}

struct LogEntryPayload: Encodable {
  var index: Int64
  var at: String
  var actor: String
  var act: String
  var subject: String
  var details: [String: String]
  var previousHash: String
  var hash: String

  init(_ entry: LogEntry) {
    index = entry.index
    at = entry.at.description
    actor = entry.actor
    act = entry.act.rawValue
    subject = entry.subject
    details = entry.details
    previousHash = Self.digits(entry.previousHash)
    hash = Self.digits(entry.hash)
  }

  static func digits(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

struct StoreStatisticsPayload: Encodable {
  var location: String
  var articles: Int
  var comments: [String: Int]
  var authors: Int
  var openCases: Int
  var reviews: Int
  var events: Int64
  var logEntries: Int64
  var bytes: Int64?
  var schemaVersion: String
  var engine: String

  init(_ statistics: StoreStatistics, location: String) {
    self.location = location
    articles = statistics.articles
    comments = Dictionary(uniqueKeysWithValues: statistics.comments.map { ($0.key.rawValue, $0.value) })
    authors = statistics.authors
    openCases = statistics.openCases
    reviews = statistics.reviews
    events = statistics.events
    logEntries = statistics.logEntries
    bytes = statistics.bytes
    schemaVersion = statistics.schemaVersion
    engine = statistics.engine
  }
}

struct StoreFindingsPayload: Encodable {
  struct Finding: Encodable {
    var kind: String
    var subject: String
    var message: String
    var repairable: Bool
  }

  var findings: [Finding]

  init(_ findings: [StoreFinding]) {
    self.findings = findings.map {
      Finding(kind: $0.kind.rawValue, subject: $0.subject, message: $0.message, repairable: $0.isRepairable)
    }
  }
}
