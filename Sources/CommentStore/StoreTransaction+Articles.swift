internal import ModerationModel

extension StoreTransaction {
  mutating func add(_ article: Article, stamp: WriteStamp) throws(StoreError) {
    try StoreLimits.check(article)
    guard try storedArticle(article.id, site: article.site) == nil else {
      throw StoreError(.articleExists, "article \(article.id)")
    }
    try proveFree(article)
    try put(article)
    try note(.articleAdded, subject: "article:\(article.id)", site: article.site, stamp: stamp)
    try announce(.articleAdded, article, stamp: stamp)
  }

  mutating func update(_ article: Article, stamp: WriteStamp) throws(StoreError) -> Article {
    try StoreLimits.check(article)
    let stored = try known(article.id, site: article.site)
    guard stored.version == article.version else {
      throw StoreError(
        .versionConflict(expected: article.version, found: stored.version), "article \(article.id)")
    }
    try proveFree(article)
    var changed = article
    changed.version += 1
    try put(changed)
    try note(
      .articleChanged, subject: "article:\(article.id)", details: Self.changes(from: stored, to: changed),
      site: article.site, stamp: stamp)
    try announce(.articleChanged, changed, stamp: stamp)
    return changed
  }

  /// Two articles of a site never share an address, because counts are asked for by address.
  private func proveFree(_ article: Article) throws(StoreError) {
    if let other = try storedArticle(url: article.url, site: article.site), other.id != article.id {
      throw StoreError(.articleExists, "article \(other.id) has this address")
    }
  }

  private mutating func announce(
    _ kind: ModerationEvent.Kind, _ article: Article, stamp: WriteStamp
  ) throws(StoreError) {
    var identities = IdentitySequence(stamp)
    try append(
      ModerationEvent(site: article.site, id: identities.next(), kind: kind, at: stamp.at, article: article.id))
  }

  /// The names of what changed, with old and new value where they are short.
  private static func changes(from old: Article, to new: Article) -> [String: String] {
    var changes: [String: String] = [:]
    if old.isOpen != new.isOpen { changes["open"] = "\(new.isOpen)" }
    if old.title != new.title { changes["title"] = "changed" }
    if old.url != new.url { changes["url"] = "changed" }
    if old.language != new.language { changes["language"] = "\(old.language)→\(new.language)" }
    if old.publishedAt != new.publishedAt { changes["published_at"] = "\(old.publishedAt)→\(new.publishedAt)" }
    if old.overrides != new.overrides { changes["policy"] = "changed" }
    return changes
  }
}
