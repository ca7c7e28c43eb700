import ModerationModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (1_795_352_645_678, "2026-11-22T13:04:05.678Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ])
  func writesAndReadsRFC3339(milliseconds: Int, text: String) {
    let time = Timestamp(milliseconds: Int64(milliseconds))
    #expect(time.description == text)
    #expect(Timestamp(text) == time)
  }

  @Test(arguments: [
    ("2026-11-22", "2026-11-22T00:00:00.000Z"), ("2026-11-22T14:30:00+02:00", "2026-11-22T12:30:00.000Z"),
    ("2026-11-22T14:30:00.5Z", "2026-11-22T14:30:00.500Z"),
    ("2026-11-22 14:30:00.123456-03:30", "2026-11-22T18:00:00.123Z"),
  ])
  func readsOffsetsFractionsAndBareDates(text: String, expected: String) {
    #expect(Timestamp(text)?.description == expected)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-02-29", "2026-11-31", "2026-11-22T", "2026-11-22T24:00:00Z", "2026-11-22T10:00:00",
    "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00Z ", "2026-11-22T10:00:00+2:00", "٢٠٢٦-11-22",
  ])
  func refusesWhatIsNoTime(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func everyDayOfFourCenturiesComesBack() {
    for day in stride(from: -73_000, through: 73_000, by: 1) {
      let time = Timestamp(milliseconds: Int64(day) * 86_400_000 + 1)
      #expect(Timestamp(time.description) == time)
    }
  }

  @Test func addingSaturatesAtTheEndsOfTime() {
    #expect(Timestamp(milliseconds: 0).adding(seconds: 1e300) == Timestamp(milliseconds: .max))
    #expect(Timestamp(milliseconds: 0).adding(seconds: -1e300) == Timestamp(milliseconds: .min))
    #expect(Timestamp(milliseconds: 1500).adding(seconds: -1.5) == Timestamp(milliseconds: 0))
  }
}
