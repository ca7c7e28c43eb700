import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// What waits for people, the most urgent first.
enum QueuePage {
  static let endpoints = [
    Endpoint(.get, "/admin", access: .moderator(.read), kind: .page, "The queue.") { exchange in
      try await show(exchange, tab: .queue)
    },
    Endpoint(.get, "/admin/appeals", access: .moderator(.read), kind: .page, "Appeals that wait.") { exchange in
      try await show(exchange, tab: .appeals)
    },
  ]

  /// Cases on one page.
  static let limit = 50

  private static func show(_ exchange: Exchange, tab: NewsroomVisit.Tab) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    var list = try CaseList(visit.query, isAppeals: tab == .appeals)
    let after = try visit.query.value("after").flatMap(CaseList.place)
    var view = try await visit.frame(visit.words[tab.rawValue], tab: tab)
    var cases: [CaseListing] = []
    var problem: String?
    do {
      list.filter = list.text.isEmpty ? nil : try ModerationQuery(list.text)
      cases = try await list.cases(visit, after: after, limit: limit + 1)
    } catch let error as ModerationQueryError {
      problem = visit.words.filled("filterWrong", ["problem": error.description])
    }
    let statistics = try await visit.flow.store.queueStatistics(site: visit.site, now: visit.now)
    let hasMore = cases.count > limit
    let shown = cases.prefix(limit)
    let titles = try await visit.titles(of: shown.map(\.comment.article))
    view["title"] = visit.words[tab.rawValue]
    view["countWords"] = visit.words.count(
      "caseCount", tab == .queue ? statistics.open : statistics.byCause[.appeal, default: 0])
    view["hint"] = tab == .appeals ? visit.words["appealRule"] as Any : false
    view["alarm"] =
      statistics.alarm.map {
        visit.words.filled("waveAlarm", ["time": visit.times.long($0.until)]) as Any
      } ?? false
    view["listAddress"] = tab.address
    view["q"] = list.text
    view["queryProblem"] = problem.map { $0 as Any } ?? false
    view["hasCauses"] = tab == .queue
    view["causes"] = ModerationCase.Cause.allCases.map { cause -> PageView in
      ["value": cause.rawValue, "label": visit.label(cause), "isChosen": list.cause == cause]
    }
    view["articleFilter"] = list.article.map { $0.key as Any } ?? false
    view["selectionAddress"] =
      !list.text.isEmpty && problem == nil && visit.canDecide
      ? PageAddress.query("/admin/selection", [("q", list.text)]) as Any : false
    view["hasCases"] = !shown.isEmpty
    view["emptyWords"] =
      problem != nil ? "" : visit.words[list.isPlain ? (tab == .appeals ? "appealsNone" : "emptyQueue") : "emptyFilter"]
    view["reasons"] = visit.reasonChoices
    view["cases"] = shown.map { row($0, visit: visit, list: list, titles: titles) }
    view["nextAddress"] =
      hasMore
      ? shown.last.map { listing -> Any in
        PageAddress.query(tab.address, list.fields + [("after", CaseList.text(CasePlace(listing.moderationCase)))])
      } ?? false : false
    return try visit.page(view, as: "newsroom-queue", status: problem == nil ? .ok : .badRequest)
  }

  private static func row(
    _ listing: CaseListing, visit: NewsroomVisit, list: CaseList, titles: [ArticleID: String]
  ) -> PageView {
    let (entry, comment) = (listing.moderationCase, listing.comment)
    let verdict = comment.revision.verdict
    // «Прочее» says something only where nothing else is said.
    let scored = verdict.categories.filter { $0.value > 0 }
    let categories = scored.filter { scored.count == 1 || $0.key != .other }.sorted {
      ($1.value, $0.key) < ($0.value, $1.key)
    }
    let lease = entry.lease.flatMap(visit.label)
    return [
      "target": "\(comment.id).\(comment.version)", "address": list.address(of: comment.id, visit: visit),
      "author": comment.authorName, "priority": visit.points(entry.priority.rounded()),
      "weight": entry.priority >= 20 ? "high" : entry.priority >= 8 ? "middle" : "low",
      "cause": entry.cause.rawValue, "causeLabel": visit.label(entry.cause),
      "categories": categories.prefix(3).map { visit.label($0.key) },
      "escalation": entry.escalation.map { $0 as Any } ?? false,
      "copies": listing.wave.map { visit.words.count("waveSize", $0.size) as Any } ?? false, "reports": false,
      "lease": lease.map { $0 as Any } ?? false, "isTaken": entry.isLeased(against: visit.name, at: visit.now),
      "at": comment.createdAt.description, "ago": visit.times.ago(comment.createdAt),
      "articleTitle": titles[comment.article] ?? comment.article.key,
      "textLanguage": comment.language.map { $0.code as Any } ?? false,
      "marked": MarkedText(comment.revision.text, signals: verdict.signals).view(
        isMasked: visit.taste.isMasked, charactersMax: 360),
    ]
  }
}

/// Which cases a list shows, as its address says.
struct CaseList {
  var text = ""
  var cause: ModerationCase.Cause?
  var article: ArticleID?
  var isAppeals: Bool
  var filter: ModerationQuery?

  init(_ fields: FormFields, isAppeals: Bool = false) throws {
    text = try fields.value("q") ?? ""
    cause = try fields.value("cause").flatMap(ModerationCase.Cause.init)
    article = try fields.value("article").flatMap { ArticleID($0) }
    self.isAppeals = isAppeals
    if isAppeals { cause = .appeal }
  }

  var isPlain: Bool { text.isEmpty && (cause == nil || isAppeals) && article == nil }

  /// The list as fields of a query.
  var fields: [(String, String)] {
    var fields: [(String, String)] = []
    if !text.isEmpty { fields.append(("q", text)) }
    if let cause, !isAppeals { fields.append(("cause", cause.rawValue)) }
    if let article { fields.append(("article", article.key)) }
    return fields
  }

  var listAddress: String {
    PageAddress.query((isAppeals ? NewsroomVisit.Tab.appeals : .queue).address, fields)
  }

  func address(of comment: CommentID, visit: NewsroomVisit) -> String {
    PageAddress.query(visit.address(of: comment), fields + (isAppeals ? [("list", "appeals")] : []))
  }

  func cases(_ visit: NewsroomVisit, after: CasePlace? = nil, limit: Int) async throws -> [CaseListing] {
    try await visit.flow.queue(
      site: visit.site, article: article, cause: cause, filter: filter, after: after, limit: limit)
  }

  /// A place in the queue as it stands in an address.
  static func text(_ place: CasePlace) -> String {
    "\(place.priority.bitPattern)~\(place.openedAt.milliseconds)~\(place.id)"
  }

  static func place(_ text: String) -> CasePlace? {
    let parts = text.split(separator: "~")
    guard parts.count == 3, let bits = UInt64(parts[0]), Double(bitPattern: bits).isFinite,
      let milliseconds = Int64(parts[1]), let id = CaseID(parts[2])
    else { return nil }
    return CasePlace(
      priority: Double(bitPattern: bits), openedAt: Timestamp(milliseconds: milliseconds), id: id)
  }
}
