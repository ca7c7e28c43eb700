/// What a finding is about. Scores add up by category; the leading one decides between `reject` and `spam`.
public enum Category: String, Hashable, Sendable, CaseIterable, Comparable {
  case spam, abuse, hate, threat, obscene, advert
  case personalData = "personal_data"
  case evasion, other

  public static func < (left: Category, right: Category) -> Bool { left.rawValue < right.rawValue }
}

/// The parts of a submission that rules look at.
public enum TextField: String, Hashable, Sendable, CaseIterable {
  case body
  case authorName = "author_name"
  case authorEmail = "author_email"
  case authorURL = "author_url"
  /// The hosts of the links in the body, one a line.
  case linkHosts = "link_hosts"
  case userAgent = "user_agent"
  case articleTitle = "article_title"
  /// The visitor's IP address, where the edge knows it. Not stored with a comment.
  case clientAddress = "client_address"

  /// Says who somebody is, so that no reason shown or stored may repeat it.
  public var isPrivate: Bool { self == .authorEmail || self == .clientAddress }
}

/// A place in a field's original text.
public struct Evidence: Hashable, Sendable {
  public var field: TextField
  /// UTF-8 byte offsets of the text as given; `begin` included, `end` not.
  public var range: Range<Int>

  public init(field: TextField, range: Range<Int>) {
    self.field = field
    self.range = range
  }
}

/// One named finding about a submission.
public struct Signal: Hashable, Sendable {
  /// Which part of the pipeline speaks.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    case validity, form, rule, heuristic, classifier
    /// A part that could not do its work: a match limit, a spent budget, bad input to a rule.
    case fault
  }

  /// Whether the finding counts.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case live
    /// Found and stored, but adds nothing to the verdict.
    case shadow
  }

  /// The rule's id or the heuristic's name.
  public var name: String
  public var source: Source
  public var category: Category
  /// Points added to the sum, after `max_hits` and before group caps; negative points speak for the author.
  public var score: Double
  public var status: Status
  /// Signals of one group share that group's cap.
  public var group: String?
  /// The least that this finding asks for, whatever the score.
  public var floor: Action?
  /// The most that the machine may do while this finding stands.
  public var ceiling: Action?
  /// Where it was found, in order; empty when it has no place in a text.
  public var evidence: [Evidence]
  /// One sentence for a moderator, with the rule's placeholders filled in.
  public var reason: String

  public init(
    name: String, source: Source, category: Category, score: Double, status: Status = .live, group: String? = nil,
    floor: Action? = nil, ceiling: Action? = nil, evidence: [Evidence] = [], reason: String = ""
  ) {
    self.name = name
    self.source = source
    self.category = category
    self.score = score
    self.status = status
    self.group = group
    self.floor = floor
    self.ceiling = ceiling
    self.evidence = evidence
    self.reason = reason
  }
}
