/// Expressions that backtrack without end, and for each a text that makes it.
package struct EvilPattern: Sendable, CustomStringConvertible {
  package let expression: String
  /// Repeated until the text is long enough.
  let pump: String
  let prefix: String
  /// What keeps the expression from matching, holding the characters that it must meet.
  let suffix: String

  init(_ expression: String, pump: String, prefix: String = "", suffix: String = " !") {
    self.expression = expression
    self.pump = pump
    self.prefix = prefix
    self.suffix = suffix
  }

  package var description: String { expression }

  /// The evil text of at most so many bytes, with a word in front that an innocent rule knows.
  package func text(bytes: Int) -> String {
    let frame = "\(Self.innocentWord) " + prefix
    let count = max(0, (bytes - frame.utf8.count - suffix.utf8.count) / pump.utf8.count)
    return frame + String(repeating: pump, count: count) + suffix
  }

  /// Stands in every evil text.
  package static let innocentWord = "казино"

  package static let all: [EvilPattern] = [
    // Nested quantifiers.
    EvilPattern("(a+)+$", pump: "a"),
    EvilPattern("(?:a*)*b$", pump: "a", suffix: "c b."),
    EvilPattern("(\\w+\\s?)+$", pump: "ab "),
    EvilPattern("(?:(?:к+)+)+з$", pump: "к", suffix: "х з."),
    EvilPattern("(.*)*х!$", pump: "оа", suffix: " х!!"),
    EvilPattern("((\\p{L}+[.,]?)+ ?)+#$", pump: "слово, ", suffix: "#."),
    // Alternatives that overlap.
    EvilPattern("(a|aa)+$", pump: "a"),
    EvilPattern("(?:a|a|a)+b$", pump: "a", suffix: "!b."),
    EvilPattern("(?:\\w|\\d)+;$", pump: "7", suffix: " ;."),
    EvilPattern("(?:аб|а|б)+в$", pump: "аб", suffix: " в."),
    EvilPattern("(?:[а-я]|[а-п]|\\w)+=$", pump: "о", suffix: " =."),
    // Runs that every place begins anew.
    EvilPattern("\\s+$", pump: " \n", suffix: "х"),
    EvilPattern("\\w+@\\w+", pump: "я", suffix: " @ @"),
    EvilPattern("[^!]*[^?]*[^#]*%$", pump: "ж", suffix: "% ."),
    EvilPattern(".*.*.*=.*;$", pump: "=", suffix: ";."),
    EvilPattern("\\d+\\d+\\d+x$", pump: "1", suffix: " x."),
    EvilPattern("\\p{Cyrillic}+\\p{L}+\\w+-$", pump: "щ", suffix: " -."),
    EvilPattern("\\X+\\X+~$", pump: "е\u{301}", suffix: "~."),
    // Look-arounds.
    EvilPattern("(?:(?=[ab]*+c)|a)+d$", pump: "a", suffix: " cd."),
    EvilPattern("(?=(a+))a*b\\1$", pump: "a", suffix: "c ba."),
    EvilPattern("(?<=а)(?<=аа)(?<=ааа)(?:а+)+я$", pump: "а", suffix: " я."),
    EvilPattern("(?:(?!.*[^\\W_]{9}%).)+%$", pump: "ы ", suffix: "% ."),
    // Back-references.
    EvilPattern("(\\w+)\\1+\\1$", pump: "а", suffix: " б"),
    EvilPattern("(.+)(.+)\\2\\1;$", pump: "ха", suffix: ";."),
    EvilPattern("(?:(.)(.*)\\1)+z$", pump: "aba", suffix: " z."),
    // Recursion.
    EvilPattern("(\\((?:[^()]|(?1))*\\))+z$", pump: "(а", suffix: " z."),
    EvilPattern("^.*?(\\w)(?:(\\w)(?R)?)*\\1;$", pump: "н", suffix: " ;."),
    // Huge bounded repeats.
    EvilPattern("(?:а{0,40}){0,40}б$", pump: "а", suffix: " б."),
    EvilPattern("(?:\\w{1,90}\\s{0,9}){1,90}:$", pump: "да", suffix: " : ."),
    EvilPattern(".{0,900}.{0,900}.{0,900}\\^$", pump: "ю", suffix: "^ ."),
    // What lint calls fine, on a text that nobody writes.
    EvilPattern("к[\\s._*-]{0,3}а[\\s._*-]{0,3}з[\\s._*-]{0,3}я$", pump: "к_*а.-з**", suffix: " я."),
    EvilPattern("купи.{0,60}дешево.{0,60}здесь$", pump: "купи дешево ", suffix: "здесь ."),
  ]

  /// A rule set of these expressions and, beside them, one innocent rule.
  package static func ruleFile(_ patterns: [EvilPattern]) -> String {
    var text = "rules:\n"
    for (number, pattern) in patterns.enumerated() {
      text += """
          - id: evil.n\(number)
            match:
              - pcre: '\(pattern.expression.replacing("'", with: "''"))'
            score: 1

        """
    }
    return text + """
        - id: innocent.word
          match:
            - words: [\(innocentWord)]
          score: 1
        - id: innocent.expression
          match:
            - pcre: 'каз(?:и|i)но'
          score: 1

      """
  }

  package static let ruleSetFile = """
    schema: 1
    name: evil
    policy: { hold: 5, reject: 12, spam: 12, on_rule_error: hold }
    defaults: { owner: desk }

    """
}
