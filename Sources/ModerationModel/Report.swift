/// A reader's flag on a comment.
public struct Report: Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    case spam, insult, threat, hate, obscene
    case personalData = "personal_data"
    case offTopic = "off_topic"
    case other
  }

  public static let noteBytesMax = 1000

  public var site: SiteID
  public var id: ReportID
  public var article: ArticleID
  public var comment: CommentID
  /// A keyed hash of who reports; one report a comment and reporter counts.
  public var reporter: String
  public var reason: Reason
  public var note: String
  /// How much this reporter's word counts; 1 for a reader without a record.
  public var weight: Double
  public var at: Timestamp

  public init(
    site: SiteID, id: ReportID, article: ArticleID, comment: CommentID, reporter: String, reason: Reason,
    note: String = "", weight: Double = 1, at: Timestamp
  ) {
    self.site = site
    self.id = id
    self.article = article
    self.comment = comment
    self.reporter = reporter
    self.reason = reason
    self.note = note
    self.weight = weight
    self.at = at
  }
}
