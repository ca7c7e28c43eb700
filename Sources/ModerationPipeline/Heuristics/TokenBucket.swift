/// Who may do something so often: a store of tokens that fills up again with time, from which each act takes one.
///
/// Kept as nothing but the ages of the latest acts, so that the answer is a function of what happened.
package struct TokenBucket: Sendable {
  /// Tokens it holds when full.
  package var burst: Double
  package var perSecond: Double

  package init(burst: Double, perMinute: Double) {
    self.burst = burst
    perSecond = perMinute / 60
  }

  /// Whether an act now finds a token, after acts of so many seconds ago.
  ///
  /// An act that found none took none. What lies before the given ages counts as a full store.
  /// - Parameter ages: Newest first, none negative.
  /// - Complexity: O(n).
  package func admits(after ages: [Double]) -> Bool {
    var tokens = burst
    var last: Double?
    for age in ages.reversed() {
      if let last { tokens = min(burst, tokens + max(0, last - age) * perSecond) }
      if tokens >= 1 { tokens -= 1 }
      last = age
    }
    if let last { tokens = min(burst, tokens + max(0, last) * perSecond) }
    return tokens >= 1
  }
}
