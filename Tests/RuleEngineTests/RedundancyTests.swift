import ModerationModel
import RuleEngine
import Testing

/// `subsumed_pattern` and `list_entry_hits_dictionary`: sure findings, and silence where nothing is sure.
@Suite struct RedundancyTests {
  private func findings(_ code: DiagnosticCode, _ matcher: String, lists: String = "") -> [Diagnostic] {
    let files = RuleFiles([
      "ruleset.yaml": "schema: 1\n\(lists.isEmpty ? "" : "lists: { \(lists) }\n")", "rules.yaml": rule(matcher),
    ])
    return RuleSet.lint(files, now: morning).filter { $0.code == code }
  }

  static let subsumed: [(String, String)] = [
    ("match: { words: [казино], phrases: [лучшее казино города] }", "«лучшее казино города»"),
    ("match: { words: [Казино, 'казино-бонус'] }", "«казино-бонус»"),
    ("match: { phrases: [без вложений, доход без  вложений] }", "«доход без  вложений»"),
    ("match: { substrings: [казин], words: [казино] }", "«казино»"),
    ("match: { substrings: [казин, суперказино] }", "«суперказино»"),
    ("match: { substrings: ['!!!', '!!'] }", "«!!!»"),
    ("match: { words: ['казино'], substrings: ['в казино !'] }", "«в казино !»"),
    (#"match: { words: ['ставк\w+', ставки] }"#, "«ставки»"),
    ("match: { pcre: 'бону[сз]', words: [бонус] }", "«бонус»"),
    ("match: { pcre: ['казин', 'казино'] }", "«казино»"),
    ("match: { pcre: ['к[ао]зин.', 'казино'] }", "«казино»"),
    ("match: { words: [ёлка], phrases: [наша елка] }", "«наша елка»"),
  ]

  @Test(arguments: subsumed)
  func whatAddsNothingIsTold(_ matcher: String, _ words: String) throws {
    let found = findings(.subsumedPattern, matcher)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.message.hasPrefix("\(words) adds nothing") == true, "\(found)")
  }

  static let distinct: [String] = [
    "match: { words: [казино, казиношный] }",
    "match: { words: [казино], substrings: [казино] }",
    "match: { words: [казино], substrings: [казиношка] }",
    "match: { phrases: [казино бонус, бонус казино] }",
    "match: { substrings: [казин], phrases: [лучшее казино], except: [казинский] }",
    "match: { all: [{ words: [казино] }, { phrases: [лучшее казино] }] }",
    "match: { any: [{ words: [казино], view: norm }, { phrases: [лучшее казино] }] }",
    #"match: { pcre: '\bбонус\b', substrings: [бонус] }"#,
    "match: { pcre: 'бонус(?! дня)', words: [бонус] }",
    "match: { pcre: 'бонус$', words: [бонус] }",
    "match: { pcre: 'а б', phrases: [а б] }",
    #"match: { words: ['бонус\w'], substrings: [бонусы] }"#,
    "match: { words: [да], flags: [case_sensitive], view: raw, phrases: [да ладно] }",
    "match: { pcre: 'казино\\b', words: [казино] }",
    "match: { words: ['18', '18+'] }",
  ]

  @Test(arguments: distinct)
  func whatMayAddSomethingIsLeftAlone(_ matcher: String) throws {
    // A whole word is inside a substring of the same letters, and that is sure.
    let found = findings(.subsumedPattern, matcher).filter { !$0.message.hasPrefix("«казино» adds") }
    #expect(found.map(\.message).filter { !$0.contains("18+") } == [])
  }

  static let lists: [(String, [String])] = [
    (
      "kind: domains, entries: [kazik.top, www.kazik.top, mykazik.top, a.b.kazik.top]",
      ["www.kazik.top", "a.b.kazik.top"]
    ),
    ("kind: domains, entries: [.top, kazik.top]", ["kazik.top"]),
    ("kind: domains, entries: [бонус.рф, www.xn--90aycnj.xn--p1ai]", ["www.xn--90aycnj.xn--p1ai"]),
    (
      "kind: emails, entries: ['@mail.example', nina@mail.example, '@eu.mail.example', nina@mail.org]",
      ["nina@mail.example", "@eu.mail.example"]
    ),
    (
      "kind: ip, entries: [10.0.0.0/8, 10.1.2.3, 10.2.0.0/16, 11.0.0.1, '::ffff:10.9.9.9', '::/0']",
      ["10.1.2.3", "10.2.0.0/16", "::ffff:10.9.9.9"]
    ),
    ("kind: ip, entries: [1.2.3.4, 1.2.3.5]", []),
    ("kind: phrases, entries: [казино, лучшее казино, казиношный мир]", ["лучшее казино"]),
    ("kind: words, entries: [казино, 'супер-казино']", ["супер-казино"]),
    ("kind: regex, entries: ['казино', 'казино.']", []),
  ]

