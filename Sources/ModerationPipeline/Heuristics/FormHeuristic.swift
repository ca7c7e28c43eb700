package import ModerationModel

/// Notices forms that no person filled in.
package struct FormHeuristic: Sendable {
  package var fastScore: Double
  package var secondsMax: Double
  package var honeypotScore: Double

  package init(settings: HeuristicSettings) {
    fastScore = settings.value("heuristic.fast_form", "score")
    secondsMax = settings.value("heuristic.fast_form", "seconds_max")
    honeypotScore = settings.value("heuristic.honeypot", "score")
  }

  package func signals(form: FormOutcome) -> [Signal] {
    guard case .valid(let seconds, let honeypotFilled) = form else { return [] }
    var signals: [Signal?] = []
    if seconds < secondsMax {
      let shown = (seconds * 10).rounded() / 10
      signals.append(
        Signal(heuristic: "heuristic.fast_form", score: fastScore, reason: "the form came back after \(shown) seconds"))
    }
    if honeypotFilled {
      signals.append(
        Signal(
          heuristic: "heuristic.honeypot", score: honeypotScore, reason: "the field that people do not see was filled"))
    }
    return signals.compactMap { $0 }.map { signal in
      var signal = signal
      signal.source = .form
      return signal
    }
  }
}
