import ModerationModel
import TextNormalization

/// How far a rule has come. The order is the way of a rule's life.
public enum RuleStatus: String, Hashable, Sendable, CaseIterable {
  /// Linted and tested only.
  case draft
  /// Evaluated and counted, but adds nothing.
  case shadow
  case live
  case off
}

/// What a rule adds: `score: 3.5`, or `score: { fit: [0, 5], initial: 2.5 }`, which ``ScoreLock`` may have moved.
public struct RuleScore: Hashable, Sendable {
  /// Points in force.
  public var points: Double
  /// Between which bounds tuning may move it; `nil` when it may not.
  public var fit: ClosedRange<Double>?
  /// What the rule itself says.
  public var initial: Double
  /// The points in force were found by tuning and stand in `scores.lock`.
  public var isTuned = false

  init(points: Double = 0, fit: ClosedRange<Double>? = nil) {
    self.points = points
    self.fit = fit
    initial = points
  }
}

/// A rule as it was written, with every name resolved that can be resolved without knowing the other rules.
struct RuleDefinition: Sendable {
  var id: String
  var place: SourcePlace
  var title = ""
  var intent = ""
  var category = Category.other
  var owner = ""
  var languages: [Language] = []
  var created: Timestamp?
  var expires: Timestamp?
  var expiresPlace: SourcePlace?
  var status = RuleStatus.live
  /// Percent of authors for whom a live rule is live; for the others it is shadow.
  var rolloutPercent = 100
  var score = RuleScore()
  var hitsMax = 1
  var group: String?
  var floor: Action?
  var ceiling: Action?
  /// All of these must hold.
  var conditions: [MatchNode] = []
  var reason = ReasonTemplate(plain: "")
  var promoteIf: [String: NumberCondition] = [:]
  var tests: [RuleTest] = []
  var mentions: [RuleMention] = []
  var groupMentions: [RuleMention] = []
  /// The rule as YAML, for the canonical form.
  var source: YAMLNode

  /// What is tried counts for everybody, however far the rule has come.
  mutating func goLive() {
    rolloutPercent = 100
    if status != .off { status = .live }
  }

  var patternGroups: [PatternGroup] { conditions.flatMap(\.patternGroups) }
}

/// What must hold for a rule to hit.
indirect enum MatchNode: Sendable {
  case any([MatchNode])
  case all([MatchNode])
  case not(MatchNode)
  case patterns(PatternGroup)
  case when(FactCondition, SourcePlace)
  case meta(MetaExpression, SourcePlace)
  case near(NearCondition)

  var patternGroups: [PatternGroup] {
    switch self {
    case .any(let nodes), .all(let nodes): nodes.flatMap(\.patternGroups)
    case .not(let node): node.patternGroups
    case .patterns(let group): [group]
    case .when, .meta, .near: []
    }
  }

  var metaExpressions: [(MetaExpression, SourcePlace)] {
    switch self {
    case .any(let nodes), .all(let nodes): nodes.flatMap(\.metaExpressions)
    case .not(let node): node.metaExpressions
    case .meta(let expression, let place): [(expression, place)]
    case .patterns, .when, .near: []
    }
  }
}

/// Where patterns look and how they are read; inherited from the set to the rule to each matcher.
struct PatternScope: Sendable {
  var fields: [TextField] = [.body, .authorName]
  var view = ViewName.fold
  var flags: Set<PatternFlag> = []
}

/// `flags:` of a rule or matcher.
enum PatternFlag: String, Hashable, Sendable, CaseIterable {
  /// Letters match in their own case only.
  case caseSensitive = "case_sensitive"
  /// `\w`, `\d`, `\s` and `\b` know ASCII only.
  case ascii
  /// White space and `#` comments in the expression are ignored.
  case extended
  /// `^` and `$` match at line ends too.
  case multiline
  /// `.` matches line ends too.
  case dotAll = "dotall"
}

/// Patterns of which any may hit, and the exceptions that cancel a hit they cover.
struct PatternGroup: Sendable {
  var patterns: [PatternDefinition]
  var exceptions: [PatternDefinition]
  var scope: PatternScope
  var place: SourcePlace
}

struct PatternDefinition: Sendable {
  enum Kind: String, Hashable, Sendable {
    case word, phrase, substring, expression
    case domain, address
  }

  enum Content: Sendable {
    /// Plain text to be folded as the view is.
    case literal
    /// A regular expression, macros put in.
    case expression(ExpandedPattern)
    /// The entries of a list.
    case list(name: String)
  }

  var kind: Kind
  var content: Content
  var text: YAMLScalar

  /// The list whose entries it stands for.
  var list: String? {
    if case .list(let name) = content { return name }
    return nil
  }
}
