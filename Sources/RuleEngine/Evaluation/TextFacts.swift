package import ModerationModel
package import TextNormalization

extension Facts {
  /// Sets the facts that a body tells by itself: lengths, shares, runs and oddities.
  ///
  /// - Complexity: O(n) in the bytes of the text, for counting characters as readers do.
  package mutating func measure(_ text: borrowing NormalizedText) {
    let statistics = text.statistics
    let letters = statistics.letters.total
    func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    self[.length] = Double(String(decoding: text[.raw].bytes, as: UTF8.self).count)
    self[.words] = Double(statistics.words)
    self[.links] = Double(text.links.count)
    self[.domains] = Double(Set(text.links.map(\.host)).count)
    self[.capsShare] = share(statistics.upperLetters, of: statistics.upperLetters + statistics.lowerLetters)
    self[.digitsShare] = share(statistics.digits, of: statistics.scalars)
    self[.emoji] = Double(statistics.emoji)
    self[.repeatedCharacterRun] = Double(statistics.longestCharacterRun?.count ?? 0)
    self[.repeatedWordRun] = Double(statistics.longestWordRun?.count ?? 0)
    self[.mixedScriptWords] = Double(statistics.mixedScriptWords.count)
    self[.invisibleCharacters] = Double(statistics.invisible.count)
    self[.bidiControls] = Double(statistics.bidiControls.count)
    self[.stackedMarks] = Double(statistics.stackedMarks.count)
    self[.cyrillicShare] = share(statistics.letters.cyrillic, of: letters)
  }
}
