/// A tenant: one news site, named by a short key such as `gazeta`.
public struct SiteID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public static let keyBytesMax = 64
  public static let `default` = SiteID(unchecked: "default")

  public let key: String

  /// `nil` unless the key is 1 to 64 bytes of lower-case ASCII letters, digits, `-`, `_` and `.`.
  public init?(_ key: String) {
    guard (1...Self.keyBytesMax).contains(key.utf8.count),
      key.utf8.allSatisfy({ byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      })
    else { return nil }
    self.key = key
  }

  private init(unchecked key: String) {
    self.key = key
  }

  public var description: String { key }

  public static func < (left: SiteID, right: SiteID) -> Bool { left.key < right.key }
}

/// The key by which the site itself knows an article: its number, slug or path in the site's own system.
public struct ArticleID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public static let keyBytesMax = 200

  public let key: String

  /// `nil` unless the key is 1 to 200 bytes without control characters or spaces at its ends.
  public init?(_ key: String) {
    guard (1...Self.keyBytesMax).contains(key.utf8.count),
      key.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value) }),
      key.first != " ", key.last != " "
    else { return nil }
    self.key = key
  }

  public var description: String { key }

  public static func < (left: ArticleID, right: ArticleID) -> Bool { left.key < right.key }
}

/// A page that takes comments.
public struct Article: Hashable, Sendable {
  public static let titleBytesMax = 1000
  public static let urlBytesMax = 2000

  public var site: SiteID
  public var id: ArticleID
  /// The canonical address, with scheme; it is what share and comment counts are asked for by.
  public var url: String
  public var title: String
  public var language: Language
  public var publishedAt: Timestamp
  public var isOpen: Bool
  /// What this article does otherwise than its site.
  public var overrides: PolicyOverrides
  /// Rises by one with every change.
  public var version: Int

  public init(
    site: SiteID = .default, id: ArticleID, url: String, title: String, language: Language = .russian,
    publishedAt: Timestamp, isOpen: Bool = true, overrides: PolicyOverrides = PolicyOverrides(), version: Int = 1
  ) {
    self.site = site
    self.id = id
    self.url = url
    self.title = title
    self.language = language
    self.publishedAt = publishedAt
    self.isOpen = isOpen
    self.overrides = overrides
    self.version = version
  }

  /// Whether a comment may be added at `now`: the article is open and not older than its policy allows.
  public func accepts(at now: Timestamp, policy: CommentPolicy) -> Bool {
    guard isOpen else { return false }
    guard let days = policy.closeAfterDays else { return true }
    return now.seconds(since: publishedAt) < days * 86_400
  }
}

/// Numbers of one article, kept in the same transaction as the comments that they count.
public struct ArticleCounts: Hashable, Sendable {
  /// Published and approved comments.
  public var visible: Int
  public var pending: Int
  public var rejected: Int
  public var spam: Int
  public var deleted: Int

  public init(visible: Int = 0, pending: Int = 0, rejected: Int = 0, spam: Int = 0, deleted: Int = 0) {
    self.visible = visible
    self.pending = pending
    self.rejected = rejected
    self.spam = spam
    self.deleted = deleted
  }

  /// Moves one comment from a state, or from nowhere, to a state.
  public mutating func move(from old: CommentState?, to new: CommentState) {
    if let old { self[old] -= 1 }
    self[new] += 1
  }

  private subscript(state: CommentState) -> Int {
    get {
      switch state {
      case .published, .approved: visible
      case .pending: pending
      case .rejected: rejected
      case .spam: spam
      case .deleted: deleted
      }
    }
    set {
      switch state {
      case .published, .approved: visible = newValue
      case .pending: pending = newValue
      case .rejected: rejected = newValue
      case .spam: spam = newValue
      case .deleted: deleted = newValue
      }
    }
  }
}
