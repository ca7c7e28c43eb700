import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// What happens when a reader sends one of the page's forms.
///
/// Whatever goes wrong, the page comes back with everything that was typed.
enum ReaderForms {
  // MARK: - The comment form

  @Sendable static func post(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    var form = try ReaderForm(visit.fields, site: visit.site, article: visit.article.id)
    let isTop = try visit.fields.value("place") == "top"
    let token = try visit.fields.value("token")
    var submission = Submission(
      site: visit.site, article: visit.article.id, parent: isTop ? nil : form.form.target.parent,
      text: form.form.draft, author: AuthorClaim(name: form.name, email: form.email.isEmpty ? nil : form.email),
      client: exchange.client,
      form: .form(token: token, honeypot: try visit.fields.value(SubmissionFields.honeypotField) ?? ""),
      idempotencyKey: token.flatMap(deliveryKey))
    if visit.reader != nil { submission.author = visit.claim }
    let problem: Problem
    do {
      try exchange.service.limitAuthor(of: submission)
      let receipt = try await visit.flow.submit(submission)
      exchange.service.shared.threads.drop(visit.article.id)
      return try await done(
        visit, adding: OwnComment.proof(of: receipt.comment.id, token: receipt.editToken),
        saying: saying(receipt.comment.state), comment: receipt.comment.id)
    } catch let error as FlowError {
      if case .unknownArticle = error { throw error }
      form.tell(error, words: visit.words, times: visit.times)
      problem = Problem(error)
    } catch let error as Problem where error.code == .rateLimited {
      form.problem = visit.words["errorSlow"]
      problem = error
    }
    if isTop { form.form.cancelReply() }
    var page = ReaderPage(visit, form: form)
    page.focus = .form
    if visit.isPart { page.extent = .only(form.form.target.parent.map { [$0] } ?? []) }
    return try await ReaderPageEndpoints.answer(&page, status: problem.status)
  }

  private static func saying(_ state: CommentState) -> String {
    switch state {
    case .published, .approved: "thanks"
    case .pending: "thanksHeld"
    case .rejected, .spam, .deleted: "refused"
    }
  }

