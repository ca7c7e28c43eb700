public import ModerationModel

/// What rules cost over a number of texts: time and tries by rule and by expression, slowest first.
///
/// Plain words, phrases, substrings and list entries are found together, so that their time belongs to no rule.
public struct RuleProfile: Hashable, Sendable {
  /// One expression of a rule.
  public struct Pattern: Hashable, Sendable {
    /// As it was written.
    public let pattern: String
    public let place: SourcePlace
    /// Texts on which it was tried, field by field.
    public var tries: Int
    public var nanoseconds: UInt64
    /// A piece of text that all its matches hold, so that it is tried only where that stands.
    public let hasLiteral: Bool
  }

  public struct Rule: Hashable, Sendable {
    public let id: String
    /// Texts that it hit.
    public var hits: Int
    public var tries: Int
    public var nanoseconds: UInt64
    /// Its expressions, slowest first.
    public var patterns: [Pattern]
  }

  public var texts = 0
  /// All of the evaluations.
  public var nanoseconds: UInt64 = 0
  /// The part that plain entries took, and the looking for pieces that expressions need.
  public var searchNanoseconds: UInt64 = 0
  public var rules: [Rule] = []

  /// How many expressions there are, and how many have no piece that a text could be asked for first.
  public var expressionCount: Int { rules.reduce(0) { $0 + $1.patterns.count } }
  public var withoutLiteralCount: Int { rules.reduce(0) { $0 + $1.patterns.count { !$0.hasLiteral } } }
}

/// What a search measures while a profile is made.
struct MatchMeter {
  /// Rising nanoseconds; handed in, so that this room asks no clock by itself.
  let clock: @Sendable () -> UInt64
  /// By pattern.
  var nanoseconds: [UInt64]
  var searchNanoseconds: UInt64 = 0
}

extension RuleSet {
  /// Evaluates texts one after the other and says what that cost.
  ///
  /// - Parameters:
  ///   - texts: Bodies with their language where it is known.
  ///   - clock: Rising nanoseconds, such as from a monotonic clock.
  ///   - now: Decides what has expired.
  public func profile(
    _ texts: some Sequence<FieldTexts>, now: Timestamp, clock: @escaping @Sendable () -> UInt64
  ) -> RuleProfile {
    var worker = makeWorker()
    worker.beginProfile(clock)
    var profile = RuleProfile()
    var hits: [String: Int] = [:]
    for text in texts {
      var facts = Facts()
      if let body = text[.body] { facts.measure(body) }
      let start = clock()
      let outcome = worker.evaluate(text, facts: facts, now: now, isTraffic: false)
      profile.nanoseconds += clock() &- start
      profile.texts += 1
      for signal in outcome.signals where signal.source == .rule { hits[signal.name, default: 0] += 1 }
    }
    worker.finishProfile(&profile)
    for index in profile.rules.indices { profile.rules[index].hits = hits[profile.rules[index].id] ?? 0 }
    return profile
  }

  /// By pattern: whether it is an expression, and has a piece that is looked for first.
  func expressionLiterals() -> [Int: Bool] {
    var literals: [Int: Bool] = [:]
    for view in compiled.patterns.views {
      for (number, expression) in view.expressions.enumerated() {
        literals[expression.pattern] = number < view.filteredCount
      }
    }
    return literals
  }
}

extension RuleProfile {
  /// Sorts what was measured into rules.
  mutating func gather(_ meter: MatchMeter, tries: [UInt32], of rules: RuleSet) {
    searchNanoseconds = meter.searchNanoseconds
    let compiled = rules.compiled
    var byRule: [Int: [Pattern]] = [:]
    for (number, hasLiteral) in rules.expressionLiterals() {
      let pattern = compiled.patterns.patterns[number]
      byRule[pattern.rule, default: []].append(
        Pattern(
          pattern: pattern.source, place: pattern.place, tries: Int(tries[number]),
          nanoseconds: meter.nanoseconds[number], hasLiteral: hasLiteral))
    }
    self.rules = compiled.rules.indices.map { position in
      let patterns = (byRule[position] ?? []).sorted {
        ($1.nanoseconds, $1.tries, $0.place, $0.pattern) < ($0.nanoseconds, $0.tries, $1.place, $1.pattern)
      }
      return Rule(
        id: compiled.rules[position].definition.id, hits: 0, tries: patterns.reduce(0) { $0 + $1.tries },
        nanoseconds: patterns.reduce(0) { $0 + $1.nanoseconds }, patterns: patterns)
    }
    .sorted { ($1.nanoseconds, $1.tries, $0.id) < ($0.nanoseconds, $0.tries, $1.id) }
  }
}
