public import ModerationModel
import ModerationPipeline
public import RuleEngine

/// Which rules hit which comments of a history; every rule by number, every comment by place.
struct HitMatrix {
  let rules: [RuleSummary]
  /// Places of comments that each rule hit, ascending.
  let hits: [[Int]]
  let rows: [JudgedRow]

  init(_ rows: [JudgedRow], _ set: RuleSet) {
    rules = set.rules
    self.rows = rows
    let numbers = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    var hits = Array(repeating: [Int](), count: rules.count)
    for (place, row) in rows.enumerated() {
      for signal in row.verdict.signals where signal.source == .rule {
        if let number = numbers[signal.name] { hits[number].append(place) }
      }
    }
    self.hits = hits
  }

  /// How many comments two rules both hit.
  func common(_ left: Int, _ right: Int) -> Int {
    var (i, j, count) = (0, 0, 0)
    let (a, b) = (hits[left], hits[right])
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        count += 1
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return count
  }
}

/// Two rules that hit the same comments, mostly.
public struct RuleOverlap: Hashable, Sendable {
  public var first: String
  public var second: String
  public var firstHits: Int
  public var secondHits: Int
  public var common: Int

  /// Of all comments that either hits, the share that both hit (Jaccard).
  public var likeness: Double { Double(common) / Double(max(1, firstHits + secondHits - common)) }
  /// Of what the first hits, the share that the second hits too.
  public var secondGivenFirst: Double { Double(common) / Double(max(1, firstHits)) }
  public var firstGivenSecond: Double { Double(common) / Double(max(1, secondHits)) }

  /// Pairs of rules, live or in shadow, of which one hits nearly only where the other does; the most alike first.
  ///
  /// - Parameters:
  ///   - hitsMin: Rules with fewer hits say nothing.
  ///   - shareMin: Of one rule's hits, the share that the other must have.
  public static func pairs(
    _ rows: [JudgedRow], _ set: RuleSet, hitsMin: Int = 10, shareMin: Double = 0.8
  ) -> [RuleOverlap] {
    let matrix = HitMatrix(rows, set)
    let numbers = matrix.rules.indices.filter { matrix.hits[$0].count >= hitsMin }
    var pairs: [RuleOverlap] = []
    for (place, left) in numbers.enumerated() {
      for right in numbers[(place + 1)...] {
        let pair = RuleOverlap(
          first: matrix.rules[left].id, second: matrix.rules[right].id, firstHits: matrix.hits[left].count,
          secondHits: matrix.hits[right].count, common: matrix.common(left, right))
        if max(pair.secondGivenFirst, pair.firstGivenSecond) >= shareMin { pairs.append(pair) }
      }
    }
    return pairs.sorted { ($1.likeness, $0.first, $0.second) < ($0.likeness, $1.first, $1.second) }
  }
}

/// A rule that could go.
public struct StaleRule: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// It has hit nothing in the whole history.
    case neverHit
    /// Its last hit lies longer back than asked for.
    case notHitSince(Timestamp)
    /// It has expired, and runs in shadow.
    case expired(Timestamp)
    /// Wherever it hit, the other rule hit too.
    case alwaysBeside(String)
  }

  public var rule: String
  public var status: RuleStatus
  public var hits: Int
  public var reasons: [Reason]

  /// Rules that are not off, and of which the history says that nothing would be lost.
  ///
  /// - Parameters:
  ///   - since: A rule that has not hit from then on is stale; `nil` asks for any hit.
  ///   - now: What has expired by then is stale.
  ///   - hitsMin: Fewer hits beside another rule are chance.
  public static func find(
    _ rows: [JudgedRow], _ set: RuleSet, since: Timestamp? = nil, now: Timestamp, hitsMin: Int = 10
  ) -> [StaleRule] {
    let matrix = HitMatrix(rows, set)
    var found: [StaleRule] = []
    for (number, rule) in matrix.rules.enumerated() where rule.status == .live || rule.status == .shadow {
      var reasons: [Reason] = []
      if let expires = rule.expires, expires <= now { reasons.append(.expired(expires)) }
      let last = matrix.hits[number].map { rows[$0].row.context.now }.max()
      if let last {
        if let since, last < since { reasons.append(.notHitSince(last)) }
      } else {
        reasons.append(.neverHit)
      }
      if matrix.hits[number].count >= hitsMin {
        let other = matrix.rules.indices.first { other in
          other != number && matrix.rules[other].status == .live && matrix.rules[other].category == rule.category
            && matrix.hits[other].count > matrix.hits[number].count
            && matrix.common(number, other) == matrix.hits[number].count
        }
        if let other { reasons.append(.alwaysBeside(matrix.rules[other].id)) }
      }
      guard !reasons.isEmpty else { continue }
      found.append(
        StaleRule(rule: rule.id, status: rule.status, hits: matrix.hits[number].count, reasons: reasons))
    }
    return found
  }
}
