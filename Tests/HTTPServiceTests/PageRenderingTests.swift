import Foundation
import ModerationModel
import Testing

@testable import HTTPService

@Suite struct PageEscapingTests {
  /// Marks and joiners that make one character with what stands before them.
  @Test(arguments: ["\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}", "\u{20DD}", "\u{1F3FB}"])
  func escapesWhatAMarkHides(mark: String) {
    for special in ["<", ">", "&", "\"", "'", "`"] {
      let escaped = PageEscaping.escaped("a" + special + mark + "b")
      #expect(!escaped.utf8.dropFirst().contains(where: { $0 == special.utf8.first && special != "&" }))
      #expect(escaped.unicodeScalars.filter { $0 == "&" }.count == 1)
      #expect(escaped.contains("b"))
    }
  }

  @Test func leavesHarmlessTextAlone() {
    #expect(PageEscaping.escaped("Привет, мир 😄") == "Привет, мир 😄")
    #expect(PageEscaping.escaped("") == "")
  }

  @Test func templatesEscapeInElementsAndAttributes() throws {
    let templates = try PageTemplates.shipped.get()
    var view = PageFrame.view(
      words: PageWords.of(PageWords.reader, in: .russian), title: "\"\u{301}><script>", styles: [], scripts: [])
    view["title"] = "<b>\u{338}"
    view["words"] = "\"\u{200D} onload=x"
    view["kept"] = false
    view["backAddress"] = "\"\u{301} onclick=x"
    let html = try #require(templates.render(view, as: "message"))
    #expect(html.contains("&quot;\u{301} onclick=x"))
    #expect(html.contains("&quot;\u{200D} onload=x"))
    #expect(html.contains("&lt;b&gt;\u{338}"))
    #expect(html.contains("&quot;\u{301}&gt;&lt;script&gt;"))
  }

  @Test func refusesATemplateThatAsksForUnescapedText() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "templates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "<p>{{{text}}}</p>".write(to: folder.appending(path: "bad.mustache"), atomically: true, encoding: .utf8)
    #expect(throws: PageTemplates.Failure.self) { try PageTemplates(folder: folder) }
  }
}

@Suite struct TextPieceTests {
  static let rows: [(text: String, links: [String])] = [
    ("Смотрите https://example.org/a?b=1#c.", ["https://example.org/a?b=1#c"]),
    ("(http://example.org/путь_(один))", ["http://example.org/путь_(один)"]),
    ("«https://example.org/»", ["https://example.org/"]),
    ("HTTPS://EXAMPLE.ORG и http://a.b", ["HTTPS://EXAMPLE.ORG", "http://a.b"]),
    ("http://user@evil.example/ http:// https://localhost xhttp://a.b", []),
    ("javascript:alert(1) data:text/html,x ftp://a.example //a.example", []),
    ("https://a.example/\"onmouseover=\"x", ["https://a.example/"]),
    ("https://a.example/\u{202E}gnp.exe", ["https://a.example/"]),
    ("https://a.example/<script>", ["https://a.example/"]),
    ("", []),
  ]

  @Test(arguments: rows) func findsAddresses(row: (text: String, links: [String])) {
    let pieces = TextPiece.pieces(of: row.text)
    #expect(pieces.filter(\.isLink).map { String($0.words) } == row.links)
    #expect(pieces.map(\.words).joined() == row.text)
  }

  @Test func longAddressesStayWords() {
    let text = "https://a.example/" + String(repeating: "x", count: TextPiece.linkBytesMax)
    #expect(TextPiece.pieces(of: text).allSatisfy { !$0.isLink })
  }
}

@Suite struct MarkedTextTests {
  private func signal(_ name: String, _ ranges: [Range<Int>], category: ModerationModel.Category = .spam) -> Signal {
    Signal(
      name: name, source: .rule, category: category, score: 5,
      evidence: ranges.map { Evidence(field: .body, range: $0) })
  }

  @Test func cutsWhereEvidenceBeginsAndEnds() {
    let text = "Лучшее казино города"
    let marked = MarkedText(text, signals: [signal("casino", [13..<25]), signal("offer", [0..<25])])
    #expect(marked.pieces.map(\.words) == ["Лучшее ", "казино", " города"])
    #expect(marked.pieces.map(\.standing) == [[1], [0, 1], []])
  }

  @Test func widensToWholeCharacters() {
    // A family of three people is one character of 18 bytes.
    let family = "👨‍👩‍👧"
    let marked = MarkedText("a\(family)b", signals: [signal("x", [3..<5])])
    #expect(marked.pieces.map(\.words) == ["a", family, "b"])
  }

  @Test(arguments: [-5..<3, 0..<1_000_000, 7..<7, 100..<200]) func survivesRangesOutsideTheText(range: Range<Int>) {
    let marked = MarkedText("мост", signals: [signal("x", [range])])
    #expect(marked.pieces.map(\.words).joined() == "мост")
  }

