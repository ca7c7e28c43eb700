package import ModerationModel

/// Turns what other programs keep spam out with into rules and lists of ours.
///
/// What comes out loads without errors: it is compiled here, and what does not compile moves into the report.
package struct RuleImport: Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Disallowed keys of WordPress: an entry a line.
    case wordpress
    /// An entry a line, `#` begins a comment.
    case list
    /// `body NAME /expression/flags`, `score`, `describe`, `meta`.
    case spamassassin
    /// An expression a line, with its flags and a tab before it.
    case regex
    /// Rules of Reddit's AutoModerator, documents between `---`.
    case automoderator
  }

  /// What an entry of a list means.
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    case words, phrases, substrings
  }

  /// What the rules, lists and files are called; made fit for an id.
  package var name: String
  package var mode = Mode.words
  /// Written as `created`.
  package var now: Timestamp
  /// Texts that must not be held, to find out which entries ordinary people use.
  package var ordinaryTexts: [String] = []

  package init(name: String, mode: Mode = .words, now: Timestamp, ordinaryTexts: [String] = []) {
    self.name = Self.identifier(name)
    self.mode = mode
    self.now = now
    self.ordinaryTexts = ordinaryTexts
  }

  package struct Result: Sendable {
    /// Rule files and lists, without `ruleset.yaml`.
    package var texts: [String: String]
    /// Lines for `lists:` of `ruleset.yaml`.
    package var listLines: [String]
    package var report: ImportReport
    package var ruleCount: Int

    /// A whole rule set made of the result alone.
    package func ruleSetFiles(name: String) -> RuleFiles {
      var files = texts
      files[RuleFiles.ruleSetPath] = ImportText.ruleSet(name, listLines: listLines)
      return RuleFiles(files)
    }
  }

  /// Reads a file of another program.
  ///
  /// - Complexity: O(text) for entries; each round of mending compiles the expressions that are left.
  package func run(_ kind: Kind, _ text: String) -> Result {
    var draft = ImportDraft(name: name, created: String(now.description.prefix(10)))
    var report = ImportReport()
    switch kind {
    case .wordpress: EntryImport.read(text, hasComments: false, mode: mode, &draft, &report)
    case .list: EntryImport.read(text, hasComments: true, mode: mode, &draft, &report)
    case .spamassassin: SpamAssassinImport.read(text, &draft, &report)
    case .regex: ExpressionFileImport.read(text, &draft, &report)
    case .automoderator: AutoModeratorImport.read(text, &draft, &report)
    }
    mend(&draft, &report)
    if !ordinaryTexts.isEmpty {
      OrdinaryUse.setAside(ordinaryTexts, &draft, &report)
      mend(&draft, &report)
    }
    let written = ImportText(draft)
    return Result(
      texts: written.texts, listLines: written.listLines, report: report, ruleCount: draft.rules.count)
  }

  /// Compiles the draft and takes out what does not compile, until it does.
  private func mend(_ draft: inout ImportDraft, _ report: inout ImportReport) {
    removeEmpty(&draft)
    // Each round takes out at least one rule or entry; in practice there are two.
    while true {
      let written = ImportText(draft)
      var files = RuleFiles(written.texts)
      files[RuleFiles.ruleSetPath] = ImportText.ruleSet(name, listLines: written.listLines)
      let (compiled, findings, _) = RuleSetCompiler.compile(files)
      if let compiled {
        dropFailingExamples(RuleSet(compiled: compiled), &draft)
        return
      }
      var (fallenItems, fallenRules): (Set<Int>, Set<Int>) = ([], [])
      for finding in findings where finding.severity == .error {
        let place = finding.place
        if let item = written.items[place.file]?[place.line] {
          report.settle(item, .notUnderstood, finding.message)
          fallenItems.insert(item)
        } else if let rule = written.rules[place.file]?[place.line] {
          for item in draft.rules[rule].items { report.settle(item, .notUnderstood, finding.message) }
          fallenRules.insert(rule)
        }
      }
      guard !fallenItems.isEmpty || !fallenRules.isEmpty else {
        // An error in no rule and no entry, such as too many of them: nothing of this draft can be used.
        let message = findings.first { $0.severity == .error }?.message ?? "it cannot be loaded"
        for item in report.items.indices { report.settle(item, .notUnderstood, message) }
        draft.rules = []
        draft.lists = []
        return
      }
      for index in draft.lists.indices { draft.lists[index].entries.removeAll { fallenItems.contains($0.item) } }
      for index in draft.rules.indices {
        for matcher in draft.rules[index].all.indices {
          draft.rules[index].all[matcher].entries.removeAll { fallenItems.contains($0.item) }
        }
        // Without one of its exceptions a rule would hit more than it was meant to.
        if draft.rules[index].not.contains(where: { $0.entries.contains { fallenItems.contains($0.item) } }) {
          for item in draft.rules[index].items {
            report.settle(item, .notUnderstood, "an exception of this rule cannot be read")
          }
          fallenRules.insert(index)
        }
      }
      draft.rules = draft.rules.enumerated().filter { !fallenRules.contains($0.offset) }.map(\.element)
      removeEmpty(&draft)
    }
  }

  private func removeEmpty(_ draft: inout ImportDraft) {
    draft.lists.removeAll { $0.entries.isEmpty }
    let lists = Set(draft.lists.map(\.name))
    draft.rules.removeAll { rule in
      if let list = rule.list, !lists.contains(list) { return true }
      if rule.all.contains(where: \.entries.isEmpty) { return true }
      return rule.list == nil && rule.all.isEmpty && rule.not.isEmpty && rule.when.isEmpty && rule.meta == nil
    }
  }

  /// An example is an offer: an entry that its own rule does not find stays without one.
  private func dropFailingExamples(_ set: RuleSet, _ draft: inout ImportDraft) {
    let failing = Set(set.runTests().filter(\.isFailure).map(\.rule))
    for index in draft.rules.indices where failing.contains(draft.rules[index].id) { draft.rules[index].example = nil }
  }

  /// Lower-case letters, digits and low lines, a letter first.
  static func identifier(_ text: String) -> String {
    var result = ""
    for scalar in text.lowercased().unicodeScalars {
      let isFit = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isFit { result.unicodeScalars.append(scalar) } else if !result.hasSuffix("_") { result += "_" }
    }
    result = String(result.drop { $0 == "_" }.prefix(50))
    while result.hasSuffix("_") { result.removeLast() }
    guard let first = result.unicodeScalars.first else { return "rule" }
    return ("a"..."z").contains(first) && !["group", "and", "or", "not", "true", "false", "count"].contains(result)
      ? result : "n_" + result
  }
}
