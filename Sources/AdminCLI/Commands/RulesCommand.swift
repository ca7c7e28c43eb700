import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import ServiceAssembly
import TextNormalization

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Rule files: are they sound, and what do they say.",
    discussion: "The rule set is --rules DIR, or else the one from the settings, or else the shipped one.",
    subcommands: [
      List.self, Lint.self, Test.self, Explain.self, RulesCopyCommand.self, RulesImportCommand.self,
      RulesFormatCommand.self, RulesSchemaCommand.self,
      RulesHistoryCommand.self, RulesShowCommand.self, RulesRollbackCommand.self, RulesProfileCommand.self,
      RulesReplayCommand.self, RulesStatsCommand.self, RulesPromoteCommand.self, RulesTuneCommand.self,
      RulesSuggestCommand.self, RulesHarvestCommand.self, RulesOverlapCommand.self, RulesStaleCommand.self,
      RulesBisectCommand.self, RulesRobustCommand.self, RulesRehearseCommand.self,
    ])

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rules of the set, and what running programs have done to them.",
      discussion: """
        A pattern that failed too often is in quarantine, and a rule that tripped a guard has the guard's status, until another
        set is loaded.
        """)

    @Option(help: "Only this category.") var category: Word<ModerationModel.Category>?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let settings = try global.settings()
      let set = try Assembly.ruleSet(settings: settings)
      let marks = try await RuleMarks.known(of: set, settings: settings)
      let rules = set.rules.filter { category == nil || $0.category == category?.value }
      switch console.format {
      case .json: try console.send(RuleSetPayload(set, rules: rules, marks: marks))
      case .text:
        var table = TextTable([
          .init("RULE"), .init("STATUS"), .init("CATEGORY"), .init("LANG"), .init("SCORE", .right),
          .init("PATTERNS", .right), .init("TESTS", .right), .init("TITLE", isFlexible: true),
        ])
        for rule in rules {
          table.add([
            rule.id, RuleMarks.status(of: rule, marks), rule.category.rawValue,
            rule.languages.map(\.code).joined(separator: ","),
            Points.plain(rule.score.points) + (rule.score.isTuned ? "*" : ""),
            String(rule.patternCount), String(rule.testCount), rule.title.isEmpty ? rule.intent : rule.title,
          ])
        }
        try console.say(table)
        try console.say(RuleMarks.lines(marks, console))
        if let lock = set.scoreLock, rules.contains(where: \.score.isTuned) {
          try console.say(
            console.ink.faint(
              "* tuned on \(lock.tunedAt) from \(Complaint.count(lock.data.labels, "decision")), see scores.lock"))
        }
        try console.say(
          console.ink.faint("\(Complaint.count(rules.count, "rule")) of \(Harmless.line(set.name)) · \(set.revision)"))
      }
    }
  }

  struct Lint: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Is the rule set well formed, safe and tested?",
      discussion: """
        With --store, also what the rules did to the comments stored there: never_hit, low_precision, no_effect. Exit code 1
        when there are errors or warnings.
        """)

    @Argument(help: "The rule set's folder, or a single rule file.") var path: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let folder = try path ?? Assembly.rulesFolder(settings: try global.settings())
      let files = try RuleFolder.files(at: folder)
      var findings = RuleSet.lint(files, now: .now)
      if global.store != nil, !findings.contains(where: { $0.severity == .error }) {
        findings += try await historyFindings(files)
      }
      try RuleFindings.show(findings, "No findings in \(Harmless.line(folder)).", console)
      guard findings.allSatisfy({ $0.severity == .note }) else {
        try console.output.flush()
        throw exitFindings
      }
    }

    /// What only the stored comments can tell.
    private func historyFindings(_ files: RuleFiles) async throws -> [Diagnostic] {
      let settings = try global.settings()
      let set = try RuleSet(files: files)
      return try await withStore { store in
        let statistics = try await RuleStatistics.count(
          StoredHistory(store: store, site: settings.site, policy: settings.policy),
          with: Assembly.pipeline(settings: settings, rules: set), threads: ProcessInfo.processInfo.activeProcessorCount
        )
        return statistics.findings(set)
      }
    }
  }

  struct Test: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Do the rules' own examples hold?", discussion: "Exit code 1 when one does not.")

    @Argument(help: "Only this rule's.") var rule: String?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      struct Failure: Encodable {
        var rule: String
        var expectation: String
        var file: String
        var line: Int
        var explanation: String?
      }

      var ruleset: String
      var passed: Int
      var failed: Int
      var todo: Int
      var failures: [Failure]
    }

    func execute(_ console: Console) async throws {
      let settings = try global.settings()
      let set = try Assembly.ruleSet(settings: settings)
      if let rule, !set.rules.contains(where: { $0.id == rule }) {
        let nearest = NearestName.of(rule, among: set.rules.map(\.id)).map { "did you mean «\($0)»?" }
        throw Complaint.refused(
          "unknown_rule", "there is no rule «\(Harmless.line(rule, widthMax: 80))»", advice: nearest)
      }
      let results = set.runTests(of: rule)
      let failures = results.filter(\.isFailure)
      let todo = results.filter { $0.expectation == .todo && !$0.passed }.count
      switch console.format {
      case .json:
        try console.send(
          Payload(
            ruleset: set.revision, passed: results.filter(\.passed).count, failed: failures.count, todo: todo,
            failures: failures.map {
              .init(
                rule: $0.rule, expectation: $0.expectation.rawValue, file: $0.place.file, line: $0.place.line,
                explanation: $0.explanation)
            }))
      case .text:
        for failure in failures {
          try console.say(
            "\(failure.place.file):\(failure.place.line):\(failure.place.column): \(console.ink.bad("failed")): "
              + "\(failure.expectation.rawValue) test of \(Harmless.line(failure.rule)): "
              + Harmless.line(failure.explanation ?? ""))
          try console.say("  \(Harmless.line(failure.text, widthMax: max(20, console.width - 2)))")
        }
        try console.say(
          "\(Complaint.count(results.count, "example")): \(results.filter(\.passed).count) hold, "
            + "\(failures.count) do not, \(todo) to do.")
      }
      guard failures.isEmpty else {
        try console.output.flush()
        throw exitFindings
      }
    }
  }

  struct Explain: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Views, every rule that hit, ranges, scores, thresholds, verdict: why a text is judged as it is.")

    @Argument(help: "The text; - reads standard input.") var text: String
    @Option(name: .customLong("lang"), help: ArgumentHelp("The text's language.", valueName: "code"))
    var language: LanguageArgument?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      let settings = try global.settings()
      let pipeline = try Assembly.pipeline(settings: settings)
      var question = CheckQuestion(text: try CommandLineText.read(text))
      question.language = language?.language
      let bench = CheckBench(pipeline: pipeline, policy: settings.policy, now: .now)
      let verdict = try bench.withJudge { try $0.verdict(on: question) }
      let texts = FieldTexts(body: question.text)
      var facts = Facts()
      if let body = texts[.body] { facts.measure(body) }
      var worker = pipeline.ruleSet.makeWorker()
      let explanation = worker.explain(texts, facts: facts, language: verdict.language, now: .now)
      switch console.format {
      case .json:
        try console.send(RuleExplanationPayload(explanation, facts: facts, verdict: verdict))
      case .text:
        try console.say(ExplainView(explanation: explanation, facts: facts, console: console).lines())
        try console.say(
          VerdictView(verdict: verdict, text: question.text, console: console, indent: "  ").lines() + [""])
      }
    }
  }
}

