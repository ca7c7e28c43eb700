/// The words around articles and comments in one language.
public struct InterfaceTexts: Decodable, Hashable, Sendable {
  // Around the article.
  public let photo: String
  public let source: String
  public let related: String
  public let shares: String
  public let share: String
  /// Stands for a number that nobody knows.
  public let unknownCount: String
  public let published: String

  // Above the thread.
  public let comments: String
  public let noComments: String
  public let commentsClosed: String
  public let newestFirst: String
  public let oldestFirst: String
  public let topFirst: String
  public let showMore: String

  // On a comment.
  public let reply: String
  /// With `{name}`.
  public let inReplyTo: String
  public let edit: String
  public let edited: String
  public let delete: String
  public let deletedComment: String
  public let report: String
  public let reportSent: String
  public let awaitingReview: String
  public let onlyYouSeeThis: String

  // The form.
  public let addComment: String
  /// With `{name}`.
  public let replyTo: String
  public let cancelReply: String
  public let emailNotPublished: String
  public let requiredFields: String
  public let commentLabel: String
  public let nameLabel: String
  public let emailLabel: String
  public let websiteLabel: String
  public let rememberMe: String
  public let postComment: String
  public let rules: String

  // What the form answers.
  public let thanksPublished: String
  public let thanksHeld: String
  public let refused: String
  public let textEmpty: String
  public let textTooLong: String
  public let formExpired: String
  public let duplicate: String
  public let tooFast: String
  public let parentGone: String
  public let postAsTopLevel: String

  // Counts and times, each with `{n}`.
  public let commentCount: PluralForms
  public let replyCount: PluralForms
  public let shareCount: PluralForms
  public let minutesAgo: PluralForms
  public let hoursAgo: PluralForms
  public let daysAgo: PluralForms
  public let justNow: String
  public let yesterday: String
}

/// One phrase in the forms that a number asks for, by the cardinal categories of Unicode CLDR for whole numbers.
public struct PluralForms: Decodable, Hashable, Sendable {
  public let one: String
  /// Russian and Ukrainian: 2 to 4, 22 to 24, but not 12 to 14.
  public let few: String?
  /// Russian and Ukrainian: 0, 5 to 20, 25 to 30.
  public let many: String?
  public let other: String

  /// The phrase with `{n}` filled in.
  ///
  /// A language without `few` and `many` forms counts as English does: one, and everything else.
  public func text(_ count: Int) -> String {
    form(count).replacing("{n}", with: String(count))
  }

  private func form(_ count: Int) -> String {
    guard let few, let many else { return count == 1 ? one : other }
    let magnitude = count.magnitude
    switch (magnitude % 10, magnitude % 100) {
    case (1, let hundredth) where hundredth != 11: return one
    case (2...4, let hundredth) where !(12...14).contains(hundredth): return few
    default: return many
    }
  }
}
