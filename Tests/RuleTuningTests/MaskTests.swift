import RuleTuning
import Testing

@Suite struct MaskTests {
  @Test(arguments: [
    ("пиши на ivan.petrov@mail.example.com!", "пиши на name@example.com!"),
    ("звони +38 (067) 123-45-67 вечером", "звони +00 (000) 000-00-00 вечером"),
    ("смотри https://site.example/u/ivan?id=5 тут", "смотри https://site.example/x тут"),
    ("спроси @ivan_1987, он знает", "спроси @name, он знает"),
    ("к@зино за 100 рублей", "к@зино за 100 рублей"),
    ("карта 4111 1111 1111 1111", "карта 0000 0000 0000 0000"),
    ("это Тамара Ивановна пишет", "это Имя пишет"),
    ("", ""),
    ("@", "@"),
  ])
  func takesOutWhatNamesSomebody(text: String, masked: String) {
    #expect(PersonalDataMask.masked(text, name: "Тамара Ивановна") == masked)
  }

  @Test func aNameInsideAWordIsNoName() {
    #expect(PersonalDataMask.masked("Олякала, Оля", name: "Оля") == "Олякала, Имя")
  }
}
