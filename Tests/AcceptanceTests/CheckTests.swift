import Foundation
import Testing

struct CheckTests {
  /// One word each language's advert hides, and the plain sentence beside it that must pass.
  @Test(arguments: [
    ("Лучшее кaзинo города, заходи на kazik7.top", ["кaзинo", "kazik7.top"]),
    ("Найкраще кaзинo міста, заходь на kazik7.top", ["кaзинo", "kazik7.top"]),
    ("Best ｃａｓｉｎｏ bonus, free spins at kazik7.top", ["ｃａｓｉｎｏ", "kazik7.top"]),
  ])
  func marksTheHiddenWordAndTheLink(text: String, words: [String]) throws {
    let row = try Newsroom().json("check", text).object()
    #expect(row["action"] as? String != "publish")
    let bytes = Array(text.utf8)
    let signals = try #require(row["signals"] as? [[String: Any]])
    let marked = signals.flatMap { $0["ranges"] as? [[Int]] ?? [] }
      .map { String(decoding: bytes[$0[0]..<$0[1]], as: UTF8.self) }
    for word in words { #expect(marked.contains(word), "\(word) is not among \(marked)") }
  }

  @Test(arguments: [
    "Сколько магазинов закрыли? Спасибо редакции.", "Скільки магазинів закрили? Дякую редакції.",
    "How many shops were closed? Thanks to the editors.",
  ])
  func lettersOfReadersPass(text: String) throws {
    let checked = try Newsroom().json("check", text)
    #expect(checked.status == 0)
    #expect(try checked.object()["action"] as? String == "publish")
  }

  @Test func theRowHasTheKeysThatWereAgreed() throws {
    let line = try Newsroom().json("check", "Лучшее кaзинo города, заходи на kazik7.top").output
    var place = line.startIndex
    for key in ["id", "action", "score", "categories", "signals", "ruleset", "errors"] {
      let found = try #require(line.range(of: "\"\(key)\":", range: place..<line.endIndex), "\(key) is missing")
      place = found.upperBound
    }
    let signal = try #require(
      (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["signals"] as? [[String: Any]])
    #expect(Set(try #require(signal.first).keys) == ["rule", "category", "score", "ranges", "field", "status"])
  }

  @Test func textOutputMarksUnderTheWords() throws {
    let lines = try Newsroom().run("check", "привет, заходи на kazik7.top").output.components(separatedBy: "\n")
    let words = try #require(lines.firstIndex { $0.contains("kazik7.top") })
    let column = try #require(lines[words].range(of: "kazik7.top")).lowerBound
    let distance = lines[words].distance(from: lines[words].startIndex, to: column)
    #expect(lines[words + 1].dropFirst(distance).hasPrefix("^^^^^^^^^^"))
  }

  @Test func streamsKeepTheirOrderOnAnyNumberOfThreads() throws {
    let newsroom = try Newsroom()
    let rows = (0..<3000).map { number in
      let text = number % 7 == 0 ? "заходи на kazik\(number).top" : "Строка номер \(number), мост и магазины"
      return #"{"id": "row-\#(number)", "text": "\#(text)", "lang": "ru", "label": "passed over"}"#
    }
    let file = try newsroom.write(rows.joined(separator: "\n"), to: "rows.jsonl")
    let single = try newsroom.run("check", "--jsonl", file, "--threads", "1")
    let many = try newsroom.run("check", "--jsonl", file, "--threads", "8")
    #expect(single.status == 0)
    #expect(single.output == many.output)
    #expect(try single.objects().map { $0["id"] as? String } == (0..<3000).map { "row-\($0)" })
  }

  @Test func aBadLineIsAnsweredAndTheOthersGoOn() throws {
    let newsroom = try Newsroom()
    var data = Data(#"{"id": 1, "text": "первый"}"#.utf8)
    func add(_ line: [UInt8]) { data += [0x0A] + line }
    add(Array(#"{"id": "empty", "text": "  "}"#.utf8))
    add(Array(#"{"id": "nul", "text": "a\u0000b"}"#.utf8))
    add(Array(#"{"id": "half", "text": "a\ud800b"}"#.utf8))
    add(Array(#"{"id": "low", "text": "a\udc00"}"#.utf8))
    add(Array(#"{"id": "overlong", "text": ""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8))
    add(Array(#"{"id": "surrogate", "text": ""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8))
    add(Array(#"{"id": "long", "text": "\#(String(repeating: "a", count: 16_385))"}"#.utf8))
    add(Array("not json".utf8))
    add(Array(#"{"id": "none"}"#.utf8))
    add(Array(#"{"id": "field", "text": "a", "fields": {"user_agnt": "x"}}"#.utf8))
    add(Array(#"{"id": "type", "text": 5}"#.utf8))
    add(Array(#"{"id": "twice", "text": "мост", "te\u0078t": "казино"}"#.utf8))
    add(Array(#"{"id": "inner", "text": "a", "author": {"name": "b", "name": "c"}}"#.utf8))
    add(
      Array(#"{"id": "apart", "text": "text", "fields": {"user_agent": "\"id\""}, "x": [{"id": 1}, {"id": 2}]}"#.utf8))
    add(Array(repeating: UInt8(ascii: "x"), count: (1 << 20) + 10))
    add(Array(#"{"id": "last", "text": "последний"}"#.utf8))
    let rows = try newsroom.run("check", "--jsonl", "-", input: data).objects()
    let codes = rows.map { (($0["errors"] as? [[String: Any]])?.first)?["code"] as? String ?? "-" }
    #expect(
      codes == [
        "-", "empty_text", "contains_null", "bad_json", "bad_json", "not_utf8", "not_utf8", "too_long", "bad_json",
        "bad_json", "unknown_field", "bad_json", "duplicate_key", "duplicate_key", "-", "too_long", "-",
      ])
    #expect(rows.first?["id"] as? Int == 1)
    #expect(rows.last?["id"] as? String == "last")
    for row in rows where (row["errors"] as? [Any])?.isEmpty == false { #expect(row["action"] as? String == "hold") }
  }

  @Test func theLongestTextAllowedIsTaken() throws {
    let text = String(repeating: "б", count: 8192)
    #expect(try Newsroom().json("check", text).status == 0)
    let refused = try Newsroom().json("check", text + "a")
    #expect(refused.status == 1)
    #expect(try refused.complaint() == "too_long")
  }

  @Test(arguments: [#"\300\257"#, #"\355\240\200"#, #"\377"#])
  func bytesThatAreNoTextAreRefused(bytes: String) throws {
    let newsroom = try Newsroom()
    let script = #"exec "$0" check --format json "a$(printf '\#(bytes)')b""#
    let told = try newsroom.start(["-c", script, try Newsroom.program.path], program: URL(filePath: "/bin/sh"))
      .outcome()
    #expect(told.status == 1)
    #expect(try told.complaint() == "not_utf8")
    let named = #"exec "$0" comments submit bridge text --name "a$(printf '\#(bytes)')b" --format json"#
    let refused = try newsroom.start(["-c", named, try Newsroom.program.path], program: URL(filePath: "/bin/sh"))
      .outcome()
    #expect(refused.status == 1)
    #expect(try refused.complaint() == "not_utf8")
    // The sign itself may be typed.
    #expect(try newsroom.json("check", "a\u{FFFD}b").status == 0)
    let piped = try newsroom.json("check", "-", input: Data([0x61, 0xC0, 0xAF]))
    #expect(try piped.complaint() == "not_utf8")
  }

  @Test func noTextMovesTheTerminal() throws {
    let text = "a\u{1B}]0;owned\u{07}\u{1B}[2J\u{9B}31m\u{202E}obor\u{2066}x\u{200B}y\u{2028}z\r\u{08}\u{7F}"
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let id = try newsroom.submit(text, name: "bo\u{1B}[31mb")
    for words in [
      ["check", text], ["comments", "show", id], ["comments", "thread", "bridge"], ["comments", "search"],
      ["queue", "list"], ["authors", "show", "bo"], ["rules", "explain", text],
    ] {
      let told = try newsroom.run(words)
      let harmful = (told.output + told.errors).unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
          || $0.properties.generalCategory == .format || $0.value == 0x2028
      }
      #expect(harmful.isEmpty, "\(words[0]) \(words.dropFirst().first ?? ""): \(harmful.map(\.value))")
    }
  }

  /// A reader that goes away, as `head` does, is no mistake.
  @Test func aClosedPipeIsQuiet() throws {
    let newsroom = try Newsroom()
    let rows = (0..<20_000).map { #"{"id": \#($0), "text": "строка \#($0)"}"# }.joined(separator: "\n")
    let file = try newsroom.write(rows, to: "rows.jsonl")
    let script = #""$0" check --jsonl \#(file) | head -n 1"#
    let told = try newsroom.start(["-c", script, try Newsroom.program.path], program: URL(filePath: "/bin/sh"))
      .outcome()
    #expect(told.errors.isEmpty)
    #expect(told.output.split(separator: "\n").count == 1)
  }
}
