/// One visitor's word that a comment is worth reading.
///
/// A vote is given or taken back; there is none against a comment. Who finds one out of place reports it.
public struct Vote: Hashable, Sendable {
  public var site: SiteID
  public var comment: CommentID
  /// A keyed hash of who votes, other for every comment, so that nobody's votes can be put side by side.
  public var visitor: String
  public var at: Timestamp

  public init(site: SiteID, comment: CommentID, visitor: String, at: Timestamp) {
    self.site = site
    self.comment = comment
    self.visitor = visitor
    self.at = at
  }
}
