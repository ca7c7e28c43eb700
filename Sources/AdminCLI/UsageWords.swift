import ArgumentParser
import ServiceAssembly

/// What is said about a mistaken command line.
enum UsageWords {
  /// The parser's message as one sentence; it writes lists of values one a line.
  static func message(_ text: String) -> String {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    guard let first = lines.first else { return text }
    let values = lines.dropFirst().map { $0.hasPrefix("- ") ? $0.dropFirst(2) : $0 }
    return values.isEmpty ? String(first) : first + " " + values.joined(separator: ", ")
  }

  /// What to do next: the command that was probably meant, how to write a value with a minus, the verb's own help.
  static func advice(_ arguments: [String]) -> String {
    var path = "moderato"
    var command: any ParsableCommand.Type = CommandLineRoot.self
    for word in arguments.prefix(while: { !$0.hasPrefix("-") }) {
      let known = command.configuration.subcommands
      guard !known.isEmpty else { break }
      guard let next = known.first(where: { $0._commandName == word }) else {
        let nearest = NearestName.of(word, among: known.map { $0._commandName })
        return (nearest.map { "did you mean `\(path) \($0)`? " } ?? "") + "see `\(path) --help`"
      }
      path += " \(word)"
      command = next
    }
    let help = "see `\(path) --help`"
    let negative = zip(arguments, arguments.dropFirst()).first { isNegative($1) }
    guard let (before, value) = negative else { return help }
    let isOption = before.hasPrefix("--") && before.count > 2
    return isOption
      ? "a value that begins with a minus is written \(before)=\(value); \(help)"
      : "an argument that begins with a minus comes after --; \(help)"
  }

  private static func isNegative(_ word: String) -> Bool {
    word.hasPrefix("-") && word.dropFirst().first?.isNumber == true
  }
}
