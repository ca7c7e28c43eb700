/// The rule set that the made-up newsroom begins with: written by hand in an afternoon, as such sets are.
///
/// It lints clean and its examples hold. Its scores are guesses: a sale and a casino are worth nearly the same, words and
/// offers of one trade add up, and a link weighs more than it should.
public enum NewsroomRules {
  /// By path inside the set's folder.
  public static let files: [String: String] = [
    "ruleset.yaml": ruleSet, "trade.yaml": trade, "people.yaml": people, "links.yaml": links,
    "lists/shops.txt": shops,
  ]

  private static let ruleSet = #"""
    # The newsroom's own rules.
    schema: 1
    name: newsroom
    policy:
      hold: 5
      reject: 12
      spam: 12
      on_rule_error: hold
      group_caps: { links: 6, trade: 9, rude: 8 }
    defaults: { owner: desk, fields: [body], view: fold, status: live }
    macros:
      WORDS: '(?:\w{1,14}\s{1,2}){0,3}'
    lists:
      shops: { file: lists/shops.txt, kind: domains }
    guards: { window: 24h, trip_if: { share: '> 0.33', hits: '>= 50' }, then: shadow }

    """#

  private static let shops = """
    # Shops that nobody here wants.
    chasy-sale.example
    groshi-tut.example

    """

  private static let trade = #"""
    # What is sold under our articles.
    rules:
      - id: casino.word
        title: A casino is named
        category: spam
        match:
          words: [казино, casino, слоты]
        score: { fit: [0, 6], initial: 2.5 }
        group: trade
        tests:
          hit: [Лучшее казино города, 'кaзинo без риска', online casino]
          miss: [казна города пуста, Occasion]
      - id: casino.offer
        title: An invitation to play
        category: spam
        match:
          words:
            - '(?:казино|casino|слоты|ставки)\W{1,3}{WORDS}(?:бонус|риска|bonus|депозит|советую|раджу|проигрыша|програшу)'
            - '(?:лучшее|найкраще|best)\s{1,2}(?:online\s{1,2})?(?:казино|casino)'
        score: { fit: [0, 8], initial: 3 }
        group: trade
        tests:
          hit: ['Казино без риска', 'Лучшее казино города', best casino]
          miss: [Полиция закрыла казино, 'Ставки по ипотеке растут']
      - id: earn.word
        title: Earning is named
        category: advert
        match:
          words: [заработок, заробіток, 'подработк[аиу]', підробіток, доход, earn]
        score: { fit: [0, 6], initial: 2 }
        group: trade
        tests:
          hit: [Заработок каждый день, Підробіток без досвіду, Earn money]
          miss: [Он заработал доверие, learn to read]
      - id: earn.offer
        title: Easy money is promised
        category: advert
        match:
          phrases: [без вложений, без вкладень, на дому, пассивный доход, from home, no experience, без опыта, без досвіду]
        score: { fit: [0, 8], initial: 2.5 }
        group: trade
        tests:
          hit: ['Доход, без вложений', work from home]
          miss: [Вложений в город нет]
      - id: loan.word
        title: A loan is named
        category: advert
        match:
          words: [кредит, 'займ(?:ы)?', 'позик[иа]', 'loans?']
        score: { fit: [0, 6], initial: 3 }
        group: trade
        tests:
          hit: [Кредит без отказа, Loan approved]
          miss: [Дискредитация власти]
      - id: loan.offer
        title: A loan without questions
        category: advert
        match:
          phrases: [без отказа, без відмови, без проверки, без перевірки, без справок, no checks, только паспорт, лише паспорт]
        score: { fit: [0, 8], initial: 2.5 }
        group: trade
        tests:
          hit: ['Деньги без отказа', 'approved, no checks']
          miss: [Он отказался от слов]
      - id: crypto.word
        title: Crypto is named
        category: spam
        match:
          words: ['биткоин\w{0,2}', 'біткоїн\w{0,2}', 'крипто?\w{0,8}', bitcoin, crypto]
        score: { fit: [0, 6], initial: 4 }
        group: trade
        tests:
          hit: [Сигналы по криптовалюте, bitcoin doubled]
          miss: [скрипт упал]
      - id: sale.word
        title: A sale is named
        category: advert
        match:
          substring: акци
          except: ['редакци\w*', 'фракци\w*', 'реакци\w*', 'санкци\w*']
        score: { fit: [0, 5], initial: 3.5 }
        group: trade
        tests:
          hit: [акция только сегодня, 'в редакции акция']
          miss: [спасибо редакции, санкции сняты]
      - id: sale.discount
        title: A discount is named
        category: advert
        match:
          words: ['скидк[аиу]', 'знижк[аиу]', discount, 'промокод\w{0,2}', распродажа, розпродаж]
        score: { fit: [0, 6], initial: 2 }
        group: trade
        tests:
          hit: [Скидка на часы, 20% discount]
          miss: [скинулись на ремонт]
      - id: channel.call
        title: A call into a messenger
        category: spam
        match:
          any:
            - words: ['(?:пиши|пишите|заходи|подпишись|канал)\W{1,3}(?:в|у)\s{1,2}телеграм\w{0,2}']
            - phrases: [в личку, join the channel, message me, ask me how]
        score: { fit: [0, 8], initial: 2 }
        tests:
          hit: [пиши в телеграм, join the channel]
          miss: [Писали в телеграм горсовету]

