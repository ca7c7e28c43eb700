import CommentStore
import ModerationModel
import Testing

@Suite struct VerdictModelTests {
  @Test func aVerdictKeepsTheModelThatWasAsked() throws {
    var verdict = Verdict(action: .hold, score: 5, ruleSet: String(repeating: "ab", count: 32))
    #expect(VerdictCodec.decoded(VerdictCodec.encoded(verdict)) == verdict)
    // As programs wrote it that knew no models.
    #expect(VerdictCodec.encoded(verdict).first == 1)
    verdict.model = "0123456789abcdef"
    #expect(VerdictCodec.decoded(VerdictCodec.encoded(verdict)) == verdict)
  }
}
