import CommentFlow
import CommentStore
import HTTPTypes
import ModerationModel

extension Problem {
  /// Any error of any room in the words of HTTP: the one place where that is translated.
  package init(_ error: any Error) {
    switch error {
    case let error as Problem: self = error
    case let error as FlowError: self.init(flow: error)
    case let error as StoreError: self.init(store: error)
    case let error as SignInError: self.init(signIn: error)
    case let error as ModerationQueryError:
      self.init(
        .badQuery, error.description,
        members: [.init("reason", .string(error.code.rawValue)), .init("offset", .integer(Int64(error.offset)))])
    case let error as InvalidSubmission: self.init(invalid: error)
    case let error as JSONReader.Problem: self.init(json: error)
    case let error as FormFields.Problem: self.init(form: error, place: "the request")
    default: self.init(.unexpected, "the request was not carried out; an operator finds more in the log")
    }
  }

  init(flow error: FlowError) {
    switch error {
    case .invalid(let error): self.init(invalid: error)
    case .form(.missingToken): self.init(.formMissing, "load the form again; the text is not lost")
    case .form(.badToken): self.init(.formInvalid, "load the form again; the text is not lost")
    case .form(.expired): self.init(.formExpired, "load the form again; the text is not lost")
    case .unknownArticle: self.init(.unknownArticle, "no article has this key; add it first")
    case .articleClosed: self.init(.articleClosed, "the article takes no comments any more")
    case .parentGone(let id):
      self.init(
        .parentGone, "the same text may be posted as a comment on the article",
        members: [.init("parent", .string("\(id)")), .init("post_as_top_level", true)])
    case .parentElsewhere(let id):
      self.init(
        .parentElsewhere, "the parent stands under another article", members: [.init("parent", .string("\(id)"))])
    case .tooDeep(let depthMax):
      self.init(
        .tooDeep, "replies may be \(depthMax) levels deep here; answer a comment further up",
        members: [.init("depth_max", .integer(Int64(depthMax)))])
    case .banned: self.init(.authorBanned, "the author may not write here")
    case .muted(let until):
      self.init(
        .authorMuted, "the author may write again from \(until)", members: [.init("until", .string("\(until)"))])
    case .unknownComment: self.init(.unknownComment, "no comment has this identity")
    case .ownComment: self.init(.ownComment, "nobody votes for their own comment")
    case .notTheAuthor: self.init(.notTheAuthor, "the proof of authorship is missing or not good for this comment")
    case .editWindowOver(let endedAt):
      self.init(
        .editWindowOver, "the comment could be changed until \(endedAt)",
        members: [.init("ended_at", .string("\(endedAt)"))])
    case .withdrawn: self.init(.withdrawn, "its words are gone for good")
    case .badArgument(let name, let problem): self.init(field: name, "must be: \(problem)")
    case .store(let error): self.init(store: error)
    }
  }

  init(signIn error: SignInError) {
    switch error {
    case .refused: self.init(.signInRefused, "name, password or code is wrong")
    case .codeNeeded: self.init(.codeNeeded, "send the code of the second factor, or a recovery code, as well")
    case .tooManyAttempts(let until):
      self.init(
        .rateLimited, "sign in again after \(until)", members: [.init("until", .string("\(until)"))],
        headers: [.retryAfter: "60"])
    case .busy: self.init(.busy, "many sign in just now; try again in a moment", headers: [.retryAfter: "2"])
    case .store(let error): self.init(store: error)
    }
  }

  init(invalid error: InvalidSubmission) {
    let code: Code
    var members: [JSONValue.Member] = []
    switch error.code {
    case .emptyText: code = .emptyText
    case .tooLong(let field, let bytes, let bytesMax):
      code = .tooLong
      members = [
        .init("field", .string(field.rawValue)), .init("bytes", .integer(Int64(bytes))),
        .init("bytes_max", .integer(Int64(bytesMax))),
      ]
    case .containsNull(let field, let offset):
      code = .containsNull
      members = [.init("field", .string(field.rawValue)), .init("offset", .integer(Int64(offset)))]
    case .notUTF8(let field, let offset):
      code = .notUTF8
      members = [.init("field", .string(field.rawValue)), .init("offset", .integer(Int64(offset)))]
    case .emptyName: code = .emptyName
    case .badEmail: code = .badEmail
    case .badURL: code = .badURL
    case .badIdempotencyKey: code = .badIdempotencyKey
    }
    self.init(code, error.description, members: members)
  }

