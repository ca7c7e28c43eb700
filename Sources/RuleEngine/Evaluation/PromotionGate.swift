/// What a rule has to show on the site's own comments before it goes from shadow to live: `promote_if` of the rule.
public struct PromotionGate: Hashable, Sendable {
  /// What was found for a rule.
  public struct Sight: Hashable, Sendable {
    /// Comments that it met.
    public var hits: Int
    /// The lower end of the 95 % interval of its precision, 0...1; `nil` where no label tells.
    public var precisionLower95: Double?
    /// Comments that would not be published any more because of it, and that no person has found unfit.
    public var publishedFlips: Int

    public init(hits: Int, precisionLower95: Double?, publishedFlips: Int) {
      self.hits = hits
      self.precisionLower95 = precisionLower95
      self.publishedFlips = publishedFlips
    }
  }

  private var conditions: [String: NumberCondition]

  /// Such as `hits >= 50`, sorted.
  public var words: [String] { conditions.map { "\($0.key) \($0.value.words)" }.sorted() }

  /// The conditions that what was found does not meet, sorted; one that nobody could measure is not met.
  public func unmet(_ sight: Sight) -> [String] {
    conditions.filter { name, condition in
      let value: Double? =
        switch name {
        case "hits": Double(sight.hits)
        case "precision_lower95": sight.precisionLower95
        case "published_flips": Double(sight.publishedFlips)
        default: nil
        }
      return value.map { !condition.holds($0) } ?? true
    }
    .map { "\($0.key) \($0.value.words)" }.sorted()
  }

  init?(_ conditions: [String: NumberCondition]) {
    guard !conditions.isEmpty else { return nil }
    self.conditions = conditions
  }
}

extension NumberCondition {
  /// As it is written.
  var words: String { parts.map { "\($0.comparison.rawValue) \($0.bound.shortened)" }.joined(separator: ", ") }
}

extension RuleSet {
  /// The gate of a rule; `nil` where it has none.
  public func promotionGate(of rule: String) -> PromotionGate? {
    compiled.positions[rule].flatMap { PromotionGate(compiled.rules[$0].definition.promoteIf) }
  }
}
