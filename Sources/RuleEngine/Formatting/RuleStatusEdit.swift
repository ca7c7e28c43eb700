extension RuleFiles {
  /// These files with another status for one rule: one line changes or is added, and every other line stays, remarks
  /// included.
  ///
  /// - Returns: `nil` when there is no such rule, or it is written in a layout in which no line is its status, such as a
  ///   mapping on one line.
  public func settingStatus(_ status: RuleStatus, of id: String) -> RuleFiles? {
    let (definition, _) = RuleSetReader.read(self)
    guard let rule = definition.rules.first(where: { $0.id == id }), let text = self[rule.place.file] else {
      return nil
    }
    // A line ends where the file's lines end, be it with a carriage return.
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let begin = Self.beginning(of: rule.place.line - 1, in: lines)
    guard let begin else { return nil }
    let dash = Self.indent(lines[begin])
    let inner = dash + 2
    var end = begin + 1
    while end < lines.count, lines[end].allSatisfy(\.isWhitespace) || Self.indent(lines[end]) > dash { end += 1 }
    let own = (begin..<end).first { Self.isKey("status", lines[$0], at: inner, isFirst: $0 == begin) }
    if let own, let colon = lines[own].firstIndex(of: ":") {
      let value = lines[own][lines[own].index(after: colon)...]
      // What follows the value, from the blanks before a remark on.
      let word = value.drop { $0 == " " }.prefix { !$0.isWhitespace }
      let tail = value[word.endIndex...]
      let remark = tail.contains("#") || tail.last == "\r" ? String(tail) : ""
      lines[own] = "\(lines[own][...colon]) \(status.rawValue)\(remark)"
    } else {
      let tail = lines[begin].last == "\r" ? "\r" : ""
      lines.insert("\(String(repeating: " ", count: inner))status: \(status.rawValue)\(tail)", at: begin + 1)
    }
    var edited = self
    edited[rule.place.file] = lines.joined(separator: "\n")
    // Whatever the layout was: the edit is one only when exactly this came of it.
    let (after, diagnostics) = RuleSetReader.read(edited)
    let changed = RuleSetChanges(from: self, to: edited).rules
    guard !diagnostics.hasErrors, after.rules.first(where: { $0.id == id })?.status == status,
      changed.added.isEmpty, changed.removed.isEmpty, changed.changed == [id] || changed.isEmpty
    else { return nil }
    return edited
  }

  /// The line of the dash of the rule whose id stands at a line.
  private static func beginning(of line: Int, in lines: [String]) -> Int? {
    guard lines.indices.contains(line) else { return nil }
    func hasDash(_ line: String) -> Bool { line.dropFirst(indent(line)).hasPrefix("- ") }
    if hasDash(lines[line]) { return line }
    let column = indent(lines[line]) - 2
    return lines[..<line].lastIndex { hasDash($0) && indent($0) == column }
  }

  private static func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  private static func isKey(_ key: String, _ line: String, at column: Int, isFirst: Bool) -> Bool {
    let start = isFirst ? line.dropFirst(indent(line)).dropFirst(2) : line.dropFirst(column)
    guard isFirst || indent(line) == column else { return false }
    return start.hasPrefix("\(key):")
  }
}