  @Test func hidesCoarseWordsOnly() throws {
    let marked = MarkedText(
      "плохой дом", signals: [signal("swear", [0..<12], category: .obscene), signal("house", [13..<19])])
    let hidden = marked.view(isMasked: true)
    #expect(hidden.map { $0["veil"] as? String } == ["п•••••", nil, nil])
    #expect(marked.view(isMasked: false).allSatisfy { $0["veil"] as? String == nil })
  }

  @Test func shortensAroundTheEvidence() {
    let text = String(repeating: "слово ", count: 100) + "казино" + String(repeating: " слово", count: 100)
    let start = String(repeating: "слово ", count: 100).utf8.count
    let view = MarkedText(text, signals: [signal("casino", [start..<start + 12])]).view(
      isMasked: false, charactersMax: 200)
    let words = view.compactMap { $0["words"] as? String }
    #expect(words.contains("казино"))
    #expect(words.joined().count <= 203)
  }
}

@Suite struct PageWordsTests {
  static let sets: [(name: String, words: [Language: PageWords])] = [
    ("reader", PageWords.reader), ("newsroom", PageWords.newsroom),
  ]

  @Test(arguments: sets.map(\.name)) func everyLanguageHasEveryPhrase(name: String) throws {
    let words = try #require(Self.sets.first { $0.name == name }).words
    let english = try #require(words[.english])
    for language in PageWords.languages {
      let own = try #require(words[language])
      #expect(Set(own.phrases.keys) == Set(english.phrases.keys), "\(name) \(language)")
      #expect(Set(own.counts.keys) == Set(english.counts.keys), "\(name) \(language)")
      for (phrase, text) in own.phrases {
        #expect(!text.isEmpty)
        let places = try Set(text.matches(of: Regex(#"\{\w+\}"#)).map { String(text[$0.range]) })
        let wanted = try Set(
          (english.phrases[phrase] ?? "").matches(of: Regex(#"\{\w+\}"#)).map {
            String((english.phrases[phrase] ?? "")[$0.range])
          })
        #expect(places == wanted, "\(name) \(language) \(phrase)")
      }
      let categories: Set<String> = language == .english ? ["one", "other"] : ["one", "few", "many", "other"]
      for (phrase, forms) in own.counts {
        #expect(Set(forms.keys) == categories, "\(name) \(language) \(phrase)")
        #expect(forms.values.allSatisfy { $0.contains("{n}") }, "\(name) \(language) \(phrase)")
      }
      #expect(own["months"].split(separator: " ").count == 12)
    }
  }

  /// Phrases that templates name as `s.…` must be there.
  @Test func templatesAskForPhrasesThatThereAre() throws {
    let folder = try #require(ServiceResources.folder).appending(path: "Templates")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".mustache") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let known = Set(PageWords.reader[.english]?.phrases.keys.map { $0 } ?? [])
        .union(PageWords.newsroom[.english]?.phrases.keys.map { $0 } ?? [])
      for match in text.matches(of: try Regex(#"\{\{s\.(\w+)\}\}"#, as: (Substring, Substring).self)) {
        #expect(known.contains(String(match.output.1)), "\(file): \(match.output.1)")
      }
    }
  }

  @Test(arguments: [
    (1, "1 комментарий"), (2, "2 комментария"), (5, "5 комментариев"), (11, "11 комментариев"), (21, "21 комментарий"),
    (112, "112 комментариев"), (0, "0 комментариев"), (12_345, "12\u{202F}345 комментариев"),
  ]) func countsInRussian(number: Int, text: String) {
    #expect(PageWords.of(PageWords.reader, in: .russian).count("commentCount", number) == text)
  }

  @Test func goesByTheBrowsersLanguages() {
    #expect(PageWords.preferred("de-DE,uk;q=0.8,ru;q=0.5") == .ukrainian)
    #expect(PageWords.preferred("de") == nil)
    #expect(PageWords.preferred(nil) == nil)
  }
}

@Suite struct BarPlotTests {
  @Test(arguments: [0, 3, 9, 40, 41, 1234, 987_654])
  func endsItsAxisAtARoundNumber(largest: Int) {
    let scale = BarPlot.scale(for: largest)
    #expect(scale.end >= largest)
    #expect(scale.end % scale.step == 0)
    #expect(scale.end / scale.step <= 4)
    #expect([1, 2, 5].contains(Int(String(scale.step).prefix(1)) ?? 0))
  }
}

@Suite struct NewsroomAddressTests {
  @Test(arguments: [
    ("/admin", true), ("/admin?q=a", true), ("/admin/rules", true), ("//evil.example", false),
    ("/administrator", false),
    ("https://evil.example/admin", false), ("/admin\\evil", false), ("/admin/\r\nSet-Cookie: a", false), ("", false),
  ]) func takesOnlyItsOwn(address: String, isOwn: Bool) {
    #expect(NewsroomVisit.isOwn(address) == isOwn)
  }

  @Test func dropsWhatOnlySaidWhatWasDone() {
    #expect(NewsroomVisit.withoutFlash("/admin?q=a&did=spam&review=1&n=3") == "/admin?q=a")
    #expect(NewsroomVisit.withoutFlash("/admin?did=spam") == "/admin")
  }
}
