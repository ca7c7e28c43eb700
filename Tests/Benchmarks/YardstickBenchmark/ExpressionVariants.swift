/// Many different expressions made of some: the same syntax around other words.
///
/// Each round shifts the letters of words of three letters and more, vowels among vowels and consonants among consonants,
/// so that `\bcasino\b` becomes `\bdetopu\b`; every third round writes them in Cyrillic. Classes, escapes, group names and
/// options stay as they are. What comes out looks like what went in, costs PCRE2 the same, and is found as rarely as most
/// rules of a large set are.
enum ExpressionVariants {
  /// The expressions themselves and as many rounds of variants as are needed, without repetition.
  static func make(_ count: Int, from base: [String]) -> [String] {
    var made: [String] = []
    var known: Set<String> = []
    var round = 0
    while made.count < count, round < 400 {
      for expression in base where made.count < count {
        let variant = round == 0 ? expression : vary(expression, round: round)
        if known.insert(variant).inserted { made.append(variant) }
      }
      round += 1
    }
    return made
  }

  private static let vowels = Array("aeiouy".unicodeScalars)
  private static let consonants = Array("bcdfghjklmnpqrstvwxz".unicodeScalars)
  private static let cyrillicVowels = Array("аеиоуыюя".unicodeScalars)
  private static let cyrillicConsonants = Array("бвгджзклмнпрстфхцчшщ".unicodeScalars)

  static func vary(_ expression: String, round: Int) -> String {
    let scalars = Array(expression.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) }
    /// Copies up to and including a character.
    func copy(through end: Unicode.Scalar) {
      while index < scalars.count {
        result.append(scalars[index])
        index += 1
        if scalars[index - 1] == end { return }
      }
    }
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "\\" {
        result.append(contentsOf: scalars[index..<min(index + 2, scalars.count)])
        index += 2
        if index < scalars.count, scalars[index] == "{" { copy(through: "}") }
      } else if scalar == "[" {
        result.append(scalar)
        index += 1
        // A bracket right at the beginning of a class stands for itself.
        while index < scalars.count, scalars[index] == "^" || scalars[index] == "]" {
          result.append(scalars[index])
          index += 1
        }
        copy(through: "]")
      } else if scalar == "(", index + 1 < scalars.count, scalars[index + 1] == "?" || scalars[index + 1] == "*" {
        result.append(contentsOf: scalars[index...(index + 1)])
        index += 2
        while index < scalars.count, isLetter(scalars[index]) || "-^P<'&".unicodeScalars.contains(scalars[index]) {
          result.append(scalars[index])
          index += 1
        }
      } else if isLetter(scalar) {
        var end = index
        while end < scalars.count, isLetter(scalars[end]) { end += 1 }
        let word = scalars[index..<end]
        result.append(contentsOf: word.count < 3 ? Array(word) : word.map { shift($0, by: round) })
        index = end
      } else {
        result.append(scalar)
        index += 1
      }
    }
    return String(result)
  }

  private static func shift(_ scalar: Unicode.Scalar, by round: Int) -> Unicode.Scalar {
    let small = Unicode.Scalar(scalar.value | 0x20) ?? scalar
    let isCyrillic = round % 3 == 0
    for (letters, others) in [(vowels, cyrillicVowels), (consonants, cyrillicConsonants)] {
      guard let place = letters.firstIndex(of: small) else { continue }
      let target = isCyrillic ? others : letters
      return target[(place + round) % target.count]
    }
    return scalar
  }
}
