import ModerationModel

/// Reads rules of SpamAssassin: those on bodies and links, and what names, scores and joins them.
enum SpamAssassinImport {
  static func read(_ text: String, _ draft: inout ImportDraft, _ report: inout ImportReport) {
    var reader = Reader(name: draft.name)
    for (index, raw) in SourceText.lines(of: text).enumerated() {
      let line = raw.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      reader.read(line, number: index + 1, &report)
    }
    reader.finish(&draft, &report)
  }

  private struct Reader {
    let name: String
    var rules: [String: ImportDraft.Rule] = [:]
    var order: [String] = []
    /// Scores, descriptions and joins wait for all rules, since they may stand before them.
    var scores: [(name: String, points: Double, item: Int)] = []
    var titles: [(name: String, title: String, item: Int)] = []
    var flags: [(name: String, words: [Substring], item: Int)] = []
    var metas: [(name: String, text: String, item: Int)] = []
    var ids: Set<String> = []

    init(name: String) { self.name = name }

    mutating func read(_ line: Substring, number: Int, _ report: inout ImportReport) {
      let item = report.add(line, line: number)
      let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
      let rest = words.count > 2 ? String(words[2].drop { $0.isWhitespace }) : ""
      switch words[0] {
      case "body", "rawbody", "full", "uri":
        guard words.count > 2 else {
          return report.settle(item, .notUnderstood, "a name and an expression are missing")
        }
        if rest.hasPrefix("eval:") { return report.settle(item, .notUnderstood, "a function of the other program") }
        if words[0] == "full" { return report.settle(item, .notUnderstood, "looks at a whole mail with its headers") }
        add(String(words[1]), rest, fields: [], view: words[0] == "uri" ? "urls" : nil, item, &report)
      case "header": header(words.count > 1 ? String(words[1]) : "", rest, item, &report)
      case "meta":
        guard words.count > 2 else {
          return report.settle(item, .notUnderstood, "a name and an expression are missing")
        }
        metas.append((String(words[1]), rest, item))
      case "score":
        let numbers = rest.split { $0.isWhitespace || $0 == "#" }.prefix { Double($0) != nil }.compactMap { Double($0) }
        guard let points = numbers.last, points.isFinite, abs(points) <= 1_000 else {
          return report.settle(item, .notUnderstood, "not a number of points")
        }
        scores.append((String(words[1]), points, item))
        if numbers.count > 1 {
          report.settle(
            item, .changed, "of \(numbers.count) numbers the last is taken, for a program with all its tests")
        }
      case "describe": titles.append((words.count > 1 ? String(words[1]) : "", rest, item))
      case "tflags": flags.append((words.count > 1 ? String(words[1]) : "", rest.split(separator: " "), item))
      case "ifplugin", "if", "else", "endif":
        report.settle(item, .changed, "the condition is passed over; what stands under it is read")
      default: report.settle(item, .notUnderstood, "«\(words[0].prefix(40))» has no meaning here")
      }
    }

    private mutating func header(_ name: String, _ rest: String, _ item: Int, _ report: inout ImportReport) {
      let parts = rest.split(maxSplits: 2, whereSeparator: \.isWhitespace)
      guard parts.count == 3, parts[1] == "=~" else {
        return report.settle(item, .notUnderstood, "only «header NAME Subject|From =~ /…/» can be read")
      }
      let fields: [TextField]
      switch parts[0].lowercased() {
      case "subject": fields = [.body]
      case "from": fields = [.authorName, .authorEmail]
      case "from:addr", "reply-to:addr": fields = [.authorEmail]
      case "from:name": fields = [.authorName]
      case "user-agent", "x-mailer": fields = [.userAgent]
      default: return report.settle(item, .notUnderstood, "a comment has no header «\(parts[0].prefix(40))»")
      }
      add(name, String(parts[2]), fields: fields, view: nil, item, &report)
      guard report.items[item].outcome != .notUnderstood else { return }
      report.settle(item, .changed, "looked for in \(fields.map(\.rawValue).joined(separator: " and "))")
    }

