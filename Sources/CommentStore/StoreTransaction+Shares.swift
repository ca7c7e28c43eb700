internal import ModerationModel

extension StoreTransaction {
  mutating func record(_ share: ShareAction, stamp: WriteStamp) throws(StoreError) -> Bool {
    try StoreLimits.check(share.visitor, bytesMax: StoreLimits.reporterBytesMax, "visitor")
    _ = try known(share.article, site: share.site)
    if let last = try lastShare(
      of: share.article, site: share.site, network: share.network, visitor: share.visitor),
      share.at.seconds(since: last) < ShareAction.windowSeconds
    {
      return false
    }
    try putVisit(share)
    let stored = try recordedShares(of: share.article, site: share.site).first { $0.network == share.network }
    var shares =
      stored
      ?? RecordedShares(site: share.site, article: share.article, network: share.network, count: 0, visitors: 0)
    shares.count += 1
    try putRecordedShares(shares)
    var identities = IdentitySequence(stamp)
    try append(
      ModerationEvent(
        site: share.site, id: identities.next(), kind: .shareRecorded, at: stamp.at, article: share.article))
    if stamp.seed & 15 == 0 { try prune(now: stamp.at, limit: 256) }
    return true
  }

  mutating func set(_ counts: [ReportedShareCount], stamp: WriteStamp) throws(StoreError) {
    var identities = IdentitySequence(stamp)
    var places: [SiteID: [ArticleID: [String: String]]] = [:]
    for given in counts {
      try StoreLimits.check(given.source, bytesMax: ReportedShareCount.sourceBytesMax, "source")
      try StoreLimits.check(given.lastError, bytesMax: ReportedShareCount.errorBytesMax, "error")
      guard given.count.map({ $0 >= 0 }) ?? true else { throw StoreError(.invalidValue, "share count below zero") }
      _ = try known(given.article, site: given.site)
      let before = try reportedShares(of: given.article, site: given.site)
        .first { $0.network == given.network && $0.source == given.source }
      var stored = given
      // A source that does not answer takes nothing back: its older count stays, beside what went wrong.
      if given.count == nil, let before, before.count != nil {
        stored = before
        stored.lastError = given.lastError
      }
      try put(stored)
      func shown(_ count: Int?) -> String { count.map(String.init) ?? "unknown" }
      places[given.site, default: [:]][given.article, default: [:]]["\(given.network) \(given.source)"] =
        "\(shown(before?.count))→\(shown(stored.count))"
    }
    for (site, articles) in places.sorted(by: { $0.key < $1.key }) {
      for (article, details) in articles.sorted(by: { $0.key < $1.key }) {
        try note(.sharesSet, subject: "article:\(article)", details: details, site: site, stamp: stamp)
        try append(
          ModerationEvent(site: site, id: identities.next(), kind: .shareCountSet, at: stamp.at, article: article))
      }
    }
  }

  func shares(of article: ArticleID, site: SiteID) throws(StoreError) -> ShareCounts {
    var counts = ShareCounts(reported: try reportedShares(of: article, site: site))
    for shares in try recordedShares(of: article, site: site) { counts.recorded[shares.network] = shares.count }
    return counts
  }
}
