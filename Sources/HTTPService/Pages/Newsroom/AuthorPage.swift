import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// An author with what they wrote and what was decided on it.
enum AuthorPage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/authors/{author}", access: .moderator(.read), kind: .page,
      "An author, their comments and the decisions on them.", handle: show)
  ]

  /// Comments and decisions on the page, newest first.
  static let limit = 50

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    let id = try exchange.authorID()
    guard let author = try await visit.flow.store.author(id, site: visit.site) else {
      throw Problem(.unknownAuthor, "no author has this identity")
    }
    let comments = try await visit.flow.store.search(CommentQuery(site: visit.site, author: id, limit: limit))
    let decisions = try await visit.flow.store.decisions(on: id, site: visit.site, limit: limit)
    let titles = try await visit.titles(of: comments.map(\.article))
    var view = try await visit.frame(author.name)
    view["authorName"] = author.name
    view["authorID"] = "\(id)"
    view["authorCard"] = visit.card(author)
    view["canSanction"] = visit.canDecide
    view["isSanctioned"] = author.sanction?.isInForce(at: visit.now) ?? false
    view["comments"] = comments.map { comment -> PageView in
      [
        "state": comment.state.rawValue, "stateLabel": visit.label(comment.state),
        "address": visit.address(of: comment.id), "at": comment.createdAt.description,
        "ago": visit.times.ago(comment.createdAt), "articleTitle": titles[comment.article] ?? comment.article.key,
        "marked": MarkedText(comment.revision.text, signals: comment.revision.verdict.signals).view(
          isMasked: visit.taste.isMasked, charactersMax: 400),
      ]
    }
    view["decisions"] = decisions.map { decision -> PageView in
      var what = "\(visit.label(decision.decision)) — \(decision.moderator)"
      if let reason = decision.reason { what += " · \(visit.label(reason))" }
      return [
        "address": visit.address(of: decision.comment), "at": decision.at.description,
        "ago": visit.times.ago(decision.at), "what": what,
      ]
    }
    return try visit.page(view, as: "newsroom-author")
  }
}
