import Foundation
import RuleEngine

/// What is measured with: expressions and comments, read from files or of the project's own.
struct Material {
  private(set) var expressions: [String]
  private(set) var comments: [String]
  /// Entries of a long list; `nil` without one.
  private(set) var list: [String]?
  /// Texts that must not be held, by the name of their file.
  private(set) var good: [(name: String, texts: [String])]
  /// Comments that nobody would hold, none of them in `good`.
  private(set) var ordinary: [String]
  /// Where they come from, for the head of the report.
  private(set) var origin: String

  /// Fewer are varied until there are so many.
  static let expressionsMin = 9_000
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// - Parameters: Paths of files; see ``Entrypoint``.
  init(
    patterns: [String], comments: [String], list: String?, good: [String], ordinary: [String] = []
  ) throws {
    let all = try comments.flatMap { try Self.comments(at: $0) }
    // Of a length that readers write, the same share of each file.
    let fit = all.filter { (80...240).contains($0.utf8.count) }
    let step = max(1, fit.count / 8_000)
    let labelled = Self.root.appending(path: "Fixtures/Demo/labelled.jsonl").path
    self.comments =
      fit.isEmpty
      ? try Self.comments(at: labelled) : stride(from: 0, to: fit.count, by: step).map { fit[$0] }
    let given = Self.rare(Self.usable(try patterns.flatMap { try Self.expressions(at: $0) }), in: self.comments)
    let base = given.isEmpty ? OwnExpressions.all : given
    expressions = Self.rare(
      Self.usable(ExpressionVariants.make(max(Self.expressionsMin, base.count), from: base)), in: self.comments)
    self.list = try list.map { try Self.lines(of: $0) }
    self.good = try good.map { path in
      (URL(filePath: path).deletingPathExtension().lastPathComponent, try Self.comments(at: path, label: "ok"))
    }
    self.ordinary = try ordinary.flatMap { try Self.comments(at: $0, label: "ok") }
    let bytes = self.comments.reduce(0) { $0 + $1.utf8.count }
    origin = """
      \(expressions.count) expressions, of them \(min(base.count, expressions.count)) \(given.isEmpty ? "of our own" : "given") \
      and the others varied; \(self.comments.count) comments of \(bytes / max(1, self.comments.count)) bytes
      """
  }

  /// Comments put together until they are so long.
  func joined(bytes: Int) -> [String] {
    var texts: [String] = []
    var text = ""
    for comment in comments {
      text += text.isEmpty ? comment : "\n" + comment
      if text.utf8.count >= bytes {
        texts.append(text)
        text = ""
      }
    }
    return texts.isEmpty ? [text] : texts
  }

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

  /// The texts of a file of JSON lines, at most ten thousand; of one label where one is asked for.
  static func comments(at path: String, label: String? = nil) throws -> [String] {
    try lines(of: path).prefix(10_000).compactMap { line in
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard label == nil || row?["label"] as? String == label else { return nil }
      return row?["text"] as? String
    }
  }

  /// Without those that hit more than one comment in twenty, such as `.`: nobody keeps a rule that says nothing, and what
  /// is measured would be the noting down of its hits.
  private static func rare(_ expressions: [String], in comments: [String]) -> [String] {
    guard let rules = try? RuleSet(files: listFiles(expressions)) else { return expressions }
    var worker = rules.makeWorker()
    var hits: [String: Int] = [:]
    let sample = stride(from: 0, to: comments.count, by: max(1, comments.count / 400)).map { comments[$0] }
    for comment in sample {
      for pattern in Set(worker.places(in: FieldTexts(body: comment)).places.map(\.pattern)) {
        hits[rules.source(ofPattern: pattern), default: 0] += 1
      }
    }
    return expressions.filter { hits[$0, default: 0] * 20 <= sample.count }
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