  /// The same form sent twice, by a hasty finger or after a lost answer, is one comment: its token's nonce says which.
  private static func deliveryKey(_ token: String) -> String? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[3].utf8.count == 32 else { return nil }
    return "form:\(parts[3])"
  }

  // MARK: - One's own comment

  @Sendable static func edit(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    let own = try visit.ownComment()
    let id = own.comment.id
    guard let typed = try visit.fields.value("text") else {
      return try await opened(.editor(id, text: own.comment.revision.text, problem: nil), on: id, visit: visit)
    }
    let text = ReaderForm.lines(typed)
    let state: CommentState
    do throws(FlowError) {
      state = try await visit.flow.edit(
        id, site: visit.site, text: text, version: nil, proof: .editToken(own.token)
      ).state
    } catch {
      var form = ReaderForm(site: visit.site, article: visit.article.id)
      form.tell(error, words: visit.words, times: visit.times)
      return try await opened(
        .editor(id, text: text, problem: form.problem), on: id, visit: visit, status: Problem(error).status)
    }
    return try await done(visit, saying: state.isVisible ? "saved" : "savedHeld", comment: id)
  }

  @Sendable static func delete(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    let own = try visit.ownComment()
    let id = own.comment.id
    guard try visit.fields.value("sure") != nil else { return try await opened(.remover(id), on: id, visit: visit) }
    do throws(FlowError) {
      _ = try await visit.flow.withdraw(id, site: visit.site, proof: .editToken(own.token))
    } catch {
      var page = ReaderPage(visit)
      page.form.tell(error, words: visit.words, times: visit.times)
      page.said = page.form.problem ?? ""
      page.form.problem = nil
      if visit.isPart { page.extent = .only([id]) }
      return try await ReaderPageEndpoints.answer(&page, status: Problem(error).status)
    }
    return try await done(visit, saying: "deleted", comment: id)
  }

  @Sendable static func appeal(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    let own = try visit.ownComment()
    let id = own.comment.id
    guard let typed = try visit.fields.value("text") else {
      return try await opened(.appellant(id, note: "", problem: nil), on: id, visit: visit)
    }
    let text = ReaderForm.lines(typed)
    do throws(FlowError) {
      _ = try await visit.flow.appeal(against: id, site: visit.site, text: text, proof: .editToken(own.token))
    } catch {
      var form = ReaderForm(site: visit.site, article: visit.article.id)
      form.tell(error, words: visit.words, times: visit.times)
      return try await opened(
        .appellant(id, note: text, problem: form.problem), on: id, visit: visit, status: Problem(error).status)
    }
    return try await done(visit, saying: "appealSent", comment: id)
  }

  // MARK: - Somebody else's comment

  @Sendable static func report(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    let comment = try await visit.comment(named: "comment")
    let note = ReaderForm.lines(try visit.fields.value("note") ?? "")
    guard let reason = try visit.fields.value("reason").flatMap(Report.Reason.init) else {
      return try await opened(.reporter(comment.id, note: note, problem: nil), on: comment.id, visit: visit)
    }
    do throws(FlowError) {
      _ = try await visit.flow.report(
        comment.id, site: visit.site, reason: reason, note: note, reporter: visit.claim,
        client: exchange.client)
    } catch {
      var form = ReaderForm(site: visit.site, article: visit.article.id)
      form.tell(error, words: visit.words, times: visit.times)
      return try await opened(
        .reporter(comment.id, note: note, problem: form.problem), on: comment.id, visit: visit,
        status: Problem(error).status)
    }
    return try await done(visit, saying: "reportSent", comment: comment.id)
  }

  @Sendable static func vote(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    let isWithdrawn = try visit.fields.value("unvote") != nil
    let comment = try await visit.comment(named: isWithdrawn ? "unvote" : "vote")
    _ = try await visit.flow.vote(
      on: comment.id, site: visit.site, isWithdrawn: isWithdrawn, voter: visit.claim, client: exchange.client)
    return try await done(visit, saying: isWithdrawn ? "unvoted" : "voted", comment: comment.id)
  }

  @Sendable static func share(_ exchange: Exchange) async throws -> Response {
    let visit = try await ReaderVisit(exchange, isForm: true)
    guard let name = try visit.fields.value("network"), let network = ShareNetwork(name),
      let target = ShareTarget.all.first(where: { $0.network == name })
    else { throw Problem(field: "network", "is not one of ours") }
    let purpose = exchange.request.headers[.secPurpose] ?? ""
    _ = try await visit.flow.recordShare(
      of: visit.article.id, site: visit.site, network: network, client: exchange.client,
      isPrefetch: purpose.contains("prefetch"))
    return exchange.seeOther(target.address(for: visit.article))
  }

  // MARK: - Where to go next

  /// The page with a small form open on one comment.
  private static func opened(
    _ opened: ReaderPage.Opened, on id: CommentID, visit: ReaderVisit, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    var page = ReaderPage(visit)
    page.opened = opened
    if visit.isPart { page.extent = .only([id]) }
    return try await ReaderPageEndpoints.answer(&page, status: status)
  }

  /// The page after a form was taken: the whole one for a browser, one comment of it for our script.
  ///
  /// With proofs of authorship on it the page is the answer itself, so that no secret stands in an address; loading it again
  /// sends the same form again, which changes nothing. Without any a browser is sent on.
  private static func done(
    _ visit: ReaderVisit, adding proof: String? = nil, saying: String, comment: CommentID
  ) async throws -> Response {
    visit.exchange.service.shared.threads.drop(visit.article.id)
    if visit.own.isEmpty, proof == nil, !visit.isPart {
      return visit.exchange.seeOther(
        PageAddress.query(visit.base, visit.choice.fields + [("said", saying)], fragment: "comment-\(comment)"))
    }
    var visit = visit
    visit.own = try await OwnComment.good(
      among: (proof.map { [$0] } ?? []) + visit.own.map(\.proof), of: visit.article.id, flow: visit.flow,
      site: visit.site)
    var page = ReaderPage(visit)
    page.said = visit.words[saying]
    page.focus = .comment(comment)
    if visit.isPart { page.extent = .only([comment]) }
    return try await ReaderPageEndpoints.answer(&page)
  }
}
