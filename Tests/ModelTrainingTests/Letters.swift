import ModelTraining
import ModerationModel
import RuleEngine

/// Made-up comments: talk about the town, adverts for a casino, and insults, in Russian and English.
enum Letters {
  static let good = [
    "Спасибо редакции за подробный материал о ремонте моста", "Когда откроют школу на улице Садовой",
    "В нашем дворе опять нет воды второй день", "Согласен с автором, дороги давно пора чинить",
    "The council should publish the budget before the vote", "Great photos from the parade, thank you",
    "Кто знает, ходит ли автобус до вокзала вечером", "Хорошая новость, давно ждали новый парк",
  ]
  static let spam = [
    "Лучшее казино города, бонус новым игрокам каждый день", "Заработок без вложений, пиши в личные сообщения",
    "Casino bonus for new players, register today", "Ставки на спорт, выигрыш сразу на карту",
  ]
  static let abuse = [
    "Ты полный болван и пишешь чушь", "Какой же ты тупица, закрой рот", "You are a pathetic moron, shut up",
    "Все вы тут безмозглые бараны",
  ]
  private static let ends = [
    "сегодня", "вчера", "в понедельник", "утром", "again", "this week", "у нас", "в районе", "на площади", "и всё",
    "наконец", "летом", "зимой", "скоро", "as always", "по-моему", "честно",
  ]

  /// `count` texts, a tenth spam and a tenth abuse, each a little different; the same each time.
  static func texts(_ count: Int, from first: Int = 0) -> [TrainingText] {
    (first..<first + count).map { number in
      let kind = number % 10
      let base = kind == 0 ? spam : kind == 1 ? abuse : good
      let text = [
        base[number / 10 % base.count], ends[number * 7 % ends.count], ends[number * 5 / 3 % ends.count], "№\(number)",
      ].joined(separator: " ")
      return TrainingText(
        id: "letter-\(number)", text: text,
        labels: kind == 0 ? [.spam: true, .abuse: false] : [.spam: false, .abuse: kind == 1],
        at: Timestamp(milliseconds: Int64(number) * 60_000), source: "letters")
    }
  }

  static func trainer() throws -> ModelTrainer {
    var trainer = ModelTrainer(
      rules: try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1"])), threads: 2, now: Timestamp(milliseconds: 0))
    trainer.bits = 13
    trainer.strength = 3
    return trainer
  }
}
