import ModerationModel
import Testing

@Suite struct IdentifierTests {
  @Test func isAUUIDOfVersionSevenThatCarriesItsTime() {
    let time = Timestamp(milliseconds: 1_763_800_000_123)
    let id = CommentID(time: time, random: .max)
    let text = Array(id.description)
    #expect(text.count == 36)
    #expect(text[14] == "7")
    #expect("89ab".contains(text[19]))
    #expect(id.time == time)
    #expect(CommentID(id.description) == id)
    #expect(CommentID(id.description.uppercased()) == id)
    #expect(CommentID(id.description.filter { $0 != "-" }) == id)
  }

  @Test func sortsByTimeWhateverTheRandomBits() {
    let earlier = CommentID(time: Timestamp(milliseconds: 1000), random: .max)
    let later = CommentID(time: Timestamp(milliseconds: 1001), random: 0)
    #expect(earlier < later)
    #expect(earlier.description < later.description)
  }

  @Test(arguments: [
    "", "0190", "0190a5e0-0000-7000-8000-00000000000", "0190a5e0-0000-7000-8000-0000000000000",
    "0190a5e0-0000-7000-8000-00000000000g", "٠190a5e0-0000-7000-8000-000000000000",
    "--------0190a5e000007000800000000000",
  ])
  func refusesWhatIsNoIdentifier(text: String) {
    #expect(CommentID(text) == nil)
  }

  @Test func timesBefore1970AndFarAwayDoNotTrap() {
    _ = CommentID(time: Timestamp(milliseconds: .min), random: 1)
    _ = CommentID(time: Timestamp(milliseconds: .max), random: 1)
  }
}
