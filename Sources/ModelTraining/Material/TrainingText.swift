public import ModerationModel

/// A text with what people decided about it.
public struct TrainingText: Hashable, Sendable {
  public var id: String
  public var text: String
  public var language: Language?
  /// What was decided, category by category; one that is not there was not asked about.
  public var labels: [ModerationModel.Category: Bool]
  /// When it was written; in the order of their moments, later texts are what a model is tried on.
  public var at: Timestamp
  /// For how many like it the text speaks.
  public var weight: Double
  /// Whether somebody wrote it as it stands. What was made out of another text is learnt from, but says nothing of how many
  /// good texts would be held.
  public var isNatural = true
  /// Where it comes from, for figures by set.
  public var source: String

  public init(
    id: String, text: String, language: Language? = nil, labels: [ModerationModel.Category: Bool], at: Timestamp,
    weight: Double = 1, source: String = ""
  ) {
    self.id = id
    self.text = text
    self.language = language
    self.labels = labels
    self.at = at
    self.weight = weight
    self.source = source
  }

  /// The categories that a model may be taught.
  public static let categories: [ModerationModel.Category] = [.spam, .abuse, .hate, .threat, .obscene]

  /// Letters and digits in one case: texts that agree in it must not stand on both sides of a trial.
  public var likeness: String {
    String(
      String.UnicodeScalarView(
        text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
  }
}

extension TrainingText {
  /// What a label says of each category; `nil` for a word that is none.
  ///
  /// `ham` says that a text is not spam and nothing of abuse; `ok` says that it is not abuse and nothing of spam; approved
  /// texts are neither. A category's own name says that it is that, and abuse where it is a kind of it.
  public static func labels(_ word: String) -> [ModerationModel.Category: Bool]? {
    switch word {
    case "spam", "advert": [.spam: true]
    case "ham": [.spam: false]
    case "toxic", "abuse", "reject": [.abuse: true]
    case "ok": [.abuse: false, .hate: false, .threat: false, .obscene: false]
    case "approve", "good": [.spam: false, .abuse: false, .hate: false, .threat: false, .obscene: false]
    case "hate": [.hate: true, .abuse: true]
    case "threat": [.threat: true, .abuse: true]
    case "obscene": [.obscene: true, .abuse: true]
    default: nil
    }
  }

  /// What a moderator's decision says; `nil` for one that leaves it open.
  public static func labels(_ decision: Decision, reason: DecisionReason?) -> [ModerationModel.Category: Bool]? {
    switch (decision, reason) {
    case (.approve, _): labels("approve")
    case (.spam, _), (.reject, .spam?), (.reject, .advertising?): labels("spam")
    case (.reject, .insult?): labels("abuse")
    case (.reject, .hate?): labels("hate")
    case (.reject, .threat?): labels("threat")
    case (.reject, .obscene?): labels("obscene")
    // Refused for what no word shows: off the topic, untrue, private, somebody else's.
    case (.reject, .offTopic?), (.reject, .falsehood?), (.reject, .copyright?), (.reject, .personalData?),
      (.reject, .other?):
      nil
    case (.reject, nil): labels("reject")
    case (.hold, _): nil
    }
  }
}
