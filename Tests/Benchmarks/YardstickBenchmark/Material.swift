import Foundation
import RuleEngine

/// What is measured with: expressions and comments, read from files or made here.
struct Material {
  var expressions: [String] = []
  var comments: [String] = []
  /// Where they come from, for the head of the report.
  var origin = ""

  /// The files of a rule set that has expressions as one list.
  static func listFiles(_ expressions: some Sequence<String>, kind: String = "regex") -> RuleFiles {
    RuleFiles([
      "ruleset.yaml": "schema: 1\nname: bench\nlists: { all: { file: lists/all.txt, kind: \(kind) } }\n",
      "lists/all.txt": expressions.joined(separator: "\n"),
      "rules.yaml":
        "rules:\n  - { id: all, owner: bench, category: other, match: { list: all }, max_hits: 1, score: 0 }\n",
    ])
  }

  /// The files of a rule set that has each expression as a rule of its own, with what an editor would write beside it.
  static func ruleFiles(_ expressions: some Sequence<String>) -> RuleFiles {
    var files = RuleFiles(["ruleset.yaml": "schema: 1\nname: bench\ndefaults: { owner: desk }\n"])
    var text = ""
    var file = 0
    func write() {
      files["rules\(file).yaml"] = "rules:\n" + text
      text = ""
      file += 1
    }
    for (number, expression) in expressions.enumerated() {
      text += """
          - id: bench.n\(number)
            title: Rule number \(number)
            category: spam
            created: 2026-11-20
            match: { pcre: '\(expression.replacing("'", with: "''"))' }
            score: 1.5
            tests: { miss: ['Сколько магазинов закрыли?'] }

        """
      if number % 500 == 499 { write() }
    }
    if !text.isEmpty { write() }
    return files
  }

  /// Expressions of a file, one a line, perhaps after their flags and a tab.
  static func expressions(at path: String) throws -> [String] {
    try lines(of: path).map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].allSatisfy({ "imsx-".contains($0) }) else { return line }
      return ["", "i", "-"].contains(parts[0]) ? String(parts[1]) : "(?\(parts[0].filter { $0 != "i" }))\(parts[1])"
    }
  }

  static func lines(of path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// The texts of a file of JSON lines.
  static func comments(at path: String, max: Int = 10_000) throws -> [String] {
    try lines(of: path).prefix(max).compactMap { line in
      (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["text"] as? String
    }
  }

  /// Expressions that a set can take: no comment sign of list files, no blanks at the ends, and PCRE2 compiles them.
  static func usable(_ expressions: [String]) -> [String] {
    let plausible = expressions.filter {
      $0 != "" && !$0.hasPrefix("#") && $0 == $0.trimmingCharacters(in: .whitespaces)
    }
    if (try? RuleSet(files: listFiles(plausible))) != nil { return plausible }
    return plausible.filter { (try? RuleSet(files: listFiles([$0]))) != nil }
  }
}
