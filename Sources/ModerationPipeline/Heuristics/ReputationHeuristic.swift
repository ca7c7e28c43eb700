package import ModerationModel

/// Adds a little where people have lately refused much of what an author, or an address, has sent.
///
/// From 0 points at the share that anybody is taken to have, up to the cap at `share_full`. The caps lie together below the
/// threshold for holding, so that a record alone never holds; and a good record takes no points away, so that it never
/// publishes: it only keeps the neighbours' record from counting.
package struct ReputationHeuristic: Sendable {
  package var authorScore: Double
  package var authorShareFull: Double
  package var addressScore: Double
  package var addressShareFull: Double

  package init(settings: HeuristicSettings) {
    authorScore = settings.value("heuristic.author_record", "score")
    authorShareFull = settings.value("heuristic.author_record", "share_full")
    addressScore = settings.value("heuristic.address_record", "score")
    addressShareFull = settings.value("heuristic.address_record", "share_full")
  }

  package func signals(_ around: Neighbourhood) -> [Signal] {
    var signals: [Signal?] = []
    if let points = Self.points(around.author, cap: authorScore, full: authorShareFull) {
      signals.append(
        Signal(
          heuristic: "heuristic.author_record", score: points,
          reason: "people refused \(Self.shown(around.author)) of the author's latest comments"))
    }
    let isWellKnown = !around.author.isEmpty && around.author.refusedShare < Reputation.priorShare
    if !isWellKnown, let address = around.address,
      let points = Self.points(address, cap: addressScore, full: addressShareFull)
    {
      signals.append(
        Signal(
          heuristic: "heuristic.address_record", score: points,
          reason: "people refused \(Self.shown(address)) of the latest comments from the same network address"))
    }
    return signals.compactMap { $0 }
  }

  /// `nil` for a record no worse than anybody's.
  static func points(_ record: Reputation, cap: Double, full: Double) -> Double? {
    let share = record.refusedShare
    guard share > Reputation.priorShare else { return nil }
    let part = min(1, (share - Reputation.priorShare) / (full - Reputation.priorShare))
    return (cap * part * 100).rounded() / 100
  }

  private static func shown(_ record: Reputation) -> String {
    let all = record.approved + record.refused
    return "\(Int((100 * record.refused / max(all, .leastNonzeroMagnitude)).rounded())) %"
  }
}
