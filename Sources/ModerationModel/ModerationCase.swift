/// What waits for a person.
public struct ModerationCase: Hashable, Sendable {
  /// Why it waits.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// The machine held the comment.
    case verdict
    /// Readers reported it.
    case reports
    /// A moderator put it back into the queue.
    case review
    /// The article or the author is premoderated.
    case premoderation
    /// The author of a refused comment objects.
    case appeal
    /// Chance has chosen a published comment, which stays visible meanwhile; what the machine found is not shown before
    /// the decision.
    case audit
  }

  public enum State: String, Hashable, Sendable, CaseIterable {
    case open, closed
  }

  /// A moderator's hold on a case while they look; it ends by itself.
  public struct Lease: Hashable, Sendable {
    public static let seconds = 300.0

    public var holder: String
    public var until: Timestamp

    public init(holder: String, until: Timestamp) {
      self.holder = holder
      self.until = until
    }
  }

  public static let tagBytesMax = 64
  public static let tagsMax = 16

  /// Whether a text can be a tag: a word without blanks and control characters.
  public static func isTag(_ text: String) -> Bool {
    (1...tagBytesMax).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace }
  }

  public var site: SiteID
  public var id: CaseID
  public var article: ArticleID
  public var comment: CommentID
  public var cause: Cause
  public var state: State
  /// Larger comes first; see `CasePriority`.
  public var priority: Double
  public var openedAt: Timestamp
  public var closedAt: Timestamp?
  public var lease: Lease?
  public var tags: [String]
  /// The question to a colleague, when somebody asked for a second opinion.
  public var escalation: String?
  /// Rises by one with every change, leases included.
  public var version: Int

  public init(
    site: SiteID, id: CaseID, article: ArticleID, comment: CommentID, cause: Cause, state: State = .open,
    priority: Double, openedAt: Timestamp, closedAt: Timestamp? = nil, lease: Lease? = nil, tags: [String] = [],
    escalation: String? = nil, version: Int = 1
  ) {
    self.site = site
    self.id = id
    self.article = article
    self.comment = comment
    self.cause = cause
    self.state = state
    self.priority = priority
    self.openedAt = openedAt
    self.closedAt = closedAt
    self.lease = lease
    self.tags = tags
    self.escalation = escalation
    self.version = version
  }

  /// Whether what the machine found is to be kept from whoever decides.
  public var isBlind: Bool { cause == .audit && state == .open }

  /// Whether somebody else is looking at it just now.
  public func isLeased(against moderator: String, at now: Timestamp) -> Bool {
    guard let lease else { return false }
    return lease.holder != moderator && now < lease.until
  }
}

/// How urgent a case is, in points on the scale of scores.
public enum CasePriority {
  /// What readers can see and others have reported comes before what is hidden and waits.
  ///
  /// - Parameters:
  ///   - verdict: The machine's answer; the nearer to the refusing threshold, the sooner.
  ///   - weight: The sum of weighted reports.
  ///   - cause: Why the case waits.
  public static func points(verdict: Verdict, reportWeight weight: Double, cause: ModerationCase.Cause) -> Double {
    let urgent: Double = verdict.categories[.threat, default: 0] > 0 ? 10 : 0
    let base: Double =
      switch cause {
      case .verdict: 0
      case .reports: 20
      case .review: 5
      case .premoderation: -5
      case .appeal: 10
      // Nothing the machine found may show through; see `points(ofAudited:reportWeight:)`.
      case .audit: 0
      }
    return base + urgent + max(0, min(verdict.score, 20)) + 5 * weight
  }

  /// Puts an audited comment among those that were held, anywhere between 5 and 12 points: neither the words nor the verdict
  /// decide where, only the random part of the comment's identity.
  public static func points(ofAudited comment: CommentID, reportWeight weight: Double) -> Double {
    5 + 7 * Double(UInt64(truncatingIfNeeded: comment.bits) % 1_024) / 1_024 + 5 * weight
  }
}
