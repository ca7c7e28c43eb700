public import ModerationModel

/// All that a verdict may depend on besides the submission itself and the rules. Read once, before judging.
public struct SubmissionContext: Hashable, Sendable {
  public var now: Timestamp
  /// The site's policy with the article's overrides.
  public var policy: CommentPolicy
  public var articleTitle: String
  public var articlePublishedAt: Timestamp?
  /// 0 for a comment on the article itself.
  public var depth: Int
  public var author: AuthorHistory
  public var form: FormOutcome
  /// Earlier comments with the same words, by this author and by others.
  public var copiesBySameAuthor: Int
  public var copiesByOthers: Int
  public var isEdit: Bool
  /// When stored words are judged again: what was found then about the circumstances (the form, repeats, the author's
  /// standing and pace), which cannot be found anew. `nil` for a new arrival.
  public var keptFindings: [Signal]?
  /// When an arrival is judged again as of its moment: everything that was found then. Of it counts what rules had found
  /// in parts that are not stored (the address, the e-mail, the user agent), as long as the rule is still there.
  public var unseenFindings: [Signal] = []
  /// What people have lately decided to be spam; empty where nobody looked.
  public var spam: SpamMemory
  /// The wave, the address and what people thought of either; empty where nobody looked.
  public var neighbourhood = Neighbourhood()

  public init(
    now: Timestamp, policy: CommentPolicy = CommentPolicy(), articleTitle: String = "",
    articlePublishedAt: Timestamp? = nil, depth: Int = 0, author: AuthorHistory = AuthorHistory(),
    form: FormOutcome = .trusted, copiesBySameAuthor: Int = 0, copiesByOthers: Int = 0, isEdit: Bool = false,
    keptFindings: [Signal]? = nil, spam: SpamMemory = SpamMemory()
  ) {
    self.now = now
    self.policy = policy
    self.articleTitle = articleTitle
    self.articlePublishedAt = articlePublishedAt
    self.depth = depth
    self.author = author
    self.form = form
    self.copiesBySameAuthor = copiesBySameAuthor
    self.copiesByOthers = copiesByOthers
    self.isEdit = isEdit
    self.keptFindings = keptFindings
    self.spam = spam
  }

  /// A text on its own, as `check` sees it: nothing is known of an author, a place or other comments, so everything
  /// that judges those keeps silent.
  public static func standalone(now: Timestamp, policy: CommentPolicy = CommentPolicy()) -> SubmissionContext {
    SubmissionContext(now: now, policy: policy, author: .unknown)
  }
}

/// What is known of the author before this submission.
public struct AuthorHistory: Hashable, Sendable {
  /// False where nobody looked, as in `check`: then facts about the author are unknown instead of zero.
  public var isKnown: Bool
  /// What deterministic rollouts are chosen by; the same for all submissions of one author.
  public var key: String
  public var isSignedIn: Bool
  /// `nil` for an author never seen before.
  public var firstSeenAt: Timestamp?
  public var record: AuthorRecord
  /// The sanction in force.
  public var sanction: Sanction.Kind?
  /// Newest first.
  public var recentPosts: [Timestamp]
  public var decidedLastWeek: Int
  public var refusedLastWeek: Int
  public var overturnedLastMonth: Int

  public init(
    isKnown: Bool = true, key: String = "", isSignedIn: Bool = false, firstSeenAt: Timestamp? = nil,
    record: AuthorRecord = AuthorRecord(), sanction: Sanction.Kind? = nil, recentPosts: [Timestamp] = [],
    decidedLastWeek: Int = 0, refusedLastWeek: Int = 0, overturnedLastMonth: Int = 0
  ) {
    self.isKnown = isKnown
    self.key = key
    self.isSignedIn = isSignedIn
    self.firstSeenAt = firstSeenAt
    self.record = record
    self.sanction = sanction
    self.recentPosts = recentPosts
    self.decidedLastWeek = decidedLastWeek
    self.refusedLastWeek = refusedLastWeek
    self.overturnedLastMonth = overturnedLastMonth
  }

  public static let unknown = AuthorHistory(isKnown: false)
}
