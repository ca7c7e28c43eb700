import ModerationModel
import RuleEngine
import Testing

/// Lists of every kind: what their entries meet, what they leave alone, and what a mistaken entry is told.
@Suite struct ListTests {
  private func set(_ kind: String, _ entries: [String], fields: String = "body") throws(RuleSetError) -> RuleSet {
    try ruleSet(
      rule("match: { list: l, fields: [\(fields)] }"),
      ruleset: "schema: 1\nlists: { l: { file: lists/l.txt, kind: \(kind) } }\n",
      lists: ["lists/l.txt": entries.joined(separator: "\n")])
  }

  static let networks: [(String, String, [String]?)] = [
    ("1.2.3.4", "сайт 1.2.3.4 и всё", ["1.2.3.4"]),
    ("1.2.3.4", "1.2.3.4", ["1.2.3.4"]),
    ("1.2.3.4", "был на 1.2.3.4. Потом", ["1.2.3.4"]),
    ("1.2.3.4", "http://1.2.3.4:8080/путь", ["1.2.3.4"]),
    ("1.2.3.4", "(1.2.3.4)", ["1.2.3.4"]),
    ("1.2.3.4", "ip:1.2.3.4", ["1.2.3.4"]),
    ("1.2.3.4", "ad:1.2.3.4:80", ["1.2.3.4"]),
    ("1.2.3.4", "вот...1.2.3.4", ["1.2.3.4"]),
    ("1.2.3.4", "１.２.３.４", ["１.２.３.４"]),
    ("1.2.3.4", "11.2.3.45", nil),
    ("1.2.3.4", "11.2.3.4", nil),
    ("1.2.3.4", "1.2.3.45", nil),
    ("1.2.3.4", "1.2.3.4.5", nil),
    ("1.2.3.4", "0.1.2.3.4", nil),
    ("1.2.3.4", "v1.2.3.4", nil),
    ("1.2.3.4", "v.1.2.3.4", nil),
    ("1.2.3.4", "1.2.3.4.nip.io", nil),
    ("1.2.3.4", "1.2.3.4х", nil),
    ("1.2.3.4", "1.2.3.04", nil),
    ("1.2.3.4", "::ffff:1.2.3.4", ["::ffff:1.2.3.4"]),
    ("::ffff:1.2.3.4", "1.2.3.4", ["1.2.3.4"]),
    ("::ffff:1.2.3.0/120", "1.2.3.200", ["1.2.3.200"]),
    ("1.2.3.0/24", "1.2.3.0 1.2.3.255 1.2.4.0 1.2.2.255", ["1.2.3.0", "1.2.3.255"]),
    ("10.0.0.0/8", "10.255.255.255 и 11.0.0.0", ["10.255.255.255"]),
    ("0.0.0.0/0", "8.8.8.8 2001:db8::1", ["8.8.8.8"]),
    ("2001:db8::/32", "2001:DB8:1::5, 2001:db9::", ["2001:DB8:1::5"]),
    ("2001:db8::1", "[2001:db8::1]:443", ["2001:db8::1"]),
    ("2001:db8::1", "2001:db8::1.", ["2001:db8::1"]),
    ("2001:db8::1", "2001:db8::12", nil),
    ("2001:db8::1", "12001:db8::1", nil),
    ("2001:db8::1", "2001:db8:0:0:0:0:0:1", ["2001:db8:0:0:0:0:0:1"]),
    ("fe80::/10", "fe80::1%eth0", ["fe80::1"]),
    ("::/0", "в 12:34:56 std::vector 12:30", nil),
  ]

  @Test(arguments: networks)
  func networksAreFoundByAddress(_ entry: String, _ text: String, _ expected: [String]?) throws {
    #expect(marks(try set("ip", [entry]), text)["x"] == expected)
  }

  @Test func theVisitorsAddressIsAFieldOfItsOwn() throws {
    let rules = try set("ip", ["203.0.113.0/24"], fields: "client_address")
    var worker = rules.makeWorker()
    let hit = worker.evaluate(FieldTexts([.body: "а", .clientAddress: "203.0.113.9"]), now: morning)
    #expect(hit.signals.map(\.name) == ["x"])
    #expect(hit.signals.first?.evidence == [Evidence(field: .clientAddress, range: 0..<11)])
    let miss = worker.evaluate(FieldTexts([.body: "203.0.113.9", .clientAddress: "203.0.114.9"]), now: morning)
    #expect(miss.signals.isEmpty)
  }

  /// A reason is stored with the comment; an address or a mailbox must not get there through it.
  @Test func reasonsDoNotTellWhoSomebodyIs() throws {
    let rules = try ruleSet(
      rule(
        "match: { list: l, fields: [client_address, author_email] }\nreason: '{{match}} {{author_email}} {{client_address}}'"
      ),
      ruleset: "schema: 1\nlists: { l: { entries: [203.0.113.9], kind: ip } }\n")
    var worker = rules.makeWorker()
    let outcome = worker.evaluate(
      FieldTexts([.clientAddress: "203.0.113.9", .authorEmail: "nina@mail.example"]), now: morning)
    #expect(outcome.signals.map(\.reason) == ["… … …"])
  }

