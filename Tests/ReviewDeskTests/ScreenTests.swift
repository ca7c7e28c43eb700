import ModerationModel
import Testing

@testable import ReviewDesk

/// As much of a terminal as the desk speaks to.
private struct SmallTerminal {
  var places: [[String]]
  /// Bytes that are no text and none of the sequences that the desk may send.
  var strays: [String] = []

  init(columns: Int, rows: Int) {
    places = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  mutating func read(_ bytes: String) {
    var row = 0
    var column = 0
    var rest = Substring(bytes)
    while let first = rest.unicodeScalars.first {
      if first == "\u{1B}" {
        let body = rest.unicodeScalars.dropFirst(2)
        guard rest.unicodeScalars.dropFirst().first == "[",
          let end = body.firstIndex(where: { (0x40...0x7E).contains($0.value) })
        else { return strays.append(String(rest.prefix(8))) }
        let parameters = String(Substring(body[..<end]))
        switch body[end] {
        case "H":
          let numbers = parameters.split(separator: ";").compactMap { Int($0) }
          (row, column) = (numbers[0] - 1, numbers[1] - 1)
        case "m", "h", "l": break
        case "J": places = places.map { $0.map { _ in " " } }
        default: strays.append(parameters + String(body[end]))
        }
        rest = Substring(rest.unicodeScalars[body.index(after: end)...])
        continue
      }
      let character = rest.removeFirst()
      if character.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
        strays.append("\(character.unicodeScalars.map { $0.value })")
        continue
      }
      let width = DisplayWidth.of(character)
      guard width > 0, places.indices.contains(row), places[row].indices.contains(column) else { continue }
      places[row][column] = String(character)
      if width == 2, column + 1 < places[row].count { places[row][column + 1] = "" }
      column += width
    }
  }
}

@Suite struct ScreenTests {
  /// What readers have sent to harm whoever looks.
  static let hostile = [
    "\u{1B}[2J\u{1B}[H\u{1B}]0;own\u{07}", "\u{9B}31m", "a\u{08}\u{08}\u{08}b", "\r\nВаш пароль:", "\u{1B}P$q\u{1B}\\",
    "\u{202E}txt.exe\u{202C}", "\u{2066}скрыто\u{2069}", "a\u{200B}b\u{FEFF}c",
    String(repeating: "\u{0301}", count: 50),
    "x" + String(repeating: "\u{0336}", count: 40), "\u{1B}]52;c;cm0gLXJm\u{07}", "\u{1B}[?1049l", "\u{0}\u{7F}\u{85}",
    "👩‍👩‍👧‍👦 漢字 ﷽ 🇺🇦", "\u{E000}\u{10FFFF}", "\u{1B}[200~q\u{1B}[201~", "\u{180E}\u{2028}\u{2029}",
  ]

  @Test(arguments: hostile)
  func noTextSendsAControlCode(text: String) {
    for palette in Palette.allCases {
      var desk = DeskExamples.desk(0)
      var item = DeskExamples.item(0, text: text)
      item.authorName = text
      item.tags = ["a"]
      item.escalation = text
      _ = desk.handle(.queue(filter: "", cases: [item], isMore: false, isEnd: true))
      var screens = [DeskView(desk, palette: palette).screen]
      _ = desk.handle(.key(.enter))
      var detail = DeskExamples.detail(of: item)
      detail.evidence = [0..<text.utf8.count]
      detail.parent = .init(authorName: text, text: text)
      detail.articleTitle = text
      detail.findings = [.init(name: text, category: .abuse, score: 1, isShadow: false, reason: text)]
      detail.score = 1
      detail.thresholds = Thresholds()
      detail.history = [.init(at: DeskExamples.now, words: text)]
      _ = desk.handle(.detail(detail))
      screens.append(DeskView(desk, palette: palette).screen)
      _ = desk.handle(.key(.character(":")))
      _ = desk.handle(.key(.paste(text)))
      screens.append(DeskView(desk, palette: palette).screen)
      for screen in screens {
        var terminal = SmallTerminal(columns: screen.columns, rows: screen.rows)
        terminal.read(screen.update(from: nil, palette: palette))
        #expect(terminal.strays.isEmpty, "\(terminal.strays)")
        for row in 0..<screen.rows {
          #expect(screen.places[row].count == screen.columns)
        }
      }
    }
  }

