import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

/// One request for a page of the newsroom: who asks, in which language, and what came with it.
struct NewsroomVisit {
  /// The parts of the newsroom, as its navigation names them.
  enum Tab: String, CaseIterable {
    case queue, appeals, rules, figures, log

    var address: String { self == .queue ? "/admin" : "/admin/\(rawValue)" }
  }

  let exchange: Exchange
  /// The moderator's name, as the log has it.
  let name: String
  let role: Moderator.Role
  let token: String
  /// What every form of these pages carries; the gate looks at it.
  let formKey: String
  let words: PageWords
  let taste: NewsroomTaste
  let query: FormFields
  let fields: FormFields
  let now: Timestamp

  var flow: CommentFlow { exchange.flow }
  var site: SiteID { exchange.site }
  var times: PageTimes { PageTimes(words: words, now: now) }
  var canDecide: Bool { role != .viewer }

  /// - Throws: a problem with 401 without a session: an API token opens the interface, not these pages.
  init(_ exchange: Exchange, isForm: Bool = false) async throws {
    self.exchange = exchange
    guard let actor = exchange.actor, let formKey = actor.formKey,
      let token = exchange.service.cookie.token(in: exchange.request)
    else { throw Problem(.signInNeeded, "sign in first") }
    (name, role, self.token, self.formKey) = (actor.name, actor.role, token, formKey)
    taste = NewsroomTaste(exchange)
    words = Self.words(exchange, taste: taste)
    query = try exchange.query()
    now = exchange.service.now()
    fields = isForm ? try await exchange.form() : FormFields()
  }

  static func words(_ exchange: Exchange, taste: NewsroomTaste? = nil) -> PageWords {
    PageWords.of(
      PageWords.newsroom,
      in: (taste ?? NewsroomTaste(exchange)).language ?? PageWords.preferred(exchange.request.headers[.acceptLanguage]))
  }

  /// An address that a form carried, if it is one of the newsroom's.
  func ownAddress(_ name: String) throws -> String? {
    guard let address = try fields.value(name) else { return nil }
    return Self.isOwn(address) ? address : nil
  }

  static func isOwn(_ address: String) -> Bool {
    address.hasPrefix("/admin") && address.utf8.count <= 2000
      && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
      && (address.dropFirst("/admin".count).first.map { "/?#".contains($0) } ?? true)
  }

  /// The address of this page.
  var here: String { exchange.request.head.path ?? "/admin" }

  /// What every page of the newsroom shows, with room for its own.
  func frame(_ title: String, tab: Tab? = nil) async throws -> PageView {
    var view = PageFrame.view(
      words: words, title: "\(title) — Moderato", styles: ["newsroom.css"], scripts: ["newsroom.js"])
    let waiting = try await flow.store.queueStatistics(site: site, now: now)
    view["tabs"] = Tab.allCases.map { entry -> PageView in
      let count =
        switch entry {
        case .queue: waiting.open
        case .appeals: waiting.byCause[.appeal, default: 0]
        default: 0
        }
      return [
        "address": entry.address, "label": words[entry.rawValue], "isCurrent": entry == tab,
        "badge": count > 0 ? PageWords.grouped(count, in: words.language) as Any : false,
      ]
    }
    view["me"] = name
    view["seal"] = formKey
    view["isMasked"] = taste.isMasked
    view["here"] = Self.withoutFlash(here)
    view["flash"] = try flash()
    view["canDecide"] = canDecide
    view["note"] = ""
    view["problem"] = false
    return view
  }

  /// What was just done, as the address of this page says.
  private func flash() throws -> Any {
    guard let did = try query.value("did"), let label = words.phrases["did_\(did)"] else { return false }
    let count = try query.value("n").flatMap { Int($0) } ?? 1
    let review = canDecide ? try query.value("review").flatMap { ReviewID($0) } : nil
    let view: PageView = [
      "label": label, "detail": count > 1 ? words.count("commentCount", count) as Any : false,
      "undo": review.map { "\($0)" as Any } ?? false,
    ]
    return view
  }

  /// An address without the parts that only said what had been done.
  static func withoutFlash(_ address: String) -> String {
    guard let mark = address.firstIndex(of: "?") else { return address }
    let kept = address[address.index(after: mark)...].split(separator: "&").filter { field in
      !["did=", "n=", "review="].contains { field.hasPrefix($0) }
    }
    return kept.isEmpty ? String(address[..<mark]) : address[...mark] + kept.joined(separator: "&")
  }

  /// Sends the browser on, to a page that says what was done.
  func done(_ did: String, to address: String, review: ReviewID? = nil, count: Int = 1) -> Response {
    var fields = [("did", did)]
    if let review { fields.append(("review", "\(review)")) }
    if count > 1 { fields.append(("n", "\(count)")) }
    let address = Self.withoutFlash(address)
    let added = PageAddress.query("", fields)
    return exchange.seeOther(address.contains("?") ? address + "&" + added.dropFirst() : address + added)
  }

  func page(_ view: PageView, as template: String, status: HTTPResponse.Status = .ok) throws -> Response {
    try exchange.page(view, as: template, for: .newsroom, status: status)
  }

  /// A page that explains why something was not done.
  func message(
    title: String, words text: String, detail: String? = nil, note: String? = nil, links: [(String, String)],
    status: HTTPResponse.Status
  ) async throws -> Response {
    var view = try await frame(title)
    view["title"] = title
    view["words"] = text
    view["detail"] = detail.map { $0 as Any } ?? false
    view["noteKept"] = note.flatMap { $0.isEmpty ? nil : $0 as Any } ?? false
    view["links"] = links.map { ["label": $0.0, "address": $0.1] as PageView }
    return try page(view, as: "newsroom-message", status: status)
  }
}
