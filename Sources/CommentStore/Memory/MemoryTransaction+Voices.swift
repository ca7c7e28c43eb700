package import ModerationModel

extension MemoryTransaction {
  package func hasVote(on comment: CommentID, by visitor: String, site: SiteID) throws(StoreError) -> Bool {
    tables.votes[MemoryTables.VoterKey(comment: Scoped(site, comment), visitor: visitor)] != nil
  }

  package func voteCount(on comment: CommentID, site: SiteID) throws(StoreError) -> Int {
    tables.voteCounts[Scoped(site, comment)] ?? 0
  }

  package mutating func put(_ vote: Vote) throws(StoreError) {
    let comment = Scoped(vote.site, vote.comment)
    let key = MemoryTables.VoterKey(comment: comment, visitor: vote.visitor)
    if tables.votes[key] == nil { set((tables.voteCounts[comment] ?? 0) + 1, in: \.voteCounts, at: comment) }
    set(vote, in: \.votes, at: key)
  }

  package mutating func removeVote(
    on comment: CommentID, by visitor: String, site: SiteID
  ) throws(StoreError) {
    let comment = Scoped(site, comment)
    let key = MemoryTables.VoterKey(comment: comment, visitor: visitor)
    guard tables.votes[key] != nil else { return }
    set(nil, in: \.votes, at: key)
    set((tables.voteCounts[comment] ?? 1) - 1, in: \.voteCounts, at: comment)
  }

  package mutating func removeVotes(on comment: CommentID, site: SiteID) throws(StoreError) {
    for key in tables.votes.keys where key.comment == Scoped(site, comment) {
      try removeVote(on: comment, by: key.visitor, site: site)
    }
  }

  package mutating func addVotes(_ delta: Int, to comment: CommentID, site: SiteID) throws(StoreError) {
    let key = Scoped(site, comment)
    guard var row = tables.comments[key] else { return }
    row.comment.votes += delta
    set(row, in: \.comments, at: key)
  }

  package func storedAppeal(_ id: AppealID, site: SiteID) throws(StoreError) -> Appeal? {
    tables.appeals[Scoped(site, id)]
  }

  package func storedAppeals(on comment: CommentID, site: SiteID) throws(StoreError) -> [Appeal] {
    (tables.appealsByComment[Scoped(site, comment)] ?? []).compactMap { tables.appeals[Scoped(site, $0)] }
  }

  package mutating func put(_ appeal: Appeal) throws(StoreError) {
    set(appeal, in: \.appeals, at: Scoped(appeal.site, appeal.id))
    insert(appeal.id, into: \.appealsByComment, at: Scoped(appeal.site, appeal.comment))
  }

  package func forEachAppeal(_ body: (Appeal) throws(StoreError) -> Void) throws(StoreError) {
    for appeal in tables.appeals.values.sorted(by: { ($0.site, $0.id) < ($1.site, $1.id) }) { try body(appeal) }
  }
}
