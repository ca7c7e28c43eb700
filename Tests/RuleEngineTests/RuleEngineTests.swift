import ModerationModel
import RuleEngine
import Testing

/// A set of one file with a `ruleset.yaml` that says little.
func ruleSet(
  _ rules: String, ruleset: String = "schema: 1\n", lists: [String: String] = [:]
) throws(RuleSetError) -> RuleSet {
  var files = RuleFiles(["ruleset.yaml": ruleset, "rules.yaml": rules])
  for (path, text) in lists { files[path] = text }
  return try RuleSet(files: files)
}

/// A rule with this matcher, and no more than it needs.
func rule(_ matcher: String, id: String = "x") -> String {
  "rules:\n  - id: \(id)\n"
    + matcher.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
}

let morning = Timestamp(milliseconds: 1_790_000_000_000)

/// What stands at the evidence of every signal, by rule.
func marks(_ rules: RuleSet, _ text: String, facts: Facts = Facts(), language: Language? = nil) -> [String: [String]] {
  var worker = rules.makeWorker()
  let outcome = worker.evaluate(FieldTexts(body: text), facts: facts, language: language, now: morning)
  let bytes = Array(text.utf8)
  return Dictionary(
    uniqueKeysWithValues: outcome.signals.map { signal in
      (signal.name, signal.evidence.map { String(decoding: bytes[$0.range], as: UTF8.self) })
    })
}

@Suite struct MatcherTests {
  @Test(arguments: [
    ("match: { words: [казино] }", "Лучшее КАЗИНО города", ["КАЗИНО"]),
    ("match: { words: [казино] }", "казиношный", nil),
    ("match: { words: [казино] }", "_казино_", ["казино"]),
    ("match: { words: ['ставк(?:и|ок|ам)'] }", "сделай ставки", ["ставки"]),
    ("match: { words: ['ставк(?:и|ок|ам)'] }", "приставки", nil),
    ("match: { words: ['18+'] }", "только 18+, да", ["18"]),
    ("match: { phrase: 18+ }", "только 18+, да", ["18+"]),
    ("match: { words: [ёлка] }", "Ёлка и елка", ["Ёлка", "елка"]),
    ("match: { phrase: 'без  вложений' }", "заработок без \n вложений!", ["без \n вложений"]),
    ("match: { phrases: [без вложений] }", "без вложенийц", nil),
    ("match: { substring: акци }", "реакция", ["акци"]),
    ("match: { substrings: [я] }", "для", ["я"]),
    (#"match: { pcre: '\d{3}-\d{2}' }"#, "тел 123-45", ["123-45"]),
    ("match: [{ words: [а] }, { words: [б] }]", "б и а", ["б", "а"]),
    ("match: { any: [{ words: [а] }, { words: [б] }] }", "а", ["а"]),
    ("match: { all: [{ words: [а] }, { words: [б] }] }", "а", nil),
    ("match: { all: [{ words: [а] }, { words: [б] }] }", "б а", ["б", "а"]),
    ("match: { words: [а], not: { words: [б] } }", "а", ["а"]),
    ("match: { words: [а], not: { words: [б] } }", "а б", nil),
    ("match: { substring: акци, except: ['редакци\\w*'] }", "в редакции", nil),
    ("match: { substring: акци, except: ['редакци\\w*'] }", "в редакции акция", ["акци"]),
    ("match: { substring: акци }\nexcept: { substring: еакци }", "реакция", nil),
    ("match: { words: [Да], flags: [case_sensitive], view: raw }", "да Да", ["Да"]),
    ("match: { words: [Да], view: raw }", "да, Да", ["да", "Да"]),
  ])
  func finds(_ matcher: String, _ text: String, _ expected: [String]?) throws {
    #expect(try marks(ruleSet(rule(matcher)), text)["x"] == expected)
  }

  @Test func macrosStandForTheirText() throws {
    let ruleset = "schema: 1\nmacros: { GAP: '[\\s._*-]{0,3}', DOTS: '{GAP}\\.{GAP}' }\n"
    let rules = try ruleSet(
      rule(#"match: { pcre: ['к{GAP}а{GAP}з', 'a{DOTS}b', '\p{L}\{GAP'] }"#), ruleset: ruleset)
    #expect(marks(rules, "К.А-З")["x"] == ["К.А-З"])
    #expect(marks(rules, "a .. b")["x"] == ["a .. b"])
    #expect(marks(rules, "ж{gap")["x"] == ["ж{gap"])
  }

  @Test func listsOfEveryKind() throws {
    let ruleset = """
      schema: 1
      lists:
        w: { file: lists/w.txt, kind: words }
        p: { kind: phrases, entries: [купи слона] }
        d: { kind: domains, entries: [bit.ly] }
        e: { kind: emails, entries: [a@b.ru] }
        i: { kind: ip, entries: [10.0.0.1] }
        r: { kind: regex, entries: ['к[ао]т'] }
      """
    let rules = try ruleSet(
      rule("match: { list: [w, p, d, e, i, r] }"), ruleset: ruleset,
      lists: ["lists/w.txt": "# слова\n\n  Слон \r\nслонёнок\n"])
    #expect(marks(rules, "слон, слоненок, слонов")["x"] == ["слон", "слоненок"])
    #expect(marks(rules, "купи  слона")["x"] == ["купи  слона"])
    #expect(marks(rules, "смотри www.bit.ly")["x"] != nil)
    #expect(marks(rules, "смотри rabbit.ly")["x"] == nil)
    #expect(marks(rules, "пиши a@b.ru.")["x"] == ["a@b.ru"])
    #expect(marks(rules, "пиши aa@b.ru")["x"] == nil)
    #expect(marks(rules, "на 10.0.0.1, и 110.0.0.1")["x"] == ["10.0.0.1"])
    #expect(marks(rules, "коты")["x"] == ["кот"])
  }

  @Test func looksOnlyAtItsFields() throws {
    let rules = try ruleSet(rule("match: { words: [казино] }\nfields: [author_name]"))
    var worker = rules.makeWorker()
    #expect(worker.evaluate(FieldTexts([.body: "казино"]), now: morning).signals.isEmpty)
    let outcome = worker.evaluate(FieldTexts([.body: "?", .authorName: "Казино"]), now: morning)
    #expect(outcome.signals.map(\.evidence) == [[Evidence(field: .authorName, range: 0..<12)]])
  }
}
