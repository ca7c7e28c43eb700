import ModerationModel

/// Rules and lists on their way from another format into ours.
struct ImportDraft {
  /// Something that came from one item of the report.
  struct Entry {
    var text: String
    var item: Int
  }

  struct List {
    var name: String
    var kind: ListDefinition.Kind
    var entries: [Entry] = []
  }

  struct Rule {
    var id: String
    var title: String
    var category = Category.spam
    var status = RuleStatus.shadow
    var points: Double?
    var hitsMax = 1
    var floor: Action?
    var ceiling: Action?
    var fields: [TextField] = []
    var view: ViewWord?
    var flags: [PatternFlag] = []
    var list: String?
    /// Matchers by key, all of which must hold.
    var all: [Matcher] = []
    var not: [Matcher] = []
    var when: [(fact: FactName, condition: String)] = []
    var meta: String?
    var example: String?
    /// Items that fall with the rule.
    var items: [Int] = []
  }

  struct Matcher {
    var key: String
    var entries: [Entry]
    var fields: [TextField] = []
    var view: ViewWord?
    var flags: [PatternFlag] = []
  }

  /// A view's name as rule files write it.
  typealias ViewWord = String

  var name: String
  var created: String
  var lists: [List] = []
  var rules: [Rule] = []
}

/// The files of a draft, and which item stands in which line.
struct ImportText {
  private(set) var texts: [String: String] = [:]
  /// Item by file and line.
  private(set) var items: [String: [Int: Int]] = [:]
  /// Rule by line of its file.
  private(set) var rules: [String: [Int: Int]] = [:]
  private(set) var listLines: [String] = []

  /// Rules of one file; a file has a limit in bytes.
  private static let rulesPerFileMax = 1_000

  init(_ draft: ImportDraft) {
    for list in draft.lists where !list.entries.isEmpty {
      let path = "lists/\(list.name).txt"
      listLines.append("  \(list.name): { file: \(path), kind: \(list.kind.rawValue) }")
      texts[path] = list.entries.map(\.text).joined(separator: "\n") + "\n"
      items[path] = Dictionary(uniqueKeysWithValues: list.entries.enumerated().map { ($0 + 1, $1.item) })
    }
    for start in stride(from: 0, to: draft.rules.count, by: Self.rulesPerFileMax) {
      let part = start / Self.rulesPerFileMax
      let path = part == 0 ? "import.\(draft.name).yaml" : "import.\(draft.name).\(part + 1).yaml"
      write(draft, start..<min(start + Self.rulesPerFileMax, draft.rules.count), to: path)
    }
  }

  /// A ruleset.yaml for a folder that has none.
  static func ruleSet(_ name: String, listLines: [String]) -> String {
    let lists = listLines.isEmpty ? [] : ["lists:"] + listLines
    return (["schema: 1", "name: \(YAMLText.quoted(name))"] + lists).joined(separator: "\n") + "\n"
  }

  private mutating func write(_ draft: ImportDraft, _ range: Range<Int>, to path: String) {
    var lines = [
      "# Made by `moderato rules import`; see its report for what was changed and what was left out.", "rules:",
    ]
    var owners: [Int: Int] = [:]
    var items: [Int: Int] = [:]
    func matchers(_ matchers: [ImportDraft.Matcher], indent: String) {
      for matcher in matchers {
        var prefix = indent + "- "
        func line(_ text: String) {
          lines.append(prefix + text)
          prefix = indent + "  "
        }
        if !matcher.fields.isEmpty { line("fields: [\(matcher.fields.map(\.rawValue).joined(separator: ", "))]") }
        if let view = matcher.view { line("view: \(view)") }
        if !matcher.flags.isEmpty { line("flags: [\(matcher.flags.map(\.rawValue).joined(separator: ", "))]") }
        line("\(matcher.key):")
        for entry in matcher.entries {
          lines.append("\(indent)    - \(YAMLText.quoted(entry.text))")
          items[lines.count] = entry.item
        }
      }
    }
    for position in range {
      let rule = draft.rules[position]
      let first = lines.count + 1
      lines.append("  - id: \(rule.id)")
      lines.append("    title: \(YAMLText.quoted(rule.title))")
      lines.append("    category: \(rule.category.rawValue)")
      lines.append("    owner: import")
      lines.append("    created: \(draft.created)")
      lines.append("    status: \(rule.status.rawValue)")
      if !rule.fields.isEmpty { lines.append("    fields: [\(rule.fields.map(\.rawValue).joined(separator: ", "))]") }
      if let view = rule.view { lines.append("    view: \(view)") }
      if !rule.flags.isEmpty { lines.append("    flags: [\(rule.flags.map(\.rawValue).joined(separator: ", "))]") }
      if rule.list != nil || !rule.all.isEmpty || !rule.not.isEmpty {
        lines.append("    match:")
        if let list = rule.list { lines.append("      list: \(list)") }
        if !rule.all.isEmpty {
          lines.append("      all:")
          matchers(rule.all, indent: "        ")
        }
        if !rule.not.isEmpty {
          lines.append("      not:")
          lines.append("        any:")
          matchers(rule.not, indent: "          ")
        }
      }
      if !rule.when.isEmpty {
        lines.append("    when:")
        for (fact, condition) in rule.when { lines.append("      \(fact.rawValue): \(YAMLText.quoted(condition))") }
      }
      if let meta = rule.meta { lines.append("    meta: \(YAMLText.quoted(meta))") }
      if let points = rule.points { lines.append("    score: \(points.shortened)") }
      if rule.hitsMax > 1 { lines.append("    max_hits: \(rule.hitsMax)") }
      if let floor = rule.floor { lines.append("    floor: \(floor.rawValue)") }
      if let ceiling = rule.ceiling { lines.append("    ceiling: \(ceiling.rawValue)") }
      if let example = rule.example {
        lines.append("    tests:")
        lines.append("      hit:")
        lines.append("        - \(YAMLText.quoted(example))")
      }
      for line in first...lines.count { owners[line] = position }
    }
    texts[path] = lines.joined(separator: "\n") + "\n"
    self.items[path] = items
    rules[path] = owners
  }
}

/// Texts as YAML writes them.
enum YAMLText {
  /// In single quotes; in double ones where a character could not stand there, or could be taken for an anchor.
  static func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar != "&" && scalar.value >= 0x20 && scalar.value != 0x7F && !(0x80...0x9F).contains(scalar.value)
        && ![0x2028, 0x2029, 0xFEFF].contains(scalar.value)
    }
    if isPlain { return "'\(text.replacing("'", with: "''"))'" }
    var result = "\""
    for scalar in text.unicodeScalars {
      let isUnfit =
        scalar == "&" || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [0x2028, 0x2029, 0xFEFF].contains(scalar.value)
      if scalar == "\\" || scalar == "\"" {
        result += "\\\(scalar)"
      } else if isUnfit {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
