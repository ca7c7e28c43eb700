import ModerationModel
public import RuleEngine

extension RuleStatistics {
  /// Fewer comments say nothing about a rule that met none of them.
  public static let commentsForNeverHit = 1_000
  /// Fewer hits say nothing about a rule that changed no decision.
  public static let hitsForNoEffect = 50
  /// A rule against comments of which surely less is unfit does more harm than good.
  public static let precisionMin = 0.5

  /// What lint can say of rules only when it knows what they met: `never_hit`, `low_precision`, `no_effect`.
  public func findings(_ set: RuleSet) -> [Diagnostic] {
    let summaries = Dictionary(set.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return rules.flatMap { rule -> [Diagnostic] in
      guard let summary = summaries[rule.id], rule.status == .live || rule.status == .shadow else { return [] }
      let figures = rule.figures
      if figures.hits == 0 {
        guard comments >= Self.commentsForNeverHit else { return [] }
        return [
          Diagnostic(.note, .neverHit, summary.place, "the rule «\(rule.id)» met none of \(comments) comments")
        ]
      }
      var findings: [Diagnostic] = []
      let isAgainst = summary.score.points > 0 || (summary.floor ?? .publish) > .publish
      if isAgainst, let precision = figures.precision, precision.upper < Self.precisionMin {
        findings.append(
          Diagnostic(
            .warning, .lowPrecision, summary.place,
            "of what the rule «\(rule.id)» met, at most \(ReplayPage.percent(precision.upper)) is unfit "
              + "(\(figures.cells.labels) decided on)"))
      }
      if figures.hits >= Self.hitsForNoEffect, figures.marginal == 0 {
        findings.append(
          Diagnostic(
            .note, .noEffect, summary.place,
            "the rule «\(rule.id)» met \(figures.hits) comments and alone decided none of them"))
      }
      return findings
    }
  }
}
