/// A place to which readers pass an article on.
public struct ShareNetwork: Hashable, Sendable, Comparable, CustomStringConvertible {
  public static let nameBytesMax = 32

  public let name: String

  /// `nil` unless the name is 1 to 32 lower-case ASCII letters, digits or hyphens, such as `telegram`.
  public init?(_ name: String) {
    guard (1...Self.nameBytesMax).contains(name.utf8.count),
      name.utf8.allSatisfy({ byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-")
      })
    else { return nil }
    self.name = name
  }

  public var description: String { name }

  public static func < (left: ShareNetwork, right: ShareNetwork) -> Bool { left.name < right.name }
}

/// One reader's use of a share button of ours.
public struct ShareAction: Hashable, Sendable {
  /// One action counts per article, network and visitor in this time.
  public static let windowSeconds = 86_400.0

  public var site: SiteID
  public var article: ArticleID
  public var network: ShareNetwork
  /// A keyed hash with a salt that changes, so that it names nobody.
  public var visitor: String
  public var at: Timestamp

  public init(site: SiteID, article: ArticleID, network: ShareNetwork, visitor: String, at: Timestamp) {
    self.site = site
    self.article = article
    self.network = network
    self.visitor = visitor
    self.at = at
  }
}

/// A number that somebody else reports: a network, or an older system.
public struct ReportedShareCount: Hashable, Sendable {
  public enum Precision: String, Hashable, Sendable, CaseIterable {
    case exact, rounded
  }

  public static let sourceBytesMax = 64
  /// More shares than there are people; larger numbers are mistakes.
  public static let countMax = 100_000_000_000
  public static let errorBytesMax = 500

  public var site: SiteID
  public var article: ArticleID
  public var network: ShareNetwork
  /// Who says so, such as `graph-api` or `import:old-site`.
  public var source: String
  /// `nil` while unknown: asked, but never answered.
  public var count: Int?
  public var precision: Precision
  public var fetchedAt: Timestamp
  /// What went wrong the last time; the older count stays.
  public var lastError: String?

  public init(
    site: SiteID, article: ArticleID, network: ShareNetwork, source: String, count: Int?,
    precision: Precision = .exact, fetchedAt: Timestamp, lastError: String? = nil
  ) {
    self.site = site
    self.article = article
    self.network = network
    self.source = source
    self.count = count
    self.precision = precision
    self.fetchedAt = fetchedAt
    self.lastError = lastError
  }
}

/// All that is known of an article's shares.
public struct ShareCounts: Hashable, Sendable {
  /// Our own counted actions by network.
  public var recorded: [ShareNetwork: Int]
  public var reported: [ReportedShareCount]

  public init(recorded: [ShareNetwork: Int] = [:], reported: [ReportedShareCount] = []) {
    self.recorded = recorded
    self.reported = reported
  }

  /// One network's number: imports of older totals are added, because they end where ours begin; of what else is known
  /// the larger counts, because a network also counts what our buttons counted. `nil` is unknown, shown as "—".
  public func count(of network: ShareNetwork) -> Int? {
    let imported = reported.filter { $0.network == network && $0.isImport }.compactMap(\.count)
    let fetched = reported.filter { $0.network == network && !$0.isImport }.compactMap(\.count)
    let live = (fetched + [recorded[network]].compactMap { $0 }).max()
    guard live != nil || !imported.isEmpty else { return nil }
    return imported.reduce(live ?? 0, Self.saturatingSum)
  }

  /// The sum over all networks of which something is known; `nil` when nothing is.
  public var total: Int? {
    let known = networks.compactMap { count(of: $0) }
    return known.isEmpty ? nil : known.reduce(0, Self.saturatingSum)
  }

  /// A store may hold numbers that an older program let in; a page must not fall over one.
  private static func saturatingSum(_ left: Int, _ right: Int) -> Int {
    let (sum, isTooLarge) = left.addingReportingOverflow(right)
    return isTooLarge ? (right > 0 ? .max : .min) : sum
  }

  /// Every network of which anything was recorded, reported or asked, by name.
  public var networks: [ShareNetwork] {
    Set(recorded.keys).union(reported.map(\.network)).sorted()
  }
}

extension ReportedShareCount {
  /// A total brought over from an older system, which our own counting continues.
  public var isImport: Bool { source.hasPrefix("import:") }
}
