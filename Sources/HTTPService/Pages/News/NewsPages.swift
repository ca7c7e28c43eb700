import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// The pages of a ``NewsSite``.
enum NewsPages {
  static func endpoints(of site: NewsSite) -> [Endpoint] {
    [
      Endpoint(.get, "/", access: .anyone, kind: .page, "The demonstration's front page.") { exchange in
        try await front(site, exchange)
      },
      Endpoint(.get, "/news/{article}", access: .anyone, kind: .page, "An article with its discussion.") { exchange in
        try await story(site, exchange)
      },
    ]
  }

  private static func front(_ site: NewsSite, _ exchange: Exchange) async throws -> Response {
    let words = PageWords.of(PageWords.reader, in: PageWords.preferred(exchange.request.headers[.acceptLanguage]))
    var view = PageFrame.view(words: words, title: "Moderato", styles: ["news.css"], scripts: [])
    view["motto"] = words["demoMotto"]
    var rows: [PageView] = []
    for story in site.stories {
      let own = PageWords.of(PageWords.reader, in: story.language)
      rows.append([
        "language": story.language.code, "address": NewsSite.address(of: story.article), "title": story.title,
        "lead": story.lead, "paper": site.papers[story.language] ?? "",
        "when": PageTimes(words: own, now: exchange.service.now()).ago(story.publishedAt),
        "comments": try await count(story, words: own, exchange: exchange),
      ])
    }
    view["articles"] = rows
    return try exchange.page(view, as: "news-front", for: .newspaper)
  }

  private static func story(_ site: NewsSite, _ exchange: Exchange) async throws -> Response {
    let id = try exchange.articleID()
    guard let story = site.stories.first(where: { $0.article == id }) else {
      throw Problem(.unknownArticle, "the demonstration has no such article")
    }
    let words = PageWords.of(PageWords.reader, in: story.language)
    let times = PageTimes(words: words, now: exchange.service.now())
    var view = PageFrame.view(words: words, title: story.title, styles: ["news.css"], scripts: [])
    view["paper"] = site.papers[story.language] ?? "Moderato"
    view["today"] = times.date(times.now)
    view["key"] = story.article.key
    view["title"] = story.title
    view["lead"] = story.lead
    view["at"] = story.publishedAt.description
    view["when"] = times.long(story.publishedAt)
    view["comments"] = try await count(story, words: words, exchange: exchange)
    view["photo"] = PageFrame.asset("news-photo.svg")
    view["caption"] = story.photoCaption
    view["credit"] = story.photoCredit
    view["source"] = story.source
    view["embedAddress"] = PageAddress.embed(story.article)
    view["sections"] = story.sections.map { section -> PageView in
      [
        "heading": section.heading.map { $0 as Any } ?? false, "paragraphs": section.paragraphs,
        "quote": section.quote.map { ["words": $0.words, "speaker": $0.speaker] as PageView as Any } ?? false,
      ]
    }
    view["related"] = story.related.map { ["title": $0.title, "ago": times.ago($0.at)] as PageView }
    return try exchange.page(view, as: "news-article", for: .newspaper)
  }

  private static func count(_ story: NewsSite.Story, words: PageWords, exchange: Exchange) async throws -> String {
    words.count("commentCount", try await exchange.flow.store.counts(of: story.article, site: exchange.site).visible)
  }
}
