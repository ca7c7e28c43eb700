import Testing

@testable import TextNormalization

func view(_ name: ViewName, of text: String) -> String {
  NormalizedText(text)[name].description
}

/// The original text that a view's part came from.
func original(_ needle: String, in name: ViewName, of text: String) -> String? {
  let normalized = NormalizedText(text)
  let bytes = normalized[name].bytes
  let wanted = Array(needle.utf8)
  guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: wanted) }) else { return nil }
  let range = normalized[name].originalRange(start..<start + wanted.count)
  return String(decoding: Array(text.utf8)[range], as: UTF8.self)
}

@Suite struct FoldTests {
  @Test(arguments: [
    ("кaзинo", "казино"), ("к@зин0", "казино"), ("ка3ино", "казино"), ("k@zin0", "kazino"), ("п0рно", "порно"),
    ("3аработок", "заработок"), ("xyй", "хуй"), ("сasino", "casino"), ("рussy", "pussy"), ("iнтернет", "інтернет"),
    ("Iван", "іван"), ("ＫＡＺＩＮＯ", "kazino"), ("ка\u{200B}зи\u{AD}но", "казино"), ("за́мок", "замок"), ("ёлка", "елка"),
    ("зαραбοтοκ", "заработок"), ("дᴧя", "для"), ("ᴨᴏᴧучиᴛь", "получить"), ("CPOЧHO", "срочно"), ("BОЙHA", "война"),
    ("обyчeнuе", "обучение"), ("БЛ𝖮ГЕPОВ", "блогеров"), ("зȺрȺботȺ", "заработа"), ("вьlплата", "выплата"),
    ("ра6ота", "работа"), ("a$$hole", "asshole"), ("sh!t", "shit"), ("n00b", "noob"), ("b1tch", "bitch"),
    ("пизд@", "пизда"),
    ("fpилaнc", "фриланс"), ("thе", "the"), ("Binаnсе", "binance"), ("café", "cafe"),
    ("f\u{336}u\u{336}c\u{336}k\u{336}", "fuck"),
    ("🅺🅰🆉🅸🅽🅾", "kazino"), ("поZор", "позор"), ("worк", "work"), ("об’єднання", "об'єднання"),
  ])
  func foldsDisguise(text: String, folded: String) {
    #expect(view(.fold, of: text) == folded)
  }

  @Test func capitalsBeforeAnEndingAreACompound() {
    #expect(view(.fold, of: "ITшники и PR'ы") == "itшники и pr'ы")
  }

  @Test func languageOfTheTextDecidesWhatTheWordLeavesOpen() {
    #expect(view(.fold, of: "сo всеми") == "со всеми")
    #expect(view(.fold, of: "сo with everybody") == "co with everybody")
  }

  @Test(arguments: [
    "wi-fi в отеле", "iphone", "covid-19", "5g", "4g-модем", "windows 10", "3d-принтер", "18+", "h2o", "i18n", "ан-24",
    "т-34", "ту-154м", "2-го", "5-й", "в 10 раз", "100р", "сосна роса", "сосна", "poca", "it-отдел", "smsка", "3дня",
    "4часа",
    "20лет", "ivan@mail.ru", "@b1tch", "b2b", "mp3", "utf8", "м2", "3к", "k8s", "c++", "🇺🇦🇺🇸", "х*й", "wow!that",
    "об'єднання", "p2p", "ps5", "2х2", "4комнатная", "1с", "почта@пример.рф", "м3", "μм", "заехать1", "берешь10",
    "4мегапикселей",
  ])
  func leavesOrdinaryWords(text: String) {
    #expect(view(.fold, of: text) == text)
  }
}

@Suite struct SqueezeTests {
  @Test(arguments: [
    ("К.А.З.И.Н.О", "казино"), ("к а з и н о", "казино"), ("казиноооо", "казино"), ("x у й", "хуй"),
    ("с у к а", "сука"),
    ("k a z i n o", "kazino"), ("к-а-з-и-н-о бонус", "казино бонус"), ("к а 3 и н 0", "казино"), ("asssss", "ass"),
    ("суууука", "сука"), ("к   а   з   и   н   о", "казино"), ("К*А*З*И*Н*О!", "казино!"), ("1000000", "1000000"),
  ])
  func joinsAndCollapses(text: String, squeezed: String) {
    #expect(view(.squeeze, of: text) == squeezed)
  }

  @Test(arguments: [
    "ссора", "а я и он", "я и ты", "и в а", "касса", "www.site.com", "xxx", "xviii век", "ссср", "и в 2 и в 3",
  ])
  func leavesOrdinaryWords(text: String) {
    #expect(view(.squeeze, of: text) == text)
  }

  @Test func mapsToTheWholeWord() {
    #expect(original("казино", in: .squeeze, of: "Лучшее К.А.З.И.Н.О тут") == "К.А.З.И.Н.О")
    #expect(original("казино", in: .squeeze, of: "эх казиноооо!") == "казиноооо")
    #expect(original("казино", in: .fold, of: "эх кaзи\u{200B}нo!") == "кaзи\u{200B}нo")
    #expect(original("замок", in: .norm, of: "наш за\u{301}мок") == "за\u{301}мок")
  }
}

@Suite struct LinkTests {
  @Test(arguments: [
    ("заходи на kazik7.top", "kazik7.top"), ("kazik7[.]top", "kazik7.top"), ("kazik7 точка топ", "kazik7.top"),
    ("kazik7 dot com", "kazik7.com"), ("hxxp://kazik7.com/a?b=1.", "http://kazik7.com/a?b=1"),
    ("https://Пример.РФ/%D0%B0", "https://пример.рф/а\nhttps://xn--e1afmkfd.xn--p1ai/а"),
    ("t.me/KanAl, да", "t.me/KanAl"),
    ("www.example.zzz", "www.example.zzz"), ("пишите ivan@mail.ru", ""), ("конец.Но дальше", ""),
    ("the end.it was", ""),
    ("the dot com bubble", ""), ("и т.д. и т.п.", ""), ("https://good.com@evil.com/x", "https://evil.com/x"),
    ("версия 1.2.3.4", ""), ("http://1.2.3.4:8080/", "http://1.2.3.4:8080/"), ("(см. site.com)", "site.com"),
  ])
  func finds(text: String, urls: String) {
    #expect(view(.urls, of: text) == urls)
  }
}