  /// Nested, equal and neighbouring blocks against a search through all of them.
  @Test func everyBlockAroundAnAddressIsFound() throws {
    var random = SeededGenerator(seed: 20)
    for _ in 0..<20 {
      let entries = Array(
        Set(
          (0..<60).map { _ in
            let bits = Int.random(in: 4...32, using: &random)
            let value = (UInt32.random(in: 0...63, using: &random) << 26) & (bits == 0 ? 0 : ~0 << UInt32(32 - bits))
            return "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)/\(bits)"
          }))
      let lists = entries.enumerated().map { "l\($0): { kind: ip, entries: ['\($1)'] }" }.joined(separator: ", ")
      let rules = entries.indices.map { "  - { id: r\($0), match: { list: l\($0) } }\n" }.joined()
      let set = try ruleSet("rules:\n" + rules, ruleset: "schema: 1\nlists: { \(lists) }\n")
      for _ in 0..<50 {
        let value = (UInt32.random(in: 0...63, using: &random) << 26) | UInt32.random(in: 0...3, using: &random)
        let text = "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
        let address = try #require(NetworkAddress(text))
        let expected = try entries.indices.filter { try NetworkRange(entries[$0]).contains(address) }
        #expect(Set(marks(set, text).keys) == Set(expected.map { "r\($0)" }), "\(text) \(entries)")
      }
    }
  }

  static let domains: [(String, String, [String]?)] = [
    ("kazik7.top", "заходи на kazik7.top", ["kazik7.top"]),
    ("kazik7.top", "http://www.KAZIK7.top/bonus?x", ["www.KAZIK7.top"]),
    ("kazik7.top", "a.b.kazik7.top", ["a.b.kazik7.top"]),
    ("kazik7.top", "mykazik7.top", nil),
    ("kazik7.top", "kazik7.top.ru", nil),
    ("kazik7.top", "kazik7[.]top", ["kazik7[.]top"]),
    (".kazik7.top", "kazik7.top", ["kazik7.top"]),
    ("KAZIK7.TOP.", "kazik7.top", ["kazik7.top"]),
    (".top", "kazik7.top и kazik.ru", ["kazik7.top"]),
    ("казино.рф", "тут казино.рф", ["казино.рф"]),
    ("Казино.РФ", "тут http://xn--80aodfsg.xn--p1ai/", ["xn--80aodfsg.xn--p1ai"]),
    ("bit.ly", "rabbit.ly bit.ly", ["bit.ly"]),
  ]

  @Test(arguments: domains)
  func domainsAreFoundWithTheirSubdomains(_ entry: String, _ text: String, _ expected: [String]?) throws {
    #expect(marks(try set("domains", [entry]), text)["x"] == expected)
  }

  /// Unicode or punycode in the list, Unicode or punycode in the text.
  @Test(arguments: ["бонус.рф", "xn--90aycnj.xn--p1ai", "XN--90AYCNJ.XN--P1AI"])
  func internationalDomainsMeetInEitherForm(_ entry: String) throws {
    let punycode = "xn--90aycnj.xn--p1ai"
    let rules = try set("domains", [entry])
    #expect(marks(rules, "вот http://бонус.рф/")["x"] != nil)
    #expect(marks(rules, "вот http://\(punycode)/")["x"] != nil)
    #expect(marks(rules, "вот http://a.\(punycode)/")["x"] != nil)
    #expect(marks(rules, "вот http://бонусы.рф/")["x"] == nil)
  }

  static let mail: [(String, String, [String]?)] = [
    ("nina@mail.example", "пиши: nina@mail.example", ["nina@mail.example"]),
    ("Nina@Mail.Example", "пиши NINA@mail.example.", ["NINA@mail.example"]),
    ("nina@mail.example", "<nina@mail.example>", ["nina@mail.example"]),
    ("nina@mail.example", "janina@mail.example", nil),
    ("nina@mail.example", "ja.nina@mail.example", nil),
    ("nina@mail.example", "nina@mail.example.org", nil),
    ("nina@mail.example", "nina@xmail.example", nil),
    ("@mail.example", "a.b+c@mail.example и @mail.example", ["a.b+c@mail.example"]),
    ("@mail.example", "x@eu.mail.example", ["x@eu.mail.example"]),
    ("@mail.example", "x@notmail.example", nil),
    ("@почта.рф", "нина@почта.рф", ["нина@почта.рф"]),
    ("нина@почта.рф", "нина@xn--80a1acny.xn--p1ai", ["нина@xn--80a1acny.xn--p1ai"]),
    ("@xn--80a1acny.xn--p1ai", "x@почта.рф", ["x@почта.рф"]),
    ("a@b.ru", "a@a@b.ru @ a@b.ru@", ["a@b.ru", "a@b.ru"]),
  ]

