package import ModerationModel

/// One waiting case as a row of the queue shows it.
package struct DeskCase: Hashable, Sendable, Identifiable {
  package var id: CaseID
  package var comment: CommentID
  /// The comment's version that this was read at; a decision is refused when it has risen since.
  package var version: Int
  package var article: ArticleID
  package var authorID: AuthorID
  package var authorName: String
  package var text: String
  package var cause: ModerationCase.Cause
  package var priority: Double
  package var openedAt: Timestamp
  package var language: Language?
  /// The category with the most points; `nil` when nothing scored or the case is decided blind.
  package var category: ModerationModel.Category?
  package var lease: ModerationCase.Lease?
  /// The question to colleagues, when somebody wants a second opinion.
  package var escalation: String?
  package var tags: [String]
  /// Comments of the wave that it belongs to; 1 for a comment of its own.
  package var waveSize: Int
  /// Whether what the machine found is kept back until the decision.
  package var isBlind: Bool
  /// Where in the text words stand that may be covered, in UTF-8 bytes.
  package var graphic: [Range<Int>]

  package init(
    id: CaseID, comment: CommentID, version: Int, article: ArticleID, authorID: AuthorID, authorName: String,
    text: String, cause: ModerationCase.Cause, priority: Double, openedAt: Timestamp, language: Language? = nil,
    category: ModerationModel.Category? = nil, lease: ModerationCase.Lease? = nil, escalation: String? = nil,
    tags: [String] = [], waveSize: Int = 1, isBlind: Bool = false, graphic: [Range<Int>] = []
  ) {
    self.id = id
    self.comment = comment
    self.version = version
    self.article = article
    self.authorID = authorID
    self.authorName = authorName
    self.text = text
    self.cause = cause
    self.priority = priority
    self.openedAt = openedAt
    self.language = language
    self.category = category
    self.lease = lease
    self.escalation = escalation
    self.tags = tags
    self.waveSize = waveSize
    self.isBlind = isBlind
    self.graphic = graphic
  }

  /// Who else looks at it just now.
  package func holder(besides moderator: String, at now: Timestamp) -> String? {
    guard let lease, lease.holder != moderator, now < lease.until else { return nil }
    return lease.holder
  }
}

/// Everything that helps to decide one case.
package struct DeskDetail: Hashable, Sendable {
  package struct Finding: Hashable, Sendable {
    package var name: String
    package var category: ModerationModel.Category
    package var score: Double
    /// Found, but adding nothing yet.
    package var isShadow: Bool
    package var reason: String

    package init(name: String, category: ModerationModel.Category, score: Double, isShadow: Bool, reason: String) {
      self.name = name
      self.category = category
      self.score = score
      self.isShadow = isShadow
      self.reason = reason
    }
  }

  package struct Parent: Hashable, Sendable {
    package var authorName: String
    package var text: String

    package init(authorName: String, text: String) {
      self.authorName = authorName
      self.text = text
    }
  }

  /// Something that happened to the comment, or a comment like it.
  package struct Entry: Hashable, Sendable {
    package var at: Timestamp
    package var words: String

    package init(at: Timestamp, words: String) {
      self.at = at
      self.words = words
    }
  }

  package var comment: CommentID
  package var version: Int
  package var state: CommentState
  package var createdAt: Timestamp
  package var text: String
  /// What was found in the text, in UTF-8 bytes.
  package var evidence: [Range<Int>] = []
  package var graphic: [Range<Int>] = []
  /// Strongest first; empty when nothing was found or the case is decided blind.
  package var findings: [Finding] = []
  package var score: Double?
  package var thresholds: Thresholds?
  package var articleTitle: String?
  package var articleURL: String?
  package var parent: Parent?
  /// Who wrote, in lines of our own making.
  package var author: [String] = []
  /// Oldest first.
  package var history: [Entry] = []
  /// Comments with nearly the same words, newest first.
  package var alike: [Entry] = []

  package init(comment: CommentID, version: Int, state: CommentState, createdAt: Timestamp, text: String) {
    self.comment = comment
    self.version = version
    self.state = state
    self.createdAt = createdAt
    self.text = text
  }
}

/// The queue in numbers.
package struct DeskCounts: Hashable, Sendable {
  package var open: Int
  package var leased: Int
  package var escalated: Int

  package init(open: Int, leased: Int, escalated: Int) {
    self.open = open
    self.leased = leased
    self.escalated = escalated
  }
}
