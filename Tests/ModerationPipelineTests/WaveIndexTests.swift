import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

/// Makes fingerprints as the flow does.
struct Prints {
  let worker: PipelineWorker

  init() throws {
    worker = ModerationPipeline(ruleSet: try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nname: bare\n"])))
      .makeWorker()
  }

  func print(_ text: String) throws -> WaveFingerprint? {
    let article = try #require(ArticleID("bridge"))
    return worker.waveFingerprint(
      of: worker.prepare(Submission(article: article, text: text, author: AuthorClaim(name: "Оля"))))
  }

  func areNear(_ left: String, _ right: String) throws -> Bool {
    guard let left = try print(left), let right = try print(right) else { return false }
    return left.isNear(right)
  }
}

/// Words that belong together, from a seed.
private struct Sentences {
  var random: SplitMix
  static let words = [
    "мост", "река", "город", "утро", "поезд", "школа", "зима", "рынок", "книга", "лодка", "ветер", "хлеб", "улица",
    "сосед",
    "берег", "завод", "театр", "дождь", "окно", "сад", "дорога", "песня", "вечер", "музей", "площадь", "вокзал",
    "огонь",
    "снег", "письмо", "камень", "стена", "крыша", "трава", "птица", "лампа", "чашка", "голос", "весна", "ночь",
    "звезда",
  ]

  mutating func text(_ count: Int) -> String {
    (0..<count).map { _ in
      Self.words[Int(random.next() % UInt64(Self.words.count))] + "\(random.next() % 3 == 0 ? "ами" : "")"
    }
    .joined(separator: " ")
  }
}

struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

@Suite struct WaveFingerprintTests {
  /// What many people write, each on their own.
  @Test(arguments: [
    ["Спасибо", "спасибо!!!", "Большое спасибо редакции"],
    ["Согласен", "Полностью согласен с автором!", "согласна с предыдущим комментатором"],
    ["Дякую за статтю", "Дуже дякую, цікаво!", "Згоден з автором на всі сто"],
    ["Thanks for the article", "I totally agree with this", "+1, so true"],
    ["Царство небесное погибшим", "Вечная память героям", "Вічна памʼять героям України"],
    ["😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂", "))))))))))))))))))))))))))))))))"],
    ["да да да да да да да да да да да да да да да да", "ха-ха-ха-ха-ха-ха-ха-ха-ха-ха-ха-ха-ха"],
  ])
  func everybodysWordsHaveNoFingerprint(texts: [String]) throws {
    let prints = try Prints()
    for text in texts { #expect(try prints.print(text) == nil, "\(text)") }
  }

  /// On one subject, in one tone, and still not the same.
  @Test(arguments: [
    (
      "Когда уже починят дорогу на улице Садовой, сил нет смотреть",
      "На улице Садовой дорогу починят, когда рак на горе свистнет"
    ),
    (
      "Очень жаль погибших, соболезнования родным и близким",
      "Соболезнования семьям погибших, земля им пухом, очень жаль"
    ),
    (
      "Міст відкриють у травні, а обіцяли ще минулого року",
      "Обіцяли відкрити міст минулого року, тепер кажуть про травень"
    ),
    (
      "I agree with the author, taxes are far too high in this city",
      "Taxes in this city are high, but I do not agree with the author"
    ),
    (
      "Отличная статья, спасибо автору за подробный разбор ситуации",
      "Спасибо за статью, но разбор ситуации мог быть подробнее"
    ),
  ])
  func differentRemarksAreApart(pair: (String, String)) throws {
    #expect(try !Prints().areNear(pair.0, pair.1))
  }

  @Test(arguments: [
    // Another price, smileys, look-alike letters.
    (
      "Девочки, нашла подработку на дому! Плачу от 3000 р в день, пишите",
      "Девoчки, нaшла подрaботку на дому 😀 Плачу от 7500 р в день, пишите!!"
    ),
    // Other links and people answered.
    (
      "@petro Лучшие ставки на спорт без риска каждый день тут https://win-a.top/x1",
      "@olena Лучшие ставки на спорт без риска каждый день тут win-b.click/zz"
    ),
    // Other words here and there.
    (
      "Всем привет, я заработала уже сорок тысяч за месяц не выходя из дома, спасибо наставнику Ирине Павловне за обучение",
      "Всем привет, я заработал уже сорок тысяч за месяц не выходя из дома, спасибо наставнику Олегу Петровичу за обучение"
    ),
    (
      "Шукаємо людей на дистанційну роботу, оплата від 900 грн на день, пишіть",
      "Шукаємо людей на дистанційну роботу, оплата від 1500 грн на день, пишіть ✍️"
    ),
    (
      "Expert Mrs Allen Lisa is legit and her method works like magic every single week",
      "Mrs Mitchell Roland is legit and her method works like magic every single week"
    ),
  ])
  func copiesAreNear(pair: (String, String)) throws {
    #expect(try Prints().areNear(pair.0, pair.1))
  }

  @Test func quotedLinesAreNobodysOwn() throws {
    let prints = try Prints()
    let long = "Мэр пообещал открыть новый мост через реку до конца весны, если позволит погода и придут деньги"
    #expect(try prints.print("> \(long)") == nil)
    #expect(try prints.print("> \(long)\nНе верю") == nil)
    #expect(
      try prints.areNear("> \(long)\nНе верю ни одному слову, помяните моё слово, ничего не откроют", long) == false)
    #expect(prints.worker.isQuotation("«\(long)» — ну да, конечно", of: long))
    #expect(
      !prints.worker.isQuotation("А я думаю, что мост не нужен никому в нашем городе, кроме подрядчика", of: long))
  }

