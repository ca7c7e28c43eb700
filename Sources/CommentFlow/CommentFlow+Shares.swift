import CommentStore
public import ModerationModel

extension CommentFlow {
  /// Counts a reader's use of a share button.
  ///
  /// Programs that fetch pages, and browsers that fetch ahead, do not count; nor does the same visitor's repeated share
  /// within `ShareAction.windowSeconds`.
  /// - Parameter isPrefetch: The request said that it only fetches ahead (`Sec-Purpose: prefetch`).
  /// - Returns: Whether it counted.
  /// - Throws: `unknownArticle`.
  public func recordShare(
    of article: ArticleID, site: SiteID = .default, network: ShareNetwork, client: ClientFacts,
    isPrefetch: Bool = false
  ) async throws(FlowError) -> Bool {
    let stamp = stamp(by: "reader")
    if isPrefetch || ShareVisitor.isProgram(userAgent: client.userAgent) {
      _ = try await self.article(article, site: site)
      return false
    }
    let share = ShareAction(
      site: site, article: article, network: network,
      visitor: secret.visitor(client: client, site: site, now: stamp.at), at: stamp.at)
    let counted = try await stored(article: article) {
      try await store.record(share, stamp: stamp)
    }
    if counted { bell.ring() }
    return counted
  }

  /// Takes over numbers that networks or older systems report.
  ///
  /// A number below what the same source said before is taken as it is: the source answers for it, and its date is
  /// shown. A failed fetch (`lastError`, no count) keeps the older count.
  /// - Throws: `badArgument`, `unknownArticle`.
  public func setShares(_ counts: [ReportedShareCount], by actor: String) async throws(FlowError) {
    for count in counts {
      guard (1...ReportedShareCount.sourceBytesMax).contains(count.source.utf8.count),
        count.source.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
      else {
        throw .badArgument(
          name: "source", problem: "1 to \(ReportedShareCount.sourceBytesMax) bytes without spaces")
      }
      guard count.count.map({ (0...ReportedShareCount.countMax).contains($0) }) ?? true else {
        throw .badArgument(name: "count", problem: "0 to \(ReportedShareCount.countMax)")
      }
      guard (count.lastError?.utf8.count ?? 0) <= ReportedShareCount.errorBytesMax else {
        throw .badArgument(name: "error", problem: "at most \(ReportedShareCount.errorBytesMax) bytes")
      }
    }
    try await stored(article: counts.first?.article) {
      try await store.set(counts, stamp: stamp(by: actor))
    }
    bell.ring()
  }

  /// - Throws: `unknownArticle`.
  public func shares(of article: ArticleID, site: SiteID = .default) async throws(FlowError) -> ShareCounts {
    _ = try await self.article(article, site: site)
    return try await stored(article: article) {
      try await store.shares(of: article, site: site)
    }
  }
}

/// Tells readers from programs, as far as programs say what they are.
enum ShareVisitor {
  /// Parts of the names by which well-behaved programs announce themselves.
  private static let names = [
    "bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "embedly", "curl/", "wget/", "python-",
    "go-http-client", "okhttp", "headless", "monitor", "scan", "fetch", "validator", "archiver",
  ]

  static func isProgram(userAgent: String?) -> Bool {
    // Browsers always say something; an embedder that hands no agent over answers for its readers.
    guard let userAgent else { return false }
    let lowered = userAgent.lowercased()
    return lowered.isEmpty || names.contains { lowered.contains($0) }
  }
}
