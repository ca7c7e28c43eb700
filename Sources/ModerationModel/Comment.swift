/// Where a comment stands. Only `published` and `approved` are shown to readers.
public enum CommentState: String, Hashable, Sendable, CaseIterable {
  /// The machine let it through; no person has looked.
  case published
  /// A person let it through.
  case approved
  /// It waits for a person.
  case pending
  case rejected
  case spam
  /// Withdrawn by its author or erased; a shell stays while it has replies.
  case deleted

  public var isVisible: Bool { self == .published || self == .approved }
}

/// Who put a comment into the state it is in. It decides who may move it next.
public enum StateCause: String, Hashable, Sendable, CaseIterable {
  case verdict
  case review
  case reports
  case author
  case erasure
}

/// What is stored of one remark: its place, its author, its state and its newest words.
public struct Comment: Hashable, Sendable {
  public var site: SiteID
  public var article: ArticleID
  public var id: CommentID
  public var parent: CommentID?
  /// 0 for a comment on the article, 1 for a reply to it, and so on.
  public var depth: Int
  public var author: AuthorID
  /// The name as it was given with this comment.
  public var authorName: String
  public var authorURL: String?
  public var state: CommentState
  public var cause: StateCause
  /// The newest revision; its text is empty once the comment is deleted.
  public var revision: Revision
  public var createdAt: Timestamp
  /// Set when the author has changed the words after submitting.
  public var editedAt: Timestamp?
  /// Comments anywhere below this one that readers can see.
  public var replies: Int
  /// Visitors who found it worth reading.
  public var votes: Int
  public var language: Language?
  /// Rises by one with every change of state or words; a decision names the version it saw.
  public var version: Int

  public init(
    site: SiteID, article: ArticleID, id: CommentID, parent: CommentID? = nil, depth: Int = 0, author: AuthorID,
    authorName: String, authorURL: String? = nil, state: CommentState, cause: StateCause = .verdict,
    revision: Revision, createdAt: Timestamp, editedAt: Timestamp? = nil, replies: Int = 0,
    votes: Int = 0, language: Language? = nil, version: Int = 1
  ) {
    self.site = site
    self.article = article
    self.id = id
    self.parent = parent
    self.depth = depth
    self.author = author
    self.authorName = authorName
    self.authorURL = authorURL
    self.state = state
    self.cause = cause
    self.revision = revision
    self.createdAt = createdAt
    self.editedAt = editedAt
    self.replies = replies
    self.votes = votes
    self.language = language
    self.version = version
  }
}

/// One wording of a comment. A verdict judges exactly one.
public struct Revision: Hashable, Sendable {
  public var id: RevisionID
  /// 1 for the first wording.
  public var number: Int
  public var text: String
  public var createdAt: Timestamp
  public var verdict: Verdict

  public init(id: RevisionID, number: Int = 1, text: String, createdAt: Timestamp, verdict: Verdict) {
    self.id = id
    self.number = number
    self.text = text
    self.createdAt = createdAt
    self.verdict = verdict
  }
}

extension Comment {
  /// The same as if the machine had not looked: for a person who is to look first.
  public var withoutFindings: Comment {
    var comment = self
    comment.revision = revision.withoutFindings
    return comment
  }
}

extension Revision {
  public var withoutFindings: Revision {
    var revision = self
    revision.verdict = Verdict(action: .publish, score: 0, ruleSet: "")
    return revision
  }
}
