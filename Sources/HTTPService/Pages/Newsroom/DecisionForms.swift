import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// What happens when a moderator presses a button.
enum DecisionForms {
  static let endpoints = [
    Endpoint(
      .post, "/admin/decisions", access: .moderator(.decide), kind: .page,
      "Decides on one comment or on the ticked ones.",
      handle: decide),
    Endpoint(
      .post, "/admin/reviews/{review}/undo", access: .moderator(.decide), kind: .page, "Takes a decision back.",
      handle: undo),
    Endpoint(
      .post, "/admin/claims", access: .moderator(.decide), kind: .page, "Takes a case for a while.", handle: claim),
    Endpoint(
      .post, "/admin/releases", access: .moderator(.decide), kind: .page, "Gives a case back early.", handle: release),
    Endpoint(
      .post, "/admin/escalations", access: .moderator(.decide), kind: .page, "Asks for a second opinion.",
      handle: escalate),
    Endpoint(
      .post, "/admin/authors/{author}/sanction", access: .moderator(.decide), kind: .page,
      "Lays a sanction on an author or lifts it.", handle: sanction),
  ]

  /// A decision and its reason, as buttons and the list beside them say it: `reject:insult`, or `reject` with a field.
  struct Choice {
    var decision: Decision
    var reason: DecisionReason?

    init(_ fields: FormFields) throws {
      let text = try fields.value("decide") ?? ""
      let parts = text.split(separator: ":", maxSplits: 1)
      guard let decision = parts.first.flatMap({ Decision(rawValue: String($0)) }) else {
        throw Problem(field: "decide", "must be approve, reject, spam or hold")
      }
      self.decision = decision
      if parts.count == 2 {
        reason = DecisionReason(rawValue: String(parts[1]))
      } else if decision == .reject {
        reason = try fields.value("reason").flatMap(DecisionReason.init)
      }
      if decision == .reject, reason == nil { throw Problem(field: "reason", "is missing") }
    }
  }

  @Sendable static func decide(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let back = try visit.ownAddress("back") ?? "/admin"
    let choice = try Choice(visit.fields)
    let note = ReaderForm.lines(try visit.fields.value("note") ?? "")
    let targets = visit.fields.values("target").compactMap(target)
    guard !targets.isEmpty else { return exchange.seeOther(back) }
    do {
      let review = try await visit.flow.review(
        ReviewRequest(
          site: visit.site, targets: targets, decision: choice.decision, reason: choice.reason, note: note,
          moderator: visit.name))
      drop(review, exchange)
      return visit.done(
        choice.decision.rawValue, to: try visit.ownAddress("next") ?? back, review: review.id,
        count: review.items.count)
    } catch let error as FlowError {
      let again = targets.count == 1 ? visit.address(of: targets[0].comment) : back
      return try await refusal(error, visit: visit, note: note, back: back, again: again)
    }
  }

  private static func target(_ text: String) -> ReviewRequest.Target? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let id = CommentID(parts[0]), let version = Int(parts[1]) else { return nil }
    return ReviewRequest.Target(comment: id, version: version)
  }

  @Sendable static func undo(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let back = try visit.ownAddress("back")
    do {
      let review = try await visit.flow.undo(try exchange.reviewID(), site: visit.site, by: visit.name)
      drop(review, exchange)
      let home = review.items.count == 1 ? visit.address(of: review.items[0].comment) : "/admin"
      return visit.done("undo", to: back ?? home, count: review.items.count)
    } catch let error as FlowError {
      return try await refusal(error, visit: visit, back: back ?? "/admin", again: back ?? "/admin")
    }
  }

  @Sendable static func claim(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let back = try visit.ownAddress("back") ?? "/admin"
    guard let id = try visit.fields.value("case").flatMap({ CaseID($0) }) else { return exchange.seeOther(back) }
    do {
      _ = try await visit.flow.claim(ClaimRequest(site: visit.site, holder: visit.name, cases: [id]))
      return visit.done("claim", to: back)
    } catch {
      return try await refusal(error, visit: visit, back: back, again: back)
    }
  }

  @Sendable static func release(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let back = try visit.ownAddress("back") ?? "/admin"
    guard let id = try visit.fields.value("case").flatMap({ CaseID($0) }) else { return exchange.seeOther(back) }
    _ = try await visit.flow.release([id], site: visit.site, holder: visit.name)
    return visit.done("release", to: back)
  }

  @Sendable static func escalate(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let back = try visit.ownAddress("back") ?? "/admin"
    guard let id = try visit.fields.value("case").flatMap({ CaseID($0) }) else { return exchange.seeOther(back) }
    let question = ReaderForm.lines(try visit.fields.value("question") ?? "")
    do {
      _ = try await visit.flow.escalate(
        id, site: visit.site, question: question.isEmpty ? nil : question, by: visit.name)
      return visit.done(question.isEmpty ? "lifted" : "escalate", to: back)
    } catch {
      return try await refusal(error, visit: visit, note: question, back: back, again: back)
    }
  }

  /// A mute must end; the others may.
  private static let muteDays = 7.0

  @Sendable static func sanction(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let back = try visit.ownAddress("back") ?? "/admin"
    let id = try exchange.authorID()
    let word = try visit.fields.value("kind") ?? ""
    let kind = Sanction.Kind(rawValue: word)
    guard kind != nil || word == "none" else { throw Problem(field: "kind", "is not one of the sanctions") }
    let days =
      try visit.fields.value("days").flatMap { $0.isEmpty ? nil : Double($0) } ?? (kind == .mute ? muteDays : nil)
    let until = days.flatMap { (0.01...3650).contains($0) ? visit.now.adding(seconds: $0 * 86_400) : nil }
    do {
      _ = try await visit.flow.sanction(
        id, site: visit.site, kind: kind, until: kind == nil ? nil : until,
        reason: try visit.fields.value("reason") ?? "", by: visit.name)
    } catch let error as FlowError {
      return try await refusal(error, visit: visit, back: back, again: back)
    }
    return visit.done(kind?.rawValue ?? "lift", to: back)
  }

  /// Pages of threads that a decision changed are made anew.
  static func drop(_ review: Review, _ exchange: Exchange) {
    for article in Set(review.items.map(\.article)) { exchange.service.shared.threads.drop(article) }
  }

  /// Says why nothing was done, with the note that was written.
  static func refusal(
    _ error: FlowError, visit: NewsroomVisit, note: String? = nil, back: String, again: String
  ) async throws -> Response {
    let words = visit.words
    let text: String
    guard case .store(let failure) = error else { throw error }
    switch failure.code {
    case .versionConflict: text = words["conflictChanged"]
    case .leased(let holder, let until):
      text = words.filled("conflictLeased", ["name": holder, "time": visit.times.clock(until)])
    case .ownDecision: text = words["conflictOwn"]
    case .selectionChanged: text = words["conflictSelection"]
    case .stateMove: text = words["conflictState"]
    case .changedSince: text = words["conflictUndo"]
    case .alreadyUndone: text = words["conflictUndone"]
    default: throw error
    }
    return try await visit.message(
      title: words["conflictTitle"], words: text, note: note,
      links: [(words["caseOpen"], again), (words["queue"], back)], status: Problem(error).status)
  }
}
