/// What a submission says about who wrote it. Nothing in it is proven, except a subject that came with a valid token.
public struct AuthorClaim: Hashable, Sendable {
  public static let nameBytesMax = 200
  public static let emailBytesMax = 254
  public static let urlBytesMax = 500

  public var name: String
  public var email: String?
  public var url: String?
  /// The site's own account, taken from a verified token; never from a form field.
  public var subject: String?

  public init(name: String, email: String? = nil, url: String? = nil, subject: String? = nil) {
    self.name = name
    self.email = email
    self.url = url
    self.subject = subject
  }
}

/// What makes two submissions the same author, without keeping what a reader typed.
public enum AuthorIdentity: Hashable, Sendable {
  /// An account of the site.
  case account(subject: String)
  /// A guest, by a keyed hash of the e-mail address or, without one, of name and address prefix.
  case guest(key: String)

  /// The same identity as one string, for hashes and deterministic choices; stable over versions of this program.
  public var canonicalKey: String {
    switch self {
    case .account(let subject): "account:\(subject)"
    case .guest(let key): "guest:\(key)"
    }
  }
}

/// Someone who has written here.
public struct Author: Hashable, Sendable {
  public var site: SiteID
  public var id: AuthorID
  public var identity: AuthorIdentity
  /// The name of the newest submission.
  public var name: String
  public var firstSeenAt: Timestamp
  public var record: AuthorRecord
  public var sanction: Sanction?
  /// Rises by one with every sanction set or lifted.
  public var version: Int

  public init(
    site: SiteID, id: AuthorID, identity: AuthorIdentity, name: String, firstSeenAt: Timestamp,
    record: AuthorRecord = AuthorRecord(), sanction: Sanction? = nil, version: Int = 1
  ) {
    self.site = site
    self.id = id
    self.identity = identity
    self.name = name
    self.firstSeenAt = firstSeenAt
    self.record = record
    self.sanction = sanction
    self.version = version
  }
}

/// How many of an author's comments stand in each state.
public struct AuthorRecord: Hashable, Sendable {
  public var published: Int
  public var approved: Int
  public var pending: Int
  public var rejected: Int
  public var spam: Int
  public var deleted: Int

  public init(
    published: Int = 0, approved: Int = 0, pending: Int = 0, rejected: Int = 0, spam: Int = 0, deleted: Int = 0
  ) {
    self.published = published
    self.approved = approved
    self.pending = pending
    self.rejected = rejected
    self.spam = spam
    self.deleted = deleted
  }

  public var total: Int { published + approved + pending + rejected + spam + deleted }

  public subscript(state: CommentState) -> Int {
    get {
      switch state {
      case .published: published
      case .approved: approved
      case .pending: pending
      case .rejected: rejected
      case .spam: spam
      case .deleted: deleted
      }
    }
    set {
      switch state {
      case .published: published = newValue
      case .approved: approved = newValue
      case .pending: pending = newValue
      case .rejected: rejected = newValue
      case .spam: spam = newValue
      case .deleted: deleted = newValue
      }
    }
  }

  /// Moves one comment from a state, or from nowhere, to a state.
  public mutating func move(from old: CommentState?, to new: CommentState) {
    if let old { self[old] -= 1 }
    self[new] += 1
  }
}

/// What a moderator has laid on an author, or given.
public struct Sanction: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Submissions are refused.
    case ban
    /// Submissions are refused until `until`, and the author is told until when.
    case mute
    /// Every comment waits for a person.
    case premoderate
    /// The machine never refuses, and holds only what it would otherwise refuse.
    case trust
  }

  public static let reasonBytesMax = 1000

  public var kind: Kind
  /// When it ends by itself; `nil` never. A mute always ends.
  public var until: Timestamp?
  public var reason: String
  public var setBy: String
  public var setAt: Timestamp

  public init(kind: Kind, until: Timestamp? = nil, reason: String, setBy: String, setAt: Timestamp) {
    self.kind = kind
    self.until = until
    self.reason = reason
    self.setBy = setBy
    self.setAt = setAt
  }

  public func isInForce(at now: Timestamp) -> Bool {
    until.map { now < $0 } ?? true
  }
}
