import Synchronization

/// Token buckets by key, in memory: each node of several counts for itself, so that N nodes let N times as much through.
final class RateLimiter: Sendable {
  /// Buckets kept; beyond this the full ones are dropped first, then the oldest.
  static let bucketsMax = 100_000

  private struct Level {
    var tokens: Double
    /// Seconds on a clock that only goes forward.
    var at: Double
  }

  private let bucket: RateLimits.Bucket
  private let levels = Mutex<[String: Level]>([:])

  init(_ bucket: RateLimits.Bucket) {
    self.bucket = bucket
  }

  /// Takes one token.
  ///
  /// - Parameter now: Seconds on a clock that only goes forward, so that a jump of the wall clock neither opens nor closes
  ///   anything.
  /// - Returns: `nil` when there was one; else the seconds until there will be.
  func take(_ key: String, now: Double) -> Double? {
    levels.withLock { levels in
      var level = levels[key] ?? Level(tokens: bucket.burst, at: now)
      let gained = max(0, now - level.at) * bucket.perMinute / 60
      level.tokens = min(bucket.burst, level.tokens + gained)
      level.at = now
      guard level.tokens >= 1 else {
        levels[key] = level
        return bucket.perMinute > 0 ? (1 - level.tokens) * 60 / bucket.perMinute : 3600
      }
      level.tokens -= 1
      if levels.count >= Self.bucketsMax, levels[key] == nil { Self.shrink(&levels, bucket: bucket, now: now) }
      levels[key] = level
      return nil
    }
  }

  /// - Complexity: O(buckets), once in thousands of calls.
  private static func shrink(_ levels: inout [String: Level], bucket: RateLimits.Bucket, now: Double) {
    levels = levels.filter { $0.value.tokens + (now - $0.value.at) * bucket.perMinute / 60 < bucket.burst }
    guard levels.count >= bucketsMax else { return }
    let middle = levels.values.map(\.at).sorted()[levels.count / 2]
    levels = levels.filter { $0.value.at > middle }
  }
}
