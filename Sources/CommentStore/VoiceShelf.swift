public import ModerationModel

/// What readers and authors say about comments that are there: votes and appeals.
public protocol VoiceShelf: Sendable {
  /// Gives or takes back a visitor's vote; the count rises or falls in the same transaction.
  ///
  /// - Throws: `unknownComment` for one that readers do not see.
  func vote(_ vote: Vote, isWithdrawn: Bool, stamp: WriteStamp) async throws(StoreError) -> VoteOutcome

  /// The comments among the given ones that this visitor voted for, by their own key for each.
  func votes(by visitors: [CommentID: String], site: SiteID) async throws(StoreError) -> Set<CommentID>

  /// Opens a case for an author who objects to a refusal.
  ///
  /// - Throws: `unknownComment`, `notRefused`, `alreadyAppealed` once a decision, also the one that answered an appeal.
  func file(_ filing: AppealFiling, stamp: WriteStamp) async throws(StoreError) -> Appeal

  func appeal(_ id: AppealID, site: SiteID) async throws(StoreError) -> Appeal?

  /// Oldest first.
  func appeals(on comment: CommentID, site: SiteID) async throws(StoreError) -> [Appeal]
}
