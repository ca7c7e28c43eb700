public import CommentStore
public import ModerationModel

extension CommentFlow {
  /// Gives a reader's vote for a comment, or takes it back. Each reader has one; a second is no error and changes nothing.
  ///
  /// Readers with an account are told by it, others by where they sit: the whole IPv4 address or an IPv6 /64, in a keyed
  /// hash that is other for each comment.
  /// - Throws: `unknownComment` for one that readers do not see; `ownComment`.
  public func vote(
    on id: CommentID, site: SiteID = .default, isWithdrawn: Bool = false, voter: AuthorClaim,
    client: ClientFacts = ClientFacts()
  ) async throws(FlowError) -> VoteOutcome {
    let stamp = stamp(by: "reader")
    if let subject = voter.subject {
      let comment = try await existing(id, site: site)
      let author = try await stored { try await store.author(.account(subject: subject), site: site) }
      guard author?.id != comment.author else { throw .ownComment(id) }
    }
    let vote = Vote(
      site: site, comment: id, visitor: secret.voter(on: id, voter: voter, client: client, site: site), at: stamp.at)
    do {
      let outcome = try await store.vote(vote, isWithdrawn: isWithdrawn, stamp: stamp)
      if outcome.isCounted { bell.ring() }
      return outcome
    } catch {
      if error.code == .unknownComment { throw .unknownComment(id) }
      throw FlowError(error)
    }
  }

  /// The comments among the given ones that this reader has voted for.
  public func ownVotes(
    among comments: [CommentID], site: SiteID = .default, voter: AuthorClaim, client: ClientFacts = ClientFacts()
  ) async throws(FlowError) -> Set<CommentID> {
    guard comments.count <= ThreadQuery.limitMax else {
      throw .badArgument(name: "comments", problem: "at most \(ThreadQuery.limitMax)")
    }
    let visitors = Dictionary(
      comments.map { ($0, secret.voter(on: $0, voter: voter, client: client, site: site)) },
      uniquingKeysWith: { first, _ in first })
    return try await stored { try await store.votes(by: visitors, site: site) }
  }

  /// Lets the author of a refused comment object. The case that this opens is answered by another moderator than the one
  /// who refused; approving grants it, refusing again declines it for good.
  ///
  /// - Throws: `badArgument`, `unknownComment`, `notTheAuthor`, `withdrawn`, `store` with `notRefused` or
  ///   `alreadyAppealed`.
  public func appeal(
    against id: CommentID, site: SiteID = .default, text: String, proof: AuthorProof
  ) async throws(FlowError) -> Appeal {
    guard (1...Appeal.textBytesMax).contains(text.utf8.count), !text.utf8.contains(0),
      text.contains(where: { !$0.isWhitespace })
    else {
      throw .badArgument(name: "text", problem: "1 to \(Appeal.textBytesMax) bytes, without U+0000")
    }
    let stamp = stamp(by: proof.actor)
    _ = try await owned(id, site: site, proof: proof)
    let appeal = try await stored {
      try await store.file(AppealFiling(site: site, comment: id, text: text), stamp: stamp)
    }
    bell.ring()
    return appeal
  }

  /// Oldest first.
  public func appeals(on id: CommentID, site: SiteID = .default) async throws(FlowError) -> [Appeal] {
    try await stored { try await store.appeals(on: id, site: site) }
  }
}

extension FlowSecret {
  /// One reader's stand-in for voting on one comment.
  func voter(on comment: CommentID, voter: AuthorClaim, client: ClientFacts, site: SiteID) -> String {
    let place = client.address.map { NetworkAddress($0)?.visitorPrefix ?? $0 } ?? ""
    let who = voter.subject.map { ["account", $0] } ?? ["place", place]
    return Hexadecimal.text(code(.voter, [site.key, comment.description] + who).prefix(16))
  }
}
