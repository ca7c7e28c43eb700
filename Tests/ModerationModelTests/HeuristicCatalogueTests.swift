import ModerationModel
import Testing

@Suite struct HeuristicCatalogueTests {
  @Test func everyHeuristicHasAScoreAndDefaultsInsideTheirBounds() {
    for entry in HeuristicCatalogue.entries {
      #expect(entry.parameters.first?.name == "score", "\(entry.name)")
      #expect(Set(entry.parameters.map(\.name)).count == entry.parameters.count, "\(entry.name)")
      for parameter in entry.parameters {
        #expect(parameter.allowed.contains(parameter.initial), "\(entry.name).\(parameter.name)")
        #expect(!parameter.unit.isEmpty)
      }
    }
    #expect(Set(HeuristicCatalogue.entries.map(\.name)).count == HeuristicCatalogue.entries.count)
  }

  @Test func aNewsroomsOwnNumberWins() {
    let settings = HeuristicSettings(changed: ["heuristic.flood": ["posts_max": 9]])
    #expect(settings.value("heuristic.flood", "posts_max") == 9)
    #expect(settings.value("heuristic.flood", "window_seconds") == 60)
  }
}