  /// Writing only what differs shows the same as writing everything.
  @Test func differencesAddUpToTheWhole() {
    var random = SeededChoice(seed: 5)
    let words = ["слово", "漢字", "👩‍👩‍👧", "a", "e\u{0301}", "\u{202E}", "длинное-слово", " "]
    var desk = DeskExamples.desk(40)
    var terminal = SmallTerminal(columns: desk.columns, rows: desk.rows)
    var shown: Screen?
    let keys = Array("jjkjGgf s?d1xzzF:/nmN".map { DeskKey.character($0) }) + [.enter, .escape, .pageDown, .up]
    for step in 0..<600 {
      let event: DeskEvent
      switch random.next(6) {
      case 0: event = .tick(DeskExamples.now.adding(seconds: Double(step)))
      case 1:
        let text = (0..<random.next(40)).map { _ in words[random.next(words.count)] }.joined()
        event = .queue(
          filter: desk.filter, cases: (0..<random.next(50)).map { DeskExamples.item($0 + step, text: text) },
          isMore: false, isEnd: true)
      default: event = .key(keys[random.next(keys.count)])
      }
      _ = desk.handle(event)
      let screen = DeskView(desk, palette: .none).screen
      terminal.read(screen.update(from: shown, palette: .none))
      shown = screen
      let seen = terminal.places.map { $0.joined() }
      #expect(seen == screen.places.map { $0.map(\.shown).joined() }, "step \(step)")
      guard seen == screen.places.map({ $0.map(\.shown).joined() }) else { return }
    }
    #expect(terminal.strays.isEmpty)
  }

  @Test(arguments: [(80, 24), (60, 16), (200, 60), (1, 1), (100_000, 100_000)])
  func drawsOnAnySize(columns: Int, rows: Int) {
    var desk = DeskExamples.desk(30, columns: columns, rows: rows)
    for key in "jjd\u{1B}?qF" {
      _ = desk.handle(.key(.character(key)))
      let screen = DeskView(desk, palette: .dark).screen
      #expect(screen.places.allSatisfy { $0.count == screen.columns })
    }
  }

  @Test func evidenceIsSeenWithoutColours() {
    var desk = DeskExamples.desk(1)
    _ = desk.handle(.key(.enter))
    var detail = DeskExamples.detail(of: desk.cases[0])
    detail.text = "лучшее казино города"
    detail.evidence = [13..<25]
    _ = desk.handle(.detail(detail))
    let lines = DeskView(desk, palette: .none).screen.text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { $0.contains("лучшее казино города") }
    #expect(index.map { lines[$0 + 1] } == "           ^^^^^^")
  }

  @Test func graphicWordsAreCoveredUntilAsked() {
    var desk = DeskModel(moderator: "ira", columns: 80, rows: 24, now: DeskExamples.now, masks: true)
    var item = DeskExamples.item(0, text: "вот гадость тут")
    item.graphic = [7..<21]
    _ = desk.handle(.queue(filter: "", cases: [item], isMore: false, isEnd: true))
    #expect(!DeskView(desk, palette: .none).screen.text.contains("гадость"))
    _ = desk.handle(.key(.enter))
    var detail = DeskExamples.detail(of: item)
    detail.graphic = item.graphic
    _ = desk.handle(.detail(detail))
    #expect(!DeskView(desk, palette: .none).screen.text.contains("гадость"))
    _ = desk.press("m")
    #expect(DeskView(desk, palette: .none).screen.text.contains("гадость"))
  }

  @Test func aBlindCaseSaysSoAndNothingElse() {
    var desk = DeskExamples.desk(0)
    var item = DeskExamples.item(0)
    item.isBlind = true
    item.cause = .audit
    item.category = nil
    _ = desk.handle(.queue(filter: "", cases: [item], isMore: false, isEnd: true))
    _ = desk.handle(.key(.enter))
    _ = desk.handle(.detail(DeskExamples.detail(of: item)))
    let text = DeskView(desk, palette: .none).screen.text
    #expect(text.contains("Chosen by chance"))
    #expect(!text.contains("points"))
  }
}

/// Choices that are the same each time.
private struct SeededChoice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, bound)))
  }
}
