/// What the machine does with a comment, from mild to severe.
public enum Action: String, Hashable, Sendable, CaseIterable, Comparable {
  case publish, hold, reject, spam

  /// 0 for publish, 1 for hold, 2 for both ways of refusing.
  public var severity: Int {
    switch self {
    case .publish: 0
    case .hold: 1
    case .reject, .spam: 2
    }
  }

  /// By severity; `reject` and `spam` differ only in name, so that the order is total.
  public static func < (left: Action, right: Action) -> Bool {
    (left.severity, left.rawValue) < (right.severity, right.rawValue)
  }

  /// The state that a new comment takes on this action.
  public var state: CommentState {
    switch self {
    case .publish: .published
    case .hold: .pending
    case .reject: .rejected
    case .spam: .spam
    }
  }
}

/// The scores from which something happens. All are inclusive.
public struct Thresholds: Hashable, Sendable {
  /// From here a person looks.
  public var hold = 5.0
  /// From here nobody needs to.
  public var reject = 12.0
  /// The same, where the leading category is spam or advertising.
  public var spam = 12.0

  public init(hold: Double = 5, reject: Double = 12, spam: Double = 12) {
    self.hold = hold
    self.reject = reject
    self.spam = spam
  }
}

/// The machine's answer to one revision: what to do, and everything it rests on.
///
/// A verdict is a pure function of submission and context, so the same morning gives the same verdict.
public struct Verdict: Hashable, Sendable {
  public var action: Action
  /// The sum over live signals after group caps, in points.
  public var score: Double
  /// Points by category, live signals only.
  public var categories: [Category: Double]
  /// Live and shadow signals, strongest first.
  public var signals: [Signal]
  public var thresholds: Thresholds
  /// SHA-256 of the rule set's canonical form, in 64 hexadecimal digits.
  public var ruleSet: String
  /// The revision of the model that was asked, in 16 hexadecimal digits; `nil` where none was.
  public var model: String?
  /// The language that the text seemed to be in, when it was clear.
  public var language: Language?

  public init(
    action: Action, score: Double, categories: [Category: Double] = [:], signals: [Signal] = [],
    thresholds: Thresholds = Thresholds(), ruleSet: String, model: String? = nil,
    language: Language? = nil
  ) {
    self.action = action
    self.score = score
    self.categories = categories
    self.signals = signals
    self.thresholds = thresholds
    self.ruleSet = ruleSet
    self.model = model
    self.language = language
  }

  /// Parts that could not do their work; when there are any the comment is held at least.
  public var faults: [Signal] { signals.filter { $0.source == .fault } }

  /// The category with the most points, ties by name; `nil` when nothing scored.
  public var leadingCategory: Category? {
    categories.filter { $0.value > 0 }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
