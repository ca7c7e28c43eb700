package import ModerationModel
package import TextNormalization

/// Notices texts written in capitals, and letters or words drawn out.
package struct ShoutingHeuristic: Sendable {
  package var capitalsScore: Double
  package var shareMin: Double
  package var lettersMin: Int
  package var charactersScore: Double
  package var characterRunMin: Int
  package var wordsScore: Double
  package var wordRunMin: Int

  package init(settings: HeuristicSettings) {
    capitalsScore = settings.value("heuristic.all_capitals", "score")
    shareMin = settings.value("heuristic.all_capitals", "share_min")
    lettersMin = Int(settings.value("heuristic.all_capitals", "letters_min"))
    charactersScore = settings.value("heuristic.repeated_characters", "score")
    characterRunMin = Int(settings.value("heuristic.repeated_characters", "run_min"))
    wordsScore = settings.value("heuristic.repeated_words", "score")
    wordRunMin = Int(settings.value("heuristic.repeated_words", "run_min"))
  }

  package func signals(statistics: TextStatistics) -> [Signal] {
    var signals: [Signal?] = []
    let cased = statistics.upperLetters + statistics.lowerLetters
    if cased >= lettersMin, Double(statistics.upperLetters) >= shareMin * Double(cased) {
      let percent = Int((100 * Double(statistics.upperLetters) / Double(max(1, cased))).rounded())
      signals.append(
        Signal(
          heuristic: "heuristic.all_capitals", score: capitalsScore, reason: "\(percent) % of letters are capitals"))
    }
    if let run = statistics.longestCharacterRun, run.count >= characterRunMin {
      signals.append(
        Signal(
          heuristic: "heuristic.repeated_characters", score: charactersScore, evidence: Evidence.inBody([run.range]),
          reason: "one character \(run.count) times in a row"))
    }
    if let run = statistics.longestWordRun, run.count >= wordRunMin {
      signals.append(
        Signal(
          heuristic: "heuristic.repeated_words", score: wordsScore, evidence: Evidence.inBody([run.range]),
          reason: "one word \(run.count) times in a row"))
    }
    return signals.compactMap { $0 }
  }
}
