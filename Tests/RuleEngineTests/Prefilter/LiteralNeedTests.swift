import ModerationModel
import RandomExpressions
import Testing

@testable import RuleEngine

@Suite struct LiteralNeedTests {
  private func needs(_ expression: String, extended: Bool = false, folded: Bool = true) -> Set<String>? {
    ExpressionNeeds(of: expression, isExtended: extended, fold: ScalarFold(isTextFolded: folded)).literals
      .map { Set($0.alternatives.map { String(decoding: $0.bytes, as: UTF8.self) }) }
  }

  @Test(arguments: [
    ("казино", ["казино"]), ("КАЗИНО", ["казино"]), ("казино|слоты", ["казино", "слоты"]),
    ("(?:казино|слоты) онлайн", ["казино онлайн", "слоты онлайн"]), (#"\bказино\w*"#, ["казино"]),
    ("ставк(?:и|ок|ам)", ["ставки", "ставкок", "ставкам"]), ("colou?r", ["color", "colour"]),
    (#"купи(?:ть)?\s+дёшево"#, ["дёшево"]), ("(abc)+", ["abc"]), ("ж+у+к", ["жу"]), ("tg", ["tg"]),
    ("(?:abc){2,}", ["abc"]),
    ("a[bс]cd", ["abcd", "aсcd"]), (#"\Qa.b*c\E"#, ["a.b*c"]), (#"\x{43a}азино"#, ["казино"]), (#"\x41bcd"#, ["abcd"]),
    ("(?i)Viagra", ["viagra"]), ("(?=.*x)viagra(?!nt)", ["viagra"]), ("(?<!не )казино", ["казино"]),
    ("(?>viagra)", ["viagra"]), ("(?<name>viagra)", ["viagra"]), ("(?'n'viagra)", ["viagra"]),
    ("(?|viagra|cialis)", ["viagra", "cialis"]),
    ("via(?#comment)gra", ["viagra"]), (#"^viagra$"#, ["viagra"]), (#"vi\Kagra"#, ["viagra"]), ("viag?", ["via"]),
    ("via{2}", ["viaa"]), ("via{1,2}g", ["viag", "viaag"]), ("(*UTF)(*UCP)viagra", ["viagra"]),
    ("viagra(*SKIP)", ["viagra"]),
    (#"viagra\1(x)"#, ["viagra"]), (#"(?:\w+)viagra(?1)(y)"#, ["viagra"]), ("[[:alpha:]]viagra", ["viagra"]),
    ("[a-c]xyz", ["axyz", "bxyz", "cxyz"]), (#"[\x20-\x7e]viagra"#, ["viagra"]), ("Kelvin", ["kelvin"]),
    ("straße", ["stra"]), (#"казино\E+ка"#, ["казино"]), (#"каз\E{2}ино"#, ["каззино"]),
  ])
  func findsWhatAMatchMustContain(expression: String, expected: [String]) {
    #expect(needs(expression) == Set(expected), "\(expression)")
  }

  @Test(arguments: [
    "", ".*", #"\w+"#, "a|b", "(?:казино)?", "(?:казино)*", "казино|", "казино|.", "x", "я", #"\d{16}"#, "[а-я]+",
    "(?(1)казино|слоты)", "казино(*ACCEPT)", "(*CRLF)казино", "казино{,3}", "казин{ 1, 2 }", #"\N{U+41}bcd"#,
    #"(?:казино)\E{0,2}"#, "казино+{2}", "(?C1)(?[a])",
    "(?<=казино)", "(?!казино)", #"\Q\E"#, "(*atomic:казино)", "ка(", "[", "казино)",
  ])
  func saysNothingWhereNothingIsCertain(expression: String) {
    #expect(needs(expression) == nil, "\(expression)")
  }

  @Test func extendedExpressionsHaveBlanksAndComments() {
    #expect(needs("ка зи но # азартные", extended: true) == ["казино"])
    #expect(needs("ка зи но # азартные\n!", extended: true) == ["казино!"])
    #expect(needs("(?x) ка зи (?-x) но") == ["кази но"])
    #expect(needs("(?x: a b c ) d") == ["abc d"])
    #expect(needs(##"a\ b\#c"##, extended: true) == ["a b#c"])
    #expect(needs("(?^xi) v i a") == ["via"])
  }

  @Test func characterFoldingIsThatOfTheTexts() {
    // The Kelvin sign and the long s are k and s without case; ß, ẞ and dotted capitals have no single folding.
    #expect(needs("\u{212A}elvin") == ["kelvin"])
    #expect(needs("\u{17F}pam") == ["spam"])
    #expect(needs("groß") == ["gro"])
    #expect(needs("GROẞE SACHE") == ["e sache"])
    #expect(needs("İstanbul") == ["istanbul"])
    #expect(needs("ΣΟΦΟΣ") == ["σοφοσ"])
    #expect(needs("Привіт", folded: false) == ["привіт"])
    #expect(needs("été cool", folded: false) == [" cool"])
  }

  @Test func manyAlternativesAreNotFollowedForEver() {
    let wide = (0..<100).map { "слово\($0 % 10)\($0 / 10)" }.joined(separator: "|")
    #expect(needs(wide) == nil || (needs(wide)?.count ?? 0) <= LiteralNeeds.alternativesMax)
    let deep = String(repeating: "(?:", count: 5000) + "a" + String(repeating: ")", count: 5000)
    #expect(needs(deep) == nil)
    let product = String(repeating: "[abcdefgh]", count: 200) + "viagra"
    #expect(needs(product)?.allSatisfy { $0.hasSuffix("viagra") } == true)
  }
}

@Suite struct LiteralIndexTests {
  private func index(_ literals: [NeededLiteral]) -> LiteralIndex {
    LiteralIndex(
      literals.enumerated().flatMap { number, literal in
        LiteralFinder.finders(of: literal).map { (finder: $0, owner: number) }
      })
  }

  private func owners(_ literals: [String], in text: String) -> Set<Int> {
    owners(literals.map { NeededLiteral(Array($0.utf8)) }, in: text)
  }

  private func owners(_ literals: [NeededLiteral], in text: String) -> Set<Int> {
    let index = index(literals)
    var (found, letters): (Set<Int>, LetterStream) = ([], LetterStream())
    index.forEachOwner(in: Array(text.utf8).span, &letters) { found.insert($0) }
    return found
  }

  /// What an expression allows between letters does not break its literal, and what it forbids is seen.
  @Test func looksAtTheLettersAlone() throws {
    func literal(_ expression: String) throws -> [NeededLiteral] {
      let needs = ExpressionNeeds(of: expression, isExtended: false, fold: ScalarFold(isTextFolded: true))
      return try #require(needs.options.first).alternatives
    }
    let phrase = try literal(#"post\W{0,3}like\W{0,3}you"#)
    #expect(owners(phrase, in: "a post like you see").count == 1)
    #expect(owners(phrase, in: "post... like - you").count == 1)
    #expect(owners(phrase, in: "a post i like, you see").isEmpty)
    let word = try literal(#"\bмост\b"#)
    #expect(owners(word, in: "на мост!").count == 1)
    #expect(owners(word, in: "мост").count == 1)
    #expect(owners(word, in: "помост").isEmpty)
    #expect(owners(word, in: "мосток").isEmpty)
    let host = try literal(#"bonus\.example"#)
    #expect(owners(host, in: "смотри bonus.example/a").count == 1)
    #expect(owners(host, in: "bonusexample").isEmpty)
    // Without Unicode Cyrillic letters are no part of words.
    let ascii = ExpressionNeeds(
      of: #"foo\W{0,3}bar"#, isExtended: false, isUnicode: false, fold: ScalarFold(isTextFolded: true))
    #expect(owners(try #require(ascii.options.first).alternatives, in: "foo ж bar").count == 1)
  }

  /// Gaps are kept for 64 letters; a key may be longer, and stand far behind.
  @Test func findsLongKeysFarBehind() {
    let long = String(repeating: "абвгд", count: 30)
    let text = String(repeating: "где ", count: 700) + long + " " + String(repeating: "x", count: 63)
    #expect(owners([long, "вгд" + long, "xxx"], in: text) == [0, 2])
    for count in 55...75 {
      let front = String(repeating: "я", count: count)
      #expect(owners([front + "мост", "мост кто"], in: front + "мост кто") == [0, 1])
    }
  }

  @Test func findsLiteralsWhereverTheyStand() {
    let literals = ["казино", "кaз", "via", "viagra", "a b", "🎰🎰", "№1", "жж", "слот"]
    #expect(owners(literals, in: "казино") == [0])
    #expect(owners(literals, in: "viagra") == [2, 3])
    #expect(owners(literals, in: "xvia") == [2])
    #expect(owners(literals, in: "🎰🎰🎰 №1 жж") == [5, 6, 7])
    #expect(owners(literals, in: "a b") == [4])
    #expect(owners(literals, in: "слот") == [8])
    #expect(owners(literals, in: "сло").isEmpty)
    #expect(owners(literals, in: "").isEmpty)
  }

  /// Against plain searching, on texts made of pieces of the literals so that near misses abound.
  @Test func agreesWithPlainSearch() {
    var generator = SplitMix(state: 20_261_122)
    let alphabet = Array("абвкaz k🎰ё-1")
    func word(_ lengths: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: lengths, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "а" })
    }
    for _ in 0..<400 {
      let literals = (0..<Int.random(in: 1...60, using: &generator)).map { _ in word(1...6) }
        .filter { LiteralNeeds.isLongEnough(Array($0.utf8)) }
      let index = index(literals.map { NeededLiteral(Array($0.utf8)) })
      var letters = LetterStream()
      for _ in 0..<20 {
        let text = Array(word(0...40).utf8)
        var found: Set<Int> = []
        index.forEachOwner(in: text.span, &letters) { found.insert($0) }
        let expected = Set(literals.indices.filter { text.holds(Array(literals[$0].utf8)) })
        #expect(found.isSuperset(of: expected), "seed 20261122")
        // Which sign stands between letters is left to PCRE2.
        let exact = found.filter { number in
          literals[number].unicodeScalars.allSatisfy { LetterStream.code($0) != nil }
        }
        #expect(expected.isSuperset(of: exact), "seed 20261122")
      }
    }
  }
}

@Suite struct ExcusedHitTests {
  private func signals(_ text: String) throws -> [String] {
    let rules = try RuleSet(
      files: RuleFiles([
        "ruleset.yaml": "schema: 1\nname: excused\n",
        "rules.yaml": """
        rules:
          - id: promo
            owner: desk
            category: spam
            match: { substring: [акции], except: [редакции] }
            score: 5
        """,
      ]))
    var worker = rules.makeWorker()
    return worker.evaluate(FieldTexts(body: text), now: .init(milliseconds: 0)).signals.map(\.name)
  }

  /// A heap of excused places used to hide the one behind it.
  @Test func whatIsExcusedDoesNotHideWhatFollows() throws {
    let heap = String(repeating: "редакции ", count: 100)
    #expect(try signals(heap) == [])
    #expect(try signals(heap + "акции") == ["promo"])
  }

  @Test func aHeapTooLargeToLookThroughIsAFault() throws {
    let heap = String(repeating: "редакции ", count: 1100)
    let found = try signals(heap + "акции")
    #expect(found == ["rule_error"])
  }
}
