import ModerationModel
import ModerationPipeline

/// A comment that two rule sets decide differently.
public struct Flip: Hashable, Sendable, Codable {
  /// What people say to the change.
  public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
    /// It comes nearer to what a person decided on these words.
    case nowAgree = "now_agree"
    /// It goes away from it.
    case nowDisagree = "now_disagree"
    /// Nobody has decided on these words.
    case unreviewed
  }

  /// One side's answer.
  public struct Answer: Hashable, Sendable, Codable {
    public var action: String
    public var score: Double

    init(_ verdict: Verdict) {
      action = verdict.action.rawValue
      score = verdict.score
    }
  }

  public static let textBytesMax = 2_000

  public var comment: String
  /// When the words were judged, as in RFC 3339.
  public var at: String
  public var language: String?
  /// The words, their beginning if they are long.
  public var text: String
  public var before: Answer
  public var after: Answer
  public var kind: Kind
  /// What a person decided; absent where nobody has.
  public var decision: String?
  /// The least set of rules without which both sides decide alike. `ruleset.yaml` stands for thresholds, caps and
  /// heuristics.
  public var rules: [String]
  /// Whether leaving out exactly these was tried and was enough; otherwise they are all that differ.
  public var isLeast: Bool
  /// The leading category, of the severer side.
  public var category: String?
  /// Places in `text` that the responsible rules mark: UTF-8 offsets, begin and end, by turns.
  public var marks: [Int]
  /// With which probability a person was to look at it; absent where that is not known.
  public var inclusion: Double?

  init(
    _ row: HistoryRow, before: Verdict, after: Verdict, kind: Kind, rules: [String], isLeast: Bool
  ) {
    comment = row.comment.description
    at = row.context.now.description
    language = after.language?.code
    self.before = Answer(before)
    self.after = Answer(after)
    self.kind = kind
    decision = row.label?.decision.rawValue
    self.rules = rules
    self.isLeast = isLeast
    let severer = after.action.severity >= before.action.severity ? after : before
    category = severer.leadingCategory?.rawValue
    inclusion = row.inclusion
    text = Self.beginning(of: row.submission.text)
    var ranges: [Range<Int>] = []
    for signal in before.signals + after.signals where rules.contains(signal.name) {
      for evidence in signal.evidence where evidence.field == .body && evidence.range.upperBound <= text.utf8.count {
        ranges.append(evidence.range)
      }
    }
    marks = Self.merged(ranges).flatMap { [$0.lowerBound, $0.upperBound] }
  }

  private static func beginning(of text: String) -> String {
    guard text.utf8.count > textBytesMax else { return text }
    var bytes = 0
    return String(
      text.prefix { character in
        bytes += character.utf8.count
        return bytes <= textBytesMax
      })
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

extension Flip.Kind {
  /// What a person's decision says to a move of the machine. Good words belong published, bad ones refused; held lies
  /// between.
  init(before: Action, after: Action, label: HumanLabel?) {
    guard let isBad = label?.isBad else {
      self = .unreviewed
      return
    }
    self = (after.severity > before.severity) == isBad ? .nowAgree : .nowDisagree
  }
}
