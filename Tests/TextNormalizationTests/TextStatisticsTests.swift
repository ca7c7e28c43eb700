import Testing

@testable import TextNormalization

@Suite struct TextStatisticsTests {
  private func parts(_ ranges: [Range<Int>], of text: String) -> [String] {
    ranges.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
  }

  @Test func countsLettersByScriptAndCase() {
    let statistics = NormalizedText("Привет, World 42! αβγ").statistics
    #expect(statistics.letters == .init(latin: 5, cyrillic: 6, greek: 3, other: 0))
    #expect(statistics.upperLetters == 2)
    #expect(statistics.lowerLetters == 12)
    #expect(statistics.digits == 2)
    #expect(statistics.words == 4)
    #expect(statistics.scalars == 21)
  }

  @Test func asciiCountsAsAnythingElseDoes() {
    let text = "Hello, World 42! a1 B2"
    var ascii = NormalizedText(text).statistics
    let other = NormalizedText(text + " —").statistics
    ascii.scalars += 2
    #expect(ascii == other)
  }

  @Test(arguments: [
    ("👨‍👩‍👧‍👦", 1), ("🇺🇦🇺🇦", 2), ("👍🏽", 1), ("❤️", 1), ("1️⃣", 0), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1), ("🏳️‍🌈", 1), ("текст", 0), ("😂😂😂", 3), ("©", 0),
  ])
  func countsEmojiAsPeopleDo(text: String, emoji: Int) {
    let statistics = NormalizedText(text).statistics
    #expect(statistics.emoji == emoji)
    #expect(statistics.invisible.isEmpty)
  }

  @Test(arguments: [
    "می‌خواهم", "क्‍ष", "\u{FEFF}текст", "текст\u{FEFF}", "葛\u{E0100}", "#️⃣", "☎︎",
  ])
  func joinersWhereSpellingNeedsThemAreNotHidden(text: String) {
    #expect(NormalizedText(text).statistics.invisible.isEmpty)
  }

  @Test(arguments: [
    ("ка\u{200B}зи\u{200D}но", ["\u{200B}", "\u{200D}"]), ("a\u{AD}b", ["\u{AD}"]),
    ("a\u{FEFF}\u{2060}b", ["\u{FEFF}\u{2060}"]),
    ("x\u{E0041}y", ["\u{E0041}"]), ("да\u{FE0F}нет", ["\u{FE0F}"]), ("a\u{3164}b", ["\u{3164}"]),
  ])
  func hiddenCharactersAreFound(text: String, hidden: [String]) {
    #expect(parts(NormalizedText(text).statistics.invisible, of: text) == hidden)
  }

  @Test func bidiControlsAndMarksAreApart() {
    let statistics = NormalizedText("a\u{202E}b\u{202C}\u{200F}c\u{2066}").statistics
    #expect(statistics.bidiControls == [1..<4, 5..<8, 12..<15])
    #expect(statistics.directionMarks == [8..<11])
  }

  @Test func stacksOfAccentsAreFound() {
    #expect(NormalizedText("за\u{301}мок e\u{302}\u{301}").statistics.stackedMarks.isEmpty)
    #expect(NormalizedText("a\u{301}\u{302}\u{303}\u{316}b").statistics.stackedMarks == [1..<9])
  }

  @Test(arguments: [
    ("Лучшее кaзинo и СNN", ["кaзинo", "СNN"]), ("IT-отдел Wi-Fi smsка", []), ("зαрабοток", ["зαрабοток"]),
    ("об’єктiв", ["об’єктiв"]), ("ка\u{200B}зинo", ["ка\u{200B}зинo"]), ("5G сеть 4K", []), ("日本語のwifi", []),
  ])
  func mixedWordsAreFound(text: String, words: [String]) {
    #expect(parts(NormalizedText(text).statistics.mixedScriptWords, of: text) == words)
  }

  @Test func repetitionIsFoundWhereItStands() {
    let text = "Это да, Да — ДА! и нееееет"
    let statistics = NormalizedText(text).statistics
    #expect(statistics.longestWordRun?.count == 3)
    #expect(parts([statistics.longestWordRun?.range ?? 0..<0], of: text) == ["да, Да — ДА"])
    #expect(statistics.longestCharacterRun?.count == 5)
    #expect(parts([statistics.longestCharacterRun?.range ?? 0..<0], of: text) == ["еееее"])
    let plain = NormalizedText("1000000     да").statistics
    #expect(plain.longestCharacterRun == nil && plain.longestWordRun == nil)
  }

  @Test(arguments: [
    ("Сколько магазинов закрыли? Это не новость.", LanguageGuess.russian), ("Что вы как дети", .russian),
    ("Скільки крамниць зачинили?", .ukrainian), ("Але ж де вони", .ukrainian), ("Where is the money?", .english),
    ("Ordnung muss sein", .unknown), ("Нормально", .unknown), ("123", .unknown), ("", .unknown),
  ])
  func guessesTheLanguage(text: String, language: LanguageGuess) {
    #expect(NormalizedText(text).statistics.language == language)
  }

  @Test func rangesOfBadBytesAreOfTheOriginal() {
    let statistics = NormalizedText(bytes: [0xFF] + Array("кaша\u{200B}".utf8)).statistics
    #expect(statistics.mixedScriptWords == [1..<8])
    #expect(statistics.invisible == [8..<11])
  }
}

@Suite struct WordBoundaryTests {
  @Test func wordsHoldApostrophesButNotQuotes() {
    let view = NormalizedText("Об’єднання 'don't' п’ять_6, a-b")[.norm]
    let words = view.words.map { String(decoding: view.bytes[$0], as: UTF8.self) }
    #expect(words == ["об'єднання", "don't", "п'ять_6", "a", "b"])
  }

  @Test func boundariesAreWhereWordCharactersMeetOthers() {
    let view = NormalizedText("казино, да")[.norm]
    #expect(view.isWordBoundary(at: 0) && view.isWordBoundary(at: 12) && !view.isWordBoundary(at: 2))
    #expect(!view.isWordBoundary(at: 13) && view.isWordBoundary(at: 18))
    #expect(view.isWholeWord(0..<12) && !view.isWholeWord(0..<10) && !view.isWholeWord(2..<12))
    #expect(view.isWholeWord(12..<13))
  }
}

@Suite struct PunycodeTests {
  @Test(arguments: [
    ("казино", "xn--80aodfsg"), ("рф", "xn--p1ai"), ("bücher", "xn--bcher-kva"), ("укр", "xn--j1amh"),
    ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
  ])
  func encodesAndDecodes(unicode: String, ascii: String) {
    #expect(Punycode.ascii(label: unicode) == ascii)
    #expect(Punycode.unicode(label: ascii) == unicode)
  }

  @Test(arguments: ["xn--", "xn--a\u{7F}", "xn--99999999999", "xn--zzzzzzzzzzzzzzzzzzzz"])
  func nonsenseDoesNotDecode(label: String) {
    let decoded = Punycode.unicode(label: label)
    #expect(decoded == nil || decoded?.isEmpty == true)
  }
}
