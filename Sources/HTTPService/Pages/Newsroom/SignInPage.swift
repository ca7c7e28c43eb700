import CommentFlow
import HTTPTypes
import Hummingbird
import ModerationModel

/// The door of the newsroom.
enum SignInPage {
  static let endpoints = [
    Endpoint(.get, "/admin/sign-in", access: .anyone, kind: .page, "The moderators' sign-in.", handle: show),
    Endpoint(
      .post, "/admin/sign-in", access: .signIn, kind: .page, "Checks name, password and code, and begins a session.",
      handle: signIn),
    Endpoint(
      .post, "/admin/sign-out", access: .moderator(.read), kind: .page, "Ends the session.", handle: signOut),
  ]

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    try page(exchange, next: try exchange.query().value("next") ?? "")
  }

  @Sendable static func signIn(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.form()
    let name = try fields.value("name") ?? ""
    let code = try fields.value("code")?.filter { !$0.isWhitespace } ?? ""
    let next = try fields.value("next") ?? ""
    let words = NewsroomVisit.words(exchange)
    do {
      let signedIn = try await exchange.flow.signIn(
        name: name, password: try fields.value("password") ?? "", code: code.isEmpty ? nil : code,
        device: exchange.request.headers[.userAgent] ?? "", site: exchange.site)
      var response = exchange.seeOther(NewsroomVisit.isOwn(next) ? next : "/admin")
      response.headers[.setCookie] = exchange.service.cookie.field(signedIn.token)
      return response
    } catch let error as SignInError {
      switch error {
      case .refused:
        return try page(exchange, name: name, problem: words["signInRefused"], next: next, status: .unauthorized)
      case .codeNeeded:
        return try page(
          exchange, name: name, problem: words["signInCode"], next: next, asksCode: true, status: .unauthorized)
      case .tooManyAttempts(let until):
        let time = PageTimes(words: words, now: exchange.service.now()).clock(until)
        return try page(
          exchange, name: name, problem: words.filled("signInTooMany", ["time": time]), next: next,
          status: .tooManyRequests)
      case .busy:
        return try page(exchange, name: name, problem: words["signInBusy"], next: next, status: .serviceUnavailable)
      case .store(let error): throw error
      }
    }
  }

  @Sendable static func signOut(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    try await visit.flow.signOut(token: visit.token, site: visit.site)
    var response = exchange.seeOther("/admin/sign-in")
    response.headers[.setCookie] = exchange.service.cookie.field(nil)
    return response
  }

  private static func page(
    _ exchange: Exchange, name: String = "", problem: String? = nil, next: String, asksCode: Bool = false,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let words = NewsroomVisit.words(exchange)
    var view = PageFrame.view(words: words, title: words["signInTitle"], styles: ["newsroom.css"], scripts: [])
    view["name"] = name.isEmpty ? false as Any : name
    view["problem"] = problem.map { $0 as Any } ?? false
    view["asksCode"] = asksCode
    view["next"] = NewsroomVisit.isOwn(next) ? next : ""
    return try exchange.page(view, as: "sign-in", for: .newsroom, status: status)
  }
}
