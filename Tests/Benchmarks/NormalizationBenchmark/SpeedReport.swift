import Foundation
import TextNormalization

/// Times normalisation of short texts with warm buffers, and of long hostile ones.
enum SpeedReport {
  private static let short: [(name: String, text: String)] = [
    ("ASCII, lower case", "the quick brown fox jumps over the lazy dog and then it goes on to talk about what the "),
    (
      "ASCII, sentences",
      "I think this is a good idea. We should try it, but John says: \"No way, it's too late\". Well? "
    ),
    (
      "Russian", "Сколько магазинов закрыли? Спасибо редакции за статью. Мы ждём ответа, а его нет, и никто не скажет, "
    ),
    ("Ukrainian", "Скільки крамниць зачинили? Дякуємо редакції за статтю. Ми чекаємо відповіді, об'єднання мовчить, "),
    (
      "Russian, disguised",
      "Лучшее кaзинo города, зapaбoтoк 5000р в день, 3аходи на kazik7.top и п0лучи б о н у с сразу!!! "
    ),
    ("Emoji", "Класс 👍🏽👍🏽 спасибо ❤️ всем 👨‍👩‍👧‍👦 и 🇺🇦🇺🇦 ура 🎉🎉🎉 ждём ещё 😂😂 "),
  ]

  private static let hostile: [(name: String, unit: String)] = [
    ("accents", "\u{301}"), ("zalgo", "а\u{301}\u{316}\u{489}\u{36F}\u{300}"), ("jamo", "\u{1161}"),
    ("nukta", "\u{93C}\u{94D}"), ("dots", "a."), ("spaced", "к а "), ("fillers", " . "), ("zeros", "а0"),
    ("at signs", "a@"), ("hosts", "a.com/"), ("brackets", "[.]"), ("flags", "🇺🇦"), ("stray flags", "🇺"),
    ("one letter", "а"), ("expanding", "\u{FDFA}"), ("dot words", " dot "), ("invisible", "\u{200B}"),
    ("mixed word", "aа"), ("bad bytes", "\u{FFFD}"), ("punycode", "ё.ком/"),
  ]

  static func print(only wanted: String? = nil) {
    for (name, unit) in short where wanted == nil || name == wanted {
      let text = prefix(of: unit, bytes: 160)
      Swift.print("\(name): \(nanoseconds(text)) ns for \(text.count) bytes")
    }
    guard wanted == nil else { return }
    Swift.print("growth from 64 KB to 1 MB, which is 16 when linear:")
    for (name, unit) in hostile {
      let small = once(prefix(of: unit, bytes: 1 << 16))
      let large = once(prefix(of: unit, bytes: 1 << 20))
      Swift.print("  \(name): \(small / 1000) µs, \(large / 1000) µs, ×\(large / max(1, small))")
    }
  }

  /// At most so many bytes of the unit over and over, whole scalars only.
  private static func prefix(of unit: String, bytes: Int) -> [UInt8] {
    var text = String.UnicodeScalarView()
    var count = 0
    while true {
      for scalar in unit.unicodeScalars {
        count += String(scalar).utf8.count
        if count > bytes { return Array(String(text).utf8) }
        text.append(scalar)
      }
    }
  }

  private static func nanoseconds(_ text: [UInt8]) -> Int {
    let text = String(decoding: text, as: UTF8.self)
    var normalizer = Normalizer()
    var result = NormalizedText("")
    var best = Int.max
    for _ in 0..<100 {
      let elapsed = ContinuousClock().measure {
        for _ in 0..<2_000 { normalizer.normalize(text, into: &result) }
      }
      best = min(best, Int(elapsed / .nanoseconds(1)) / 2_000)
    }
    return best
  }

  private static func once(_ text: [UInt8]) -> Int {
    var normalizer = Normalizer()
    var result = NormalizedText("")
    var best = Int.max
    for _ in 0..<3 {
      // Time of this process, not of the day: others may be busy on the same machine for so long.
      let start = clock()
      normalizer.normalize(bytes: text, into: &result)
      best = min(best, Int(clock() - start) * 1_000_000_000 / Int(CLOCKS_PER_SEC))
    }
    return best
  }
}
