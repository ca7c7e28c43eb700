import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel
import NIOCore

/// The routes of the widget and of the readers' page. Each works in a browser without scripts; our script sends the same
/// requests and looks at parts of the same answers.
enum ReaderPageEndpoints {
  static let all: [Endpoint] = [
    Endpoint(.get, "/embed.js", access: .anyone, kind: .page, "The widget: one script tag.") { exchange in
      try exchange.service.shared.assets.response("embed.js", to: exchange)
    },
    Endpoint(
      .get, "/embed/{article}", access: .anyone, kind: .page, "The discussion of an article, as a page.",
      handle: show),
    Endpoint(
      .get, "/embed/comments/{comment}", access: .anyone, kind: .page,
      "Leads to a comment; where a receipt's private link begins.", handle: follow),
    Endpoint(
      .post, "/embed/{article}", access: .anyone, kind: .page,
      "The same page, with a draft or with the reader's own comments carried along; changes nothing.", handle: showAgain
    ),
    Endpoint(
      .post, "/embed/{article}/comments", access: .reader, kind: .page, "Takes the comment form.",
      handle: ReaderForms.post),
    Endpoint(
      .post, "/embed/{article}/edit", access: .reader, kind: .page, "Opens or takes the form that changes a comment.",
      handle: ReaderForms.edit),
    Endpoint(
      .post, "/embed/{article}/delete", access: .reader, kind: .page, "Asks, then withdraws a comment.",
      handle: ReaderForms.delete),
    Endpoint(
      .post, "/embed/{article}/report", access: .reader, kind: .page, "Opens or takes the form that reports a comment.",
      handle: ReaderForms.report),
    Endpoint(
      .post, "/embed/{article}/vote", access: .reader, kind: .page, "Gives a vote or takes it back.",
      handle: ReaderForms.vote),
    Endpoint(
      .post, "/embed/{article}/appeal", access: .reader, kind: .page, "Opens or takes the form of an appeal.",
      handle: ReaderForms.appeal),
    Endpoint(
      .post, "/embed/{article}/shares", access: .reader, kind: .page,
      "Counts a share and leads on to the network's own page.", handle: ReaderForms.share),
  ]

  /// Words that a page may be asked to say after a form was taken.
  static let sayings: Set<String> = [
    "thanks", "thanksHeld", "saved", "savedHeld", "deleted", "reportSent", "appealSent", "voted", "unvoted", "refused",
  ]

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    if let key = ReadyReaderPage.key(exchange, query: try exchange.query()) {
      if let ready = try await ReadyReaderPage.response(to: exchange, key: key) { return ready }
      let mark = exchange.service.shared.threads.mark(try exchange.articleID())
      var page = ReaderPage(try await ReaderVisit(exchange, isForm: false))
      return try await answer(&page) { page, html in
        ReadyReaderPage.keep(page, html: html, key: key, mark: mark, exchange: exchange)
      }
    }
    let visit = try await ReaderVisit(exchange, isForm: false)
    var page = ReaderPage(visit)
    if let parent = try visit.query.value("replyto").flatMap({ CommentID($0) }) { page.form.form.reply(to: parent) }
    if let saying = try visit.query.value("said"), sayings.contains(saying) { page.said = visit.words[saying] }
    return try await answer(&page)
  }

  @Sendable static func showAgain(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    var page = ReaderPage(visit, form: try ReaderForm(visit.fields, site: visit.site, article: visit.article.id))
    if let id = try visit.fields.value("give-up").flatMap({ CommentID($0) }) {
      // A small form was given up: its text was another one than the draft.
      page.form = ReaderForm(site: visit.site, article: visit.article.id)
      if visit.isPart { page.extent = .only([id]) }
    } else if let parent = try visit.query.value("replyto").flatMap({ CommentID($0) }) {
      page.form.form.reply(to: parent)
    } else {
      // «Отменить ответ»; where there is no reply this changes nothing.
      page.form.form.cancelReply()
    }
    return try await answer(&page)
  }

  /// A private link has its proof behind the hash, which browsers keep over a redirection and never send.
  @Sendable static func follow(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.commentID()
    guard let comment = try await exchange.flow.store.comment(id, site: exchange.site) else {
      throw Problem(.unknownComment, "no comment has this identity")
    }
    return exchange.seeOther(PageAddress.query(PageAddress.embed(comment.article), [("only", "\(id)")]))
  }

  /// Gathers and lays out a page.
  ///
  /// - Parameter onReady: Is shown the page and its HTML before they are answered with.
  static func answer(
    _ page: inout ReaderPage, status: HTTPResponse.Status = .ok,
    onReady: (ReaderPage, String) -> Void = { _, _ in }
  ) async throws -> Response {
    let visit = page.visit
    if page.extent == .thread { page.extent = try extent(visit) }
    do {
      try await page.gather()
    } catch FlowError.store(let error) where error.code == .badCursor {
      // Such a link comes from another order or from an older thread: begin again.
      return visit.exchange.seeOther(PageAddress.query(visit.base, visit.choice.with { $0.cursor = nil }.fields))
    }
    if let id = try visit.query.value("around").flatMap({ CommentID($0) }), page.extent == .thread,
      !page.items.contains(where: { $0.comment.id == id })
    {
      let place = try await visit.flow.store.place(of: id, site: visit.site, sort: visit.choice.sort)
      page.items = []
      page.visit.choice.cursor = place.cursor
      try await page.gather()
    }
    let html = try Exchange.html(page.view(), as: "reader")
    onReady(page, html)
    return visit.exchange.response(html: ByteBuffer(string: html), for: .readers, status: status)
  }

  private static func extent(_ visit: ReaderVisit) throws -> ReaderPage.Extent {
    let wanted = visit.query.values("only") + visit.fields.values("only")
    guard let first = wanted.first else { return .thread }
    if first == "own" { return .only(visit.own.map(\.comment.id)) }
    return .only(wanted.compactMap { CommentID($0) })
  }
}
