import CommentStore
public import ModerationModel

extension CommentFlow {
  /// Lays a sanction on an author, or lifts it with `nil`.
  ///
  /// - Parameter until: When it ends by itself. A mute must end; the others may.
  /// - Throws: `badArgument`, `store` with `unknownAuthor`.
  public func sanction(
    _ id: AuthorID, site: SiteID = .default, kind: Sanction.Kind?, until: Timestamp? = nil, reason: String = "",
    by moderator: String
  ) async throws(FlowError) -> Author {
    try Self.checkName(moderator)
    guard reason.utf8.count <= Sanction.reasonBytesMax, !reason.utf8.contains(0) else {
      throw .badArgument(name: "reason", problem: "at most \(Sanction.reasonBytesMax) bytes, without U+0000")
    }
    let stamp = stamp(by: moderator)
    if kind == .mute, until == nil { throw .badArgument(name: "until", problem: "a mute must say when it ends") }
    if let until, until <= stamp.at { throw .badArgument(name: "until", problem: "must lie in the future") }
    let sanction = kind.map { Sanction(kind: $0, until: until, reason: reason, setBy: moderator, setAt: stamp.at) }
    let author = try await stored {
      try await store.sanction(id, site: site, with: sanction, stamp: stamp)
    }
    bell.ring()
    return author
  }

  /// Forgets an author; the number of comments that were emptied.
  public func erase(_ id: AuthorID, site: SiteID = .default, by actor: String) async throws(FlowError) -> Int {
    try Self.checkName(actor)
    let count = try await stored {
      try await store.erase(id, site: site, stamp: stamp(by: actor))
    }
    bell.ring()
    return count
  }

  /// Lets somebody decide.
  ///
  /// - Throws: `badArgument`, `store` with `userExists`.
  public func addModerator(
    named name: String, role: Moderator.Role, site: SiteID = .default, by actor: String
  ) async throws(FlowError) -> Moderator {
    try Self.checkName(name)
    let stamp = stamp(by: actor)
    let moderator = Moderator(site: site, id: stamp.identifier(-1), name: name, role: role, createdAt: stamp.at)
    try await stored { try await store.add(moderator, stamp: stamp) }
    return moderator
  }
}
