public import ModerationModel

/// What the flow asks a store before judging a submission.
public struct BackgroundQuery: Hashable, Sendable {
  public var site: SiteID
  public var article: ArticleID
  public var parent: CommentID?
  public var identity: AuthorIdentity
  /// `nil` when the text is too short to be called a repeat.
  public var digest: TextDigest?
  public var now: Timestamp
  /// How far back equal texts count, in seconds.
  public var duplicateWindowSeconds: Double
  /// A comment that is being edited and does not count as its own repeat.
  public var excluding: CommentID?
  /// A keyed hash of the network address's prefix; `nil` where it is not known.
  public var address: UInt64?

  public init(
    site: SiteID, article: ArticleID, parent: CommentID? = nil, identity: AuthorIdentity, digest: TextDigest?,
    now: Timestamp, duplicateWindowSeconds: Double = 86_400, excluding: CommentID? = nil,
    address: UInt64? = nil
  ) {
    self.site = site
    self.article = article
    self.parent = parent
    self.identity = identity
    self.digest = digest
    self.now = now
    self.duplicateWindowSeconds = duplicateWindowSeconds
    self.excluding = excluding
    self.address = address
  }
}

/// What a store knows about a submission before it is stored.
public struct SubmissionBackground: Hashable, Sendable {
  /// How many of the author's last posting times are handed over.
  public static let recentMax = 64
  /// Equal texts and decisions are counted up to here, newest first, so that a wave costs no more than a repeat.
  public static let countMax = 1000

  public var article: Article?
  public var parent: Comment?
  public var author: Author?
  /// When the author posted last, newest first, at most `recentMax`.
  public var recentPosts: [Timestamp]
  /// Comments with the same digest in the window, by this author and by others; deleted ones do not count.
  public var copiesBySameAuthor: Int
  public var copiesByOthers: Int
  /// The author's comments that a person decided in the last seven days, and how many of them were refused.
  public var decidedLastWeek: Int
  public var refusedLastWeek: Int
  /// The author's comments in the last thirty days that the machine let through and a person refused.
  public var overturnedLastMonth: Int
  /// What people decided of late; that on the author's comments counts each once, as it stands.
  public var reputation = Reputation()
  public var addressReputation: Reputation?
  /// Seconds since the last comments from the address, newest first.
  public var addressAges: [Double] = []
  /// In force at the query's moment.
  public var alarm: WaveAlarm?

  public init(
    article: Article? = nil, parent: Comment? = nil, author: Author? = nil, recentPosts: [Timestamp] = [],
    copiesBySameAuthor: Int = 0, copiesByOthers: Int = 0, decidedLastWeek: Int = 0, refusedLastWeek: Int = 0,
    overturnedLastMonth: Int = 0
  ) {
    self.article = article
    self.parent = parent
    self.author = author
    self.recentPosts = recentPosts
    self.copiesBySameAuthor = copiesBySameAuthor
    self.copiesByOthers = copiesByOthers
    self.decidedLastWeek = decidedLastWeek
    self.refusedLastWeek = refusedLastWeek
    self.overturnedLastMonth = overturnedLastMonth
  }
}

/// A submission with its verdict, ready to be stored.
public struct JudgedSubmission: Hashable, Sendable {
  public static let idempotencyKeyBytesMax = 200
  /// How long a repeat under the same key is recognised.
  public static let idempotencySeconds = 86_400.0

  public var site: SiteID
  public var article: ArticleID
  public var parent: CommentID?
  public var comment: CommentID
  public var revision: RevisionID
  public var text: String
  public var authorName: String
  public var authorURL: String?
  public var identity: AuthorIdentity
  /// The version of the author that the verdict rests upon, 0 for one who was not known; `nil` asks for no proof.
  public var authorVersion: Int?
  public var verdict: Verdict
  public var language: Language?
  public var digest: TextDigest?
  /// The site's policy; the store applies the article's own overrides.
  public var policy: CommentPolicy
  /// Why a case is opened when the verdict is to hold.
  public var caseCause: ModerationCase.Cause
  /// The nonce of the form's token, which works once; `nil` without a form.
  public var formNonce: String?
  /// When the nonce may be forgotten, because the token has expired by then.
  public var formNonceExpiresAt: Timestamp?
  public var idempotencyKey: String?
  /// SHA-256 over what was submitted, to tell a repeat from another submission with the same key.
  public var fingerprint: [UInt8]
  public var editTokenHash: [UInt8]?
  /// What the verdict rests on, kept for replay; `nil` keeps nothing. Where it says that chance has chosen the comment,
  /// and it is published, a case of cause `audit` is opened.
  public var circumstances: Circumstances?
  /// What waves are found by; `nil` remembers nothing.
  public var wave: WaveClaim?

