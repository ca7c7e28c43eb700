import ModerationModel

/// Reads rules of Reddit's AutoModerator, as far as they speak of texts, links and authors.
///
/// A condition that cannot be asked here would narrow its rule; without it the rule would hit more than was meant, so it
/// becomes a draft.
enum AutoModeratorImport {
  static func read(_ text: String, _ draft: inout ImportDraft, _ report: inout ImportReport) {
    var document: [Substring] = []
    var first = 1
    var number = 0
    let lines = SourceText.lines(of: text)
    for (index, line) in (lines + ["---"]).enumerated() {
      guard line.hasPrefix("---") else {
        document.append(line)
        continue
      }
      if document.contains(where: { line in line.contains { !$0.isWhitespace } && !line.hasPrefix("#") }) {
        number += 1
        read(document.joined(separator: "\n"), from: first, number: number, &draft, &report)
      }
      document = []
      first = index + 2
    }
  }

  private static func read(
    _ text: String, from first: Int, number: Int, _ draft: inout ImportDraft, _ report: inout ImportReport
  ) {
    var diagnostics = Diagnostics()
    guard let root = YAMLDocument.root(of: text, file: "", &diagnostics), case .mapping(let pairs) = root.content,
      !diagnostics.hasErrors
    else {
      let finding = diagnostics.findings.first { $0.severity == .error }
      _ = report.add(
        "document \(number)", line: first + (finding?.place.line ?? 1) - 1, .notUnderstood,
        finding?.message ?? "not a mapping of keys and values")
      return
    }
    var reader = Reader(
      rule: .init(id: "\(draft.name).rule_\(number)", title: "Imported rule \(number)"), firstLine: first)
    for (key, value) in pairs { reader.read(key, value, &report) }
    reader.finish(&draft, &report)
  }

  private struct Reader {
    var rule: ImportDraft.Rule
    let firstLine: Int
    /// Why the rule cannot be had at all.
    var refusal: String?
    /// A condition that is left out.
    var isWidened = false

    private func line(_ place: SourcePlace) -> Int { firstLine + place.line - 1 }

    mutating func read(_ key: YAMLKey, _ value: YAMLNode, _ report: inout ImportReport) {
      let text = value.scalar?.text ?? ""
      let item = report.add("\(key.name): \(text)", line: line(key.place))
      rule.items.append(item)
      let (subject, modifiers) = Self.split(key.name)
      switch subject {
      case "type":
        if !["any", "comment"].contains(text) { refusal = "it judges posts, and there are none here" }
      case "action": action(text, item, &report)
      case "action_reason", "report_reason":
        if !text.isEmpty { rule.title = String(text.prefix(200)) }
      case "author" where value.scalar == nil && modifiers.isEmpty && Self.isMapping(value):
        guard case .mapping(let pairs) = value.content else { return }
        for (key, value) in pairs { author(key, value, &report) }
      case "author", "~author":
        matcher(subject, modifiers.isEmpty ? ["full-exact"] : modifiers, value, key, item, &report)
      case "moderators_exempt", "priority", "comment", "message", "message_subject", "modmail", "modmail_subject",
        "comment_locked", "comment_stickied", "set_flair", "overwrite_flair":
        report.settle(item, .changed, "left out: it changes nothing in what is found here")
      case "author_account_age", "account_age": age(text, item, &report)
      default: matcher(subject, modifiers, value, key, item, &report)
      }
    }

    private static func isMapping(_ node: YAMLNode) -> Bool {
      if case .mapping = node.content { return true }
      return false
    }

    /// `title+body (regex, includes)` in its two halves.
    private static func split(_ key: String) -> (String, [String]) {
      guard let open = key.firstIndex(of: "(") else { return (key.trimmed, []) }
      let inside = key[key.index(after: open)...].prefix { $0 != ")" }
      return (String(key[..<open]).trimmed, inside.split(separator: ",").map { String($0).trimmed })
    }

    private mutating func action(_ text: String, _ item: Int, _ report: inout ImportReport) {
      switch text {
      case "remove":
        rule.floor = .reject
        rule.category = .other
      case "spam": rule.floor = .spam
      case "filter":
        rule.floor = .hold
        rule.category = .other
      case "report":
        rule.floor = .hold
        rule.category = .other
        report.settle(item, .changed, "a report is a hold here: a person looks")
      case "approve":
        rule.ceiling = .publish
        rule.category = .other
      default: report.settle(item, .notUnderstood, "the action is not known")
      }
    }

    private mutating func author(_ key: YAMLKey, _ value: YAMLNode, _ report: inout ImportReport) {
      let (subject, modifiers) = Self.split(key.name)
      let text = value.scalar?.text ?? ""
      let item = report.add("author.\(key.name): \(text)", line: line(key.place))
      rule.items.append(item)
      switch subject {
      case "account_age": age(text, item, &report)
      case "name", "~name":
        matcher(
          subject.replacing("name", with: "author"), modifiers.isEmpty ? ["full-exact"] : modifiers, value, key, item,
          &report)
      default:
        isWidened = true
        report.settle(item, .notUnderstood, "nothing here is known that answers this; the rule becomes a draft")
      }
    }