  @Test func bytesComeBackAndDamageDoesNot() throws {
    var sentences = Sentences(random: SplitMix(state: 5))
    let prints = try Prints()
    for count in [7, 9, 12, 17, 19, 60, 400] {
      guard let print = try prints.print(sentences.text(count)) else { continue }
      #expect(WaveFingerprint(bytes: print.bytes) == print)
      #expect(print.bytes.count <= WaveFingerprint.bytesMax)
      #expect(WaveFingerprint(bytes: Array(print.bytes.dropLast())) == nil)
      #expect(WaveFingerprint(bytes: [9] + print.bytes.dropFirst()) == nil)
    }
    #expect(WaveFingerprint(bytes: []) == nil)
  }

  /// The share of common shingles is symmetric, 1 for equals, and exact where both texts are short.
  @Test func shareIsJaccards() throws {
    var sentences = Sentences(random: SplitMix(state: 11))
    let prints = try Prints()
    for _ in 0..<50 {
      let left = try #require(try prints.print(sentences.text(14)))
      let right = try #require(try prints.print(sentences.text(14)))
      let common = Set(left.shingles).intersection(right.shingles).count
      let all = Set(left.shingles).union(right.shingles).count
      #expect(left.share(with: right) == Double(common) / Double(all))
      #expect(left.share(with: right) == right.share(with: left))
      #expect(left.share(with: left) == 1)
    }
  }
}

@Suite struct WaveIndexTests {
  private let now = Timestamp(milliseconds: 1_795_000_000_000)

  private func comment(_ number: Int) -> CommentID { CommentID(bits: UInt128(number)) }

  private func prints(_ count: Int, words: Int, seed: UInt64) throws -> [WaveFingerprint] {
    var sentences = Sentences(random: SplitMix(state: seed))
    let prints = try Prints()
    var found: [WaveFingerprint] = []
    while found.count < count {
      if let print = try prints.print(sentences.text(words)) { found.append(print) }
    }
    return found
  }

  @Test(arguments: [8, 14, 40])
  func findsEveryEqualTextWhateverElseIsThere(words: Int) throws {
    let all = try prints(400, words: words, seed: 3)
    var index = WaveIndex()
    for (number, print) in all.enumerated() { index.insert(comment(number + 1), print, at: now) }
    for (number, print) in all.enumerated() {
      let matches = index.matches(print, at: now)
      #expect(matches.contains(comment(number + 1)))
      for match in matches { #expect(all[Int(match.bits) - 1].isNear(print)) }
    }
  }

  /// In whatever order comments came: what is found for equal words does not depend on it.
  @Test func orderDoesNotDecide() throws {
    let all = try prints(200, words: 14, seed: 8)
    var (rising, falling) = (WaveIndex(), WaveIndex())
    for (number, print) in all.enumerated() { rising.insert(comment(number + 1), print, at: now) }
    for (number, print) in all.enumerated().reversed() { falling.insert(comment(number + 1), print, at: now) }
    for print in all { #expect(Set(rising.matches(print, at: now)) == Set(falling.matches(print, at: now))) }
  }

  @Test func forgetsWhatIsOlderThanTheWindow() throws {
    let print = try prints(1, words: 14, seed: 1)[0]
    var index = WaveIndex()
    index.insert(comment(1), print, at: now)
    #expect(index.matches(print, at: now.adding(seconds: Wave.windowSeconds)) == [comment(1)])
    #expect(index.matches(print, at: now.adding(seconds: Wave.windowSeconds + 1)) == [])
  }

  @Test(arguments: [1, 2, 7, 100])
  func forgetsTheOldestBeyondItsCapacity(capacity: Int) throws {
    let all = try prints(3 * capacity + 1, words: 14, seed: 21)
    var index = WaveIndex(capacity: capacity)
    for (number, print) in all.enumerated() { index.insert(comment(number + 1), print, at: now) }
    #expect(index.count == capacity)
    for (number, print) in all.enumerated() {
      #expect(index.matches(print, at: now).contains(comment(number + 1)) == (number >= all.count - capacity))
    }
  }

  @Test func memoryIsBoundedAndStated() throws {
    let all = try prints(50, words: 30, seed: 2)
    var index = WaveIndex(capacity: 1_000)
    for number in 0..<5_000 { index.insert(comment(number + 1), all[number % 50], at: now) }
    let full = index.bytes
    for number in 0..<5_000 { index.insert(comment(number + 1), all[number % 50], at: now) }
    #expect(index.bytes == full)
    #expect(full <= 300 * 1_000 + 2_500_000)
  }

  @Test func takesBackAnInsertionAndItselfIsNoCopy() throws {
    let print = try prints(1, words: 14, seed: 4)[0]
    var index = WaveIndex()
    index.insert(comment(1), print, at: now)
    #expect(index.matches(print, at: now, excluding: comment(1)) == [])
    index.remove(comment(1))
    #expect(index.matches(print, at: now) == [])
    index.remove(comment(9))
  }

  /// A wave of thousands costs no more than a few comparisons a comment.
  @Test func aFloodOfOneTextReportsFew() throws {
    let print = try prints(1, words: 40, seed: 6)[0]
    var index = WaveIndex()
    for number in 0..<20_000 { index.insert(comment(number + 1), print, at: now) }
    #expect(index.matches(print, at: now).count == WaveIndex.matchesMax)
  }
}