  @Test(arguments: lists)
  func listsAreLookedThrough(_ list: String, _ expected: [String]) throws {
    let found = findings(.subsumedPattern, "match: { list: l }", lists: "l: { \(list) }")
    for entry in expected { #expect(found.contains { $0.message.hasPrefix("«\(entry)» adds nothing") }, "\(found)") }
    // `::/0` holds the mapped blocks of IPv4 as well, and all of them are told once.
    #expect(found.count == (list.contains("::/0") ? 5 : expected.count), "\(found)")
  }

  @Test func aListMakesAPatternOfTheRuleRedundant() {
    let found = findings(
      .subsumedPattern, "match: { list: l, phrases: [лучшее казино] }", lists: "l: { kind: words, entries: [казино] }")
    #expect(found.count == 1)
    #expect(found.first?.message.contains("list «l»") == true)
  }

  /// What is called redundant can be taken away without a text telling the difference.
  @Test func redundantPatternsChangeNoText() throws {
    let texts = [
      "лучшее казино города", "казино-бонус", "суперказино", "ставки", "бонус", "наша елка", "в казино !", "а!!!б",
    ]
    for (matcher, _) in Self.subsumed {
      let found = try #require(findings(.subsumedPattern, matcher).first)
      let with = try ruleSet(rule(matcher))
      let name = try #require(found.message.split(separator: "»").first?.dropFirst())
      var without = matcher
      for spelled in ["'\(name)'", String(name)] where without.contains("[\(spelled)]") || without.contains(spelled) {
        without = without.replacing(spelled, with: "'ничто \(name) ничто'", maxReplacements: 1)
        break
      }
      let rest = try ruleSet(rule(without))
      for text in texts {
        #expect((marks(with, text)["x"] == nil) == (marks(rest, text)["x"] == nil), "\(matcher) \(text)")
      }
    }
  }

  static let accidents: [(String, String)] = [
    ("match: { substring: акци }", "реакция, реакции, редакция"),
    ("match: { substring: Потреблять, view: norm }", "употреблять"),
    ("match: { substring: cialis }", "specialist"),
    ("languages: [uk]\nmatch: { substring: страху }", "застрахувати, страхування"),
  ]

  @Test(arguments: accidents)
  func substringsInsideOrdinaryWordsAreTold(_ matcher: String, _ words: String) throws {
    let found = findings(.listEntryHitsDictionary, matcher)
    #expect(found.count == 1)
    for word in words.split(separator: ", ") { #expect(found.first?.message.contains(word) == true, "\(found)") }
  }

  static let harmless: [String] = [
    "match: { words: [акци] }",
    "match: { substring: казино }",
    "languages: [en]\nmatch: { substring: акци }",
    "match: { substring: cialis, except: ['specialist\\w*'] }\nlanguages: [en]",
    "match: { substring: cialis, except: { substring: specialist } }\nlanguages: [en]",
    "match: { substring: акци, view: urls }",
  ]

  @Test(arguments: harmless)
  func otherSubstringsAreLeftAlone(_ matcher: String) {
    #expect(findings(.listEntryHitsDictionary, matcher) == [])
  }

  @Test func listsThatNobodyUsesAreTold() {
    let lists = "a: { kind: words, entries: [раз] }, b: { kind: words, entries: [два] }"
    #expect(
      findings(.noEffect, "match: { list: a }\nscore: 1", lists: lists).map(\.message) == ["no rule uses the list «b»"])
    #expect(
      findings(.noEffect, "match: { substring: раз, except: { list: a } }\nscore: 1", lists: lists).map(\.message)
        == ["no rule uses the list «b»"])
  }
}
