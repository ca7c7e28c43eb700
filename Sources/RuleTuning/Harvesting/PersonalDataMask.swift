import TextNormalization

/// Takes out of a reader's text what says who somebody is, so that it may stand in a rule file.
///
/// E-mail addresses, telephone and other long numbers, what a link says after its host, `@names` and the author's own
/// name are replaced by such that stand for nobody. Names of third persons in running text are not recognised: whoever
/// puts a harvested text into a rule reads it first.
public enum PersonalDataMask {
  /// Digits in a row, blanks and dashes between them aside, from which a number may be somebody's.
  static let digitsMin = 5

  /// - Parameter name: The author's, as given.
  public static func masked(_ text: String, name: String = "") -> String {
    var masked = maskedLinks(text)
    masked = maskedWords(masked)
    masked = maskedNumbers(masked)
    let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if name.count >= 3 { masked = replacing(name, in: masked, by: "Имя") }
    return masked
  }

  /// `https://host/anything?id=5` as `https://host/x`.
  private static func maskedLinks(_ text: String) -> String {
    var normalizer = Normalizer()
    let links = normalizer.normalize(text).links.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var bytes = Array(text.utf8)
    for link in links.reversed() where link.hostRange.upperBound < link.range.upperBound {
      guard link.range.upperBound <= bytes.count else { continue }
      bytes.replaceSubrange(link.hostRange.upperBound..<link.range.upperBound, with: Array("/x".utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// E-mail addresses and `@names`, word by word.
  private static func maskedWords(_ text: String) -> String {
    var masked = ""
    var word = ""
    func finished(_ word: String) -> String {
      guard let at = word.firstIndex(of: "@"), word.index(after: at) < word.endIndex else { return word }
      let isName = { (character: Character) in character.isLetter || character.isNumber || "._-+".contains(character) }
      let before = word[..<at].reversed().prefix(while: isName).count
      let after = word[word.index(after: at)...].prefix(while: isName)
      // «к@зино» is a disguise, «ivan@mail.ru» and «@ivan» are people.
      guard before == 0 || after.dropLast().contains(".") else { return word }
      let head = word[..<word.index(at, offsetBy: -before)]
      var tail = word[after.endIndex...]
      if after.hasSuffix(".") { tail = word[word.index(before: after.endIndex)...] }
      return head + (before == 0 ? "@name" : "name@example.com") + tail
    }
    for character in text {
      if character.isWhitespace {
        masked += finished(word)
        masked.append(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return masked + finished(word)
  }

  /// Every digit of a long number as 0.
  private static func maskedNumbers(_ text: String) -> String {
    var characters = Array(text)
    var begin = 0
    while begin < characters.count {
      guard characters[begin].isNumber || characters[begin] == "+" else {
        begin += 1
        continue
      }
      var end = begin
      while end < characters.count, characters[end].isNumber || "+-() \u{00A0}".contains(characters[end]) { end += 1 }
      if characters[begin..<end].count(where: \.isNumber) >= digitsMin {
        for index in begin..<end where characters[index].isNumber { characters[index] = "0" }
      }
      begin = max(end, begin + 1)
    }
    return String(characters)
  }

  private static func replacing(_ name: String, in text: String, by other: String) -> String {
    let (text, name) = (Array(text), Array(name))
    var out: [Character] = []
    var index = 0
    while index < text.count {
      let end = index + name.count
      if end <= text.count, text[index..<end].elementsEqual(name),
        index == 0 || !text[index - 1].isLetter, end == text.count || !text[end].isLetter
      {
        out += Array(other)
        index = end
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return String(out)
  }
}
