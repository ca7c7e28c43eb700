public import CommentStore
public import ModerationModel
import ModerationPipeline

extension CommentFlow {
  /// Adds a page that takes comments.
  ///
  /// - Throws: `badArgument` for a title, address or override out of bounds; `store` with `articleExists`.
  public func add(_ article: Article, by actor: String = "system") async throws(FlowError) {
    try check(article)
    try await stored { try await store.add(article, stamp: stamp(by: actor)) }
    bell.ring()
  }

  /// Changes an article: reads it, lets `change` work on it, writes it back; tries again when somebody was faster.
  public func update(
    _ id: ArticleID, site: SiteID = .default, by actor: String = "system",
    _ change: @Sendable (inout Article) -> Void
  ) async throws(FlowError) -> Article {
    let attemptsMax = 5
    for attempt in 1...attemptsMax {
      var article = try await article(id, site: site)
      change(&article)
      try check(article)
      do {
        let updated = try await store.update(article, stamp: stamp(by: actor))
        bell.ring()
        return updated
      } catch {
        if case .versionConflict = error.code, attempt < attemptsMax { continue }
        throw FlowError(error, article: id)
      }
    }
    throw .store(StoreError(.busy, "article \(id)"))
  }

  /// - Throws: `unknownArticle`.
  public func article(_ id: ArticleID, site: SiteID = .default) async throws(FlowError) -> Article {
    let found = try await stored { try await store.article(id, site: site) }
    guard let found else { throw .unknownArticle(id) }
    return found
  }

  /// A page of an article's comments.
  ///
  /// - Throws: `unknownArticle`, `store` with `badCursor`.
  public func thread(_ query: ThreadQuery) async throws(FlowError) -> ThreadPage {
    try await stored(article: query.article) { try await store.thread(query) }
  }

  private func check(_ article: Article) throws(FlowError) {
    guard (1...Article.titleBytesMax).contains(article.title.utf8.count), !article.title.utf8.contains(0) else {
      throw .badArgument(name: "title", problem: "1 to \(Article.titleBytesMax) bytes, without U+0000")
    }
    let lowered = article.url.lowercased()
    guard article.url.utf8.count <= Article.urlBytesMax,
      lowered.hasPrefix("https://") || lowered.hasPrefix("http://"),
      article.url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else {
      throw .badArgument(
        name: "url",
        problem: "an http:// or https:// address of at most \(Article.urlBytesMax) bytes without spaces")
    }
    let overrides = article.overrides
    guard overrides.bodyBytesMax.map({ (1...CommentPolicy.bodyBytesCeiling).contains($0) }) ?? true else {
      throw .badArgument(name: "bodyBytesMax", problem: "1 to \(CommentPolicy.bodyBytesCeiling)")
    }
    guard overrides.depthMax.map({ (0...CommentPolicy.depthCeiling).contains($0) }) ?? true else {
      throw .badArgument(name: "depthMax", problem: "0 to \(CommentPolicy.depthCeiling)")
    }
    guard overrides.closeAfterDays.map({ $0 > 0 && $0.isFinite }) ?? true,
      overrides.editWindowSeconds.map({ $0 >= 0 && $0.isFinite }) ?? true
    else {
      throw .badArgument(name: "policy", problem: "days must be above 0 and seconds not below 0")
    }
    if overrides.holdThreshold != nil || overrides.rejectThreshold != nil,
      let problem = policy.applying(overrides).thresholdProblem(over: pipeline.thresholds)
    {
      throw .badArgument(name: "thresholds", problem: problem)
    }
  }
}
