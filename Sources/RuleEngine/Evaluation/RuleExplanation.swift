public import ModerationModel
import TextNormalization

/// Why rules hit a submission, pattern by pattern: what `rules explain` prints.
public struct RuleExplanation: Hashable, Sendable {
  /// One view of one field, as text.
  public struct View: Hashable, Sendable {
    public let field: TextField
    /// Such as `fold`.
    public let name: String
    public let text: String
  }

  /// A place where one pattern of a rule was found.
  public struct Hit: Hashable, Sendable {
    /// As it was written in the rule file or list.
    public let pattern: String
    /// Where the pattern is written.
    public let place: SourcePlace
    /// The list that the pattern comes from.
    public let list: String?
    public let field: TextField
    public let view: String
    /// Bytes of the view.
    public let viewRange: Range<Int>
    /// What the view has there.
    public let viewText: String
    /// Bytes of the original.
    public let range: Range<Int>
    /// What was written there.
    public let text: String
  }

  /// A rule that hit.
  public struct Rule: Hashable, Sendable {
    public let id: String
    public let signal: Signal
    /// Distinct places, or 1 for a rule without a place.
    public let count: Int
    /// Hits of every pattern that took part, exceptions applied.
    public let hits: [Hit]
  }

  public let views: [View]
  public let rules: [Rule]
  public let faults: [RuleFault]
}

extension RuleWorker {
  /// Evaluates a submission and says why each rule hit; the same answer as ``evaluate(_:facts:language:authorKey:now:)``.
  public mutating func explain(
    _ texts: borrowing FieldTexts, facts: Facts = Facts(), language: Language? = nil, authorKey: String = "",
    now: Timestamp
  ) -> RuleExplanation {
    let outcome = evaluate(texts, facts: facts, language: language, authorKey: authorKey, now: now)
    var views: [RuleExplanation.View] = []
    for field in TextField.allCases {
      guard let text = texts[field] else { continue }
      for name in ViewName.allCases {
        views.append(.init(field: field, name: name.rawValue, text: String(decoding: text[name].bytes, as: UTF8.self)))
      }
    }
    var explained: [RuleExplanation.Rule] = []
    for signal in outcome.signals where signal.source == .rule {
      guard let position = rules.compiled.positions[signal.name] else { continue }
      let result = result(at: position)
      var hits: [RuleExplanation.Hit] = []
      for hit in patternHits(of: position) {
        let pattern = rules.compiled.patterns.patterns[hit.pattern]
        guard let text = texts[hit.field] else { continue }
        hits.append(
          .init(
            pattern: pattern.source, place: pattern.place, list: pattern.list, field: hit.field,
            view: pattern.view.rawValue, viewRange: hit.viewRange,
            viewText: String(decoding: text[pattern.view].bytes[hit.viewRange], as: UTF8.self), range: hit.range,
            text: text.original(hit.range)))
      }
      explained.append(.init(id: signal.name, signal: signal, count: result.count, hits: hits))
    }
    return RuleExplanation(views: views, rules: explained, faults: outcome.faults)
  }
}