  public init(
    site: SiteID, article: ArticleID, parent: CommentID? = nil, comment: CommentID, revision: RevisionID,
    text: String, authorName: String, authorURL: String? = nil, identity: AuthorIdentity, authorVersion: Int? = nil,
    verdict: Verdict, language: Language? = nil, digest: TextDigest? = nil, policy: CommentPolicy = CommentPolicy(),
    caseCause: ModerationCase.Cause = .verdict, formNonce: String? = nil, formNonceExpiresAt: Timestamp? = nil,
    idempotencyKey: String? = nil, fingerprint: [UInt8] = [], editTokenHash: [UInt8]? = nil,
    circumstances: Circumstances? = nil, wave: WaveClaim? = nil
  ) {
    self.site = site
    self.article = article
    self.parent = parent
    self.comment = comment
    self.revision = revision
    self.text = text
    self.authorName = authorName
    self.authorURL = authorURL
    self.identity = identity
    self.authorVersion = authorVersion
    self.verdict = verdict
    self.language = language
    self.digest = digest
    self.policy = policy
    self.caseCause = caseCause
    self.formNonce = formNonce
    self.formNonceExpiresAt = formNonceExpiresAt
    self.idempotencyKey = idempotencyKey
    self.fingerprint = fingerprint
    self.editTokenHash = editTokenHash
    self.circumstances = circumstances
    self.wave = wave
  }
}

/// What became of a judged submission.
public struct StoredSubmission: Hashable, Sendable {
  public var comment: Comment
  /// The same submission had been stored before, under the same idempotency key.
  public var isRepeat: Bool

  public init(comment: Comment, isRepeat: Bool) {
    self.comment = comment
    self.isRepeat = isRepeat
  }
}

/// A new wording with its verdict, ready to be stored.
public struct JudgedEdit: Hashable, Sendable {
  public var site: SiteID
  public var comment: CommentID
  /// The version that was edited.
  public var version: Int
  public var revision: RevisionID
  public var text: String
  public var verdict: Verdict
  public var language: Language?
  public var digest: TextDigest?
  public var policy: CommentPolicy
  /// Why a case is opened when the verdict is to hold.
  public var caseCause: ModerationCase.Cause
  /// The version of the author that the verdict rests upon; `nil` asks for no proof.
  public var authorVersion: Int?
  /// As for a submission. A draw that was made on earlier words stands: nobody is drawn for twice.
  public var circumstances: Circumstances?
  /// As for a submission; the address stays what it was.
  public var wave: WaveClaim?

  public init(
    site: SiteID, comment: CommentID, version: Int, revision: RevisionID, text: String, verdict: Verdict,
    language: Language? = nil, digest: TextDigest? = nil, policy: CommentPolicy = CommentPolicy(),
    caseCause: ModerationCase.Cause = .verdict, authorVersion: Int? = nil, circumstances: Circumstances? = nil,
    wave: WaveClaim? = nil
  ) {
    self.site = site
    self.comment = comment
    self.version = version
    self.revision = revision
    self.text = text
    self.verdict = verdict
    self.language = language
    self.digest = digest
    self.policy = policy
    self.caseCause = caseCause
    self.authorVersion = authorVersion
    self.circumstances = circumstances
    self.wave = wave
  }
}

/// What became of a reader's report.
public struct ReportOutcome: Hashable, Sendable {
  public var comment: Comment
  /// False when the same reporter had reported it before.
  public var isCounted: Bool
  /// Whether this report brought the comment before a person.
  public var isHeldNow: Bool

  public init(comment: Comment, isCounted: Bool, isHeldNow: Bool) {
    self.comment = comment
    self.isCounted = isCounted
    self.isHeldNow = isHeldNow
  }
}

/// What became of a reader's vote.
public struct VoteOutcome: Hashable, Sendable {
  /// With the votes as they are now.
  public var comment: Comment
  /// False when the visitor had voted so before.
  public var isCounted: Bool

  public init(comment: Comment, isCounted: Bool) {
    self.comment = comment
    self.isCounted = isCounted
  }
}

/// An author's objection, ready to be stored.
public struct AppealFiling: Hashable, Sendable {
  public var site: SiteID
  public var comment: CommentID
  public var text: String

  public init(site: SiteID = .default, comment: CommentID, text: String) {
    self.site = site
    self.comment = comment
    self.text = text
  }
}
