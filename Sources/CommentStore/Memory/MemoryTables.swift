internal import ModerationModel

/// Everything that a memory store holds, with what it is found by.
struct MemoryTables {
  struct ShareKey: Hashable {
    var site: SiteID
    var article: ArticleID
    var network: ShareNetwork
  }

  struct VisitKey: Hashable {
    var share: ShareKey
    var visitor: String
  }

  struct ReportedKey: Hashable {
    var share: ShareKey
    var source: String
  }

  struct VoterKey: Hashable {
    var comment: Scoped<CommentID>
    var visitor: String
  }

  struct ReporterKey: Hashable {
    var comment: Scoped<CommentID>
    var reporter: String
  }

  struct MarkKey: Hashable {
    var site: SiteID
    var revision: String
    var kind: RuleMark.Kind
    var rule: String
    var file: String
    var line: Int
    var pattern: String
  }

  var articles: [Scoped<ArticleID>: Article] = [:]
  var articlesByURL: [Scoped<String>: ArticleID] = [:]
  var counts: [Scoped<ArticleID>: ArticleCounts] = [:]

  var comments: [Scoped<CommentID>: CommentRow] = [:]
  var earlierRevisions: [Scoped<CommentID>: [Revision]] = [:]
  var circumstances: [Scoped<CommentID>: Circumstances] = [:]
  var earlierCircumstances: [Scoped<RevisionID>: Circumstances] = [:]
  // Identities in rising order, which is the order in time.
  var roots: [Scoped<ArticleID>: [CommentID]] = [:]
  var children: [Scoped<CommentID>: [CommentID]] = [:]
  var commentsByAuthor: [Scoped<AuthorID>: [CommentID]] = [:]
  var commentsByDigest: [Scoped<TextDigest>: [CommentID]] = [:]
  var commentsBySite: [SiteID: [CommentID]] = [:]

  var authors: [Scoped<AuthorID>: Author] = [:]
  var authorsByIdentity: [Scoped<AuthorIdentity>: AuthorID] = [:]
  var moderators: [Scoped<ModeratorID>: Moderator] = [:]

  var cases: [Scoped<CaseID>: ModerationCase] = [:]
  var casesByComment: [Scoped<CommentID>: [CaseID]] = [:]
  var openCases: [SiteID: Set<CaseID>] = [:]

  var reviews: [Scoped<ReviewID>: Review] = [:]
  var reviewAuthors: [Scoped<ReviewID>: [AuthorID]] = [:]
  var reviewsBySite: [SiteID: [ReviewID]] = [:]
  var reviewsByComment: [Scoped<CommentID>: [ReviewID]] = [:]
  var reviewsByAuthor: [Scoped<AuthorID>: [ReviewID]] = [:]
  var reports: [Scoped<ReportID>: Report] = [:]
  var reportsByComment: [Scoped<CommentID>: [ReportID]] = [:]
  var reporters: [ReporterKey: ReportID] = [:]

  var votes: [VoterKey: Vote] = [:]
  var voteCounts: [Scoped<CommentID>: Int] = [:]
  var appeals: [Scoped<AppealID>: Appeal] = [:]
  var appealsByComment: [Scoped<CommentID>: [AppealID]] = [:]

  var credentials: [Scoped<ModeratorID>: ModeratorCredential] = [:]
  var sessions: [Scoped<SessionID>: ModeratorSession] = [:]
  var sessionsByHash: [Scoped<[UInt8]>: SessionID] = [:]
  var sessionsByModerator: [Scoped<ModeratorID>: [SessionID]] = [:]
  var tokens: [Scoped<TokenID>: AccessToken] = [:]
  var tokensByHash: [Scoped<[UInt8]>: TokenID] = [:]
  var attempts: [Scoped<String>: AttemptRecord] = [:]
  var answers: [Scoped<String>: AnswerRecord] = [:]
  var webhooks: [Scoped<WebhookID>: WebhookRow] = [:]

  var arrivals: [Scoped<CommentID>: Arrival] = [:]
  var arrivalSequence: Int64 = 0
  var arrivalSequences: [Scoped<CommentID>: Int64] = [:]
  var arrivalOrder: [SiteID: [ArrivalPlace]] = [:]
  var arrivalsByAddress: [Scoped<UInt64>: [CommentID]] = [:]
  var waves: [Scoped<WaveID>: [CommentID]] = [:]
  var waveAlarms: [SiteID: WaveAlarm] = [:]

  var visits: [VisitKey: Timestamp] = [:]
  var visitors: [ShareKey: Int] = [:]
  var recordedShares: [ShareKey: Int] = [:]
  var reportedShares: [ReportedKey: ReportedShareCount] = [:]

  var ruleSets: [SiteID: [RuleSetRecord]] = [:]
  var ruleTexts: [Scoped<[UInt8]>: String] = [:]
  var ruleMarks: [MarkKey: RuleMark] = [:]

  var nonces: [Scoped<String>: Timestamp] = [:]
  var idempotency: [Scoped<String>: IdempotencyRecord] = [:]

  var events: [ModerationEvent] = []
  var logs: [SiteID: [LogEntry]] = [:]
}

extension Array where Element: Comparable {
  /// Where `element` is or belongs in a rising array. Looks at the end first, because time mostly moves on.
  func rank(of element: Element) -> Int {
    guard let last, last >= element else { return count }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
