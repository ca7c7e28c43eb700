import ModerationModel

/// Everything that was read from the files of a set.
struct RuleSetDefinition: Sendable {
  var name = "unnamed"
  var policy = RulePolicy()
  var defaults = RuleDefaults()
  var macros = MacroTable()
  var lists: [String: ListDefinition] = [:]
  var guards: [RuleGuard] = []
  var rules: [RuleDefinition] = []
  /// `ruleset.yaml` as YAML, for the canonical form; `nil` when the set has none.
  var source: YAMLNode?
  /// Tuned scores, which the rules have already; and the file as YAML.
  var scoreLock: ScoreLock?
  var scoreLockSource: YAMLNode?
}

/// `defaults:` of `ruleset.yaml`: what a rule is where it does not say otherwise.
struct RuleDefaults: Sendable {
  var owner = ""
  var category = Category.other
  var languages: [Language] = []
  var status = RuleStatus.live
  var hitsMax = 1
  var scope = PatternScope()
}

/// `guards:`: a live rule that suddenly hits too much of the traffic goes back to shadow; see ``GuardWatch``.
public struct RuleGuard: Hashable, Sendable {
  public var windowSeconds: Double
  /// What trips it: `share` (of comments in the window) and `hits`, all of which must hold.
  var tripIf: [String: NumberCondition]
  public var then: RuleStatus

  /// Whether a rule's part in the traffic trips this guard.
  public func isTripped(share: Double, hits: Int) -> Bool {
    !tripIf.isEmpty && (tripIf["share"]?.holds(share) ?? true) && (tripIf["hits"]?.holds(Double(hits)) ?? true)
  }
}

/// A list of entries under a name.
struct ListDefinition: Sendable {
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case words, phrases, domains, emails, ip, regex
  }

  struct Entry: Hashable, Sendable {
    var text: String
    var line: Int
  }

  var name: String
  var kind: Kind
  var place: SourcePlace
  /// The file of the entries; `nil` when they stand in `ruleset.yaml`.
  var file: String?
  var entries: [Entry]

  func place(of entry: Entry) -> SourcePlace {
    file.map { SourcePlace(file: $0, line: entry.line, length: max(1, entry.text.unicodeScalars.count)) } ?? place
  }
}

/// An example of a rule: a text that it must hit or miss.
struct RuleTest: Sendable {
  enum Expectation: String, Hashable, Sendable, CaseIterable { case hit, miss, todo }

  var expectation: Expectation
  var texts: [TextField: String]
  /// The exact original text that must be marked.
  var span: String?
  /// The view in which it must be found.
  var view: String?
  var facts = Facts()
  /// Texts that count as confirmed spam.
  var spam: [String] = []
  var language: Language?
  var place: SourcePlace
}
