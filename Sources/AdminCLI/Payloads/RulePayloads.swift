import ModerationModel
import RuleEngine

struct RuleSetPayload: Encodable {
  struct Rule: Encodable {
    var id: String
    var title: String
    var intent: String
    var status: String
    var category: String
    var owner: String
    var languages: [String]
    var score: Double
    /// What the rule itself says, where tuning has found another score.
    var initialScore: Double?
    var isTuned: Bool
    var group: String?
    var floor: String?
    var ceiling: String?
    var expires: String?
    var rollout: Int
    var file: String
    var line: Int
    var patterns: Int
    var tests: Int
  }

  var name: String
  var ruleset: String
  /// When the scores of `scores.lock` were found.
  var tunedAt: String?
  var rules: [Rule]
  /// What running programs have done to rules of this revision by themselves.
  var marks: [RuleMarkPayload]

  init(_ set: RuleSet, rules: [RuleSummary], marks: [RuleMark]) {
    self.marks = marks.map { RuleMarkPayload($0) }
    name = set.name
    ruleset = set.revision
    tunedAt = set.scoreLock?.tunedAt.description
    self.rules = rules.map {
      Rule(
        id: $0.id, title: $0.title, intent: $0.intent, status: $0.status.rawValue, category: $0.category.rawValue,
        owner: $0.owner, languages: $0.languages.map(\.code), score: roundedPoints($0.score.points),
        initialScore: $0.score.isTuned ? roundedPoints($0.score.initial) : nil, isTuned: $0.score.isTuned,
        group: $0.group, floor: $0.floor?.rawValue, ceiling: $0.ceiling?.rawValue, expires: $0.expires?.description,
        rollout: $0.rolloutPercent, file: $0.place.file, line: $0.place.line, patterns: $0.patternCount,
        tests: $0.testCount)
    }
  }
}

struct RuleMarkPayload: Encodable {
  var kind: String
  var rule: String
  var pattern: String?
  var file: String
  var line: Int
  var code: String
  var count: Int
  var share: Double?
  var since: String

  init(_ mark: RuleMark) {
    kind = mark.kind.rawValue
    rule = mark.rule
    pattern = mark.kind == .quarantine ? mark.pattern : nil
    file = mark.file
    line = mark.line
    code = mark.code
    count = mark.count
    share = mark.share
    since = mark.since.description
  }
}

struct DiagnosticsPayload: Encodable {
  struct Finding: Encodable {
    var severity: String
    var code: String
    var file: String
    var line: Int
    var column: Int
    var length: Int
    var message: String
    var expected: String?
    var suggestion: String?
    var sourceLine: String?
  }

  var findings: [Finding]

  init(_ findings: [Diagnostic]) {
    self.findings = findings.map {
      Finding(
        severity: $0.severity.rawValue, code: $0.code.rawValue, file: $0.place.file, line: $0.place.line,
        column: $0.place.column, length: $0.place.length, message: $0.message, expected: $0.expected,
        suggestion: $0.suggestion, sourceLine: $0.sourceLine)
    }
  }
}

struct RuleExplanationPayload: Encodable {
  struct View: Encodable {
    var field: String
    var name: String
    var text: String
  }

  struct Rule: Encodable {
    var rule: String
    var score: Double
    var status: String
    var hits: [Hit]
  }

  struct Hit: Encodable {
    var pattern: String
    var file: String
    var line: Int
    var list: String?
    var field: String
    var view: String
    var viewText: String
    var text: String
    var range: [Int]
  }

  struct Fault: Encodable {
    var rule: String
    var code: String
  }

  var views: [View]
  var facts: [String: Double]
  var rules: [Rule]
  var faults: [Fault]
  var verdict: VerdictPayload

  init(_ explanation: RuleExplanation, facts: Facts, verdict: Verdict) {
    views = explanation.views.map { View(field: $0.field.rawValue, name: $0.name, text: $0.text) }
    self.facts = Dictionary(
      uniqueKeysWithValues: FactName.allCases.compactMap { name in facts[name].map { (name.rawValue, $0) } })
    rules = explanation.rules.map { rule in
      Rule(
        rule: rule.id, score: roundedPoints(rule.signal.score), status: rule.signal.status.rawValue,
        hits: rule.hits.map {
          Hit(
            pattern: $0.pattern, file: $0.place.file, line: $0.place.line, list: $0.list, field: $0.field.rawValue,
            view: $0.view, viewText: $0.viewText, text: $0.text, range: [$0.range.lowerBound, $0.range.upperBound])
        })
    }
    faults = explanation.faults.map { Fault(rule: $0.rule, code: $0.code) }
    self.verdict = VerdictPayload(verdict)
  }
}
