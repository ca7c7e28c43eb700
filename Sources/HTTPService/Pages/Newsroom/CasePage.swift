import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// One comment with everything that a decision on it rests on.
struct CasePage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/comments/{comment}", access: .moderator(.read), kind: .page,
      "A comment with its evidence, author, neighbours and history.", handle: show)
  ]

  /// Comments that read alike; more are counted by the selection.
  static let copiesMax = 20

  let visit: NewsroomVisit
  let explanation: CommentExplanation
  let list: CaseList

  private var comment: Comment { explanation.comment }
  private var words: PageWords { visit.words }
  private var times: PageTimes { visit.times }

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    let explanation = try await visit.flow.explanation(of: try exchange.commentID(), site: visit.site)
    var list = try CaseList(visit.query, isAppeals: try visit.query.value("list") == "appeals")
    list.filter = list.text.isEmpty ? nil : try? ModerationQuery(list.text)
    let page = CasePage(visit: visit, explanation: explanation, list: list)
    return try visit.page(try await page.view(), as: "newsroom-case")
  }

  private func view() async throws -> PageView {
    var view = try await visit.frame(comment.authorName, tab: list.isAppeals ? .appeals : .queue)
    let article = try await visit.flow.store.article(comment.article, site: visit.site)
    view["id"] = "\(comment.id)"
    view["author"] = comment.authorName
    view["authorURL"] = comment.authorURL.map { $0 as Any } ?? false
    view["state"] = comment.state.rawValue
    view["stateLabel"] = visit.label(comment.state)
    view["articleTitle"] = article?.title ?? comment.article.key
    view["articleURL"] = article?.url ?? "/embed/\(PageAddress.encoded(comment.article.key))"
    view["at"] = comment.createdAt.description
    view["atLong"] = times.long(comment.createdAt)
    view["ago"] = times.ago(comment.createdAt)
    view["target"] = "\(comment.id).\(comment.version)"
    view["textLanguage"] = comment.language.map { $0.code as Any } ?? false
    view["reasons"] = visit.reasonChoices
    view["canDecide"] = visit.canDecide && comment.state != .deleted
    view["parent"] = try await parent() ?? false
    addWords(to: &view)
    addCase(to: &view)
    addScores(to: &view)
    try await addSteps(to: &view)
    try await addAppeal(to: &view)
    view["history"] = history()
    view["authorCard"] = explanation.author.map { visit.card($0) as Any } ?? false
    view["authorID"] = "\(comment.author)"
    view["canSanction"] = visit.canDecide && explanation.author != nil
    view["isSanctioned"] = explanation.author?.sanction?.isInForce(at: visit.now) ?? false
    try await addCopies(to: &view)
    view["hasReports"] = !explanation.reports.isEmpty
    view["reportList"] = explanation.reports.suffix(50).map { report -> PageView in
      [
        "reason": visit.label(report.reason), "at": report.at.description, "ago": times.ago(report.at),
        "words": report.note.isEmpty ? false as Any : report.note,
      ]
    }
    return view
  }

  private func parent() async throws -> Any? {
    guard let id = comment.parent, let parent = try await visit.flow.store.comment(id, site: visit.site) else {
      return nil
    }
    let view: PageView = [
      "name": parent.authorName, "words": ReaderPage.excerpt(parent.revision.text, charactersMax: 400) ?? "…",
    ]
    return view
  }

  private func addWords(to view: inout PageView) {
    let text = comment.revision.text
    view["hasWords"] = !text.isEmpty
    view["marked"] = MarkedText(text, signals: comment.revision.verdict.signals).view(isMasked: visit.taste.isMasked)
  }

  private func addCase(to view: inout PageView) {
    let entry = explanation.moderationCase
    let isOpen = entry?.state == .open
    let lease = isOpen ? entry?.lease : nil
    let isMine = lease.map { $0.holder == visit.name && visit.now < $0.until } ?? false
    view["caseID"] = entry.map { "\($0.id)" } ?? ""
    view["lease"] = lease.flatMap(visit.label).map { $0 as Any } ?? false
    view["canClaim"] =
      visit.canDecide && isOpen && !isMine && !(entry?.isLeased(against: visit.name, at: visit.now) ?? false)
    view["canRelease"] = isMine
    view["escalation"] = isOpen ? entry?.escalation.map { $0 as Any } ?? false : false
    view["canLiftQuestion"] = visit.canDecide
    view["canEscalate"] = visit.canDecide && isOpen
  }

  private func addAppeal(to view: inout PageView) async throws {
    let appeals = try await visit.flow.appeals(on: comment.id, site: visit.site)
    view["appealText"] = appeals.last { $0.state == .open }.map { $0.text as Any } ?? false
  }

  // MARK: - Why it is here

  private func addScores(to view: inout PageView) {
    let verdict = comment.revision.verdict
    let bar = ScoreBar(score: verdict.score, thresholds: verdict.thresholds, category: verdict.leadingCategory)
    view.merge(bar.view(points: visit.points)) { _, new in new }
    view["scoreWords"] = words.filled(
      "pointsOf",
      [
        "score": visit.points(verdict.score), "threshold": visit.points(verdict.thresholds.hold),
        "reject": visit.points(bar.refusing),
      ])
    view["isBlind"] = explanation.isBlind
    view["hasSignals"] = !verdict.signals.isEmpty
    view["signals"] = verdict.signals.map { signal -> PageView in
      [
        "name": signal.name, "category": visit.label(signal.category), "reason": signal.reason,
        "score": (signal.score > 0 ? "+" : "") + visit.points(signal.score),
        "tone": signal.score > 0 ? "against" : "for", "isShadow": signal.status == .shadow,
      ]
    }
    view["ruleSet"] = verdict.ruleSet
    view["ruleSetWords"] = words.filled("revisionOf", ["revision": String(verdict.ruleSet.prefix(8))])
  }

  // MARK: - Neighbours

  private func addSteps(to view: inout PageView) async throws {
    let cases = try await list.cases(visit, limit: 200)
    let index = cases.firstIndex { $0.comment.id == comment.id }
    let previous = index.flatMap { $0 > 0 ? cases[$0 - 1] : nil }
    let next = index.map { $0 + 1 < cases.count ? cases[$0 + 1] : nil } ?? cases.first
    view["backAddress"] = list.listAddress
    view["previousAddress"] = previous.map { list.address(of: $0.comment.id, visit: visit) as Any } ?? false
    view["nextAddress"] = next.map { list.address(of: $0.comment.id, visit: visit) as Any } ?? false
    view["afterAddress"] = next.map { list.address(of: $0.comment.id, visit: visit) } ?? list.listAddress
  }

  private func addCopies(to view: inout PageView) async throws {
    let copies = try await visit.flow.store.copies(of: comment.id, site: visit.site, limit: Self.copiesMax)
    view["hasCopies"] = !copies.isEmpty
    view["copyList"] = copies.map { copy -> PageView in
      [
        "address": visit.address(of: copy.id), "name": copy.authorName, "state": copy.state.rawValue,
        "stateLabel": visit.label(copy.state), "at": copy.createdAt.description, "ago": times.ago(copy.createdAt),
      ]
    }
    let open = ([comment] + copies).filter { $0.state == .pending || $0.state.isVisible }
    view["wave"] =
      visit.canDecide && open.count > 1
      ? PageAddress.query("/admin/waves", [("comment", "\(comment.id)")]) as Any : false
  }

  // MARK: - What happened

  private func history() -> [PageView] {
    var entries: [(at: Timestamp, view: PageView)] = []
    func add(_ at: Timestamp, _ what: String, words text: String? = nil, undo: ReviewID? = nil) {
      entries.append(
        (
          at,
          [
            "at": at.description, "long": times.long(at), "ago": times.ago(at), "what": what,
            "words": text.flatMap { $0.isEmpty ? nil : $0 as Any } ?? false,
            "undo": undo.map { "\($0)" as Any } ?? false,
          ]
        ))
    }
    for revision in explanation.revisions {
      let action = words["action_\(revision.verdict.action.rawValue)"]
      let isNewest = revision.number == explanation.revisions.last?.number
      add(
        revision.createdAt, words.filled("wording", ["n": "\(revision.number)", "action": action]),
        words: isNewest ? nil : ReaderPage.excerpt(revision.text))
    }
    for review in explanation.reviews {
      var what = "\(visit.label(review.decision)) — \(review.moderator)"
      if let reason = review.reason { what += " · \(visit.label(reason))" }
      if review.items.count > 1 { what += " · \(words.count("commentCount", review.items.count))" }
      if review.undoneAt != nil { what += " · \(words["undone"])" }
      let isLast = review.id == explanation.reviews.last?.id
      add(
        review.at, what, words: review.note,
        undo: review.undoneAt == nil && isLast && visit.canDecide ? review.id : nil)
    }
    return entries.sorted { $0.at < $1.at }.map(\.view)
  }
}

/// Points against thresholds, as a bar.
struct ScoreBar {
  var score: Double
  var thresholds: Thresholds
  var category: Category?

  private static let width = 320.0

  /// From here the machine refuses; advertising has a threshold of its own.
  var refusing: Double {
    switch category {
    case .spam, .advert: thresholds.spam
    default: thresholds.reject
    }
  }

  func view(points: (Double) -> String) -> PageView {
    // The refusing threshold stands at three quarters, unless the score needs the room.
    let end = max(refusing / 0.75, min(score * 1.05, refusing * 4), 1)
    func x(_ value: Double) -> Double { (max(0, min(value / end, 1)) * Self.width * 10).rounded() / 10 }
    return [
      "holdX": x(thresholds.hold), "rejectX": x(refusing), "heldWidth": max(0, x(refusing) - x(thresholds.hold)),
      "refusedWidth": Self.width - x(refusing), "scoreX": x(score), "holdAt": points(thresholds.hold),
      "rejectAt": points(refusing),
    ]
  }
}
