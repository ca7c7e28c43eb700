import ReviewDesk
import Testing

@testable import AdminCLI

struct TerminalTextTests {
  @Test func cellsCoverEveryByteAndHoldNothingHarmful() {
    var generator = SeededGenerator(seed: 20_261_122)
    let scalars: [Unicode.Scalar] = [
      "a", "я", "ї", "\u{301}", "\u{200B}", "\u{202E}", "\u{1B}", "\n", "\r", "漢", "ｃ", "😀", "\u{200D}", "\u{FE0F}",
      "🏽", "🇺", "🇦", "\u{E0067}", "\u{2028}", "\u{0}", "\u{9F}", "\u{AD}", "e", "\u{0489}", "ﷺ", "\u{10FFFF}",
    ]
    for round in 0..<2000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...24, using: &generator) {
        text.unicodeScalars.append(scalars.randomElement(using: &generator) ?? "a")
      }
      let cells = TextCell.cells(of: text)
      var place = 0
      for cell in cells {
        #expect(cell.bytes.lowerBound == place, "round \(round), seed 20261122")
        place = cell.bytes.upperBound
        let isHarmless = cell.shown.unicodeScalars.allSatisfy { scalar in
          scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
            && (scalar.properties.generalCategory != .format
              || cell.shown.unicodeScalars.contains { $0.value > 0x1F000 })
            && !(0x202A...0x202E).contains(scalar.value)
        }
        #expect(isHarmless, "round \(round): \(cell)")
      }
      #expect(place == text.utf8.count)
    }
  }

  @Test(arguments: [("Привет", 6), ("漢字", 4), ("ｃａ", 4), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("❤️", 2), ("abc", 3)])
  func widthsAreColumns(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test func caretsStandUnderWideAndCombinedCharacters() {
    let text = "漢字 ка\u{301}зино"
    let word = 7..<text.utf8.count
    let lines = MarkedText(text: text, ranges: [word]).lines(width: 80, ink: Ink(isColoured: false))
    #expect(lines == [text, "     ^^^^^^"])
  }

  @Test func longTextsWrapWithTheirMarks() {
    let text = "один два три четыре пять шесть"
    let bytes = Array(text.utf8)
    let lines = MarkedText(text: text, ranges: [bytes.count - 10..<bytes.count]).lines(
      width: 12, ink: Ink(isColoured: false))
    #expect(lines == ["один два три", "четыре пять", "шесть", "^^^^^"])
  }

  @Test func marksOfColourAreClosed() {
    let lines = MarkedText(text: "ab", ranges: [0..<1]).lines(width: 80, ink: Ink(isColoured: true))
    #expect(lines == ["\u{1B}[4;30;43ma\u{1B}[0mb"])
  }

  @Test func stackedMarksAreShownForWhatTheyAre() {
    let shown = Harmless.line("a" + String(repeating: "\u{301}", count: 40))
    #expect(shown.contains("‹U+0301›"))
  }

  @Test(arguments: [("a,b", ["a", "b"]), ("\"a,b\",c", ["a,b", "c"]), ("\"a\"\"b\",", ["a\"b", ""]), ("", [""])])
  func commaSeparatedFieldsAreRead(line: String, fields: [String]) {
    #expect(CommaSeparated.fields(of: line) == fields)
  }
}

/// SplitMix64, so that a failure can be repeated.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
