public import CommentStore
public import ModerationModel

/// Why a use case was refused. Each edge translates these to its users' words in one place.
public indirect enum FlowError: Error, Sendable {
  /// The submission itself is at fault.
  case invalid(InvalidSubmission)
  /// The form is; show it again with the same text.
  case form(FormError)
  case unknownArticle(ArticleID)
  case articleClosed(ArticleID)
  /// The comment replied to is gone: the same text may be posted on the article itself, if the reader wants that.
  case parentGone(CommentID)
  case parentElsewhere(CommentID)
  case tooDeep(depthMax: Int)
  /// The author may not write here, for ever or until then.
  case banned
  case muted(until: Timestamp)
  case unknownComment(CommentID)
  /// Nobody votes for their own.
  case ownComment(CommentID)
  /// Only its author may do this, and the proof was not theirs.
  case notTheAuthor(CommentID)
  case editWindowOver(endedAt: Timestamp)
  /// The comment was withdrawn or erased: it has no words any more.
  case withdrawn(CommentID)
  /// An argument of the call is out of its bounds.
  case badArgument(name: String, problem: String)
  case store(StoreError)

  /// A store's refusal in the words of the flow, where the flow has some.
  init(_ error: StoreError, article: ArticleID? = nil, parent: CommentID? = nil) {
    switch (error.code, article, parent) {
    case (.unknownArticle, let article?, _): self = .unknownArticle(article)
    case (.articleClosed, let article?, _): self = .articleClosed(article)
    case (.parentGone, _, let parent?): self = .parentGone(parent)
    case (.parentElsewhere, _, let parent?): self = .parentElsewhere(parent)
    case (.tooDeep(let depthMax), _, _): self = .tooDeep(depthMax: depthMax)
    case (.banned, _, _): self = .banned
    case (.muted(let until), _, _): self = .muted(until: until)
    case (.editWindowOver(let endedAt), _, _): self = .editWindowOver(endedAt: endedAt)
    default: self = .store(error)
    }
  }
}

/// Runs a store call and gives its error in the flow's type.
///
/// The closure's error is untyped: with a typed one, compilers up to 6.3 lose the way back from some calls (the task
/// resumes at address zero; `AuthorActTests` shows it).
func stored<Value>(
  article: ArticleID? = nil, parent: CommentID? = nil, _ call: () async throws -> Value
) async throws(FlowError) -> Value {
  do {
    return try await call()
  } catch let error as StoreError {
    throw FlowError(error, article: article, parent: parent)
  } catch {
    throw .store(StoreError(.inputOutput, underlying: "\(error)"))
  }
}
