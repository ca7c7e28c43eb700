import ModerationModel

/// Decided comments on which two rule sets differ, held against what people said.
public struct DecisionFlips: Hashable, Sendable {
  /// Milder on what people approved, or harder on what they refused.
  public var right = 0
  /// Harder on what people approved, or milder on what they refused.
  public var wrong = 0

  /// - Parameters:
  ///   - old, new: The same rows, judged by the one set and by the other.
  public init(_ old: [JudgedRow], _ new: [JudgedRow]) {
    for (old, new) in zip(old, new) {
      guard let isBad = old.row.label?.isBad else { continue }
      let (before, after) = (old.verdict.action.severity, new.verdict.action.severity)
      guard before != after else { continue }
      if (after > before) == isBad { right += 1 } else { wrong += 1 }
    }
  }
}
