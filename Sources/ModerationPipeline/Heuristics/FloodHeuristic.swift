package import ModerationModel

/// Notices an author who posts faster than people type.
package struct FloodHeuristic: Sendable {
  package var score: Double
  package var postsMax: Int
  package var windowSeconds: Double

  package init(settings: HeuristicSettings) {
    score = settings.value("heuristic.flood", "score")
    postsMax = Int(settings.value("heuristic.flood", "posts_max"))
    windowSeconds = settings.value("heuristic.flood", "window_seconds")
  }

  /// The flood signal, if this submission would be one post too many.
  ///
  /// - Parameters:
  ///   - recent: When the author last posted, newest first.
  ///   - now: When this submission arrived.
  /// - Complexity: O(1); only one earlier post is looked at.
  package func signal(recent: [Timestamp], now: Timestamp) -> Signal? {
    guard recent.count >= postsMax else { return nil }
    let elapsed = now.seconds(since: recent[postsMax - 1])
    guard elapsed < windowSeconds else { return nil }
    return Signal(
      heuristic: "heuristic.flood", score: score,
      reason: "\(postsMax + 1) comments within \(Int(max(0, elapsed).rounded())) seconds")
  }
}
