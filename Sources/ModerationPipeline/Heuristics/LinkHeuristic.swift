package import ModerationModel
package import TextNormalization

/// Weighs links by how many there are and by who brings them.
package struct LinkHeuristic: Sendable {
  package var newAuthorScore: Double
  package var newAuthorLinksMin: Int
  package var approvedMax: Double
  package var manyScore: Double
  package var manyLinksMin: Int

  package init(settings: HeuristicSettings) {
    newAuthorScore = settings.value("heuristic.links_new_author", "score")
    newAuthorLinksMin = Int(settings.value("heuristic.links_new_author", "links_min"))
    approvedMax = settings.value("heuristic.links_new_author", "approved_max")
    manyScore = settings.value("heuristic.many_links", "score")
    manyLinksMin = Int(settings.value("heuristic.many_links", "links_min"))
  }

  /// Findings about the links of a text; what is not known of an author speaks neither way.
  package func signals(links: [Link], author: AuthorHistory) -> [Signal] {
    let evidence = Evidence.inBody(links.map(\.range))
    var signals: [Signal?] = []
    if author.isKnown, links.count >= newAuthorLinksMin, Double(author.record.approved) <= approvedMax {
      signals.append(
        Signal(
          heuristic: "heuristic.links_new_author", score: newAuthorScore, evidence: evidence,
          reason: "\(links.count == 1 ? "a link" : "\(links.count) links") from an author not approved before"))
    }
    if links.count >= manyLinksMin {
      signals.append(
        Signal(
          heuristic: "heuristic.many_links", score: manyScore, evidence: evidence, reason: "\(links.count) links"))
    }
    return signals.compactMap { $0 }
  }
}
