/// An edit of the newsroom's rules that would hurt readers or let advertising through: what people do by mistake.
struct BadEdit: Sendable, CustomStringConvertible {
  var description: String
  var file: String
  var find: String
  var put: String

  init(_ description: String, _ file: String, _ find: String, _ put: String) {
    self.description = description
    self.file = file
    self.find = find
    self.put = put
  }

  static let all: [BadEdit] = trade + people + links + set

  private static let trade: [BadEdit] = [
    .init(
      "exceptions of «акци» removed", "trade.yaml",
      #"          except: ['редакци\w*', 'фракци\w*', 'реакци\w*', 'санкци\w*']"# + "\n", ""),
    .init("one exception of «акци» removed", "trade.yaml", #"'редакци\w*', "#, ""),
    .init("two letters instead of a root", "trade.yaml", "substring: акци", "substring: ак"),
    .init(
      "a root so short that it is in other words", "trade.yaml", "words: [казино, casino, слоты]",
      "substrings: [каз, casino, слоты]"),
    .init(
      "an ASCII boundary beside Cyrillic", "trade.yaml", "words: [казино, casino, слоты]",
      #"{ pcre: '\bказино\b', flags: [ascii] }"#),
    .init("a pattern that hits every comment", "trade.yaml", "words: [казино, casino, слоты]", #"pcre: '\w'"#),
    .init(
      "a Latin letter in a Cyrillic word", "trade.yaml", "words: [казино, casino, слоты]",
      "words: [казинo, casino, слоты]"),
    .init(
      "a character nobody sees in a word", "trade.yaml", "words: [казино, casino, слоты]",
      "words: [\"каз\\u200Bино\", casino, слоты]"),
    .init(
      "an unbounded gap", "trade.yaml", "words: [казино, casino, слоты]",
      "pcre: 'казино.*бонус|лучшее.*казино|без риска|casino'"),
    .init("a catastrophic pattern", "trade.yaml", "words: [казино, casino, слоты]", #"pcre: '(?:\w+\s*)+казино'"#),
    .init("an empty alternative", "trade.yaml", "words: [казино, casino, слоты]", "pcre: 'казино|'"),
    .init("an open bracket", "trade.yaml", "words: [казино, casino, слоты]", "pcre: '(?:казино'"),
    .init(
      "the same entry twice", "trade.yaml", "words: [казино, casino, слоты]", "words: [казино, казино, casino, слоты]"),
    .init("a wide entry", "trade.yaml", "words: [казино, casino, слоты]", #"words: ['каз\w*', casino]"#),
    .init(
      "another view, blind to look-alikes", "trade.yaml", "words: [казино, casino, слоты]",
      "{ words: [казино, casino, слоты], view: raw }"),
    .init(
      "a view that does not exist", "trade.yaml", "words: [казино, casino, слоты]",
      "{ words: [казино, casino, слоты], view: flod }"),
    .init("negated", "trade.yaml", "words: [казино, casino, слоты]", "not: { words: [казино, casino, слоты] }"),
    .init(
      "letters of one case only", "trade.yaml", "words: [казино, casino, слоты]",
      "{ words: [Казино, casino], flags: [case_sensitive] }"),
    .init(
      "a needless class of two cases", "trade.yaml", "words: [казино, casino, слоты]",
      "words: ['[кК]азино', casino, слоты]"),
    .init(
      "ё where the view has none", "trade.yaml", "words: [казино, casino, слоты]",
      "words: ['казён(?:ное|ный)', казино, casino, слоты]"),
    .init("a macro that does not exist", "trade.yaml", #"{WORDS}(?:бонус|риска"#, #"{WORD}(?:бонус|риска"#),
    .init(
      "a word for earning without its boundaries", "trade.yaml",
      #"words: [заработок, заробіток, 'подработк[аиу]', підробіток, доход, earn]"#,
      "pcre: 'заработок|заробіток|підробіток|доход|earn'"),
    .init(
      "a loan without its boundaries", "trade.yaml", #"words: [кредит, 'займ(?:ы)?', 'позик[иа]', 'loans?']"#,
      "substrings: [кредит, займ, loan]"),
    .init(
      "a sign turned within bounds", "trade.yaml", "score: { fit: [0, 6], initial: 4 }",
      "score: { fit: [0, 6], initial: -4 }"),
    .init("a sign turned", "trade.yaml", "score: { fit: [0, 6], initial: 4 }", "score: -4"),
    .init("a decimal point lost", "trade.yaml", "score: { fit: [0, 5], initial: 3.5 }", "score: 35"),
    .init(
      "a score outside its bounds", "trade.yaml", "score: { fit: [0, 5], initial: 3.5 }",
      "score: { fit: [0, 5], initial: 35 }"),
    .init("no score", "trade.yaml", "score: { fit: [0, 5], initial: 3.5 }", "score: 0"),
    .init("a word for a number", "trade.yaml", "score: { fit: [0, 5], initial: 3.5 }", "score: много"),
    .init("a key misspelt", "trade.yaml", "score: { fit: [0, 5], initial: 3.5 }", "scores: 3.5"),
    .init(
      "a category misspelt", "trade.yaml", "title: Crypto is named\n        category: spam",
      "title: Crypto is named\n        category: spamm"),
    .init(
      "a rule switched off by its status", "trade.yaml", "title: Crypto is named",
      "title: Crypto is named\n        status: draft"),
    .init("a status misspelt", "trade.yaml", "title: Crypto is named", "title: Crypto is named\n        status: life"),
    .init(
      "an end long past", "trade.yaml", "title: Crypto is named", "title: Crypto is named\n        expires: 2025-01-01"),
    .init(
      "a ceiling that lets all through", "trade.yaml", "title: A casino is named",
      "title: A casino is named\n        ceiling: publish"),
    .init(
      "a floor for every sale", "trade.yaml", "title: A sale is named", "title: A sale is named\n        floor: reject"),
    .init(
      "a language that most of it is not in", "trade.yaml", "title: A loan is named",
      "title: A loan is named\n        languages: [en]"),
    .init(
      "any turned into all", "trade.yaml", "          any:\n            - words: ['(?:пиши",
      "          all:\n            - words: ['(?:пиши"),
    .init("an id twice", "trade.yaml", "- id: earn.offer", "- id: earn.word"),
    .init(
      "a phrase cut to a preposition", "trade.yaml",
      "[без отказа, без відмови, без проверки, без перевірки, без справок, no checks, только паспорт, лише паспорт]",
      "[без, no checks, паспорт]"),
  ]

  private static let people: [BadEdit] = [
    .init(
      "a rule for rude words off", "people.yaml", "title: A rude word for a person",
      "title: A rude word for a person\n        status: off"),
    .init(
      "half of the words lost", "people.yaml",
      #"words: [нахер, 'охрене\w{1,3}', 'сволоч\w{0,3}', 'сволот\w{1,2}', дерьмо, лайно, shit, bullshit, 'bastards?']"#,
      "words: [нахер, shit]"),
    .init(
      "said to somebody, or to nobody", "people.yaml", #"(?:ты|ти|you|сам)\W{1,3}{WORDS}(?:дура"#,
      #"(?:ты|ти|you|сам)|(?:дура"#),
    .init(
      "examples removed", "people.yaml",
      "          hit: [Да пошли вы нахер, bullshit]\n          miss: [Хер дирижёр не знаком, сволокли на свалку]\n",
      "          todo: [чтоб вы]\n"),
    .init(
      "a tabulator", "people.yaml", "        group: rude\n        tests:\n          hit: [Ты дурак",
      "\tgroup: rude\n        tests:\n          hit: [Ты дурак"),
    .init("a key twice", "people.yaml", "title: An obscene word", "title: An obscene word\n        title: Obscene"),
    .init(
      "the matcher's key misspelt", "people.yaml", "category: obscene\n        match:",
      "category: obscene\n        mach:"),
  ]

  private static let links: [BadEdit] = [
    .init(
      "any comment has a link", "links.yaml",
      "title: A link in the comment\n        category: spam\n        when: { links: '>= 1' }",
      "title: A link in the comment\n        category: spam\n        when: { links: '>= 0' }"),
    .init(
      "a comparison turned", "links.yaml", "author.approved_count: '< 1' }\n        score",
      "author.approved_count: '> 1' }\n        score"),
    .init(
      "a fact misspelt", "links.yaml", "title: A link in the comment\n        category: spam\n        when: { links:",
      "title: A link in the comment\n        category: spam\n        when: { linkz:"),
    .init(
      "every link is held", "links.yaml", "title: A link in the comment",
      "title: A link in the comment\n        floor: hold"),
    .init(
      "every link weighs two rules", "links.yaml", "score: { fit: [0, 5], initial: 3 }",
      "score: { fit: [0, 9], initial: 5.5 }"),
    .init("a list that does not exist", "links.yaml", "list: shops", "list: shopz"),
    .init("known readers may do anything", "links.yaml", "score: { fit: [-4, 0], initial: -1 }", "score: -40"),
    .init(
      "everybody is a known reader", "links.yaml", "when: { author.approved_count: '>= 10' }",
      "when: { author.approved_count: '>= 0' }"),
    .init("a newspaper among the shops", "lists/shops.txt", "groshi-tut.example", "news-old.example"),
    .init("a whole zone among the shops", "lists/shops.txt", "groshi-tut.example", "example"),
  ]

  private static let set: [BadEdit] = [
    .init("a threshold with its point misplaced", "ruleset.yaml", "hold: 5", "hold: 0.5"),
    .init("a threshold with a nought too many", "ruleset.yaml", "hold: 5", "hold: 50"),
    .init("a macro that joins whole texts", "ruleset.yaml", #"(?:\w{1,14}\s{1,2}){0,3}"#, #"(?:\w{1,14}\s{1,2})*"#),
  ]
}
