import ModerationModel
import RuleEngine

/// Writes suggestions as a rule file that lints but for what a person must fill in.
enum SuggestionDraft {
  /// The draft's text. Examples that do not hold are left out of it, and so are suggestions without any.
  static func checked(_ suggestions: inout [RuleSuggestion], files: RuleFiles, today: String) throws -> String {
    guard !suggestions.isEmpty else { return text([], today: today) }
    let set = try RuleSet(files: trial(text(suggestions, today: today), files))
    var failed: Set<String> = []
    for result in set.runTests() where result.isFailure { failed.insert("\(result.rule)\u{0}\(result.text)") }
    for index in suggestions.indices {
      let id = suggestions[index].id
      suggestions[index].hitExamples.removeAll { failed.contains("\(id)\u{0}\($0)") }
      suggestions[index].missExamples.removeAll { failed.contains("\(id)\u{0}\($0)") }
    }
    suggestions.removeAll { $0.hitExamples.isEmpty }
    return text(suggestions, today: today)
  }

  private static func trial(_ draft: String, _ files: RuleFiles) -> RuleFiles {
    var files = files
    files["suggested-draft.yaml"] = draft
    return files
  }

  static func text(_ suggestions: [RuleSuggestion], today: String) -> String {
    var lines = [
      "# Suggested by `moderato rules suggest` from people's decisions. Read each, give it an owner, a title and points, and",
      "# let it run in shadow before it is live.",
      suggestions.isEmpty ? "rules: []" : "rules:",
    ]
    for item in suggestions {
      lines += [
        "  - id: \(item.id)",
        "    title: \(RuleFileEdit.quoted("«\(item.pattern)», found by mining"))",
        "    category: \(item.category.rawValue)",
        "    owner: nobody-yet   # who answers for it",
      ]
      if !item.languages.isEmpty {
        lines.append("    languages: [\(item.languages.map(\.code).joined(separator: ", "))]")
      }
      lines += [
        "    created: \(today)",
        "    status: draft",
        "    # Decided when it was found: \(item.found.bad) unfit, \(item.found.good) fit; later: \(item.confirmed.bad) unfit, "
          + "\(item.confirmed.good) fit.",
        "    match:",
        "      words: [\(RuleFileEdit.quoted(item.pattern))]",
        "    score: 2.5",
        "    tests:",
        "      hit:",
      ]
      lines += item.hitExamples.map { "        - \(RuleFileEdit.quoted($0))" }
      if !item.missExamples.isEmpty {
        lines.append("      miss:")
        lines += item.missExamples.map { "        - \(RuleFileEdit.quoted($0))" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension RuleSuggestion {
  /// `suggested.` and the term in Latin letters.
  static func id(for term: MinedTerm, taken: Set<String>) -> String {
    var name = ""
    for character in term.key {
      switch character {
      case "a"..."z", "0"..."9": name.append(character)
      case " ": name.append("_")
      default: name += latin[character] ?? ""
      }
    }
    while name.hasPrefix("_") { name.removeFirst() }
    if name.isEmpty || name.first?.isNumber == true { name = "word" + name }
    var id = "suggested.\(name)"
    var number = 2
    while taken.contains(id) {
      id = "suggested.\(name)_\(number)"
      number += 1
    }
    return id
  }

  private static let latin: [Character: String] = [
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e",
    "ю": "iu", "я": "ia",
  ]
}
