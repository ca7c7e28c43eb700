import CommentStore
import ModerationModel

extension Complaint {
  init(store error: StoreError) {
    let subject = error.subject.isEmpty ? "" : " (\(error.subject))"
    var exit = Self.refusedExit
    let code: String
    let message: String
    var advice: String?
    switch error.code {
    case .unknownArticle:
      (code, message, advice) = ("unknown_article", "there is no such article", "see `moderato articles list`")
    case .articleExists:
      (code, message, advice) = (
        "article_exists", "there is an article of that name already", "see `moderato articles show`"
      )
    case .unknownComment:
      (code, message, advice) = ("unknown_comment", "there is no such comment", "see `moderato comments search`")
    case .unknownCase: (code, message, advice) = ("unknown_case", "there is no such case", "see `moderato queue list`")
    case .unknownReview:
      (code, message, advice) = ("unknown_review", "there is no such review", "see `moderato log list`")
    case .unknownAuthor:
      (code, message, advice) = ("unknown_author", "there is no such author", "see `moderato authors show`")
    case .unknownUser: (code, message, advice) = ("unknown_user", "there is no such user", "see `moderato users list`")
    case .userExists: (code, message) = ("user_exists", "there is a user of that name already")
    case .articleClosed: (code, message) = ("article_closed", "the article takes no comments any more")
    case .parentGone:
      (code, message, advice) = (
        "parent_gone", "the comment is not shown (any more), so it cannot be answered",
        "the same text may be sent without --parent, as a comment on the article"
      )
    case .parentElsewhere:
      (code, message) = ("parent_elsewhere", "the comment that this answers stands under another article")
    case .tooDeep(let depthMax): (code, message) = ("too_deep", "replies may be \(depthMax) levels deep here")
    case .formReused:
      (code, message, advice) = (
        "form_reused", "the form was sent before", "show the form again; the text is not lost"
      )
    case .idempotencyMismatch:
      (code, message, advice) = (
        "idempotency_mismatch", "another submission came with the same idempotency key", "choose a fresh key"
      )
    case .versionConflict(let expected, let found):
      (code, message, advice) = (
        "version_conflict", "somebody was faster: version \(expected) was expected, version \(found) is there",
        "look again and decide on what is there now"
      )
    case .leased(let holder, let until):
      (code, message, advice) = (
        "leased", "\(holder) holds the case until \(until)", "wait, or ask \(holder) to release it"
      )
    case .alreadyUndone: (code, message) = ("already_undone", "the review was taken back before")
    case .changedSince(let comment):
      (code, message, advice) = (
        "changed_since", "comment \(comment) has changed since the review", "decide on it anew instead of undoing"
      )
    case .editWindowOver(let endedAt):
      (code, message) = ("edit_window_over", "the comment could be changed until \(endedAt)")
    case .stateMove(let move): (code, message) = ("state_move", move.description)
    case .badCursor, .selectionChanged, .notRefused, .alreadyAppealed, .ownDecision, .banned, .muted, .authorChanged,
      .answered, .stillRunning, .codeUsed, .tooManyAttempts, .unknownToken, .unknownWebhook:
      (code, message, advice) = Self.refusalWords(error.code)
    default:
      exit = Self.troubleExit
      (code, message, advice) = Self.troubleWords(error.code)
    }
    self.init(code, message + subject + (exit == Self.troubleExit ? Self.cause(error) : ""), advice: advice, exit: exit)
  }

  private static func refusalWords(_ code: StoreError.Code) -> (String, String, String?) {
    switch code {
    case .badCursor: ("bad_cursor", "the cursor is not one of ours", "begin without --cursor")
    case .selectionChanged:
      (
        "selection_changed", "the query finds nothing, too much, or not what was shown before",
        "look again with --dry-run; a narrower query finds less"
      )
    case .notRefused: ("not_refused", "the comment is not refused, so there is nothing to appeal against", nil)
    case .alreadyAppealed: ("already_appealed", "there was an appeal against this decision before", nil)
    case .ownDecision:
      (
        "own_decision", "its author appeals against your own decision",
        "another moderator must answer; leave the comment out"
      )
    case .banned: ("author_banned", "the author is banned", "`moderato authors unban` lifts that")
    case .muted(let until):
      ("author_muted", "the author is muted until \(until)", "`moderato authors unban` lifts that")
    case .authorChanged: ("author_changed", "a sanction was set or lifted just now", "try again")
    case .answered: ("already_made", "the same was asked and done before", nil)
    case .stillRunning(let since):
      ("already_made", "the same was asked and done at \(since)", "look at what is there now")
    case .codeUsed: ("code_used", "the code was used before", "wait for the next one")
    case .tooManyAttempts(let until): ("too_many_attempts", "too many attempts", "wait until \(until)")
    case .unknownToken: ("unknown_token", "there is no such token", "see `moderato users token list`")
    case .unknownWebhook: ("unknown_webhook", "there is no such webhook", nil)
    default: ("store", "the store refused: \(code)", nil)
    }
  }

  private static func troubleWords(_ code: StoreError.Code) -> (String, String, String?) {
    switch code {
    case .readOnly:
      ("read_only", "the store cannot be written", "look at the rights of the file, its folder and the disk")
    case .full: ("full", "the disk is full; nothing was lost", "make room and try again")
    case .busy:
      ("busy", "another process keeps the store locked", "try again; if it lasts, look who has the file open")
    case .damaged:
      (
        "damaged", "the store is damaged",
        "stop, keep the file as it is, and restore the last verified backup (Docs/Operating.md)"
      )
    case .closed: ("closed", "the store was closed meanwhile", nil)
    case .inputOutput: ("input_output", "the store could not be read or written", "look at the disk")
    case .unsupported: ("unsupported", "this store cannot do that", nil)
    case .fileExists: ("file_exists", "the file is there already, and nothing is overwritten", "name another file")
    case .notFound: ("not_found", "the store is not there", "look at the path; its folder must exist")
    case .schemaTooNew: ("schema_too_new", "a newer moderato has written this store", "use that version")
    case .schemaTooOld: ("schema_too_old", "an older moderato has written this store", "run `moderato store migrate`")
    case .invalidValue: ("invalid_value", "a value cannot be kept", nil)
    default: ("store", "the store refused: \(code)", nil)
    }
  }

  private static func cause(_ error: StoreError) -> String {
    error.underlying.map { ": \(Harmless.line($0, widthMax: 300))" } ?? ""
  }
}
