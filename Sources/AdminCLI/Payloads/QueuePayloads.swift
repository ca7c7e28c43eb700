import CommentStore
import ModerationModel

struct CasePayload: Encodable {
  struct LeasePayload: Encodable {
    var holder: String
    var until: String
  }

  var id: String
  var comment: String
  var article: String
  var cause: String
  var state: String
  var priority: Double
  var openedAt: String
  var closedAt: String?
  var lease: LeasePayload?
  var tags: [String]
  var escalation: String?
  var version: Int

  init(_ moderationCase: ModerationCase) {
    id = moderationCase.id.description
    comment = moderationCase.comment.description
    article = moderationCase.article.key
    cause = moderationCase.cause.rawValue
    state = moderationCase.state.rawValue
    priority = roundedPoints(moderationCase.priority)
    openedAt = moderationCase.openedAt.description
    closedAt = moderationCase.closedAt?.description
    lease = moderationCase.lease.map { LeasePayload(holder: $0.holder, until: $0.until.description) }
    tags = moderationCase.tags
    escalation = moderationCase.escalation
    version = moderationCase.version
  }
}

/// Comments that read alike.
struct WavePayload: Encodable {
  var id: String
  var size: Int
  var authors: Int
  var articles: Int
  var held: Int
  var refused: Int
  /// What a person decided last.
  var decision: String?
  var review: String?

  init(_ wave: Wave) {
    id = wave.id.description
    size = wave.size
    authors = wave.authors
    articles = wave.articles
    held = wave.held
    refused = wave.refused
    decision = wave.ruling?.decision.rawValue
    review = wave.ruling?.review.description
  }
}

struct CaseListingsPayload: Encodable {
  struct Row: Encodable {
    var `case`: CasePayload
    var comment: CommentPayload
    /// Absent where chance has chosen the comment: whoever decides must not know it.
    var verdict: VerdictPayload?
    /// Absent for a comment that is alone.
    var wave: WavePayload?
  }

  var cases: [Row]

  init(_ listings: [CaseListing]) {
    cases = listings.map {
      Row(
        case: CasePayload($0.moderationCase), comment: CommentPayload($0.comment),
        verdict: $0.moderationCase.isBlind ? nil : VerdictPayload($0.comment.revision.verdict),
        wave: $0.wave.map { WavePayload($0) })
    }
  }
}

struct ReviewPayload: Encodable {
  struct Item: Encodable {
    var article: String
    var comment: String
    var before: String
    var after: String
    var version: Int
    var closedCase: String?
  }

  var id: String
  var decision: String
  var reason: String?
  var note: String
  var moderator: String
  var at: String
  var undoneAt: String?
  var items: [Item]

  init(_ review: Review) {
    id = review.id.description
    decision = review.decision.rawValue
    reason = review.reason?.rawValue
    note = review.note
    moderator = review.moderator
    at = review.at.description
    undoneAt = review.undoneAt?.description
    items = review.items.map {
      Item(
        article: $0.article.key, comment: $0.comment.description, before: $0.before.rawValue,
        after: $0.after.rawValue, version: $0.version, closedCase: $0.closedCase?.description)
    }
  }
}

/// What a decision would do.
struct ReviewPreviewPayload: Encodable {
  struct Item: Encodable {
    var comment: String
    var before: String
    var after: String
    var version: Int
    /// `nil` when the move is allowed.
    var problem: String?
  }

  var dryRun = true
  var decision: String
  var items: [Item]
}

/// What a query finds, before a decision on all of it.
struct SelectionPayload: Encodable {
  var decision: String
  var comments: Int
  var authors: Int
  var articles: Int
  var byRule: [String: Int]
  var byCategory: [String: Int]
  var byState: [String: Int]
  var leasedByOthers: Int
  var truncated: Bool
  var samples: [CommentPayload]

  init(_ found: SelectionPreview, decision: Decision) {
    self.decision = decision.rawValue
    comments = found.targets.count
    authors = found.authors
    articles = found.articles
    byRule = found.byRule
    byCategory = Dictionary(uniqueKeysWithValues: found.byCategory.map { ($0.key.rawValue, $0.value) })
    byState = Dictionary(uniqueKeysWithValues: found.byState.map { ($0.key.rawValue, $0.value) })
    leasedByOthers = found.leasedByOthers
    truncated = found.isTruncated
    samples = found.samples.map { CommentPayload($0) }
  }
}

struct QueueStatisticsPayload: Encodable {
  var open: Int
  var leased: Int
  var escalated: Int
  var oldestOpenedAt: String?
  var byCause: [String: Int]
  var decisionsLastDay: [String: Int]
  /// While newcomers' links are held because of a wave.
  var alarm: AlarmPayload?
  /// Only where days were asked for.
  var figures: FiguresPayload?

  struct AlarmPayload: Encodable {
    var wave: String
    var since: String
    var until: String
  }

  init(_ statistics: QueueStatistics, figures: FiguresPayload? = nil) {
    alarm = statistics.alarm.map {
      AlarmPayload(wave: $0.wave.description, since: $0.since.description, until: $0.until.description)
    }
    self.figures = figures
    open = statistics.open
    leased = statistics.leased
    escalated = statistics.escalated
    oldestOpenedAt = statistics.oldestOpenedAt?.description
    byCause = Dictionary(uniqueKeysWithValues: statistics.byCause.map { ($0.key.rawValue, $0.value) })
    decisionsLastDay = Dictionary(
      uniqueKeysWithValues: statistics.decisionsLastDay.map { ($0.key.rawValue, $0.value) })
  }
}
