import ModerationModel
import RuleEngine
import Testing
import TextNormalization

/// The matcher `near`: almost what a person has decided to be spam, and nothing else.
@Suite struct NearTests {
  static let spam = [
    "Девочки, нашла подработку на дому! Плачу от 3000 р в день, пишите в телеграм @anna_work77, берут всех без опыта",
    "Лучшее казино города, бонус 500% на первый депозит, забирай прямо сейчас: kazik7.top",
    "Earn $5000 a week from home with crypto, just message my manager Linda on WhatsApp +1 555 010 99",
  ]

  private func fingerprint(_ text: String) -> TextFingerprint? {
    var normalizer = Normalizer()
    return TextFingerprint(normalizer.normalize(text))
  }

  private func isNear(_ text: String, _ rules: RuleSet, spam: [String] = Self.spam) -> Bool {
    var worker = rules.makeWorker()
    let memory = SpamMemory(spam.compactMap(fingerprint))
    return !worker.evaluate(FieldTexts(body: text), now: morning, spam: memory).signals.isEmpty
  }

  @Test(arguments: [
    "Девочки, нашла подработку на дому! Плачу от 5500 р в день, пишите в телеграм @anna_work91, берут всех без опыта",
    "девочки!!! нашла подработку на дому 😀 плачу от 3000 р в день, пишите в телеграм @anna_work77, берут всех без опыта",
    "Дeвoчки, нашла пoдрабoтку на дoму! Плачу от 3000 р в день, пишите в телеграм @anna_work77, берут всех без опыта",
    "Лучшее казино города, бонус 300% на первый депозит, забирай прямо сейчас: kazik9.top",
    "Earn $9000 a week from home with crypto, just message my manager Linda on WhatsApp +1 555 777 12",
  ])
  func copiesWithSmallChangesAreNear(_ text: String) throws {
    #expect(isNear(text, try ruleSet(rule("match: { near: spam }"))))
  }

  @Test(arguments: [
    "спасибо", "Спасибо!", "спасибо спасибо спасибо", "ахахахахахахахахахахахахахахахахах",
    "Девочки, а кто-нибудь знает, где в нашем районе можно купить свежий творог и сметану недорого?",
    "Лучшее, что есть в городе, это набережная: погулять вечером одно удовольствие, забирай семью и вперёд",
    "Earnings of the bank fell by a third this quarter, and its manager blames the weather in the south",
  ])
  func ordinaryTextsAreNot(_ text: String) throws {
    let rules = try ruleSet(rule("match: { near: { to: spam, distance: 24 } }"))
    #expect(!isNear(text, rules))
    #expect(!isNear(text, rules, spam: Self.spam + ["спасибо", "Спасибо!", "ахах"]))
  }

  @Test func shortTextsHaveNoFingerprint() {
    #expect(fingerprint("спасибо") == nil)
    #expect(fingerprint("") == nil)
    #expect(fingerprint(String(repeating: "1 ", count: 500)) == nil)
    #expect(fingerprint(String(repeating: "а", count: 16_000)) != nil)
  }

  @Test func fingerprintsLookAtLettersAlone() throws {
    let text = Self.spam[0]
    #expect(fingerprint(text) == fingerprint(text.uppercased() + " !!! 😀😀"))
    #expect(fingerprint(text) == fingerprint(text.replacing("3000", with: "99 000").replacing("99 000", with: "7")))
    let other = try #require(fingerprint(Self.spam[1]))
    #expect(try #require(fingerprint(text)).distance(to: other) > 40)
  }

  @Test func withoutAMemoryNothingIsNear() throws {
    #expect(!isNear(Self.spam[0], try ruleSet(rule("match: { near: spam }")), spam: []))
    #expect(isNear(Self.spam[0], try ruleSet(rule("match: { not: { near: spam } }")), spam: []))
    #expect(try ruleSet(rule("match: { any: [{ words: [а] }, { not: { near: spam } }] }")).asksSpamMemory)
    #expect(try !ruleSet(rule("match: { words: [а] }")).asksSpamMemory)
  }

  @Test func standsBesideOtherMatchers() throws {
    let rules = try ruleSet(rule("match: { near: spam, words: [телеграм] }"))
    #expect(isNear(Self.spam[0], rules))
    #expect(!isNear(Self.spam[1], rules))
    let either = try ruleSet(rule("match: { any: [{ near: spam }, { words: [творог] }] }"))
    #expect(isNear(Self.spam[1], either))
    #expect(isNear("творог", either))
  }

  @Test func examplesBringTheirOwnMemory() throws {
    let rules = try ruleSet(
      rule(
        "match: { near: spam }\ntests: { hit: [{ body: '\(Self.spam[1])', spam: ['\(Self.spam[1])'] }], miss: ['\(Self.spam[1])'] }"
      ))
    #expect(rules.runTests().map(\.passed) == [true, true])
  }

  @Test(arguments: [
    ("near: ham", "unknown thing to be near to «ham»"), ("near: { distance: 3 }", "near does not say to what"),
    ("near: { to: spam, distance: 25 }", "out of range"), ("near: { to: spam, far: 1 }", "unknown key of near «far»"),
  ])
  func mistakesAreTold(_ matcher: String, _ words: String) {
    let error = #expect(throws: RuleSetError.self) { try ruleSet(rule("match: { \(matcher) }")) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func memoryIsBounded() {
    let many = SpamMemory((0..<10_000).map { TextFingerprint(bits: UInt128($0)) })
    #expect(many.count == SpamMemory.countMax)
    #expect(many.distance(to: TextFingerprint(bits: 0)) == 0)
    #expect(SpamMemory(Array(repeating: TextFingerprint(bits: 1), count: 9)).count == 1)
    #expect(SpamMemory().distance(to: TextFingerprint(bits: 0)) == nil)
  }
}
