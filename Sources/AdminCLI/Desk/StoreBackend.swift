import CommentFlow
import CommentStore
import ModerationModel
import ReviewDesk
import ServiceAssembly

/// A desk on a store of this machine.
struct StoreBackend: ReviewBackend {
  let assembly: Assembly
  let moderator: String

  private var flow: CommentFlow { assembly.flow }
  private var site: SiteID { assembly.settings.site }

  func queue(filter: String, after: DeskCase?) async throws -> (cases: [DeskCase], isEnd: Bool) {
    let listings = try await flow.queue(
      site: site, filter: filter.isEmpty ? nil : try ModerationQuery(filter),
      after: after.map { CasePlace(priority: $0.priority, openedAt: $0.openedAt, id: $0.id) }, limit: ReviewPage.limit)
    return (listings.map { DeskCase($0) }, listings.count < ReviewPage.limit)
  }

  func counts() async throws -> DeskCounts {
    let statistics = try await assembly.store.queueStatistics(site: site, now: .now)
    return DeskCounts(open: statistics.open, leased: statistics.leased, escalated: statistics.escalated)
  }

  func detail(of comment: CommentID) async throws -> DeskDetail {
    let explanation = try await flow.explanation(of: comment, site: site)
    var detail = DeskDetail(explanation)
    if let article = try await assembly.store.article(explanation.comment.article, site: site) {
      detail.articleTitle = article.title
      detail.articleURL = article.url
    }
    if let parent = explanation.comment.parent, let above = try await assembly.store.comment(parent, site: site) {
      detail.parent = .init(authorName: above.authorName, text: above.revision.text)
    }
    return detail
  }

  func claim(_ cases: [CaseID]) async throws -> [DeskCase] {
    var claimed: [DeskCase] = []
    // One by one, because a claim takes all or none, and those ahead are only wished for.
    for (index, id) in cases.enumerated() {
      do {
        claimed += try await flow.claim(ClaimRequest(site: site, holder: moderator, cases: [id])).map { DeskCase($0) }
      } catch {
        if index == 0 { throw error }
      }
    }
    return claimed
  }

  func release(_ cases: [CaseID]) async throws {
    _ = try await flow.release(cases, site: site, holder: moderator)
  }

  func carryOut(_ order: DeskOrder, key: String) async -> DeskOutcome {
    do {
      switch order.act {
      case .decide(let decision, let reason, let note):
        let review = try await flow.review(
          ReviewRequest(
            site: site, targets: try await targets(of: order), decision: decision, reason: reason, note: note,
            moderator: moderator))
        return .done(review: review.id, comments: review.items.count)
      case .undo(_, let review):
        guard let review else { return .refused("it was never done") }
        let undone = try await flow.undo(review, site: site, by: moderator)
        return .done(review: nil, comments: undone.items.count)
      case .escalate(let question):
        _ = try await flow.escalate(order.item.id, site: site, question: question, by: moderator)
      case .tag(let tags):
        _ = try await flow.tag(order.item.id, site: site, tags: tags, by: moderator)
      case .ban:
        _ = try await flow.sanction(order.item.authorID, site: site, kind: .ban, by: moderator)
      }
      return .done(review: nil, comments: 1)
    } catch let error as FlowError {
      if case .store(let reason) = error, reason.code == .busy { return .unreachable("the store is busy") }
      return .refused(Complaint(error).message)
    } catch {
      return .refused(Complaint(error).message)
    }
  }

  private func targets(of order: DeskOrder) async throws -> [ReviewRequest.Target] {
    [.init(comment: order.item.comment, version: order.item.version)]
  }

  func find(_ text: String) async throws -> DeskCase {
    guard let id = PastedID.last(in: text), let comment = CommentID(id) else {
      throw ReviewFailure(words: "there is no id in «\(Harmless.line(text, widthMax: 60))»")
    }
    let named = try await assembly.store.comment(comment, site: site)
    var found = try await assembly.store.moderationCase(of: comment, site: site)
    if named == nil { found = try await assembly.store.moderationCase(CaseID(bits: comment.bits), site: site) }
    guard let found, found.state == .open,
      let waiting = try await assembly.store.comment(found.comment, site: site)
    else { throw ReviewFailure(words: "\(id) does not wait here") }
    return DeskCase(CaseListing(moderationCase: found, comment: waiting).shownBlind)
  }
}

extension DeskCase {
  /// - Parameter listing: Shown blind already, where it must be.
  init(_ listing: CaseListing) {
    let (open, comment) = (listing.moderationCase, listing.comment)
    self.init(
      id: open.id, comment: comment.id, version: comment.version, article: comment.article, authorID: comment.author,
      authorName: comment.authorName, text: comment.revision.text, cause: open.cause, priority: open.priority,
      openedAt: open.openedAt, language: comment.language, category: comment.revision.verdict.leadingCategory,
      lease: open.lease, escalation: open.escalation, tags: open.tags, isBlind: open.isBlind,
      graphic: comment.revision.verdict.signals.graphicRanges)
  }
}

extension [Signal] {
  /// Where words stand in the body that somebody may not want to read: obscenities, slurs, threats.
  var graphicRanges: [Range<Int>] {
    filter { [.obscene, .hate, .threat].contains($0.category) }.flatMap(\.evidence).filter { $0.field == .body }
      .map(\.range)
  }
}

extension DeskDetail {
  init(_ explanation: CommentExplanation) {
    let comment = explanation.comment
    self.init(
      comment: comment.id, version: comment.version, state: comment.state, createdAt: comment.createdAt,
      text: comment.revision.text)
    if !explanation.isBlind {
      let verdict = comment.revision.verdict
      evidence = verdict.signals.flatMap(\.evidence).filter { $0.field == .body }.map(\.range)
      graphic = verdict.signals.graphicRanges
      score = verdict.score
      thresholds = verdict.thresholds
      findings = verdict.signals.map {
        Finding(
          name: $0.name, category: $0.category, score: $0.score, isShadow: $0.status == .shadow,
          reason: Harmless.line($0.reason, widthMax: 200))
      }
    }
    if let author = explanation.author { self.author = AuthorView.lines(author, ink: Ink(isColoured: false)) }
    history = ExplanationView.entries(of: explanation).map { Entry(at: $0.at, words: $0.words) }
  }
}