  init(store error: StoreError) {
    switch error.code {
    case .unknownArticle: self.init(.unknownArticle, "no article has this key")
    case .articleExists: self.init(.exists, "an article has this key already")
    case .unknownComment: self.init(.unknownComment, "no comment has this identity")
    case .unknownCase: self.init(.unknownCase, "no open case has this identity")
    case .unknownReview: self.init(.unknownReview, "no review has this identity")
    case .unknownAuthor: self.init(.unknownAuthor, "no author has this identity")
    case .unknownUser: self.init(.unknownUser, "no user has this name")
    case .userExists: self.init(.exists, "a user has this name already")
    case .unknownToken: self.init(.unknownToken, "no API token has this identity")
    case .unknownWebhook: self.init(.unknownWebhook, "no webhook has this identity")
    case .banned: self.init(flow: .banned)
    case .muted(let until): self.init(flow: .muted(until: until))
    case .authorChanged: self.init(.busy, "try again; nothing was stored", headers: [.retryAfter: "1"])
    case .codeUsed: self.init(.signInNeeded, "the code was used before; wait for the next one")
    case .notRefused: self.init(.notRefused, "only what was refused can be appealed against")
    case .alreadyAppealed: self.init(.alreadyAppealed, "the answer to an appeal is final")
    case .ownDecision: self.init(.ownDecision, "the appeal is against your own decision; a colleague answers it")
    case .tooManyAttempts(let until):
      self.init(
        .rateLimited, "sign in again after \(until)", members: [.init("until", .string("\(until)"))],
        headers: [.retryAfter: "60"])
    case .selectionChanged: self.init(.selectionChanged, "look at what the query finds now, and decide on that")
    case .answered:
      // Whoever makes writes once sends the kept answer; here it was asked for elsewhere.
      self.init(.inProgress, "it was carried out before", headers: [.retryAfter: "1"])
    case .stillRunning: self.init(.inProgress, "try again in a moment", headers: [.retryAfter: "1"])
    case .articleClosed: self.init(.articleClosed, "the article takes no comments any more")
    case .parentGone:
      self.init(
        .parentGone, "the same text may be posted as a comment on the article",
        members: [.init("post_as_top_level", true)])
    case .parentElsewhere: self.init(.parentElsewhere, "the parent stands under another article")
    case .tooDeep(let depthMax): self.init(flow: .tooDeep(depthMax: depthMax))
    case .formReused: self.init(.formReused, "the comment of this form was taken; load the form again for another")
    case .idempotencyMismatch: self.init(.idempotencyMismatch, "use a new key for a new request")
    case .versionConflict(let expected, let found):
      self.init(
        .versionConflict, "look at it again: version \(expected) was decided on, and it has version \(found)",
        members: [.init("expected", .integer(Int64(expected))), .init("found", .integer(Int64(found)))])
    case .leased(let holder, let until):
      self.init(
        .leased, "a colleague has it until \(until)",
        members: [.init("holder", .string(holder)), .init("until", .string("\(until)"))])
    case .alreadyUndone: self.init(.alreadyUndone, "nothing is left to undo")
    case .changedSince(let id):
      self.init(
        .changedSince, "a comment was edited or decided on after this review",
        members: [.init("comment", .string("\(id)"))])
    case .editWindowOver(let endedAt): self.init(flow: .editWindowOver(endedAt: endedAt))
    case .stateMove(let move):
      self.init(
        .stateMove, move.description,
        members: [.init("from", JSONValue(move.from?.rawValue)), .init("to", .string(move.to.rawValue))])
    case .badCursor: self.init(.badCursor, "begin again without a cursor")
    case .invalidValue: self.init(.badField, "a value is longer than is kept, or has U+0000 in it")
    case .busy: self.init(.busy, "try again in a moment; nothing was stored", headers: [.retryAfter: "1"])
    case .full: self.init(.full, "nothing was stored; an operator must make space", headers: [.retryAfter: "60"])
    case .readOnly:
      self.init(.readOnly, "reading works; nothing was stored", headers: [.retryAfter: "60"])
    case .closed: self.init(.unavailable, "the service is stopping", headers: [.retryAfter: "5"])
    case .damaged, .inputOutput, .unsupported, .fileExists, .notFound, .schemaTooNew, .schemaTooOld:
      self.init(.unavailable, "nothing was stored; an operator finds more in the log", headers: [.retryAfter: "30"])
    }
  }

  /// Whether an operator should hear of it: trouble of ours, not of the request.
  var isTrouble: Bool { status.code >= 500 && code != .busy && code != .notYet }
}
