package import ModerationModel

/// Notices words that have been sent before.
package struct DuplicateHeuristic: Sendable {
  package var sameAuthorScore: Double
  package var sameAuthorLengthMin: Double
  package var elsewhereScore: Double
  package var elsewhereLengthMin: Double
  package var copiesMin: Double

  package init(settings: HeuristicSettings) {
    sameAuthorScore = settings.value("heuristic.duplicate_same_author", "score")
    sameAuthorLengthMin = settings.value("heuristic.duplicate_same_author", "length_min")
    elsewhereScore = settings.value("heuristic.duplicate_elsewhere", "score")
    elsewhereLengthMin = settings.value("heuristic.duplicate_elsewhere", "length_min")
    copiesMin = settings.value("heuristic.duplicate_elsewhere", "copies_min")
  }

  /// The finding for a text that its own author, or several others, have sent before.
  ///
  /// - Parameters:
  ///   - length: Characters of the text; short thanks are everybody's.
  ///   - own: Earlier copies by the same author.
  ///   - others: Earlier copies by other authors.
  package func signals(length: Double, own: Int, others: Int) -> [Signal] {
    var signals: [Signal?] = []
    if own > 0, length >= sameAuthorLengthMin {
      signals.append(
        Signal(
          heuristic: "heuristic.duplicate_same_author", score: sameAuthorScore,
          reason: "the author sent the same words \(own == 1 ? "once" : "\(own) times") before"))
    }
    if Double(others) >= copiesMin, length >= elsewhereLengthMin {
      signals.append(
        Signal(
          heuristic: "heuristic.duplicate_elsewhere", score: elsewhereScore,
          reason: "other authors sent the same words \(others == 1 ? "once" : "\(others) times")"))
    }
    return signals.compactMap { $0 }
  }
}
