/// The untrusted arrival: what a reader sent, before anything is believed or stored.
public struct Submission: Hashable, Sendable {
  public var site: SiteID
  public var article: ArticleID
  /// The comment replied to; `nil` for a comment on the article itself.
  public var parent: CommentID?
  /// The author's own words; kept byte for byte.
  public var text: String
  public var author: AuthorClaim
  /// What the caller says of the text's language; the machine looks for itself when `nil`.
  public var language: Language?
  public var client: ClientFacts
  public var form: FormFacts
  /// Makes a repeated delivery of the same submission one comment; chosen by the caller, at most 200 bytes.
  public var idempotencyKey: String?

  public init(
    site: SiteID = .default, article: ArticleID, parent: CommentID? = nil, text: String, author: AuthorClaim,
    language: Language? = nil, client: ClientFacts = ClientFacts(), form: FormFacts = .trusted,
    idempotencyKey: String? = nil
  ) {
    self.site = site
    self.article = article
    self.parent = parent
    self.text = text
    self.author = author
    self.language = language
    self.client = client
    self.form = form
    self.idempotencyKey = idempotencyKey
  }
}

/// What is known of the program that sent a submission.
public struct ClientFacts: Hashable, Sendable {
  public static let userAgentBytesMax = 1000

  /// The textual IP address, as the trusted edge saw it.
  public var address: String?
  public var userAgent: String?

  public init(address: String? = nil, userAgent: String? = nil) {
    self.address = address
    self.userAgent = userAgent
  }
}

/// What the comment form brought along with the text.
public enum FormFacts: Hashable, Sendable {
  /// No form: an embedder, an operator or a bearer of an API token hands the submission in and answers for it.
  case trusted
  /// A form of ours, with its signed token and whatever stood in the field that people do not see.
  case form(token: String?, honeypot: String)
}

/// What the flow found out about a form, as the pipeline judges it.
public enum FormOutcome: Hashable, Sendable {
  case trusted
  /// The token is ours and unused. `seconds` passed between showing the form and its return.
  case valid(seconds: Double, honeypotFilled: Bool)
}
