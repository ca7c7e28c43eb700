package import ModerationModel

/// Looks at what the author has been to this site so far.
package struct AuthorStandingHeuristic: Sendable {
  package var firstScore: Double
  package var refusedScore: Double
  package var refusedShareMin: Double
  package var decidedMin: Double

  package init(settings: HeuristicSettings) {
    firstScore = settings.value("heuristic.first_comment", "score")
    refusedScore = settings.value("heuristic.recently_rejected", "score")
    refusedShareMin = settings.value("heuristic.recently_rejected", "share_min")
    decidedMin = settings.value("heuristic.recently_rejected", "decided_min")
  }

  package func signals(author: AuthorHistory) -> [Signal] {
    guard author.isKnown else { return [] }
    var signals: [Signal?] = []
    if author.record.total == 0 {
      signals.append(
        Signal(heuristic: "heuristic.first_comment", score: firstScore, reason: "the author's first comment here"))
    }
    let decided = Double(author.decidedLastWeek)
    if decided > 0, decided >= decidedMin, Double(author.refusedLastWeek) / decided >= refusedShareMin {
      signals.append(
        Signal(
          heuristic: "heuristic.recently_rejected", score: refusedScore,
          reason: "\(author.refusedLastWeek) of \(author.decidedLastWeek) comments refused in seven days"))
    }
    return signals.compactMap { $0 }
  }
}
