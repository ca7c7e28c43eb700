import RuleEngine

/// Puts examples into a rule file as a person would: lines are added, and every other line, remarks included, stays.
enum RuleFileEdit {
  /// Text as a YAML scalar in single quotes; line breaks become blanks, since an example stands on one line.
  static func quoted(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "'" + line.replacing("'", with: "''") + "'"
  }

  /// The file's text with examples added to one of its rules.
  ///
  /// - Parameters:
  ///   - line: Where the rule begins, from 1.
  /// - Returns: `nil` when the rule is written in a layout that this cannot add to, such as one line.
  static func adding(_ examples: [String], to key: String, ofRuleAt line: Int, in text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard (1...lines.count).contains(line) else { return nil }
    let begin = line - 1
    let dash = indent(lines[begin])
    guard lines[begin].dropFirst(dash).hasPrefix("- ") else { return nil }
    let inner = dash + 2
    var end = begin + 1
    while end < lines.count, isBlank(lines[end]) || indent(lines[end]) > dash { end += 1 }
    while end > begin + 1, isBlank(lines[end - 1]) { end -= 1 }
    let quotedExamples = examples.map(quoted)
    let pad = String(repeating: " ", count: inner)

    guard let tests = (begin..<end).first(where: { name(lines[$0], at: inner) == "tests" }) else {
      lines.insert(
        contentsOf: ["\(pad)tests:", "\(pad)  \(key):"] + quotedExamples.map { "\(pad)    - \($0)" }, at: end)
      return lines.joined(separator: "\n")
    }
    // A flow mapping after `tests:` is not taken apart.
    guard value(lines[tests]).isEmpty else { return nil }
    var testsEnd = tests + 1
    while testsEnd < end, isBlank(lines[testsEnd]) || indent(lines[testsEnd]) > inner { testsEnd += 1 }
    guard let own = (tests + 1..<testsEnd).first(where: { name(lines[$0], at: inner + 2) == key }) else {
      lines.insert(contentsOf: ["\(pad)  \(key):"] + quotedExamples.map { "\(pad)    - \($0)" }, at: testsEnd)
      return lines.joined(separator: "\n")
    }
    let flow = value(lines[own])
    if flow.hasPrefix("[") {
      // «hit: [a, b]» on one line, perhaps with a remark behind.
      guard let close = lines[own].lastIndex(of: "]") else { return nil }
      let isEmpty = flow.dropFirst().drop { $0 == " " }.first == "]"
      lines[own].insert(contentsOf: (isEmpty ? "" : ", ") + quotedExamples.joined(separator: ", "), at: close)
      return lines.joined(separator: "\n")
    }
    guard flow.isEmpty else { return nil }
    var ownEnd = own + 1
    while ownEnd < testsEnd, isBlank(lines[ownEnd]) || indent(lines[ownEnd]) > inner + 2 { ownEnd += 1 }
    let itemPad = ownEnd > own + 1 ? String(repeating: " ", count: indent(lines[own + 1])) : pad + "    "
    lines.insert(contentsOf: quotedExamples.map { "\(itemPad)- \($0)" }, at: ownEnd)
    return lines.joined(separator: "\n")
  }

  private static func isBlank(_ line: String) -> Bool { line.allSatisfy { $0 == " " } }
  private static func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  /// The key of a line at an indentation.
  private static func name(_ line: String, at column: Int) -> String? {
    guard indent(line) == column, let colon = line.firstIndex(of: ":") else { return nil }
    return String(line[..<colon].dropFirst(column))
  }

  /// What stands behind the key, without a remark that is all of it.
  private static func value(_ line: String) -> Substring {
    guard let colon = line.firstIndex(of: ":") else { return "" }
    let rest = line[line.index(after: colon)...].drop { $0 == " " }
    return rest.hasPrefix("#") ? "" : rest
  }
}
