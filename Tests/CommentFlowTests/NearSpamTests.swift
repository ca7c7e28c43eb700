import CommentFlow
import ModerationModel
import Testing

/// What a moderator has decided to be spam is known to the next submission.
@Suite struct NearSpamTests {
  static let rules = """
    rules:
      - { id: copy, title: Copy, owner: desk, category: spam, match: { near: spam }, score: 6 }
    """
  /// So that only the rule speaks.
  static let withoutWaves = "heuristics: { wave_spam: { score: 0 } }\n"
  static let spam = "Девочки, нашла подработку на дому! Плачу от 3000 р в день, пишите в телеграм, берут без опыта"
  static let copy = "Девочки, нашла подработку на дому!! Плачу от 5000 р в день, пишите в телеграм, берут без опыта 😀"

  private func mark(_ comment: ModerationModel.Comment, _ decision: Decision, in room: Newsroom) async throws -> Review
  {
    room.clock.advance(seconds: 1)
    return try await room.flow.review(
      ReviewRequest(targets: [.init(comment: comment.id)], decision: decision, moderator: "vera"))
  }

  @Test func copiesAreHeldOnceSomebodyHasDecided() async throws {
    let room = try await Newsroom(rules: Self.rules, settings: Self.withoutWaves)
    let first = try await room.submit(Self.spam, by: "Анна")
    #expect(first.comment.state == .published)
    let before = try await room.submit(Self.copy, by: "Инна")
    #expect(before.comment.state == .published)
    let review = try await mark(first.comment, .spam, in: room)
    let after = try await room.submit(Self.copy, by: "Зоя")
    #expect(after.comment.state == .pending)
    #expect(after.comment.revision.verdict.signals.contains { $0.name == "copy" })
    #expect(try await room.submit("Спасибо, полезная статья.", by: "Оля").comment.state == .published)

    _ = try await room.flow.undo(review.id, by: "vera")
    let later = try await room.submit(Self.copy, by: "Яна")
    #expect(!later.comment.revision.verdict.signals.contains { $0.name == "copy" })
  }

  @Test func whatTheMachineCallsSpamIsNotConfirmed() async throws {
    let room = try await Newsroom(
      rules: Self.rules
        + "\n  - { id: w, title: W, owner: desk, category: spam, match: { words: [подработку] }, score: 20 }")
    #expect(try await room.submit(Self.spam, by: "Анна").comment.state == .spam)
    let copy = try await room.submit(Self.copy, by: "Инна")
    #expect(!copy.comment.revision.verdict.signals.contains { $0.name == "copy" })
  }

  @Test func oldDecisionsAreForgotten() async throws {
    let room = try await Newsroom(rules: Self.rules, settings: Self.withoutWaves)
    let first = try await room.submit(Self.spam, by: "Анна")
    _ = try await mark(first.comment, .spam, in: room)
    #expect(try await room.submit(Self.copy, by: "Инна").comment.state == .pending)
    room.clock.advance(seconds: SpamMemory.daysMax * 86_400)
    let later = try await room.submit(Self.copy, by: "Зоя")
    #expect(!later.comment.revision.verdict.signals.contains { $0.name == "copy" })
  }
}
