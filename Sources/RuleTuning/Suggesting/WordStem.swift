/// What stays of a word when its ending goes: a light stem for Russian, Ukrainian and English.
///
/// It only brings forms of a word together (the longest of a list of endings is cut, and four letters stay at least);
/// what is suggested names the endings that were really seen, so that a stem too short does no harm.
enum WordStem {
  static let lettersMin = 4

  static func stem(of word: String) -> String {
    let letters = Array(word)
    guard letters.count > lettersMin else { return word }
    for length in stride(from: min(3, letters.count - lettersMin), through: 1, by: -1) {
      if endings.contains(String(letters.suffix(length))) { return String(letters.dropLast(length)) }
    }
    return word
  }

  private static let endings: Set<String> = [
    // Russian and Ukrainian nouns and adjectives.
    "а", "я", "о", "е", "и", "ы", "і", "ї", "у", "ю", "ь", "й", "ом", "ем", "єм", "ам", "ям", "ах", "ях", "ов", "ев",
    "ів", "їв", "ей", "ой", "ою", "ею", "ами", "ями", "ого", "его", "ому", "ему", "ими", "ыми", "ых", "их", "ым", "им",
    "ая", "яя", "ое", "ее", "ий", "ый", "ые", "ие", "ую", "юю", "ові", "еві",
    // Verbs.
    "ть", "ти", "ет", "єт", "ит", "ут", "ют", "ат", "ят", "ешь", "ишь", "еш", "иш", "ем", "им", "ете", "ите", "ал",
    "ил", "ла", "ло", "ли", "ив", "ав", "ила", "али", "или",
    // English.
    "s", "es", "ed", "ing",
  ]
}