    private mutating func add(
      _ name: String, _ source: String, fields: [TextField], view: String?, _ item: Int, _ report: inout ImportReport
    ) {
      var problem = ""
      guard let (text, flags) = ForeignExpression.delimited(source) else {
        return report.settle(item, .notUnderstood, "not an expression between delimiters")
      }
      guard let expression = ForeignExpression(text, flags: flags, problem: &problem) else {
        return report.settle(item, .notUnderstood, problem)
      }
      guard rules[name] == nil else {
        return report.settle(item, .notUnderstood, "the name is taken by an earlier rule, which stays")
      }
      var rule = ImportDraft.Rule(id: id(name), title: name)
      // A name that begins so has no points of its own; without a score line the others have one.
      rule.points = name.hasPrefix("__") ? nil : 1
      rule.fields = fields
      rule.view = view ?? expression.view
      rule.flags = expression.flags.sorted { $0.rawValue < $1.rawValue }
      rule.all = [.init(key: "pcre", entries: [.init(text: expression.text, item: item)])]
      rule.items = [item]
      rules[name] = rule
      order.append(name)
      if let change = expression.change { report.settle(item, .changed, change) }
    }

    private mutating func id(_ name: String) -> String {
      let word = (name.hasPrefix("__") ? "sub_" : "") + RuleImport.identifier(name)
      var id = "\(self.name).\(word)"
      var number = 2
      while !ids.insert(id).inserted {
        id = "\(self.name).\(word)_\(number)"
        number += 1
      }
      return id
    }

    mutating func finish(_ draft: inout ImportDraft, _ report: inout ImportReport) {
      for (name, _, item) in metas where rules[name] == nil {
        var rule = ImportDraft.Rule(id: id(name), title: name)
        rule.points = name.hasPrefix("__") ? nil : 1
        rule.items = [item]
        rules[name] = rule
        order.append(name)
      }
      for (name, text, item) in metas {
        guard rules[name]?.items == [item] else {
          report.settle(item, .notUnderstood, "the name is taken by an earlier rule, which stays")
          continue
        }
        guard let meta = expression(text) else {
          rules[name] = nil
          report.settle(
            item, .notUnderstood, "an expression over rules that are not in this file, or with signs of its own")
          continue
        }
        rules[name]?.meta = meta
      }
      for (name, points, item) in scores {
        guard rules[name] != nil else {
          report.settle(item, .notUnderstood, "there is no such rule here")
          continue
        }
        rules[name]?.points = points
      }
      for (name, title, item) in titles {
        guard rules[name] != nil, !title.isEmpty else {
          report.settle(item, .notUnderstood, "there is no such rule here")
          continue
        }
        rules[name]?.title = title
      }
      for (name, words, item) in flags {
        guard rules[name] != nil, words.contains("multiple") else {
          report.settle(item, .notUnderstood, "flags other than «multiple» have no meaning here")
          continue
        }
        rules[name]?.hitsMax = 8
        if words.count > 1 { report.settle(item, .changed, "only «multiple» is taken") }
      }
      draft.rules += order.compactMap { rules[$0] }
    }

    /// `A && !(B || C) > 2` in our words; `nil` for anything else.
    private func expression(_ text: String) -> String? {
      var result: [String] = []
      let characters = Array(text)
      var index = 0
      while index < characters.count {
        let character = characters[index]
        let pair = index + 1 < characters.count ? String(characters[index...index + 1]) : ""
        switch character {
        case " ", "\t": index += 1
        case "#": return result.isEmpty ? nil : result.joined(separator: " ")
        case _ where ["&&", "||", ">=", "<=", "==", "!="].contains(pair):
          result.append(pair == "&&" ? "and" : pair == "||" ? "or" : pair)
          index += 2
        case "!":
          result.append("not")
          index += 1
        case "(", ")", "+", "-", "*", "/", ">", "<":
          result.append(String(character))
          index += 1
        case _ where character.isNumber || character == "_" || character.isLetter:
          var word = ""
          while index < characters.count,
            characters[index].isLetter || characters[index].isNumber || "_.".contains(characters[index])
          {
            word.append(characters[index])
            index += 1
          }
          if Double(word) != nil {
            result.append(word)
          } else if let rule = rules[word] {
            result.append(rule.id)
          } else {
            return nil
          }
        default: return nil
        }
      }
      return result.isEmpty ? nil : result.joined(separator: " ")
    }
  }
}