/// A folder of rules, or one file of them.
private enum RuleFolder {
  static func files(at path: String) throws(RuleSetError) -> RuleFiles {
    let isFile = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    return isFile ? try RuleFiles(ruleFile: path) : try RuleFiles(folder: path)
  }
}

private enum RuleFindings {
  static func show(_ findings: [Diagnostic], _ none: String, _ console: Console) throws {
    switch console.format {
    case .json: try console.send(DiagnosticsPayload(findings))
    case .text:
      guard !findings.isEmpty else { return try console.say(none) }
      for finding in findings {
        // A diagnostic shows only harmless excerpts of its line.
        try console.say(finding.description)
      }
      func count(_ severity: Diagnostic.Severity) -> Int { findings.filter { $0.severity == severity }.count }
      try console.say(
        "\(Complaint.count(count(.error), "error")), \(Complaint.count(count(.warning), "warning")), "
          + "\(Complaint.count(count(.note), "note")).")
    }
  }
}

/// Views, facts and pattern hits, before the verdict.
private struct ExplainView {
  var explanation: RuleExplanation
  var facts: Facts
  var console: Console

  func lines() -> [String] {
    var lines = [console.ink.heading("Views")]
    var seen: Set<String> = []
    for view in explanation.views where !view.text.isEmpty {
      let words = Harmless.line(view.text, widthMax: max(20, console.width - 12))
      // A view that reads like the one before says nothing.
      guard seen.insert(view.text).inserted || view.name == "raw" else { continue }
      lines.append("  \(view.name.padded(to: 8))  \(words)")
    }
    let known = FactName.allCases.compactMap { name in
      facts[name].flatMap { $0 == 0 ? nil : "\(name.rawValue) \(Points.plain($0))" }
    }
    lines += ["", console.ink.heading("Facts")]
    lines += Paragraph.lines(
      known.isEmpty ? "none" : known.joined(separator: ", "), width: min(console.width, Terminal.columnsUsual),
      indent: "  ")
    lines += ["", console.ink.heading("Rules that hit")]
    if explanation.rules.isEmpty { lines.append("  none") }
    for rule in explanation.rules {
      lines.append("  \(console.ink.strong(Harmless.line(rule.id)))  \(Points.signed(rule.signal.score))")
      for hit in rule.hits {
        let source = hit.list.map { "\($0) " } ?? ""
        lines.append(
          "    \(source)\(hit.place.file):\(hit.place.line)  \(Harmless.line(hit.pattern, widthMax: 50))")
        lines.append(
          console.ink.faint(
            "      \(hit.view) «\(Harmless.line(hit.viewText, widthMax: 40))» ← «\(Harmless.line(hit.text, widthMax: 40))» "
              + "bytes \(hit.range.lowerBound)..<\(hit.range.upperBound)"))
      }
    }
    for fault in explanation.faults {
      lines.append(console.ink.bad("  \(Harmless.line(fault.rule)) could not be decided: \(fault.code)"))
    }
    return lines + ["", console.ink.heading("Verdict")]
  }
}
