import CommentStore
import ModerationModel

/// What happened in a window.
struct FiguresPayload: Encodable {
  struct Day: Encodable {
    var startsAt: String
    var comments: [String: Int]
    var decisions: [String: Int]
  }

  struct AgeBar: Encodable {
    /// Absent in the last bar.
    var seconds: Double?
    var count: Int
  }

  struct Rule: Encodable {
    var name: String
    var hits: Int
    var published: Int
    var held: Int
    var refused: Int
    var confirmed: Int
    var overturned: Int
    var missed: Int
    var open: Int
  }

  var days: [Day]
  var queueAges: [AgeBar]
  var rules: [Rule]
  var appeals: [String: Int]
  var decisionsByModerator: [String: Int]
  var medianSecondsToDecision: Double?
  var cutShort: Bool

  init(_ figures: ModerationFigures) {
    func named<Name: RawRepresentable<String>>(_ counts: [Name: Int]) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
    }
    days = figures.days.map {
      Day(startsAt: $0.startsAt.description, comments: named($0.comments), decisions: named($0.decisions))
    }
    queueAges = figures.queueAges.map { AgeBar(seconds: $0.seconds, count: $0.count) }
    rules = figures.rules.map {
      Rule(
        name: $0.name, hits: $0.hits, published: $0.published, held: $0.held, refused: $0.refused,
        confirmed: $0.confirmed, overturned: $0.overturned, missed: $0.missed, open: $0.open)
    }
    appeals = named(figures.appeals)
    decisionsByModerator = figures.decisionsByModerator
    medianSecondsToDecision = figures.medianSecondsToDecision
    cutShort = figures.isCutShort
  }
}
