/// Expressions for where no others are at hand, in the manner of filters for mail and comments.
enum OwnExpressions {
  static let all = [
    #"\b(?:casino|poker|roulette)\s+(?:bonus|online)\b"#, #"\bfree\s+(?:spins?|chips|credits?)\b"#,
    #"(?:earn|make) \$?\d{2,5} (?:a|per|every) (?:day|week|hour)"#, #"\bwork(?:ing)? from home\b.{0,40}\bincome\b"#,
    #"\b(?:bitcoin|crypto|forex) (?:broker|trader|expert)s?\b"#,
    #"contact (?:him|her|me) (?:on|via) (?:whats?app|telegram)"#,
    #"\bguaranteed?\s+(?:profit|return|income)s?\b"#, #"(?<!not )\brisk[- ]free\b"#, #"\b\d{1,3}% (?:off|discount)\b"#,
    #"\bcheap\s+(?:pills|meds|watches|replicas?)\b"#, #"\bclick (?:here|this link|the link)\b"#,
    #"t\.me/[a-z0-9_]{4,}"#,
    #"(?:visit|check out) my (?:profile|channel|page|site)"#, #"\bsubscribe to my\b"#,
    #"\binvest(?:ed|ing)? with (?:mr|mrs|ms)\b"#,
    #"\bloan\b.{0,30}\b(?:approved?|interest rate)\b"#, #"\bspell ?caster\b"#,
    #"\bbrought my (?:husband|wife|ex) back\b"#,
    #"\bsupport (?:number|helpline)\b.{0,20}\+?\d[\d ()-]{8,}"#, #"[a-z0-9.]{3,}@(?:gmail|yahoo|mail)\.com"#,
    #"\b(\w+) \1 \1\b"#, #"(?:!!!|\$\$\$){2,}"#, #"\bонлайн[- ]казино\b"#, #"\bставк(?:и|ок|ами) на спорт\b"#,
    #"заработ(?:ок|ка|ать) (?:в интернете|на дому|от \d+)"#, #"\bкредит(?:ы)? (?:без|под) \S+"#,
    #"(?:пишите|пиши|напишите) (?:в|на) (?:личк|телег|ватсап|whatsapp)"#, #"\bдоход (?:от|до) \d[\d ]*"#,
    #"\bбез вложений\b"#, #"(?<!не )\bгарантирован\w* прибыл\w*"#, #"\bпереход(?:и|ите) по ссылке\b"#,
    #"\bинтим\b.{0,20}\b(?:услуг|знакомств)\w*"#, #"\bподпис(?:ывайтесь|ывайся|ка) на (?:мой|наш)\b"#,
    #"\bкупить (?:диплом|права|справку)\b"#, #"\bінтернет[- ]казино\b"#, #"\bзаробіт(?:ок|ку) (?:в|у) інтернеті\b"#,
    #"\bбез вкладень\b"#, #"\bставки на спорт\b"#, #"\bпереход(?:ь|ьте) за посиланням\b"#, #"\bшвидк\w+ позик\w+\b"#,
    #"к[\s._*-]{0,3}а[\s._*-]{0,3}з[\s._*-]{0,3}и[\s._*-]{0,3}н[\s._*-]{0,3}о"#,
    #"(?=.{0,80}https?://).{0,80}\bпромокод\b"#,
  ]
}
