package import ModerationModel

/// A small news site around the discussion, so that a demonstration shows the widget where readers meet it.
package struct NewsSite: Sendable {
  package struct Section: Sendable {
    package var heading: String?
    package var paragraphs: [String]
    /// Somebody's words, set apart, with who said them.
    package var quote: (words: String, speaker: String)?

    package init(heading: String?, paragraphs: [String], quote: (words: String, speaker: String)?) {
      self.heading = heading
      self.paragraphs = paragraphs
      self.quote = quote
    }
  }

  package struct Story: Sendable {
    package var article: ArticleID
    package var language: Language
    package var title: String
    package var lead: String
    package var photoCredit: String
    package var photoCaption: String
    package var sections: [Section]
    package var source: String
    package var publishedAt: Timestamp
    package var related: [(title: String, at: Timestamp)]

    package init(
      article: ArticleID, language: Language, title: String, lead: String, photoCredit: String, photoCaption: String,
      sections: [Section], source: String, publishedAt: Timestamp, related: [(title: String, at: Timestamp)]
    ) {
      self.article = article
      self.language = language
      self.title = title
      self.lead = lead
      self.photoCredit = photoCredit
      self.photoCaption = photoCaption
      self.sections = sections
      self.source = source
      self.publishedAt = publishedAt
      self.related = related
    }
  }

  /// In the order of the front page.
  package var stories: [Story]
  /// The paper's name by language.
  package var papers: [Language: String]

  package init(stories: [Story], papers: [Language: String]) {
    self.stories = stories
    self.papers = papers
  }

  package static func address(of article: ArticleID) -> String { "/news/\(PageAddress.encoded(article.key))" }
}
