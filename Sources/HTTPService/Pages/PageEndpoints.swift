import HTTPTypes
import Hummingbird
import ModerationModel

/// The pages for people: the widget, the newsroom.
enum PageEndpoints {
  static let all: [Endpoint] =
    ReaderPageEndpoints.all + SignInPage.endpoints + QueuePage.endpoints + CasePage.endpoints
    + DecisionForms.endpoints + SelectionPage.endpoints + AuthorPage.endpoints + LogPage.endpoints
    + RulesPage.endpoints + RuleTrialPage.endpoints + FiguresPage.endpoints + AccountPage.endpoints

  /// What a page answers with when something goes wrong: a page that says so in the reader's language.
  static func page(for problem: Problem, in exchange: Exchange) async -> Response {
    let path = exchange.request.head.path ?? "/"
    let isNewsroom = path.hasPrefix("/admin")
    if isNewsroom, problem.code == .signInNeeded || problem.code == .badToken {
      let next = exchange.request.method == .get && path != "/admin" ? [("next", path)] : []
      return exchange.seeOther(PageAddress.query("/admin/sign-in", next))
    }
    do {
      var response =
        isNewsroom ? try newsroom(problem, in: exchange) : try await readers(problem, in: exchange)
      for field in problem.headers { response.headers[field.name] = field.value }
      return response
    } catch {
      return CommentService.response(to: problem)
    }
  }

  private static func newsroom(_ problem: Problem, in exchange: Exchange) throws -> Response {
    let words = NewsroomVisit.words(exchange)
    let text =
      switch problem.code {
      case .forbidden: words["forbidden"]
      case .crossSite: words["expiredForm"]
      default: problem.status.code >= 500 ? words["troubleWhy"] : problem.detail
      }
    let title =
      problem.status == .notFound
      ? words["notFound"] : problem.status.code >= 500 ? words["trouble"] : words["conflictTitle"]
    var view = PageFrame.view(words: words, title: title, styles: ["newsroom.css"], scripts: [])
    view["title"] = title
    view["words"] = text
    return try exchange.page(view, as: "newsroom-problem", for: .newsroom, status: problem.status)
  }

  /// A text that came with the request is handed back, whatever went wrong.
  private static func readers(_ problem: Problem, in exchange: Exchange) async throws -> Response {
    let words = PageWords.of(PageWords.reader, in: PageWords.preferred(exchange.request.headers[.acceptLanguage]))
    // Only a request that was turned away at the door still has its body.
    let typed = problem.code == .rateLimited ? try? await exchange.form().value("text") : nil
    let key = try? exchange.articleID()
    let (title, text): (String, String) =
      switch problem.code {
      case .unknownArticle, .notFound: (words["notFound"], words["notFoundWhy"])
      case .unknownComment: (words["notFound"], words["errorGone"])
      case .rateLimited: (words["errorTitle"], words["errorSlow"])
      case .notTheAuthor: (words["errorTitle"], words["errorOwn"])
      case .bodyTooLarge, .tooLong: (words["errorTitle"], words["errorLong"])
      case .crossSite: (words["errorTitle"], words["errorExpired"])
      case .badForm, .notUTF8: (words["errorTitle"], words["errorInvalid"])
      default: (words["errorTitle"], words["errorTrouble"])
      }
    var view = PageFrame.view(words: words, title: title, styles: ["reader.css"], scripts: [])
    view["title"] = title
    view["words"] = text
    view["kept"] = typed.flatMap { $0.isEmpty ? nil : ReaderPage.forTextarea($0) as Any } ?? false
    view["backAddress"] = problem.code == .unknownArticle ? false : key.map { PageAddress.embed($0) as Any } ?? false
    return try exchange.page(view, as: "message", for: .readers, status: problem.status)
  }
}
