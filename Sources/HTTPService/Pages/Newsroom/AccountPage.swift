import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// A moderator's own settings: language, hidden words, second factor, sessions.
enum AccountPage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/account", access: .moderator(.read), kind: .page, "One's own settings.", handle: show),
    Endpoint(
      .post, "/admin/settings", access: .moderator(.read), kind: .page, "Keeps language and hidden words.",
      handle: save),
    Endpoint(
      .post, "/admin/account/factor", access: .moderator(.read), kind: .page,
      "Begins, confirms or lifts the second factor.",
      handle: factor),
    Endpoint(
      .post, "/admin/account/sessions", access: .moderator(.read), kind: .page, "Ends one session or all others.",
      handle: endSessions),
    Endpoint(
      .post, "/admin/account/password", access: .moderator(.read), kind: .page,
      "Sets another password, for who knows the present one.", handle: changePassword),
  ]

  private static let languageNames: [(Language, String)] = [
    (.russian, "Русский"), (.ukrainian, "Українська"), (.english, "English"),
  ]

  /// What the part on the second factor shows.
  private struct FactorState {
    var offer: SecondFactorOffer?
    var codes: [String] = []
    var problem: String?
  }

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    try await page(try await NewsroomVisit(exchange))
  }

  @Sendable static func save(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    var taste = NewsroomTaste()
    taste.language = try visit.fields.value("lang").flatMap { Language($0) }.flatMap {
      PageWords.languages.contains($0) ? $0 : nil
    }
    taste.isMasked = try visit.fields.value("mask") != nil
    var response = visit.done("saved", to: "/admin/account")
    response.headers[.setCookie] = taste.field(exchange.service)
    return response
  }

  @Sendable static func factor(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let holder = try await holder(visit)
    let moderator = holder.moderator
    var state = FactorState()
    switch try visit.fields.value("act") {
    case "begin":
      state.offer = try await visit.flow.offerSecondFactor(to: moderator, by: visit.name)
    case "confirm":
      let code = try visit.fields.value("code")?.filter { !$0.isWhitespace } ?? ""
      if let codes = try await codes(confirmedBy: code, holder: holder, visit: visit) {
        state.codes = codes
      } else {
        // The secret was shown once; a wrong code begins anew with another.
        state.problem = visit.words["secondFactorWrong"]
        state.offer = try await visit.flow.offerSecondFactor(to: moderator, by: visit.name)
      }
    case "lift":
      try await visit.flow.liftSecondFactor(of: moderator, by: visit.name)
    default: throw Problem(field: "act", "must be begin, confirm or lift")
    }
    return try await page(visit, state: state)
  }

  /// The recovery codes, once a first code has shown that the app knows the secret; `nil` for a wrong code.
  private static func codes(
    confirmedBy code: String, holder: SessionHolder, visit: NewsroomVisit
  ) async throws -> [String]? {
    do {
      return try await visit.flow.confirmSecondFactor(
        code: code, of: holder.moderator, keeping: holder.session.id, by: visit.name)
    } catch {
      if case .badArgument = error { return nil }
      throw error
    }
  }

  @Sendable static func endSessions(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let holder = try await holder(visit)
    var chosen: [SessionID]?
    if let text = try visit.fields.value("session") {
      guard let id = SessionID(text) else { throw Problem(field: "session", "is no session's identity") }
      chosen = [id]
    }
    _ = try await visit.flow.revokeSessions(
      chosen, of: holder.moderator.id, keeping: holder.session.id, site: visit.site, by: visit.name)
    return visit.done("saved", to: "/admin/account")
  }

  /// Another password, once the present one is proven. Every session ends with the old one, this one too.
  @Sendable static func changePassword(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let moderator = try await holder(visit).moderator
    var problem: String?
    do {
      if try await visit.flow.isPassword(try visit.fields.value("password") ?? "", of: moderator) {
        try await visit.flow.setPassword(try visit.fields.value("new") ?? "", of: moderator, by: visit.name)
        var response = exchange.seeOther("/admin/sign-in")
        response.headers[.setCookie] = exchange.service.cookie.field(nil)
        return response
      }
      problem = visit.words["passwordWrong"]
    } catch SignInError.tooManyAttempts(let until) {
      problem = visit.words.filled("signInTooMany", ["time": visit.times.clock(until)])
    } catch FlowError.badArgument {
      problem = visit.words["passwordWeak"]
    }
    return try await page(visit, passwordProblem: problem)
  }

  private static func holder(_ visit: NewsroomVisit) async throws -> SessionHolder {
    guard let holder = try await visit.flow.session(token: visit.token, site: visit.site) else {
      throw Problem(.signInNeeded, "sign in first")
    }
    return holder
  }

  private static func page(
    _ visit: NewsroomVisit, state: FactorState = FactorState(), passwordProblem: String? = nil
  ) async throws -> Response {
    let holder = try await holder(visit)
    let means = try await visit.flow.signInMeans(of: holder.moderator)
    let sessions = try await visit.flow.sessions(of: holder.moderator.id, site: visit.site)
    var view = try await visit.frame(visit.words["account"])
    view["role"] = holder.moderator.role.rawValue
    view["languages"] = languageNames.map { language, label -> PageView in
      ["code": language.code, "label": label, "isChosen": visit.words.language == language]
    }
    view["problem"] = state.problem.map { $0 as Any } ?? false
    view["hasFactor"] = means.secondFactor
    view["codes"] = state.codes.isEmpty ? false as Any : ["list": state.codes] as PageView
    view["offer"] = state.offer.map { offer($0) as Any } ?? false
    view["passwordProblem"] = passwordProblem.map { $0 as Any } ?? false
    view["sessions"] = sessions.map { session -> PageView in
      [
        "device": session.device.isEmpty ? "…" : session.device, "when": visit.times.long(session.createdAt),
        "isHere": session.id == holder.session.id, "id": "\(session.id)",
      ]
    }
    return try visit.page(view, as: "newsroom-account")
  }

  private static func offer(_ offer: SecondFactorOffer) -> PageView {
    var view: PageView = ["secret": grouped(offer.secret), "address": offer.address, "picture": false]
    if let code = QRCode(offer.address) {
      // Four modules of quiet around it, as the standard asks.
      view["picture"] = ["box": "-4 -4 \(code.size + 8) \(code.size + 8)", "path": code.path] as PageView
    }
    return view
  }

  /// Letters in fours, for those who type them.
  private static func grouped(_ secret: String) -> String {
    var text = ""
    for (index, letter) in secret.enumerated() {
      if index > 0, index % 4 == 0 { text += " " }
      text.append(letter)
    }
    return text
  }
}
