public import ModerationModel

/// `scores.lock` beside `ruleset.yaml`: scores that tuning has found, with what they were found on.
///
/// Programs write it, people read it. A score here takes the place of a rule's `initial`, as long as it lies within the
/// rule's `fit`. The file is part of the set's revision.
///
/// ```yaml
/// schema: 1
/// tuned: 2026-11-27T08:00:00.000Z
/// data: { from: 2026-05-01, to: 2026-11-01, labels: 3400 }
/// holdout:
///   from: 2026-11-01
///   to: 2026-11-27
///   labels: 410
///   measures:
///     f1: { before: 0.81, after: 0.86 }
/// scores:
///   link.new_author: 3.1
/// ```
public struct ScoreLock: Hashable, Sendable {
  /// The path inside the rule set's folder.
  public static let path = "scores.lock"

  /// Decisions of people that lie in a time.
  public struct Window: Hashable, Sendable {
    public var from: Timestamp
    public var to: Timestamp
    /// How many decisions.
    public var labels: Int

    public init(from: Timestamp, to: Timestamp, labels: Int) {
      self.from = from
      self.to = to
      self.labels = labels
    }
  }

  /// One number with the scores as they were, and with these.
  public struct Measure: Hashable, Sendable {
    public var before: Double
    public var after: Double

    public init(before: Double, after: Double) {
      self.before = before
      self.after = after
    }
  }

  public var tunedAt: Timestamp
  /// What the scores were found on.
  public var data: Window
  /// What they were tried on: later than ``data``, and not looked at before.
  public var holdout: Window
  /// What the trial gave, by name, such as `f1`; names are lower-case letters, digits and `_`.
  public var measures: [String: Measure]
  /// Points by rule id.
  public var scores: [String: Double]

  public init(
    tunedAt: Timestamp, data: Window, holdout: Window, measures: [String: Measure], scores: [String: Double]
  ) {
    self.tunedAt = tunedAt
    self.data = data
    self.holdout = holdout
    self.measures = measures
    self.scores = scores
  }

  /// The file's text: the same for equal values.
  public var text: String {
    func window(_ window: Window, _ indent: String) -> String {
      "\(indent)from: \(window.from)\n\(indent)to: \(window.to)\n\(indent)labels: \(window.labels)\n"
    }
    var text = """
      # Scores that tuning has found within the bounds that the rules give (fit). Written by a program: to change a score by
      # hand, take its line away here and change the rule.
      schema: 1
      tuned: \(tunedAt)
      data:

      """
    text += window(data, "  ") + "holdout:\n" + window(holdout, "  ")
    text += measures.isEmpty ? "  measures: {}\n" : "  measures:\n"
    for (name, measure) in measures.sorted(by: { $0.key < $1.key }) {
      text += "    \(name): { before: \(measure.before.shortened), after: \(measure.after.shortened) }\n"
    }
    text += scores.isEmpty ? "scores: {}\n" : "scores:\n"
    for (id, points) in scores.sorted(by: { $0.key < $1.key }) { text += "  \(id): \(points.shortened)\n" }
    return text
  }
}
