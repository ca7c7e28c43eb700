internal import Foundation
import PCRE2

/// How the work of an expression grows with the length of a text; measured in units of ``MatchWorker/work``, so that
/// every machine finds the same.
struct GrowthMeasurement: ~Copyable {
  struct Growth: Hashable, Sendable {
    /// Work grows as this power of the length; `nil` when faster than any.
    var exponent: Double?
    var attack: AttackString
  }

  /// Work that is squared by a text twice as long begins here to be called slow.
  static let quadratic = 1.8
  static let cubic = 2.8

  /// Work for one text, and for one expression.
  private static let workPerText = 200_000
  private static let workPerPattern = 1_000_000
  /// Below this, chance decides.
  private static let workMin = 3_000
  /// An expression that needs all of its work for so short a text grows faster than any power.
  private static let exponentialBytesMax = 64
  private static let lengths = [8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096]

  private var worker: MatchWorker?
  /// What was measured, by options and expression.
  private var known: [String: Growth?] = [:]

  init() {
    worker = try? MatchWorker(limits: MatchLimits(steps: 10_000_000, work: Self.workPerText))
  }

  /// The worst growth that was found; `nil` when it is below ``quadratic``.
  mutating func growth(of expression: String, attacking core: String, options: PatternOptions) -> Growth? {
    let key = "\(options.rawValue) \(expression)"
    if let growth = known[key] { return growth }
    let growth = measure(expression, core, options)
    known[key] = .some(growth)
    return growth
  }

  private mutating func measure(_ expression: String, _ core: String, _ options: PatternOptions) -> Growth? {
    let attacks = AttackStrings(core).attacks
    guard !attacks.isEmpty, let pattern = try? Pattern(expression, options: options.union(.metered)) else { return nil }
    var workLeft = Self.workPerPattern
    var worst: Growth?
    for attack in attacks {
      guard workLeft > 0 else { break }
      guard let growth = measure(pattern, attack, &workLeft) else { continue }
      guard let exponent = growth.exponent else { return growth }
      if exponent > worst?.exponent ?? 0 { worst = growth }
    }
    // An expression that finds its end at once hides what it does when something is asked behind it.
    if worst == nil, let forced = try? Pattern("\\A(?:\(expression))(*FAIL)", options: options.union(.metered)) {
      for attack in attacks.prefix(4) {
        if let growth = measure(forced, attack, &workLeft), growth.exponent == nil { return growth }
      }
    }
    return worst.flatMap { ($0.exponent ?? .infinity) >= Self.quadratic ? $0 : nil }
  }

  private mutating func measure(
    _ pattern: borrowing Pattern, _ attack: AttackString, _ workLeft: inout Int
  ) -> Growth? {
    var points: [(bytes: Int, work: Int)] = []
    for length in Self.lengths {
      let text = attack.text(bytes: length)
      worker?.resetWork()
      var isOver = false
      do throws(MatchError) {
        try worker?.forEachMatch(of: pattern, in: text.utf8Span) { _ in true }
      } catch {
        isOver = true
      }
      let work = worker?.work ?? 0
      workLeft -= work
      if isOver {
        if length <= Self.exponentialBytesMax { return Growth(exponent: nil, attack: attack) }
        break
      }
      points.append((length, work))
      if work > Self.workPerText / 2 || workLeft <= 0 { break }
    }
    guard points.count >= 3, let last = points.last, last.work >= Self.workMin else { return nil }
    // Over two doublings, so that a step in the middle does not pass for growth.
    let before = points[points.count - 3]
    let exponent = log2(Double(last.work) / Double(max(1, before.work))) / log2(Double(last.bytes / before.bytes))
    return Growth(exponent: exponent, attack: attack)
  }
}

extension RuleSetLint {
  mutating func checkGrowth() {
    var measurement = GrowthMeasurement()
    for rule in rules {
      for group in rule.patternGroups {
        let options = PatternSetBuilder.options(group.scope.flags)
        for pattern in group.patterns + group.exceptions {
          guard case .expression(let expanded) = pattern.content else { continue }
          let isWord = pattern.kind == .word || pattern.kind == .phrase
          let expression = isWord ? PatternSetBuilder.bounded(expanded.text, options) : expanded.text
          guard let growth = measurement.growth(of: expression, attacking: expanded.text, options: options) else {
            continue
          }
          report(growth, pattern.text.text, at: pattern.text.place)
        }
      }
    }
    // Lists belong to the set, whichever rules are looked at.
    guard file == nil else { return }
    for name in definition.lists.keys.sorted() {
      guard let list = definition.lists[name], list.kind == .regex else { continue }
      for entry in list.entries {
        guard let growth = measurement.growth(of: entry.text, attacking: entry.text, options: .standard) else {
          continue
        }
        report(growth, entry.text, at: list.place(of: entry))
      }
    }
  }

  private mutating func report(_ growth: GrowthMeasurement.Growth, _ pattern: String, at place: SourcePlace) {
    let expected = "repeats that cannot share their text, or a bound such as {0,40}"
    let shown = "«\(pattern.clipped(to: 60))» on \(growth.attack.summary)"
    guard let exponent = growth.exponent else {
      diagnostics.error(.slowPattern, place, "the work doubles with every character: \(shown)", expected: expected)
      return
    }
    let tenths = Int((exponent * 10).rounded())
    let message = "the work grows as n^\(tenths / 10).\(tenths % 10): \(shown)"
    if exponent >= GrowthMeasurement.cubic {
      diagnostics.error(.slowPattern, place, message, expected: expected)
    } else {
      diagnostics.warning(.slowPattern, place, message, expected: expected)
    }
  }
}