  @Test(arguments: mail)
  func mailAddressesAreFoundWhole(_ entry: String, _ text: String, _ expected: [String]?) throws {
    #expect(marks(try set("emails", [entry]), text)["x"] == expected)
  }

  static let plain: [(String, String, String, [String]?)] = [
    ("words", "18+", "только 18+!", ["18+"]),
    ("words", "кот(а)", "кот(а) спит", ["кот(а)"]),
    ("words", "ЁЛКА", "елка", ["елка"]),
    ("words", "*", "2 * 2", ["*"]),
    ("phrases", "без \t вложений", "без\nвложений", ["без\nвложений"]),
    ("phrases", "казино", "казиношный", nil),
    ("regex", #"к\w{2}т"#, "крот", ["крот"]),
    ("regex", "#слон", "#слон", nil),
  ]

  @Test(arguments: plain)
  func plainEntriesAreTakenAsTheyStand(_ kind: String, _ entry: String, _ text: String, _ expected: [String]?) throws {
    #expect(marks(try set(kind, ["ничто", entry]), text)["x"] == expected)
  }

  static let mistaken: [(String, String, String, String?, Bool)] = [
    ("ip", "1.2.3", "is not a network address", "1.2.3.0/24", true),
    ("ip", "1.2.3.*", "is not a network address", "1.2.3.0/24", true),
    ("ip", "1.2.3.4/33", "a whole number from 0 to 32", nil, true),
    ("ip", "1.2.3.4/", "a whole number from 0 to 32", nil, true),
    ("ip", "2001:db8::/129", "a whole number from 0 to 128", nil, true),
    ("ip", "fe80::1%eth0", "is not a network address", nil, true),
    ("ip", "1.2.3.4/24", "the whole block is meant", "1.2.3.0/24", false),
    ("domains", "https://kazik7.top/bonus", "is more than a domain", "kazik7.top", true),
    ("domains", "*.kazik7.top", "is more than a domain", "kazik7.top", true),
    ("domains", "kazik7.top:80", "is more than a domain", "kazik7.top", true),
    ("domains", "top", "is one word", ".top", true),
    ("domains", "два слова", "is not a domain", nil, true),
    ("domains", "a..b", "is not a domain", nil, true),
    ("domains", "nina@mail.example", "is a mail address", "mail.example", true),
    ("domains", "1.2.3.4", "is a network address", nil, true),
    ("emails", "mail.example", "has no @", "@mail.example", true),
    ("emails", "*@mail.example", "has a star", "@mail.example", true),
    ("emails", "a@b@c.ru", "has no @ or more than one", nil, true),
    ("emails", "nina@", "has no domain", nil, true),
    ("emails", "ни на@mail.example", "signs in the name", nil, true),
    ("words", "\u{200B}", "nothing is left", nil, true),
    ("regex", "a(", "missing closing parenthesis", nil, true),
  ]

  @Test(arguments: mistaken)
  func mistakenEntriesAreTold(
    _ kind: String, _ entry: String, _ words: String, _ suggestion: String?, _ isError: Bool
  ) throws {
    var files = RuleFiles([
      "ruleset.yaml": "schema: 1\nlists: { l: { file: lists/l.txt, kind: \(kind) } }\n",
      "rules.yaml": rule("match: { list: l }"),
    ])
    files["lists/l.txt"] = "# first\n\(entry)\n"
    let findings = RuleSet.lint(files, now: morning).filter { $0.place.file == "lists/l.txt" }
    let finding = try #require(findings.first { $0.description.contains(words) }, "\(findings)")
    #expect(finding.place.line == 2)
    #expect(finding.suggestion == suggestion)
    #expect((finding.severity == .error) == isError)
    if isError {
      #expect(throws: RuleSetError.self) { try RuleSet(files: files) }
    } else {
      _ = try RuleSet(files: files)
    }
  }

  @Test func aListIsEitherAFileOrEntries() throws {
    let error = #expect(throws: RuleSetError.self) {
      try ruleSet(
        rule("match: { list: l }"),
        ruleset: "schema: 1\nlists: { l: { file: lists/l.txt, entries: [а], kind: words } }\n",
        lists: ["lists/l.txt": "б"])
    }
    #expect(error?.errors.map(\.message) == ["the list «l» has both a file and entries"])
  }

  /// Reading a long text must not take longer because a list is long.
  @Test func evilTextsAreReadOnce() throws {
    let rules = try ruleSet(
      "rules: [{ id: a, match: { list: i } }, { id: b, match: { list: e } }]",
      ruleset: "schema: 1\nlists: { i: { kind: ip, entries: [1.2.3.4] }, e: { kind: emails, entries: ['@b.ru'] } }\n")
    for piece in ["1:", "a@", "1.2.3.4.", "a.", "::", "@", "a@b.ru"] {
      let text = String(repeating: piece, count: 16_000 / piece.utf8.count)
      #expect(marks(rules, text)["a"] == nil)
    }
  }
}
