import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Many comments decided at once: looked at first, then all or none.
enum SelectionPage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/selection", access: .moderator(.decide), kind: .page, "What a query finds, before deciding on it.",
      handle: show),
    Endpoint(
      .post, "/admin/selection", access: .moderator(.decide), kind: .page, "Decides on everything that was shown.",
      handle: decide),
    Endpoint(
      .get, "/admin/waves", access: .moderator(.decide), kind: .page,
      "A comment and those that read alike, to be decided together.", handle: wave),
  ]

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    let text = try visit.query.value("q") ?? ""
    let filter: ModerationQuery
    do {
      filter = try ModerationQuery(text)
    } catch {
      return try await visit.message(
        title: visit.words["previewTitle"], words: visit.words.filled("filterWrong", ["problem": error.description]),
        links: [(visit.words["queue"], PageAddress.query("/admin", [("q", text)]))], status: .badRequest)
    }
    let preview = try await visit.flow.preview(filter, site: visit.site, moderator: visit.name)
    var view = try await visit.frame(visit.words["previewTitle"], tab: .queue)
    view["q"] = text
    view["backAddress"] = PageAddress.query("/admin", [("q", text)])
    view["countWords"] = countWords(preview, words: visit.words)
    view["isTruncated"] = preview.isTruncated
    view["leased"] =
      preview.leasedByOthers > 0
      ? visit.words.filled("previewLeased", ["n": "\(preview.leasedByOthers)"]) as Any : false
    view["hasFound"] = !preview.targets.isEmpty
    view["byRule"] = preview.byRule.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20).map {
      entry -> PageView in
      ["name": entry.key, "count": entry.value]
    }
    view["samples"] = preview.samples.prefix(10).map { samples($0, visit: visit) }
    view["canDecide"] = visit.canDecide && !preview.isTruncated
    view["fingerprint"] = hexadecimal(preview.fingerprint)
    view["reasons"] = visit.reasonChoices
    return try visit.page(view, as: "newsroom-selection")
  }

  @Sendable static func decide(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let text = try visit.fields.value("q") ?? ""
    let back = try visit.ownAddress("back") ?? "/admin"
    let choice = try DecisionForms.Choice(visit.fields)
    let note = ReaderForm.lines(try visit.fields.value("note") ?? "")
    guard let fingerprint = try visit.fields.value("fingerprint").flatMap(bytes) else {
      throw Problem(field: "fingerprint", "is missing")
    }
    do {
      let review = try await visit.flow.review(
        everything: try ModerationQuery(text), fingerprint: fingerprint, decision: choice.decision,
        reason: choice.reason, note: note, moderator: visit.name, site: visit.site)
      DecisionForms.drop(review, exchange)
      return visit.done(choice.decision.rawValue, to: "/admin", review: review.id, count: review.items.count)
    } catch let error as FlowError {
      return try await DecisionForms.refusal(
        error, visit: visit, note: note, back: back, again: PageAddress.query("/admin/selection", [("q", text)]))
    }
  }

  /// Comments that read alike, as a list to tick.
  @Sendable static func wave(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    guard let id = try visit.query.value("comment").flatMap({ CommentID($0) }),
      let comment = try await visit.flow.store.comment(id, site: visit.site)
    else { throw Problem(.unknownComment, "no comment has this identity") }
    let copies = try await visit.flow.store.copies(of: id, site: visit.site, limit: waveMax)
    let wave = ([comment] + copies).filter { $0.state == .pending || $0.state.isVisible }
    let titles = try await visit.titles(of: wave.map(\.article))
    var view = try await visit.frame(visit.words["copies"], tab: .queue)
    view["comments"] = wave.map { entry -> PageView in
      var row = samples(entry, visit: visit)
      row["target"] = "\(entry.id).\(entry.version)"
      row["address"] = visit.address(of: entry.id)
      row["articleTitle"] = titles[entry.article] ?? entry.article.key
      return row
    }
    view["countWords"] = visit.words.count("commentCount", wave.count)
    view["backAddress"] = visit.address(of: id)
    view["reasons"] = visit.reasonChoices
    view["hasFound"] = !wave.isEmpty
    return try visit.page(view, as: "newsroom-wave")
  }

  /// Comments of one wave on a page.
  static let waveMax = 500

  private static func samples(_ comment: Comment, visit: NewsroomVisit) -> PageView {
    [
      "author": comment.authorName, "state": comment.state.rawValue, "stateLabel": visit.label(comment.state),
      "at": comment.createdAt.description, "ago": visit.times.ago(comment.createdAt),
      "marked": MarkedText(comment.revision.text, signals: comment.revision.verdict.signals).view(
        isMasked: visit.taste.isMasked, charactersMax: 300),
    ]
  }

  private static func countWords(_ preview: SelectionPreview, words: PageWords) -> String {
    [
      words.count("commentCount", preview.targets.count), words.count("authorCount", preview.authors),
      words.count("articleCount", preview.articles),
    ].joined(separator: " · ")
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var rest = text[...]
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
