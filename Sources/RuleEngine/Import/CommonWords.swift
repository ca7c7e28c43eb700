/// Words of talk about news, sites and money, in lists of spam words as often as in honest comments.
///
/// A short list of our own, to begin with; what is common on a site its own texts tell, see ``OrdinaryUse``.
enum CommonWords {
  static func contains(_ folded: String) -> Bool {
    if words.contains(folded) { return true }
    // English contractions: everybody says «don't» and «that's».
    let parts = folded.split(separator: "'", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].allSatisfy(\.isLetter) && contractions.contains(String(parts[1]))
  }

  private static let contractions: Set<String> = ["t", "s", "re", "ve", "ll", "d", "m"]

  private static let words = Set(
    """
    about account advice amazing article articles awesome because before best beautiful blog book books business cheap
    city click comment comments company content cool could credit customer dear design discount doctor does doctors
    download dont email excellent family fashion first free friend friends game games girl girls good
    great
    guide hello help home house however information internet investment invest like link links love market media
    medical message money movie movies music nice offer office online ordinary order page pages people personal phone
    photo photos post posts price prices product products quality question read reading really review reviews sale
    search service services shop shoes site sites some store strong study super thank thanks that their there these
    they this those travel update useful very video videos visit watch website websites weight well what which with
    woman women wonderful world would write writing wrong young your have here just more news only other from when
    акции акция акцию банк банка бесплатно большой вам ваш ваша ваше ваши весь вода врач все группа дать деньги
    денег дешево
    добрый доход друзья дома заказ заказать здесь игра игры интернет книга книги красивая красивый купить кредит лучше
    лучший магазин машина мебель миллион мнение много музыка народ новости обман одежда онлайн опыт
    отзыв отзывы очень подробнее помощь продажа работа работы рубль рублей рубля сайт сайта сайте сайту скачать скидка
    скидки скидок смотреть спасибо ссылка ссылке ссылку ставка ставки статья статьи стоимость супер также товар товары
    фильм фильмы фото футбол хороший хорошо цена цены цену человек это привет
    безкоштовно будинок відгук відгуки гроші грошей гарний дешево дуже дякую замовити знижка знижки інтернет ціна ціни
    книга користь купити магазин новини послуги подобається робота сайті стаття статті товар товари фільм
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
