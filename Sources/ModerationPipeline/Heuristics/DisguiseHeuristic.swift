package import ModerationModel
package import TextNormalization

/// Notices the ways in which a text is made to look other than it reads.
package struct DisguiseHeuristic: Sendable {
  package var mixedScore: Double
  package var wordsMin: Int
  package var wordsFull: Int
  package var invisibleScore: Double
  package var invisibleMin: Int
  package var bidiScore: Double
  package var bidiMin: Int
  package var marksScore: Double
  package var marksMin: Int

  package init(settings: HeuristicSettings) {
    mixedScore = settings.value("heuristic.mixed_script", "score")
    wordsMin = Int(settings.value("heuristic.mixed_script", "words_min"))
    wordsFull = max(wordsMin, Int(settings.value("heuristic.mixed_script", "words_full")))
    invisibleScore = settings.value("heuristic.invisible", "score")
    invisibleMin = Int(settings.value("heuristic.invisible", "count_min"))
    bidiScore = settings.value("heuristic.bidi", "score")
    bidiMin = Int(settings.value("heuristic.bidi", "count_min"))
    marksScore = settings.value("heuristic.stacked_marks", "score")
    marksMin = Int(settings.value("heuristic.stacked_marks", "count_min"))
  }

  package func signals(statistics: TextStatistics) -> [Signal] {
    var signals: [Signal?] = []
    let mixed = statistics.mixedScriptWords
    if mixed.count >= wordsMin {
      // One such word may be a slip of the keyboard; the full score is for a habit.
      let share = Double(min(mixed.count, wordsFull)) / Double(wordsFull)
      signals.append(
        Signal(
          heuristic: "heuristic.mixed_script", score: mixedScore * share, evidence: Evidence.inBody(mixed),
          reason: "letters of several scripts in \(mixed.count == 1 ? "a word" : "\(mixed.count) words")"))
    }
    if statistics.invisible.count >= invisibleMin {
      signals.append(
        Signal(
          heuristic: "heuristic.invisible", score: invisibleScore, evidence: Evidence.inBody(statistics.invisible),
          reason: "\(statistics.invisible.count) invisible characters"))
    }
    if statistics.bidiControls.count >= bidiMin {
      signals.append(
        Signal(
          heuristic: "heuristic.bidi", score: bidiScore, evidence: Evidence.inBody(statistics.bidiControls),
          reason: "controls that turn the direction of writing"))
    }
    if statistics.stackedMarks.count >= marksMin {
      signals.append(
        Signal(
          heuristic: "heuristic.stacked_marks", score: marksScore, evidence: Evidence.inBody(statistics.stackedMarks),
          reason: "marks stacked on letters"))
    }
    return signals.compactMap { $0 }
  }
}
