import ModerationModel

extension Signal {
  /// A heuristic's finding, with category and group from the catalogue. A score of 0 switches a heuristic off.
  init?(heuristic name: String, score: Double, evidence: [Evidence] = [], reason: String) {
    guard score != 0, let definition = HeuristicCatalogue.definition(named: name) else { return nil }
    self.init(
      name: name, source: .heuristic, category: definition.category, score: score, group: definition.group,
      evidence: evidence, reason: reason)
  }
}

extension Evidence {
  /// Places in the body, at most as many as a person would look at.
  static func inBody(_ ranges: some Sequence<Range<Int>>) -> [Evidence] {
    ranges.prefix(evidencePlacesMax).map { Evidence(field: .body, range: $0) }
  }

  /// Places that one heuristic marks at most.
  static let evidencePlacesMax = 16
}
