import PCRE2
import Testing

/// All matches, as the pieces of text that they cover.
func pieces(_ pattern: String, _ text: String, options: PatternOptions = .standard) throws -> [String] {
  let pattern = try Pattern(pattern, options: options)
  var worker = try MatchWorker()
  var found: [String] = []
  let bytes = Array(text.utf8)
  try worker.forEachMatch(of: pattern, in: text.utf8Span) { range in
    found.append(String(decoding: bytes[range], as: UTF8.self))
    return true
  }
  return found
}

@Suite struct PatternTests {
  @Test func findsCyrillicWithoutRegardToCase() throws {
    let pattern = try Pattern("казино")
    var worker = try MatchWorker()
    let text = "Лучшее КАЗИНО"
    #expect(try worker.firstMatch(of: pattern, in: text.utf8Span) == 13..<25)
    #expect(try worker.firstMatch(of: pattern, in: text.utf8Span, from: 15) == nil)
    #expect(try worker.firstMatch(of: pattern, in: "магазин".utf8Span) == nil)
    let isJITCompiled = pattern.isJITCompiled
    #expect(isJITCompiled)
  }

  @Test(arguments: [
    (#"\bда\b"#, "Да, дата, да", ["Да", "да"]),
    (#"\w+"#, "не-а", ["не", "а"]),
    ("a*", "baac", ["", "aa", "", ""]),
    ("", "яё", ["", "", ""]),
    (#"a\Kb?"#, "abaa", ["b", "", ""]),
    ("(?=я)", "ая я", ["", ""]),
    ("x*", "", [""]),
    ("(*ACCEPT)a", "aa", ["", "", ""]),
  ])
  func iteratesOverAllMatches(pattern: String, text: String, expected: [String]) throws {
    #expect(try pieces(pattern, text) == expected)
  }

  @Test func optionsChangeTheReading() throws {
    #expect(try pieces("a b", "ab AB", options: [.caseless, .extended]) == ["ab", "AB"])
    #expect(try pieces("a.b", "a.b axb", options: [.literal]) == ["a.b"])
    #expect(try pieces("a", "aA", options: []) == ["a"])
    #expect(try pieces(#"\w"#, "яz", options: []) == ["z"])
    #expect(try pieces("^b.$", "a\nbc\nb\n", options: [.multiline]) == ["bc"])
    #expect(try pieces("a.b", "a\nb", options: [.dotMatchesNewline]) == ["a\nb"])
  }

  @Test func remembersCaptures() throws {
    let pattern = try Pattern("(?<word>к(а)?)(зино)?")
    var worker = try MatchWorker()
    #expect(try worker.firstMatch(of: pattern, in: " ка".utf8Span) == 1..<5)
    #expect(worker.capture(1) == 1..<5)
    #expect(worker.capture(2) == 3..<5)
    #expect(worker.capture(3) == nil)
    #expect(worker.capture(99) == nil)
    let (captures, names, lengthMin, matchesEmpty) = (
      pattern.captureCount, pattern.captureNames, pattern.lengthMin, pattern.matchesEmpty
    )
    #expect(captures == 3)
    #expect(names.map(\.name) == ["word"])
    #expect(names.map(\.number) == [1])
    #expect(lengthMin == 1)
    #expect(!matchesEmpty)
  }

  @Test func matchesWithMoreCapturesThanRemembered() throws {
    let pattern = try Pattern(String(repeating: "(a)", count: 40))
    var worker = try MatchWorker()
    #expect(try worker.firstMatch(of: pattern, in: String(repeating: "a", count: 40).utf8Span) == 0..<40)
    #expect(worker.capture(31) == 30..<31)
  }

  @Test(arguments: [
    ("(unclosed", 9), ("[а-", 4), ("a**+{", -1), (#"\"#, 1), (#"\C"#, 2), (#"(?=a\K)"#, -1), ("(?P<1>)", -1),
  ])
  func refusesWithPlace(pattern: String, offset: Int) throws {
    // `a**+{` is legal: a possessive repeat of a repeat is not, so only the refused ones are listed below.
    do {
      _ = try Pattern(pattern)
      #expect(pattern == "a**+{")
    } catch {
      #expect(!error.message.isEmpty)
      if offset >= 0 { #expect(error.offset == offset, "\(error)") }
    }
  }

  @Test func refusesLongPatterns() {
    #expect(throws: CompileError.self) { _ = try Pattern(String(repeating: "a", count: Pattern.sourceBytesMax + 1)) }
  }

  @Test func saysWhichLibraryItIs() {
    #expect(PCRE2Library.version.hasPrefix("10."))
    #expect(PCRE2Library.jitTarget?.isEmpty == false)
    #expect(!PCRE2Library.unicodeVersion.isEmpty)
  }
}
