package import HTTPTypes

extension Problem {
  /// Every kind of problem. The raw values are the codes that the command line uses as well.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    // The request.
    case badJSON = "bad_json"
    case badForm = "bad_form"
    case badField = "bad_field"
    case badCursor = "bad_cursor"
    case badQuery = "bad_query"
    case badIdempotencyKey = "bad_idempotency_key"
    case notUTF8 = "not_utf8"
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case requestTimeout = "request_timeout"

    // The submission.
    case emptyText = "empty_text"
    case tooLong = "too_long"
    case containsNull = "contains_null"
    case emptyName = "empty_name"
    case badEmail = "bad_email"
    case badURL = "bad_url"
    case formMissing = "form_missing"
    case formInvalid = "form_invalid"
    case formExpired = "form_expired"
    case formReused = "form_reused"
    case parentGone = "parent_gone"
    case parentElsewhere = "parent_elsewhere"
    case tooDeep = "too_deep"
    case articleClosed = "article_closed"
    case authorBanned = "author_banned"
    case authorMuted = "author_muted"
    case ownComment = "own_comment"
    case notTheAuthor = "not_the_author"
    case editWindowOver = "edit_window_over"
    case withdrawn
    case notRefused = "not_refused"
    case alreadyAppealed = "already_appealed"
    case ownDecision = "own_decision"

    // What is named and is not there, or is there already.
    case unknownArticle = "unknown_article"
    case unknownComment = "unknown_comment"
    case unknownCase = "unknown_case"
    case unknownReview = "unknown_review"
    case unknownAuthor = "unknown_author"
    case unknownUser = "unknown_user"
    case unknownRule = "unknown_rule"
    case unknownWebhook = "unknown_webhook"
    case unknownToken = "unknown_token"
    case exists

    // Somebody was faster.
    case versionConflict = "version_conflict"
    case leased
    case alreadyUndone = "already_undone"
    case changedSince = "changed_since"
    case stateMove = "state_move"
    case selectionChanged = "selection_changed"
    case idempotencyMismatch = "idempotency_mismatch"
    case inProgress = "in_progress"

    // Who asks.
    case signInNeeded = "sign_in_needed"
    case signInRefused = "sign_in_refused"
    case codeNeeded = "code_needed"
    case badToken = "bad_token"
    case forbidden
    case crossSite = "cross_site"
    case rateLimited = "rate_limited"

    // The service.
    case notYet = "not_ready"
    case busy
    case full
    case readOnly = "read_only"
    case unavailable
    case unexpected

    /// The identity of the kind of problem. It names, and leads nowhere.
    package var type: String { "urn:moderato:problem:\(rawValue)" }

    package var status: HTTPResponse.Status {
      switch self {
      case .badJSON, .badForm, .badField, .badCursor, .badQuery, .badIdempotencyKey, .notUTF8: .badRequest
      case .bodyTooLarge: .contentTooLarge
      case .unsupportedMediaType: .unsupportedMediaType
      case .notFound, .unknownArticle, .unknownComment, .unknownCase, .unknownReview, .unknownAuthor, .unknownUser,
        .unknownRule, .unknownWebhook, .unknownToken:
        .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .requestTimeout: .requestTimeout
      case .emptyText, .tooLong, .containsNull, .emptyName, .badEmail, .badURL, .formMissing, .formInvalid,
        .formExpired, .formReused, .tooDeep, .parentElsewhere, .idempotencyMismatch:
        .unprocessableContent
      case .parentGone, .articleClosed, .exists, .versionConflict, .leased, .alreadyUndone, .changedSince, .stateMove,
        .inProgress, .selectionChanged, .notRefused, .alreadyAppealed:
        .conflict
      case .authorBanned, .authorMuted, .notTheAuthor, .editWindowOver, .forbidden, .crossSite, .ownDecision,
        .ownComment:
        .forbidden
      case .withdrawn: .gone
      case .signInNeeded, .badToken, .signInRefused, .codeNeeded: .unauthorized
      case .rateLimited: .tooManyRequests
      case .notYet, .busy, .readOnly, .unavailable: .serviceUnavailable
      case .full: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
      case .unexpected: .internalServerError
      }
    }

    /// A few words for people; the same for every problem of the kind.
    package var title: String {
      switch self {
      case .badJSON: "The body is not the JSON that was expected"
      case .badForm: "The form or query cannot be read"
      case .badField: "A field cannot be taken"
      case .badQuery: "The query cannot be read"
      case .badCursor: "The cursor is not one of ours"
      case .badIdempotencyKey: "The idempotency key cannot be taken"
      case .notUTF8: "The request is not UTF-8"
      case .bodyTooLarge: "The request is too large"
      case .unsupportedMediaType: "The body has another type than is read here"
      case .notFound: "There is nothing here"
      case .methodNotAllowed: "The method is not known here"
      case .requestTimeout: "The request took too long to arrive"
      case .emptyText: "The text is empty"
      case .tooLong: "The text is too long"
      case .containsNull: "The text has a character that cannot be kept"
      case .emptyName: "The name is empty"
      case .badEmail: "The e-mail address is not one"
      case .badURL: "The web address is not one"
      case .formMissing: "The form has no token"
      case .formInvalid: "The form's token is not ours"
      case .formExpired: "The form was shown too long ago"
      case .formReused: "The form was sent already"
      case .parentGone: "The comment replied to is gone"
      case .parentElsewhere: "The comment replied to stands elsewhere"
      case .tooDeep: "Replies do not go deeper here"
      case .articleClosed: "The article takes no comments"
      case .authorBanned: "The author may not write here"
      case .authorMuted: "The author may not write here for now"
      case .ownComment: "The comment is your own"
      case .notTheAuthor: "Only its author may do this"
      case .editWindowOver: "The time for changes is over"
      case .withdrawn: "The comment was withdrawn"
      case .unknownArticle: "There is no such article"
      case .unknownComment: "There is no such comment"
      case .unknownCase: "There is no such case"
      case .unknownReview: "There is no such review"
      case .unknownAuthor: "There is no such author"
      case .unknownUser: "There is no such user"
      case .unknownRule: "There is no such rule"
      case .unknownWebhook: "There is no such webhook"
      case .unknownToken: "There is no such token"
      case .notRefused: "The comment was not refused"
      case .alreadyAppealed: "The decision was appealed against already"
      case .ownDecision: "Somebody else must decide this"
      case .selectionChanged: "The query finds something else now"
      case .exists: "It is there already"
      case .versionConflict: "Somebody was faster"
      case .leased: "Somebody else has taken the case"
      case .alreadyUndone: "The review was undone already"
      case .changedSince: "The comment has changed since"
      case .stateMove: "The comment cannot make this move"
      case .idempotencyMismatch: "The key was used for another request"
      case .inProgress: "The first request with this key is still running"
      case .signInNeeded: "Sign in first"
      case .signInRefused: "You were not let in"
      case .codeNeeded: "A second factor is needed"
      case .badToken: "The token is not valid"
      case .forbidden: "You may not do this"
      case .crossSite: "The request comes from another site"
      case .rateLimited: "Too much in too short a time"
      case .notYet: "The service is not ready"
      case .busy: "The service is busy"
      case .full: "There is no space left"
      case .readOnly: "Nothing can be written at the moment"
      case .unavailable: "The service cannot do this at the moment"
      case .unexpected: "Something went wrong on our side"
      }
    }
  }
}
