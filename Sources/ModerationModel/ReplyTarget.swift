/// Where a new comment will stand: on an article, or under another comment of that article.
public struct ReplyTarget: Hashable, Sendable {
  public var site: SiteID
  public var article: ArticleID
  public var parent: CommentID?

  public init(site: SiteID = .default, article: ArticleID, parent: CommentID? = nil) {
    self.site = site
    self.article = article
    self.parent = parent
  }
}

/// The one comment form of a page, as a value: where it stands and what has been typed.
///
/// Choosing and cancelling a reply are pure, need no store, and never touch the draft.
/// ```swift
/// var form = CommentForm(article: try ArticleID(validating: "bridge"), draft: "Согласен")
/// form.reply(to: someone)     // «Ответить»
/// form.cancelReply()          // «Отменить ответ»: back on the article, "Согласен" still there
/// form.cancelReply()          // again: nothing more happens
/// ```
public struct CommentForm: Hashable, Sendable {
  public private(set) var target: ReplyTarget
  public var draft: String
  /// The comment beside which the form stood before a cancel; where the reader's focus belongs afterwards.
  public private(set) var returnFocusTo: CommentID?

  public init(site: SiteID = .default, article: ArticleID, draft: String = "") {
    target = ReplyTarget(site: site, article: article)
    self.draft = draft
  }

  /// Moves the form under a comment; the draft comes along.
  public mutating func reply(to parent: CommentID) {
    target.parent = parent
    returnFocusTo = nil
  }

  /// Moves the form back to the article. Idempotent; keeps the draft.
  public mutating func cancelReply() {
    guard let parent = target.parent else { return }
    target.parent = nil
    returnFocusTo = parent
  }
}
