/// A news article as a reader sees it above the comments.
public struct DemoArticle: Decodable, Hashable, Sendable {
  public struct Photo: Decodable, Hashable, Sendable {
    public let credit: String
    public let caption: String
  }

  public struct Section: Decodable, Hashable, Sendable {
    /// `nil` for the first paragraphs, which have no sub-heading.
    public let heading: String?
    public let paragraphs: [String]
    /// Words of somebody, set apart, after the paragraphs.
    public let quote: Quote?
  }

  public struct Quote: Decodable, Hashable, Sendable {
    public let text: String
    public let speaker: String
  }

  /// An entry of «Далее по теме».
  public struct Related: Decodable, Hashable, Sendable {
    public let title: String
    /// Before the moment at which the demo is shown.
    public let minutesAgo: Int
  }

  /// The last part of the address; also the key by which the demo knows the article.
  public let id: String
  public let url: String
  /// `ru`, `uk` or `en`.
  public let language: String
  public let title: String
  public let lead: String
  public let photo: Photo
  public let sections: [Section]
  public let related: [Related]
  /// The line under the text that says where the news comes from.
  public let source: String
  /// Before the moment at which the demo is shown.
  public let publishedMinutesAgo: Int
  /// How often each network says that the article was passed on.
  public let shares: [DemoShare]
}

/// One network's number.
public struct DemoShare: Decodable, Hashable, Sendable {
  public let network: String
  /// `nil` when the network was asked and did not answer; shown as "—", never as 0.
  public let count: Int?
}
