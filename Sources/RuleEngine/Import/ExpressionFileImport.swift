import ModerationModel

/// Reads an expression a line, with its flags and a tab before it.
enum ExpressionFileImport {
  static func read(_ text: String, _ draft: inout ImportDraft, _ report: inout ImportReport) {
    for (index, raw) in SourceText.lines(of: text).enumerated() {
      let line = raw.hasPrefix("\u{FEFF}") ? raw.dropFirst() : raw
      guard line.contains(where: { !$0.isWhitespace }), !line.hasPrefix("#") else { continue }
      let item = report.add(line, line: index + 1)
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      // Without a tab the whole line is an expression, and capitals do not count.
      let (flags, source) = parts.count == 2 ? (parts[0], String(parts[1])) : ("i", String(line))
      var problem = ""
      guard let expression = ForeignExpression(source, flags: flags, problem: &problem) else {
        report.settle(item, .notUnderstood, problem)
        continue
      }
      if let change = expression.change { report.settle(item, .changed, change) }
      var rule = ImportDraft.Rule(id: "\(draft.name).line_\(index + 1)", title: "Imported from line \(index + 1)")
      rule.points = EntryImport.points
      rule.flags = expression.flags.sorted { $0.rawValue < $1.rawValue }
      rule.view = expression.view
      rule.all = [.init(key: "pcre", entries: [.init(text: expression.text, item: item)])]
      rule.items = [item]
      draft.rules.append(rule)
    }
  }
}
