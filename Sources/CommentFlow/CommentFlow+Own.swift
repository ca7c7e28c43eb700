public import ModerationModel

extension CommentFlow {
  /// The caller's own comment, whatever its state, once the proof has been found good.
  ///
  /// - Throws: `unknownComment`, `notTheAuthor`, `withdrawn`, `store`.
  public func ownComment(
    _ id: CommentID, site: SiteID = .default, proof: AuthorProof
  ) async throws(FlowError) -> Comment {
    try await owned(id, site: site, proof: proof).0
  }
}