    """#

  private static let people = #"""
    # How readers speak to each other.
    rules:
      - id: rude.word
        title: A rude word for a person
        category: abuse
        match:
          words: ['дурак(?:и|ов)?', 'дур(?:ень|ні)', 'туп(?:ой|ая|ий|а)', 'идиот\w?', 'ідіот', 'fool', 'idiot', 'stupid', клоун, 'клоуне', clown, баран, баранов]
        score: { fit: [0, 6], initial: 4 }
        group: rude
        tests:
          hit: [Ты дурак, Сам ты ідіот, You idiot]
          miss: [Он не дурачился, Тупик за школой]
      - id: rude.you
        title: A rude word said to somebody
        category: abuse
        match:
          words:
            - '(?:ты|ти|you|сам)\W{1,3}{WORDS}(?:дура\w{0,2}|дурень|туп\w{1,3}|идиот|ідіот|fool|idiot|stupid)'
            - '(?:закрой\s{1,2}рот|закрий\s{1,2}рота|shut\s{1,2}up)'
        score: { fit: [0, 8], initial: 3 }
        group: rude
        tests:
          hit: [Ты просто дурак, 'Shut up, clown', Закрий рота]
          miss: [Ты прав]
      - id: obscene.word
        title: An obscene word
        category: obscene
        match:
          words: [нахер, 'охрене\w{1,3}', 'сволоч\w{0,3}', 'сволот\w{1,2}', дерьмо, лайно, shit, bullshit, 'bastards?']
        score: { fit: [0, 8], initial: 3 }
        group: rude
        tests:
          hit: [Да пошли вы нахер, bullshit]
          miss: [Хер дирижёр не знаком, сволокли на свалку]

    """#

  private static let links = #"""
    # Links, and readers whom we know.
    rules:
      - id: link.any
        title: A link in the comment
        category: spam
        when: { links: '>= 1' }
        score: { fit: [0, 5], initial: 3 }
        group: links
        tests:
          hit: ['https://example.org/news']
          miss: ['цена 3.50']
      - id: link.shop
        title: A shop's address
        category: spam
        match:
          list: shops
        score: { fit: [0, 8], initial: 3 }
        group: links
        tests:
          hit: ['https://chasy-sale.example/5']
          miss: ['https://example.org/chasy-sale']
      - id: link.newcomer
        title: A link from somebody new
        category: spam
        when: { links: '>= 1', author.approved_count: '< 1' }
        score: { fit: [0, 5], initial: 1 }
        group: links
        tests:
          hit: [{ body: 'https://example.org', facts: { author.approved_count: 0 } }]
          miss: [{ body: 'https://example.org', facts: { author.approved_count: 3 } }]
      - id: reader.known
        title: A reader whom we know
        category: other
        when: { author.approved_count: '>= 10' }
        score: { fit: [-4, 0], initial: -1 }
        tests:
          hit: [{ body: 'Добрый день', facts: { author.approved_count: 12 } }]
          miss: [{ body: 'Добрый день', facts: { author.approved_count: 1 } }]

    """#
}
