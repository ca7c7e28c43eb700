public import ModerationModel

extension CommentFlow {
  /// A comment as its author may see it, whatever its state.
  ///
  /// - Throws: `unknownComment`, `notTheAuthor`, `withdrawn`, `store`.
  public func ownComment(
    _ id: CommentID, site: SiteID = .default, proof: AuthorProof
  ) async throws(FlowError) -> Comment {
    try await owned(id, site: site, proof: proof).0
  }

  /// A comment that readers can see.
  ///
  /// - Throws: `unknownComment`, also for one that is hidden, so that asking tells nothing about it.
  public func visibleComment(_ id: CommentID, site: SiteID = .default) async throws(FlowError) -> Comment {
    let comment = try await existing(id, site: site)
    guard comment.state.isVisible else { throw .unknownComment(id) }
    return comment
  }
}
