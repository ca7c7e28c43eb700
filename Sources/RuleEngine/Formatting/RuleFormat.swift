/// The canonical layout of rule files, made line by line so that comments stay with what they precede.
///
/// Blanks at line ends go, files end with one line end, rules are kept apart by one empty line, runs of empty lines
/// become one, and keys of a rule stand in the order of the language's description. What is not understood is left as it
/// is. The result says the same: it is read again, and a file that would say something else stays untouched.
package enum RuleFormat {
  package enum Outcome: Sendable {
    case unchanged
    case changed(String)
    /// It cannot be read as YAML.
    case damaged([Diagnostic])
  }

  package static func format(_ text: String, file: String) -> Outcome {
    var diagnostics = Diagnostics()
    let before = YAMLDocument.root(of: text, file: file, &diagnostics)
    guard !diagnostics.hasErrors else { return .damaged(diagnostics.sorted(in: RuleFiles([file: text]))) }
    // Blanks at a line's end mean something inside a text that goes over several lines.
    guard let before, !hasLongTexts(before, text) else { return .unchanged }
    var lines = SourceText.lines(of: text).map { trimmedEnd(String($0)) }
    lines = orderingKeys(lines)
    lines = spacing(lines)
    let result = lines.joined(separator: "\n") + "\n"
    guard result != text else { return .unchanged }
    var again = Diagnostics()
    guard let after = YAMLDocument.root(of: result, file: file, &again), !again.hasErrors,
      saysTheSame(after, before),
      comments(result) == comments(text)
    else { return .unchanged }
    return .changed(result)
  }

  /// Keys of a rule, in the order in which a reader wants them.
  static let ruleKeys = [
    "id", "title", "intent", "category", "owner", "languages", "created", "expires", "status", "rollout", "fields",
    "view", "flags", "match", "when", "meta", "except", "score", "max_hits", "group", "floor", "ceiling", "reason",
    "promote_if", "tests",
  ]

  /// Whether two texts are one to the canonical form: the order of keys aside, everything is equal.
  private static func saysTheSame(_ left: YAMLNode, _ right: YAMLNode) -> Bool {
    switch (left.content, right.content) {
    case (.scalar(let left), .scalar(let right)):
      return left.text == right.text && (left.style == .plain) == (right.style == .plain)
    case (.sequence(let left), .sequence(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { saysTheSame($0, $1) }
    case (.mapping(let left), .mapping(let right)):
      guard left.count == right.count else { return false }
      let (left, right) = (left.sorted { $0.key.name < $1.key.name }, right.sorted { $0.key.name < $1.key.name })
      return zip(left, right).allSatisfy { $0.key.name == $1.key.name && saysTheSame($0.value, $1.value) }
    default: return false
    }
  }

  /// Block scalars, and quoted or plain texts of more than one line.
  private static func hasLongTexts(_ node: YAMLNode, _ text: String) -> Bool {
    switch node.content {
    case .scalar(let scalar):
      if scalar.style == .block { return true }
      let lines = SourceText.lines(of: text)
      guard scalar.style != .plain, lines.indices.contains(scalar.place.line - 1) else { return false }
      let quote: Unicode.Scalar = scalar.style == .singleQuoted ? "'" : "\""
      let rest = lines[scalar.place.line - 1].unicodeScalars.dropFirst(scalar.place.column)
      return !rest.contains(quote)
    case .sequence(let items): return items.contains { hasLongTexts($0, text) }
    case .mapping(let pairs): return pairs.contains { hasLongTexts($0.value, text) }
    }
  }

  /// Moves the keys of each rule, with their comments and what is below them, into order.
  private static func orderingKeys(_ lines: [String]) -> [String] {
    var result: [String] = []
    var index = 0
    while index < lines.count {
      guard lines[index].hasPrefix("  - "), indent(lines[index]) == 2 else {
        result.append(lines[index])
        index += 1
        continue
      }
      var end = index + 1
      while end < lines.count, lines[end].isEmpty || indent(lines[end]) >= 4 { end += 1 }
      // What stands after the last key, with fewer blanks, belongs to the next rule.
      while end > index + 1, lines[end - 1].isEmpty { end -= 1 }
      result += rule(Array(lines[index..<end]))
      index = end
    }
    return result
  }

  private static func rule(_ lines: [String]) -> [String] {
    var lines = lines
    lines[0] = "    " + lines[0].dropFirst(4)
    var parts: [(rank: Int, lines: [String])] = []
    var pending: [String] = []
    for line in lines {
      let isDeep = line.isEmpty || indent(line) > 4
      if indent(line) == 4, line.dropFirst(4).hasPrefix("#") {
        pending.append(line)
      } else if isDeep, !parts.isEmpty, pending.isEmpty {
        parts[parts.count - 1].lines.append(line)
      } else {
        let key = String(line.dropFirst(4).prefix { $0 != ":" })
        guard !isDeep, let rank = ruleKeys.firstIndex(of: key) else { return original(lines) }
        parts.append((rank, pending + [line]))
        pending = []
      }
    }
    guard pending.isEmpty, parts.first?.lines.count ?? 0 > 0 else { return original(lines) }
    var sorted = parts.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .flatMap(\.element.lines)
    // A comment cannot stand between the dash and the first key.
    guard let first = sorted.first, !first.dropFirst(4).hasPrefix("#") else { return original(lines) }
    sorted[0] = "  - " + first.dropFirst(4)
    return sorted
  }

  private static func original(_ lines: [String]) -> [String] {
    ["  - " + lines[0].dropFirst(4)] + lines.dropFirst()
  }

  /// One empty line between rules, none at the beginning and the end, never two.
  private static func spacing(_ lines: [String]) -> [String] {
    var result: [String] = []
    for line in lines {
      if line.isEmpty, result.last?.isEmpty ?? true { continue }
      let last = result.last ?? ""
      let isRule = line.hasPrefix("  - ") || line.hasPrefix("  #")
      if isRule, indent(line) == 2, !last.isEmpty, indent(last) >= 4 { result.append("") }
      result.append(line)
    }
    while result.last?.isEmpty ?? false { result.removeLast() }
    return result
  }

  private static func trimmedEnd(_ line: String) -> String {
    var line = line
    while let last = line.last, last == " " || last == "\t" { line.removeLast() }
    return line
  }

  private static func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  /// Lines that are comments, in any order: none may get lost.
  private static func comments(_ text: String) -> [String] {
    SourceText.lines(of: text).map { String($0.drop { $0 == " " || $0 == "\t" }) }.filter { $0.hasPrefix("#") }
      .map(trimmedEnd).sorted()
  }
}