    /// `< 2 days` as a condition on days.
    private mutating func age(_ text: String, _ item: Int, _ report: inout ImportReport) {
      let words = text.split(separator: " ")
      let units: [String: Double] = [
        "minute": 1 / 1440.0, "hour": 1 / 24.0, "day": 1, "week": 7, "month": 30, "year": 365,
      ]
      let sign = words.first.map(String.init) ?? ""
      let unit = words.count > 2 ? String(words[2]) : "days"
      guard ["<", ">"].contains(sign), words.count >= 2, let number = Double(words[1]),
        let days = units[unit.hasSuffix("s") ? String(unit.dropLast()) : unit]
      else {
        isWidened = true
        return report.settle(item, .notUnderstood, "not a comparison with a length of time; the rule becomes a draft")
      }
      rule.when.append((.authorAgeDays, "\(sign) \((number * days).shortened)"))
    }

    private mutating func matcher(
      _ subject: String, _ modifiers: [String], _ value: YAMLNode, _ key: YAMLKey, _ item: Int,
      _ report: inout ImportReport
    ) {
      var subject = subject
      let isNegated = subject.hasPrefix("~")
      if isNegated { subject.removeFirst() }
      let names = subject.split(separator: "+").map { String($0).trimmed }
      let known: Set<String> = ["body", "title", "domain", "url", "author"]
      func cannot(_ reason: String) {
        isWidened = true
        report.settle(item, .notUnderstood, reason + "; the rule becomes a draft")
      }
      guard names.allSatisfy({ known.contains($0) }) else { return cannot("nothing here is known that answers this") }
      let taken = names.filter { $0 != "title" }
      guard !taken.isEmpty else { return cannot("a comment has no title of its own") }
      guard Set(taken.map(Self.view)).count == 1 else { return cannot("texts and links cannot be asked at once") }
      if taken.count < names.count { report.settle(item, .changed, "a comment has no title: the body alone is asked") }
      var diagnostics = Diagnostics()
      let scalars = value.scalars("entries", &diagnostics)
      guard !scalars.isEmpty, !diagnostics.hasErrors else { return cannot("not a list of texts") }
      var flags: [PatternFlag] = []
      var view = Self.view(taken[0])
      var way: String?
      var isExpression = false
      for modifier in modifiers {
        switch modifier {
        case "regex": isExpression = true
        case "case-sensitive":
          flags.append(.caseSensitive)
          view = view ?? "raw"
        case "includes", "includes-word", "full-exact", "full-text", "starts-with", "ends-with": way = modifier
        default: return cannot("the modifier «\(modifier.prefix(30))» is not known")
        }
      }
      let usual = taken[0] == "domain" ? "domain" : taken[0] == "url" ? "includes" : "includes-word"
      var matcher = ImportDraft.Matcher(key: "pcre", entries: [])
      matcher.fields = taken.map { $0 == "author" ? .authorName : .body }
      matcher.view = view
      matcher.flags = flags
      if taken[0] == "domain", !flags.contains(.multiline) { matcher.flags.append(.multiline) }
      let meaning = way ?? usual
      if !isExpression, ["includes", "includes-word"].contains(meaning) {
        matcher.key = meaning == "includes" ? "substrings" : "phrases"
      }
      for scalar in scalars {
        var source = scalar.text
        if matcher.key == "pcre" {
          if isExpression {
            var problem = ""
            guard let expression = ForeignExpression(source, flags: "i", problem: &problem) else {
              return cannot(problem)
            }
            source = expression.text
          } else {
            source = Self.quoted(source)
          }
          source = Self.anchored(source, meaning)
        }
        let entry = report.add(scalar.text, line: line(scalar.place))
        matcher.entries.append(.init(text: source, item: entry))
      }
      if isNegated { rule.not.append(matcher) } else { rule.all.append(matcher) }
    }

    private static func view(_ name: String) -> String? {
      switch name {
      case "domain": "domains"
      case "url": "urls"
      default: nil
      }
    }

    private static func quoted(_ text: String) -> String {
      var result = ""
      for scalar in text.unicodeScalars {
        if scalar.isASCII, !WordCharacter.isWord(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
      return result
    }

    private static func anchored(_ source: String, _ way: String) -> String {
      switch way {
      case "includes-word": "(?<!\\w)(?:\(source))(?!\\w)"
      case "full-exact": "\\A(?:\(source))\\z"
      case "full-text": "\\A\\W*(?:\(source))\\W*\\z"
      case "starts-with": "\\A(?:\(source))(?!\\w)"
      case "ends-with": "(?<!\\w)(?:\(source))\\z"
      case "domain": "^(?:[^\\n]{1,200}\\.)?(?:\(source))$"
      default: source
      }
    }

    mutating func finish(_ draft: inout ImportDraft, _ report: inout ImportReport) {
      if let refusal {
        for item in rule.items + (rule.all + rule.not).flatMap(\.entries).map(\.item) {
          report.settle(item, .notUnderstood, refusal)
        }
        return
      }
      guard !rule.all.isEmpty || !rule.not.isEmpty || !rule.when.isEmpty else {
        for item in rule.items {
          report.settle(item, .notUnderstood, "nothing of what the rule asks can be asked here")
        }
        return
      }
      if isWidened { rule.status = .draft }
      if rule.floor == nil, rule.ceiling == nil { rule.points = EntryImport.points }
      draft.rules.append(rule)
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
