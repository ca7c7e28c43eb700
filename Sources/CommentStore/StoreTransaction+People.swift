package import ModerationModel

extension StoreTransaction {
  private func known(_ id: AuthorID, site: SiteID) throws(StoreError) -> Author {
    guard let author = try storedAuthor(id, site: site) else { throw StoreError(.unknownAuthor, "author \(id)") }
    return author
  }

  mutating func sanction(
    _ id: AuthorID, site: SiteID, with sanction: Sanction?, stamp: WriteStamp
  ) throws(StoreError) -> Author {
    try StoreLimits.check(sanction?.reason, bytesMax: Sanction.reasonBytesMax, "reason")
    try StoreLimits.check(sanction?.setBy, bytesMax: Moderator.nameBytesMax, "moderator's name")
    var author = try known(id, site: site)
    let before = author.sanction
    // Lifting what was never laid is no act.
    if before == nil, sanction == nil { return author }
    author.sanction = sanction
    author.version += 1
    try put(author)
    var details: [String: String] = [:]
    details["kind"] = (sanction ?? before)?.kind.rawValue
    details["until"] = sanction?.until?.description
    try note(
      sanction == nil ? .sanctionLifted : .sanction, subject: "author:\(id)", details: details, site: site,
      stamp: stamp)
    var identities = IdentitySequence(stamp)
    try append(ModerationEvent(site: site, id: identities.next(), kind: .authorSanctioned, at: stamp.at))
    return author
  }

  package mutating func erase(_ id: AuthorID, site: SiteID, stamp: WriteStamp) throws(StoreError) -> Int {
    _ = try known(id, site: site)
    var identities = IdentitySequence(stamp)
    var emptied = 0
    var after: CommentID?
    repeat {
      let rows = try rows(of: id, site: site, after: after, limit: 256)
      for var row in rows where row.comment.cause != .erasure {
        let before = row.comment.state
        try bury(&row, by: .erased, cause: .erasure, identities: &identities)
        try announce(.commentErased, row.comment, before: before, identities: &identities)
        // What its author had withdrawn was empty already.
        if before != .deleted { emptied += 1 }
      }
      after = rows.last?.comment.id
    } while after != nil
    // Read again: emptying the comments has changed the record.
    var author = try known(id, site: site)
    author.name = ""
    author.identity = .guest(key: "")
    author.sanction?.reason = ""
    author.version += 1
    try put(author)
    // Answers may repeat words; that they were given stays known.
    try emptyAnswers(site: site)
    try note(.erasure, subject: "author:\(id)", details: ["comments": "\(emptied)"], site: site, stamp: stamp)
    return emptied
  }

  mutating func add(_ moderator: Moderator, stamp: WriteStamp) throws(StoreError) {
    try StoreLimits.check(moderator.name, bytesMax: Moderator.nameBytesMax, "moderator's name")
    let all = try storedModerators(site: moderator.site)
    guard !all.contains(where: { $0.name == moderator.name || $0.id == moderator.id }) else {
      throw StoreError(.userExists, "user \(moderator.name)")
    }
    try put(moderator)
    try note(
      .userAdded, subject: "user:\(moderator.id)",
      details: ["name": moderator.name, "role": moderator.role.rawValue], site: moderator.site, stamp: stamp)
  }

  mutating func update(_ moderator: Moderator, stamp: WriteStamp) throws(StoreError) {
    guard var stored = try storedModerator(moderator.id, site: moderator.site) else {
      throw StoreError(.unknownUser, "user \(moderator.name)")
    }
    let isChanged = stored.role != moderator.role || stored.isDisabled != moderator.isDisabled
    stored.role = moderator.role
    stored.isDisabled = moderator.isDisabled
    try put(stored)
    if isChanged { try endSessions(of: moderator.id, keeping: nil, site: moderator.site) }
    try note(
      .userChanged, subject: "user:\(moderator.id)",
      details: ["name": stored.name, "role": stored.role.rawValue, "disabled": "\(stored.isDisabled)"],
      site: moderator.site, stamp: stamp)
  }
}
