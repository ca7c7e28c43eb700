import CommentFlow
import CommentStore
import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

/// What rules in force did by themselves is in the store, for every process to see.
@Suite struct RuleMarkTests {
  private func set(_ score: String) throws -> RuleSet {
    try RuleSet(
      files: RuleFiles([
        "ruleset.yaml": "schema: 1\nguards: { window: 1d, trip_if: { hits: '>= 8' }, then: shadow }\n",
        "rules.yaml": "rules:\n  - { id: w, match: { words: [казино] }, score: \(score) }\n",
      ]))
  }

  @Test func aGuardThatActedIsToldAndHoldsNothing() async throws {
    let room = try await Newsroom()
    let rules = try set("6")
    room.flow.pipeline = ModerationPipeline(ruleSet: rules)
    for number in 0..<8 {
      #expect(try await room.submit("казино \(number)", by: "a\(number)").comment.state == .pending)
    }
    #expect(try await room.submit("казино снова", by: "b").comment.state == .published)
    let marks = try await room.flow.store.ruleMarks(revision: rules.revision, site: .default)
    #expect(marks.map(\.rule) == ["w"])
    #expect(marks.map(\.code) == ["shadow"])
    let log = try await room.flow.store.log(site: .default, after: 0, limit: 100)
    #expect(log.filter { $0.act == .ruleGuarded }.map(\.subject) == ["rule:w"])

    // Another set: its rules are live, and the old marks are gone.
    let next = try set("7")
    room.flow.pipeline = ModerationPipeline(ruleSet: next)
    try await room.flow.remember(
      RuleSetInForce(revision: next.revision, name: next.name, reason: "edited", texts: ["ruleset.yaml": "x"]),
      by: "vera")
    #expect(try await room.submit("казино опять", by: "c").comment.state == .pending)
    #expect(try await room.flow.store.ruleMarks(revision: rules.revision, site: .default) == [])
    #expect(try await room.flow.store.ruleSets(site: .default, limit: 5).map(\.reason) == ["edited"])
  }

  @Test func rescansAreNoTraffic() async throws {
    let room = try await Newsroom()
    for number in 0..<12 { try await room.submit("казино \(number)", by: "a\(number)") }
    let rules = try set("6")
    room.flow.pipeline = ModerationPipeline(ruleSet: rules)
    _ = try await room.flow.rescan(isDryRun: true, by: "vera")
    #expect(rules.marks == [])
  }
}
