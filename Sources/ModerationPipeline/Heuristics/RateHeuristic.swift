package import ModerationModel

/// Notices words, and addresses, that come faster than people are.
package struct RateHeuristic: Sendable {
  package var textScore: Double
  package var text: TokenBucket
  package var addressScore: Double
  package var address: TokenBucket

  package init(settings: HeuristicSettings) {
    textScore = settings.value("heuristic.text_rate", "score")
    text = TokenBucket(
      burst: settings.value("heuristic.text_rate", "burst"),
      perMinute: settings.value("heuristic.text_rate", "per_minute"))
    addressScore = settings.value("heuristic.address_rate", "score")
    address = TokenBucket(
      burst: settings.value("heuristic.address_rate", "burst"),
      perMinute: settings.value("heuristic.address_rate", "per_minute"))
  }

  /// What comes too fast; an edit comes when it comes.
  package func signals(_ around: Neighbourhood, isEdit: Bool) -> [Signal] {
    guard !isEdit else { return [] }
    var signals: [Signal?] = []
    if around.wave?.ruling?.decision != .approve, !text.admits(after: around.waveAges) {
      signals.append(
        Signal(
          heuristic: "heuristic.text_rate", score: textScore, reason: "nearly the same words come again and again"))
    }
    if !address.admits(after: around.addressAges) {
      signals.append(
        Signal(
          heuristic: "heuristic.address_rate", score: addressScore,
          reason: "many comments from one network address within minutes"))
    }
    return signals.compactMap { $0 }
  }
}
